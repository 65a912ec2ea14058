import { IAMClient } from '@aws-sdk/client-iam';
import { awsClients, type Clients } from '../../adapters/aws/clients.ts';
import { awsExecutor } from '../../adapters/aws/executor.ts';
import { minute, second } from '../../core/model/instant.ts';
import { fail, ok } from '../../core/model/result.ts';
import type { Containment } from '../../core/outcome/containment.ts';
import type { Clock, ContainmentStore, Executor, Ledger, Notifier, RespondPorts } from '../../core/outcome/ports.ts';
import type { Random } from '../../simulator/random.ts';
import { account } from '../../test/core/plan/decisions.ts';
import type { Process, Scheduler } from './scheduler.ts';
import { type Weather, writes } from './weather.ts';
import type { World } from './world.ts';

/** What the SDK would look for in the environment and in files, anew for each client. */
const settled = {
  region: 'us-east-1',
  endpoint: 'https://aws.example',
  defaultsMode: 'standard',
  retryMode: 'standard',
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  userAgentAppId: 'rescind-faults',
} as const;

/** Signed longer ago than this, AWS refuses a request. */
const signatureLife = 5 * minute;

export interface Seams {
  readonly scheduler: Scheduler;
  readonly weather: Weather;
  readonly random: Random;
  readonly world: World;
  /** Milliseconds that a call takes, there and back; absent where only chance delays. */
  readonly delays?: { readonly aws: () => number; readonly store: () => number };
  onStoreCall?: () => void;
}

/** What all processes of a run share: they outlive each of them. */
export interface Shared {
  readonly store: ContainmentStore;
  readonly ledger: Ledger;
  readonly notifier: Notifier;
  /** The executor as it is, or made wrong. */
  readonly executor: (right: Executor) => Executor;
  /** Why a row is not to be put on after all; null where nothing stands against it. */
  readonly brakes?: { readonly against: (row: Containment, worker: string) => Promise<string | null> };
}

/** The ports of one process: real adapters on simulated AWS, with a point before and after every call. */
export function portsOf(
  process: Process,
  shared: Shared,
  seams: Seams,
): RespondPorts & { clients: Clients; iam: IAMClient } {
  const { scheduler, world } = seams;
  const wrongBy = seams.weather.clockError();
  const clock: Clock = {
    now: () => scheduler.now + wrongBy,
    sleep: (milliseconds) => scheduler.point(process, scheduler.now + milliseconds),
  };
  const sdk = {
    ...settled,
    authSchemePreference: [],
    credentials: world.credentials,
    signer: namingSigner(world.credentials.accessKeyId),
    requestHandler: handlerOf(process, seams),
  };
  const clients = awsClients({ memberRole: null, sessionName: 'rescind-faults', sdk });
  return {
    store: seamed(shared.store, process, seams),
    ledger: seamed(shared.ledger, process, seams),
    notifier: { send: (notice) => sendOn(shared.notifier, notice, process, seams) },
    executor: shared.executor(inside(awsExecutor(clients), process, scheduler)),
    ...(shared.brakes !== undefined && { objection: objecting(shared.brakes, process, seams) }),
    clock,
    worker: process.name,
    clients,
    iam: new IAMClient({ ...sdk, maxAttempts: 1 }),
  };
}

function inside(executor: Executor, process: Process, scheduler: Scheduler): Executor {
  return {
    read: (measure) => scheduler.inside(process, () => executor.read(measure)),
    write: (measure, value) => scheduler.inside(process, () => executor.write(measure, value)),
  };
}

/** What the brakes are read from may fail as any store may. */
function objecting(
  brakes: NonNullable<Shared['brakes']>,
  process: Process,
  seams: Seams,
): NonNullable<RespondPorts['objection']> {
  const { against } = seamed(brakes, process, seams);
  return async (row) => {
    try {
      return ok(await against(row, process.name));
    } catch (error) {
      // fails toward: nothing is begun; a crash goes on
      if (!(error instanceof StoreDown)) throw error;
      return fail({ lasting: 'transient', sentence: `the brakes cannot be asked: ${error.message}` });
    }
  };
}

async function sendOn(
  notifier: Notifier,
  notice: Parameters<Notifier['send']>[0],
  process: Process,
  { scheduler, weather }: Seams,
): Promise<boolean> {
  await scheduler.point(process);
  return weather.strikes('notice failed') ? false : notifier.send(notice);
}

export class StoreDown extends Error {}

/** A port of what is shared; it may fail before it has done anything, or after. */
export function seamed<T extends object>(port: T, process: Process, seams: Seams): T {
  const { scheduler, weather, delays } = seams;
  const calls = Object.entries(port).map(([name, call]) => [
    name,
    async (...given: unknown[]) => {
      seams.onStoreCall?.();
      await scheduler.point(process, scheduler.now + (delays?.store() ?? 0));
      if (weather.strikes('store failed before')) throw new StoreDown(name);
      const answer = await call(...given);
      await scheduler.point(process);
      if (weather.strikes('store failed after')) throw new StoreDown(name);
      return answer;
    },
  ]);
  return Object.fromEntries(calls) as T;
}

/** Says whose request it is and to whom, as a signature does; the simulated AWS of a run believes it, since to sign and to check takes a fifth of one. */
function namingSigner(accessKeyId: string) {
  return {
    sign: async <T extends { readonly headers: Record<string, string> }>(request: T) => {
      const [, api = ''] = /api\/([a-z_-]+)#/.exec(request.headers['user-agent'] ?? '') ?? [];
      const scope = `${accessKeyId}/20261124/${settled.region}/${api.replace(/[_-]/, '')}/aws4_request`;
      const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`;
      return { ...request, headers: { ...request.headers, authorization } };
    },
  };
}

/** The seam where the SDK would open a connection. */
function handlerOf(process: Process, { scheduler, weather, random, world, delays }: Seams) {
  const wire = world.aws.requestHandler();
  const handle: typeof wire.handle = async (request) => {
    const signedAt = scheduler.now;
    const isWrite = writes.test(operationOf(request));
    const way = (delays?.aws() ?? 0) / 2;
    await scheduler.point(process, scheduler.now + way);
    if (scheduler.now - signedAt > signatureLife) throw named('RequestExpired', 'Request has expired.');
    const { state } = world.aws.account(account);
    if (!isWrite && state.seenAt(scheduler.now, world.aws.world.lag) !== state.latest) weather.count('stale read');
    if (weather.strikes('timed out before', isWrite)) throw named('TimeoutError', 'no answer');
    if (weather.strikes('arrives late', isWrite)) {
      const arrival = signedAt + random.between(1 * second, signatureLife);
      scheduler.arrive('network', arrival, async () => void (await wire.handle(request).catch(() => null)));
      throw named('TimeoutError', 'no answer');
    }
    try {
      return await wire.handle(request);
    } finally {
      await scheduler.point(process, scheduler.now + way);
    }
  };
  return { ...wire, handle };
}

function operationOf({ headers, body }: { readonly headers: Record<string, string>; readonly body?: unknown }): string {
  const target = headers['x-amz-target']?.split('.').at(-1);
  return target ?? new URLSearchParams(String(body)).get('Action') ?? '';
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
