import { awsWitness } from '../../adapters/aws/made-since.ts';
import { readRole, readUser } from '../../adapters/aws/principal-facts.ts';
import { memoryContainmentStore } from '../../adapters/memory/containment-store.ts';
import { memoryContextStore } from '../../adapters/memory/context-store.ts';
import { memoryLedger } from '../../adapters/memory/ledger.ts';
import { memoryNoteStore } from '../../adapters/memory/note-store.ts';
import type { NoteStore } from '../../core/context/note-store.ts';
import type { Network } from '../../core/context/recorded-context.ts';
import type { Told } from '../../core/intake/told.ts';
import type { AccessKeyId } from '../../core/model/brand.ts';
import { day, hour, type Instant, minute, second } from '../../core/model/instant.ts';
import { type ObservePorts, observe } from '../../core/observe/observe.ts';
import { outcomeIdOf } from '../../core/outcome/containment.ts';
import type { Witness } from '../../core/outcome/ports.ts';
import { holdCredential, restore, upkeep } from '../../core/outcome/release.ts';
import { lookAgain, looksDue } from '../../core/outcome/second-look.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { type Facts, noNetworks, unseenFacts } from '../../core/plan/facts.ts';
import { targetOf } from '../../core/plan/measures/target.ts';
import { defaultPolicy, type Policy } from '../../core/policy/policy.ts';
import { respond } from '../../core/respond.ts';
import { stateToChange } from '../../simulator/aws/state/world.ts';
import { Random } from '../../simulator/random.ts';
import { account } from '../../test/core/plan/decisions.ts';
import { castDecisions, exposure, honestUse } from './cast.ts';
import { Deliveries } from './deliveries.ts';
import { portsOf, type Seams, type Shared, seamed } from './ports.ts';
import { type Process, Scheduler } from './scheduler.ts';
import { type Violation, Watch } from './watch.ts';
import { type FaultKind, Weather } from './weather.ts';
import { newWorld, type World } from './world.ts';

export interface Run {
  readonly seed: number;
  readonly steps: number;
  readonly faults: ReadonlyMap<FaultKind, number>;
  readonly violations: readonly Violation[];
  readonly timeline: readonly string[];
}

/** Something deliberately wrong behind the seam, to see that it is caught. */
export interface Bug {
  readonly name: string;
  plant(shared: Shared & Observing): Shared & Observing;
}

export interface Observing {
  readonly notes: NoteStore;
  /** Takes a decision to the queue of the responder. */
  readonly send: (decision: Decision) => void;
}

const start: Instant = Date.UTC(2026, 10, 24, 12);
/** Chance reigns for this long; then everything heals. */
const span = 3 * hour;
/** Over how long things begin: some runs are all bustle, so that everybody meets, and some are all calm. */
const bustles = [second, 10 * second, 2 * minute, span] as const;
/** Less than a claim, as every function's must be. */
const functionTime = 4 * minute;

/** One simulated stretch of time from one seed: faults first, then peace, then the reckoning. */
export async function playRun(seed: number, bug: Bug | null = null): Promise<Run> {
  return new Play(seed, bug).run();
}

class Play {
  readonly #seed: number;
  readonly #random: Random;
  readonly #scheduler: Scheduler;
  readonly #weather: Weather;
  readonly #world: World;
  readonly #seams: Seams;
  readonly #policy: Policy;
  readonly #bustle: number;
  readonly #watch: Watch;
  readonly #deliveries: Deliveries;
  readonly #raw: Shared & Observing;
  readonly #shared: Shared & Observing;
  readonly #contexts = memoryContextStore();
  /** Credentials that somebody exempted in the meantime. */
  readonly #exempt = new Set<string>();
  /** When the responder is to have a decision. */
  readonly #dueAt = new Map<string, Instant>();
  /** Decisions that the observer sent on. */
  readonly #sent = new Set<string>();

  constructor(seed: number, bug: Bug | null) {
    this.#seed = seed;
    const random = new Random(`faults ${seed}`);
    this.#random = random;
    this.#scheduler = new Scheduler(start, random.fork('scheduler'));
    this.#weather = new Weather(random.fork('weather'), this.#scheduler);
    this.#world = newWorld({ now: () => this.#scheduler.now }, random.fork('world'));
    this.#seams = {
      scheduler: this.#scheduler,
      weather: this.#weather,
      random: random.fork('network'),
      world: this.#world,
    };
    this.#policy = {
      ...defaultPolicy,
      mode: 'enforce',
      limits: { ...defaultPolicy.limits, disruptivePerAccountPerHour: random.between(1, 2) },
    };
    this.#bustle = random.pick(bustles);
    this.#raw = this.#sharedByAll();
    this.#watch = new Watch(this.#world, this.#raw);
    this.#deliveries = new Deliveries(this.#scheduler, this.#weather, random, (line) => this.#watch.note(line));
    const planted = bug?.plant(this.#raw) ?? this.#raw;
    this.#shared = { ...planted, store: this.#watch.over(planted.store) };
    this.#world.aws.faults = async (call) => {
      await this.#watch.arrives(call);
      return this.#weather.faultOfAws(call);
    };
  }

  async run(): Promise<Run> {
    const decisions = castDecisions(this.#world, start, this.#random.fork('cast'));
    for (const decision of decisions) this.#sendToResponder(decision);
    if (this.#random.chance(0.5)) await this.#exposeKeys();
    for (let at = start + hour; at < start + span; at += hour) {
      this.#deliveries.add(`sweep ${at - start}`, at, functionTime, (process) => this.#sweepOnce(process));
    }
    for (let bell = 1; bell <= this.#random.between(2, 6); bell += 1) {
      const at = start + this.#random.between(0, this.#bustle) + bell * minute;
      this.#deliveries.add(`look ${bell}`, at, functionTime, (process) => this.#lookOnce(process));
    }
    this.#people(decisions);
    await this.#letTimePass();
    return this.#reckon();
  }

  /** What all processes have in common, as it is without any fault. */
  #sharedByAll(): Shared & Observing {
    return {
      store: memoryContainmentStore(),
      ledger: memoryLedger(),
      notifier: { send: async ({ id }) => this.#watch.notices.add(id) !== undefined },
      executor: (right) => right,
      brakes: {
        against: async (row, worker) => {
          if (!this.#exempt.has(row.credential)) return null;
          this.#watch.objectedTo(row.id, worker);
          return 'exempt by now';
        },
      },
      notes: memoryNoteStore(),
      send: (decision) => this.#sendToResponder(decision),
    };
  }

  /** All at once or one by one: what is found in one leak is reported together. */
  async #exposeKeys(): Promise<void> {
    const spread = this.#random.chance(0.5) ? 0 : this.#bustle;
    const quiet = { contexts: this.#contexts, notes: this.#raw.notes, announcer: { announce: async () => {} } };
    for (const key of this.#world.keys) await this.#judge(honestUse(key, start - day), quiet);
    const strangers = Array.from({ length: 3 }, () => this.#world.aws.world.ids.unique('AKIA') as AccessKeyId);
    for (const id of [...this.#world.keys.map((key) => key.id), ...strangers]) {
      for (let i = 0; i < (this.#random.chance(0.3) ? 2 : 1); i += 1) {
        const at = start + this.#random.between(0, spread);
        this.#deliveries.add(`observe ${id} ${i}`, at, functionTime, (process) =>
          this.#watchOver(exposure(id, start), process),
        );
      }
    }
  }

  #sendToResponder(decision: Decision): void {
    this.#watch.decided.push(decision);
    for (let i = 0; i < (this.#random.chance(0.5) ? 2 : 1); i += 1) {
      const at = this.#scheduler.now + this.#random.between(0, this.#bustle);
      if (i > 0) this.#weather.count('redelivery');
      this.#dueAt.set(decision.id, at);
      this.#deliveries.add(`respond ${decision.id} ${i}`, at, functionTime, (process) =>
        this.#answer(decision, process),
      );
    }
  }

  async #answer(decision: Decision, process: Process): Promise<void> {
    this.#watch.responded.set(decision.id, decision);
    const ports = this.#portsOf(process);
    const { delivered } = await respond(decision, await this.#factsFor(decision, ports, process), ports);
    if (!delivered) throw new Error('the notice was not delivered');
  }

  async #factsFor(decision: Decision, ports: ReturnType<typeof portsOf>, process: Process): Promise<Facts> {
    const known: Facts = {
      now: this.#scheduler.now,
      uniqueId: null,
      inlineCharacters: 0,
      established: { ...noNetworks, cidrs: ['192.0.2.0/24'] },
      session: null,
      lastUsedAt: null,
      ...unseenFacts,
    };
    const target = targetOf(decision, known);
    if (!target.ok) return known;
    const { kind, name } = target.value;
    const found = await this.#scheduler.inside(process, () =>
      kind === 'user' ? readUser(ports.iam, name) : readRole(ports.iam, name),
    );
    return found === null ? known : { ...known, ...found };
  }

  async #watchOver(told: Told, process: Process): Promise<void> {
    const announcer: ObservePorts['announcer'] = {
      announce: async (announced) => {
        for (const { decision } of announced) {
          if (this.#sent.has(decision.id)) continue;
          this.#sent.add(decision.id);
          this.#watch.judged.push(decision);
          this.#shared.send(decision);
        }
      },
    };
    await this.#judge(told, {
      contexts: seamed(this.#contexts, process, this.#seams),
      notes: seamed(this.#shared.notes, process, this.#seams),
      announcer: seamed(announcer, process, this.#seams),
    });
  }

  async #judge(told: Told, ports: ObservePorts): Promise<void> {
    await observe([told], { networks, declared: () => null }, { policy: this.#policy, exemptions: [] }, ports);
  }

  async #sweepOnce(process: Process): Promise<void> {
    await upkeep(this.#portsOf(process));
  }

  async #lookOnce(process: Process): Promise<void> {
    const ports = this.#portsOf(process);
    const seen = awsWitness(ports.clients, ports.clients, () => null);
    const witness: Witness = {
      madeSince: (...given) => this.#scheduler.inside(process, () => seen.madeSince(...given)),
      rotationFor: (...given) => this.#scheduler.inside(process, () => seen.rotationFor(...given)),
    };
    for (const id of looksDue(await ports.store.open(), this.#scheduler.now)) {
      await lookAgain(id, { ...ports, witness });
    }
  }

  #portsOf(process: Process) {
    return portsOf(process, this.#shared, this.#seams);
  }

  /** A person takes something back, holds a credential, or changes something by hand. */
  #people(decisions: readonly Decision[]): void {
    const random = this.#random;
    const forever = Number.POSITIVE_INFINITY;
    for (const { id, credential } of decisions) {
      const outcomeId = outcomeIdOf(id);
      const dueAt = this.#dueAt.get(id) ?? start;
      if (random.chance(0.5)) {
        // Sometimes on the heels of what is taken back, when it is half done.
        const at = dueAt + random.between(0, random.pick([2 * second, 10 * second, minute]));
        this.#deliveries.add(`restore ${outcomeId}`, at, forever, async (process) => {
          const releases = await restore(outcomeId, 'owner', this.#portsOf(process));
          if (releases.length > 0) this.#watch.restored.add(outcomeId);
        });
      }
      if (random.chance(0.2)) {
        const at = dueAt + random.between(-second, this.#bustle);
        this.#scheduler.spawn(`exempt ${credential}`, at, async () => void this.#exempt.add(credential));
      }
      if (random.chance(0.3)) {
        const hold = { credential, by: 'alice', reason: 'release week', until: null };
        const at = start + random.between(0, this.#bustle);
        this.#deliveries.add(`hold ${credential}`, at, forever, async (process) => {
          await holdCredential(hold, this.#portsOf(process));
          this.#watch.held.add(credential);
        });
      }
    }
    if (random.chance(0.2)) {
      this.#scheduler.spawn('a person', start + random.between(0, this.#bustle), () => this.#byHand());
    }
  }

  async #byHand(): Promise<void> {
    const { aws, keys } = this.#world;
    const state = stateToChange(aws.world, aws.account(account));
    const key = this.#random.pick(keys);
    const user = state.users.get(key.user);
    const ours = [...(user?.inline.keys() ?? [])].find((name) => /^Rescind-.*\d$/.test(name));
    const found = user?.keys.find(({ id }) => id === key.id);
    if (this.#random.chance(0.5) && ours !== undefined) user?.inline.delete(ours);
    else if (found !== undefined) {
      found.status = found.status === 'Active' ? 'Inactive' : 'Active';
      this.#watch.drifted.add(key.id);
    }
  }

  /** Faults, then peace with three more sweeps. */
  async #letTimePass(): Promise<void> {
    const afterStep = (name: string) => this.#watch.step(name, this.#scheduler.now);
    await this.#scheduler.run(start + span, afterStep);
    this.#weather.clear();
    await this.#scheduler.run(start + day, afterStep);
    for (let sweep = 1; sweep <= 3; sweep += 1) {
      const at = start + (1 + sweep) * day + hour;
      this.#deliveries.add(`last sweep ${sweep}`, at, functionTime, (process) => this.#sweepOnce(process));
      await this.#scheduler.run(at + hour, afterStep);
    }
  }

  async #reckon(): Promise<Run> {
    const { injected } = this.#weather;
    const { isSane, crashes, leaps, steps } = this.#scheduler;
    const { unfinished } = this.#deliveries;
    const watch = this.#watch;
    watch.lateWrites = injected.get('arrives late') ?? 0;
    if (!isSane) watch.report('liveness', 'it never comes to rest');
    if (unfinished.size > 0) watch.report('liveness', `never finished: ${[...unfinished].join(', ')}`);
    await watch.atTheEnd(this.#policy);
    const faults = new Map<FaultKind, number>([...injected, ['crash', crashes], ['stall', leaps]]);
    return { seed: this.#seed, steps, faults, violations: watch.violations, timeline: watch.timeline };
  }
}

const networks = {
  locate: (): Network => ({ id: 'AS1', asn: 1, country: 'IE', organisation: null, kind: 'corp', aws: false }),
};
