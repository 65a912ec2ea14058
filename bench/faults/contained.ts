import { otherAdministrators } from '../../adapters/aws/administrators.ts';
import { readRole, readUser } from '../../adapters/aws/principal-facts.ts';
import { memoryContainmentStore } from '../../adapters/memory/containment-store.ts';
import { memoryLedger } from '../../adapters/memory/ledger.ts';
import { isMachinery } from '../../contract/permissions.ts';
import { day, type Instant } from '../../core/model/instant.ts';
import { ok } from '../../core/model/result.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { type ChildSession, noNetworks, unseenFacts } from '../../core/plan/facts.ts';
import { targetOf } from '../../core/plan/measures/target.ts';
import { respond } from '../../core/respond.ts';
import { Random } from '../../simulator/random.ts';
import { account, decision } from '../../test/core/plan/decisions.ts';
import { portsOf, type Seams } from './ports.ts';
import { type Process, Scheduler } from './scheduler.ts';
import { Weather } from './weather.ts';
import { newWorld, type World } from './world.ts';

/** One answer to one kind of credential. */
export interface Deed {
  readonly name: string;
  readonly action: Decision['action'];
  readonly of: 'key' | 'role';
  /** Sessions that the credential opened, each of another role. */
  readonly children: number;
}

export const deeds: readonly Deed[] = [
  { name: 'pin a key’s user', action: 'pin', of: 'key', children: 0 },
  { name: 'quarantine a key’s user', action: 'quarantine', of: 'key', children: 0 },
  { name: 'disable a key', action: 'disable', of: 'key', children: 0 },
  { name: 'disable a key with a session of a role', action: 'disable', of: 'key', children: 1 },
  { name: 'end a role’s sessions', action: 'revoke-sessions', of: 'role', children: 0 },
];

export interface ActedOn {
  /** Milliseconds until AWS took the last write, */
  readonly writtenAfter: number;
  /** until every permission check of AWS heeds it, */
  readonly refusedAfter: number;
  /** and until it was seen there, put on record and told. */
  readonly knownAfter: number;
  readonly writes: number;
  readonly calls: number;
  readonly storeCalls: number;
}

const start: Instant = Date.UTC(2026, 10, 24, 12);
const isWrite = /^(Put|Attach|Update)/;

const nothingRead = {
  established: { ...noNetworks, cidrs: ['192.0.2.0/24'] },
  session: null,
  lastUsedAt: null,
  uniqueId: null,
  inlineCharacters: 0,
};

/** In calm weather: nothing fails, everything takes its time. */
export async function containOnce(seed: number, deed: Deed): Promise<ActedOn> {
  const random = new Random(`contained ${deed.name} ${seed}`);
  const scheduler = new Scheduler(start, random.fork('scheduler'), 0);
  const weather = new Weather(random.fork('weather'), scheduler);
  weather.clear();
  const world = newWorld({ now: () => scheduler.now }, random.fork('world'), { sealed: true });
  // Independent tests saw three to four seconds; AWS promises nothing.
  const lag = random.between(500, 6_000);
  world.aws.lag = lag;
  const ways = random.fork('ways');
  const seams: Seams = {
    ...{ scheduler, weather, random: random.fork('network'), world },
    delays: { aws: () => way(ways, 60, 400), store: () => way(ways, 4, 40) },
  };
  let storeCalls = 0;
  const shared = {
    store: memoryContainmentStore(),
    ledger: memoryLedger(),
    notifier: { send: async () => true },
    executor: <T>(right: T) => right,
  };
  const process: Process = { name: 'respond', deadline: start + day, onDeath: null };
  const writes: Instant[] = [];
  let calls = 0;
  world.aws.faults = ({ operation, at }) => {
    calls += 1;
    if (isWrite.test(operation)) writes.push(at);
    return 'pass';
  };
  seams.onStoreCall = () => {
    storeCalls += 1;
  };
  let knownAt = start;
  scheduler.spawn('respond', start, async () => {
    const given = decisionOf(deed, world);
    const name = given.principal.split('/').at(-1) ?? '';
    const plain = portsOf(process, shared, seams);
    const target = targetOf(given, { ...unseenFacts, ...nothingRead, now: start });
    const administrators = () =>
      scheduler.inside(process, async () =>
        target.ok ? otherAdministrators(plain.iam, target.value, (role) => isMachinery(role, null)) : null,
      );
    /** Answers and labels, the decision, the last call of production; then the bucket of settings, and IAM. */
    const askBrakes = async () => {
      for (let read = 0; read < 4; read += 1) await scheduler.point(process, scheduler.now + way(ways, 4, 40));
      await scheduler.point(process, scheduler.now + way(ways, 60, 400));
      storeCalls += 4;
      calls += 1;
      await administrators();
    };
    let asked: Promise<void> | null = null;
    const ports = {
      ...plain,
      objection: async () => {
        asked ??= askBrakes();
        await asked;
        return ok(null);
      },
    };
    await askBrakes();
    const found = await scheduler.inside(process, () =>
      deed.of === 'key' ? readUser(ports.iam, name) : readRole(ports.iam, name),
    );
    const facts = {
      ...unseenFacts,
      ...nothingRead,
      ...{ now: scheduler.now, ...found, children: childrenOf(deed, world) },
    };
    const { outcome } = await respond(given, facts, ports);
    if (outcome.kind !== 'done') throw new Error(`${deed.name}, seed ${seed}: ${JSON.stringify(outcome)}`);
    knownAt = scheduler.now;
  });
  await scheduler.run(start + day, () => {});
  const last = writes.at(-1) ?? start;
  return {
    writtenAfter: last - start,
    refusedAfter: last + lag - start,
    knownAfter: knownAt - start,
    ...{ writes: writes.length, calls, storeCalls },
  };
}

/** There and back: mostly near `usual` milliseconds, seldom up to `worst`. */
function way(random: Random, usual: number, worst: number): number {
  return Math.round(usual * (0.7 + 0.6 * random.next()) + (random.chance(0.03) ? (worst - usual) * random.next() : 0));
}

function decisionOf({ action, of }: Deed, { keys, role }: World): Decision {
  const [key] = keys;
  if (key === undefined) throw new Error('a world has a key');
  const about = { id: 'd_1f2e', at: start, action, accountId: account };
  if (of === 'key') return decision({ ...about, credential: key.id, principal: key.arn });
  return decision({ ...about, kind: 'role', credential: role, principal: role });
}

function childrenOf({ children }: Deed, { role }: World): ChildSession[] {
  return children === 0 ? [] : [{ role, name: 'thief', expiresAt: null }];
}
