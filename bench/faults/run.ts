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
import { targetOf } from '../../core/plan/target.ts';
import { defaultPolicy, type Policy } from '../../core/policy/policy.ts';
import { respond } from '../../core/respond.ts';
import { stateToChange } from '../../simulator/aws/state/world.ts';
import { Random } from '../../simulator/random.ts';
import { account } from '../../test/core/plan/decisions.ts';
import { castDecisions, exposure, honestUse } from './cast.ts';
import { portsOf, type Seams, type Shared, seamed } from './ports.ts';
import { type Process, Scheduler } from './scheduler.ts';
import { type Violation, Watch } from './watch.ts';
import { type FaultKind, Weather } from './weather.ts';
import { newWorld } from './world.ts';

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

type Work = (process: Process) => Promise<void>;

/** One simulated stretch of time from one seed: faults first, then peace, then the reckoning. */
export async function playRun(seed: number, bug: Bug | null = null): Promise<Run> {
  const random = new Random(`faults ${seed}`);
  const scheduler = new Scheduler(start, random.fork('scheduler'));
  const weather = new Weather(random.fork('weather'), scheduler);
  const world = newWorld({ now: () => scheduler.now }, random.fork('world'));
  const seams: Seams = { scheduler, weather, random: random.fork('network'), world };
  const policy: Policy = {
    ...defaultPolicy,
    mode: 'enforce',
    limits: { ...defaultPolicy.limits, disruptivePerAccountPerHour: random.between(1, 2) },
  };
  const bustle = random.pick(bustles);
  let runs = 0;
  const unfinished = new Set<string>();
  /** Processes that are at work, and on what. */
  const alive = new Map<string, string>();
  /** Credentials that somebody exempted in the meantime. */
  const exempt = new Set<string>();
  /** When the responder is to have a decision. */
  const dueAt = new Map<string, Instant>();

  /** Comes again until it is done, whatever happens to the process that is at it. */
  function deliver(name: string, at: Instant, time: number, work: Work): void {
    runs += 1;
    unfinished.add(name);
    const known = `${name} #${runs}`;
    const about = caseIn(name);
    const again = () => {
      weather.count('redelivery');
      alive.delete(known);
      deliver(name, scheduler.now + random.between(30 * second, 10 * minute), time, work);
    };
    scheduler.spawn(known, at, async () => {
      if ([...alive.values()].includes(about)) weather.count('two workers');
      alive.set(known, about);
      const process: Process = { name: known, deadline: scheduler.now + time, onDeath: again };
      try {
        await work(process);
        unfinished.delete(name);
        alive.delete(known);
      } catch (error) {
        watch.note(`${scheduler.now} ${known}: ${String(error)}`);
        again();
      }
    });
  }

  function sendToResponder(decision: Decision): void {
    watch.decided.push(decision);
    for (let i = 0; i < (random.chance(0.5) ? 2 : 1); i += 1) {
      const at = scheduler.now + random.between(0, bustle);
      if (i > 0) weather.count('redelivery');
      dueAt.set(decision.id, at);
      deliver(`respond ${decision.id} ${i}`, at, functionTime, (process) => answer(decision, process));
    }
  }

  const raw: Shared & Observing = {
    store: memoryContainmentStore(),
    ledger: memoryLedger(),
    notifier: { send: async ({ id }) => watch.notices.add(id) !== undefined },
    executor: (right) => right,
    brakes: {
      against: async (row, worker) => {
        if (!exempt.has(row.credential)) return null;
        watch.objectedTo(row.id, worker);
        return 'exempt by now';
      },
    },
    notes: memoryNoteStore(),
    send: sendToResponder,
  };
  const watch = new Watch(world, raw);
  const planted = bug?.plant(raw) ?? raw;
  const shared = { ...planted, store: watch.over(planted.store) };
  const decisionsSent = new Set<string>();

  world.aws.faults = async (call) => {
    await watch.arrives(call);
    return weather.faultOfAws(call);
  };

  async function factsFor(decision: Decision, ports: ReturnType<typeof portsOf>, process: Process): Promise<Facts> {
    const known: Facts = {
      now: scheduler.now,
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
    const found = await scheduler.inside(process, () =>
      kind === 'user' ? readUser(ports.iam, name) : readRole(ports.iam, name),
    );
    return found === null ? known : { ...known, ...found };
  }

  async function answer(decision: Decision, process: Process): Promise<void> {
    watch.responded.set(decision.id, decision);
    const ports = portsOf(process, shared, seams);
    const { delivered } = await respond(decision, await factsFor(decision, ports, process), ports);
    if (!delivered) throw new Error('the notice was not delivered');
  }

  function judge(told: Told, ports: ObservePorts) {
    return observe([told], { networks, declared: () => null }, { policy, exemptions: [] }, ports);
  }

  async function watchOver(told: Told, process: Process): Promise<void> {
    const ports = {
      contexts: seamed(contexts, process, seams),
      notes: seamed(shared.notes, process, seams),
      announcer: seamed(
        {
          announce: async (announced: readonly { decision: Decision }[]) => {
            for (const { decision } of announced) {
              if (decisionsSent.has(decision.id)) continue;
              decisionsSent.add(decision.id);
              watch.judged.push(decision);
              shared.send(decision);
            }
          },
        },
        process,
        seams,
      ),
    };
    await judge(told, ports);
  }

  async function sweepOnce(process: Process): Promise<void> {
    await upkeep(portsOf(process, shared, seams));
  }

  async function lookOnce(process: Process): Promise<void> {
    const ports = portsOf(process, shared, seams);
    const seen = awsWitness(ports.clients, ports.clients, () => null);
    const witness: Witness = {
      madeSince: (...given) => scheduler.inside(process, () => seen.madeSince(...given)),
      rotationFor: (...given) => scheduler.inside(process, () => seen.rotationFor(...given)),
    };
    for (const id of looksDue(await ports.store.open(), scheduler.now)) await lookAgain(id, { ...ports, witness });
  }

  const contexts = memoryContextStore();
  const decisions = castDecisions(world, start, random.fork('cast'));
  for (const decision of decisions) sendToResponder(decision);
  if (random.chance(0.5)) {
    // All at once or one by one: what is found in one leak is reported together.
    const spread = random.chance(0.5) ? 0 : bustle;
    const quiet = { contexts, notes: raw.notes, announcer: { announce: async () => {} } };
    for (const key of world.keys) {
      await judge(honestUse(key, start - day), quiet);
    }
    const strangers = Array.from({ length: 3 }, () => world.aws.world.ids.unique('AKIA') as AccessKeyId);
    for (const id of [...world.keys.map((key) => key.id), ...strangers]) {
      for (let i = 0; i < (random.chance(0.3) ? 2 : 1); i += 1) {
        deliver(`observe ${id} ${i}`, start + random.between(0, spread), functionTime, (process) =>
          watchOver(exposure(id, start), process),
        );
      }
    }
  }
  for (let at = start + hour; at < start + span; at += hour) {
    deliver(`sweep ${at - start}`, at, functionTime, sweepOnce);
  }
  for (let bell = 1; bell <= random.between(2, 6); bell += 1) {
    deliver(`look ${bell}`, start + random.between(0, bustle) + bell * minute, functionTime, lookOnce);
  }
  people();

  /** A person takes something back, holds a credential, or changes something by hand. */
  function people(): void {
    const forever = Number.POSITIVE_INFINITY;
    for (const { id, credential } of decisions) {
      const outcomeId = outcomeIdOf(id);
      if (random.chance(0.5)) {
        // Sometimes on the heels of what is taken back, when it is half done.
        const at = (dueAt.get(id) ?? start) + random.between(0, random.pick([2 * second, 10 * second, minute]));
        deliver(`restore ${outcomeId}`, at, forever, async (process) => {
          const releases = await restore(outcomeId, 'owner', portsOf(process, shared, seams));
          if (releases.length > 0) watch.restored.add(outcomeId);
        });
      }
      if (random.chance(0.2)) {
        const at = (dueAt.get(id) ?? start) + random.between(-second, bustle);
        scheduler.spawn(`exempt ${credential}`, at, async () => void exempt.add(credential));
      }
      if (random.chance(0.3)) {
        const hold = { credential, by: 'alice', reason: 'release week', until: null };
        deliver(`hold ${credential}`, start + random.between(0, bustle), forever, async (process) => {
          await holdCredential(hold, portsOf(process, shared, seams));
          watch.held.add(credential);
        });
      }
    }
    if (random.chance(0.2)) scheduler.spawn('a person', start + random.between(0, bustle), byHand);
  }

  async function byHand(): Promise<void> {
    const state = stateToChange(world.aws.world, world.aws.account(account));
    const key = random.pick(world.keys);
    const user = state.users.get(key.user);
    const ours = [...(user?.inline.keys() ?? [])].find((name) => /^Rescind-.*\d$/.test(name));
    const found = user?.keys.find(({ id }) => id === key.id);
    if (random.chance(0.5) && ours !== undefined) user?.inline.delete(ours);
    else if (found !== undefined) {
      found.status = found.status === 'Active' ? 'Inactive' : 'Active';
      watch.drifted.add(key.id);
    }
  }

  const afterStep = (name: string) => watch.step(name, scheduler.now);
  await scheduler.run(start + span, afterStep);
  weather.clear();
  await scheduler.run(start + day, afterStep);
  for (let sweep = 1; sweep <= 3; sweep += 1) {
    const at = start + (1 + sweep) * day + hour;
    deliver(`last sweep ${sweep}`, at, functionTime, sweepOnce);
    await scheduler.run(at + hour, afterStep);
  }
  watch.lateWrites = weather.injected.get('arrives late') ?? 0;
  if (!scheduler.isSane) watch.report('liveness', 'it never comes to rest');
  if (unfinished.size > 0) watch.report('liveness', `never finished: ${[...unfinished].join(', ')}`);
  await watch.atTheEnd(policy);
  const faults = new Map<FaultKind, number>([
    ...weather.injected,
    ['crash', scheduler.crashes],
    ['stall', scheduler.leaps],
  ]);
  return { seed, steps: scheduler.steps, faults, violations: watch.violations, timeline: watch.timeline };
}

/** `respond d_1f2e 0` and `restore o_1f2e` are about the same; a sweep is about everything, and by itself. */
function caseIn(name: string): string {
  const [, id = name] = /^(?:respond d|restore o)_(\w+)/.exec(name) ?? [];
  return id;
}

const networks = {
  locate: (): Network => ({ id: 'AS1', asn: 1, country: 'IE', organisation: null, kind: 'corp', aws: false }),
};
