import { awsClients, type Clients, type ClientsOptions, roleTrial } from '../../adapters/aws/clients.ts';
import { awsExecutor } from '../../adapters/aws/executor.ts';
import { type ActingRole, memberRoles, roleFor } from '../../contract/permissions.ts';
import type { AccountId } from '../../core/model/brand.ts';
import type { Executor, RespondPorts } from '../../core/outcome/ports.ts';
import type { MeasureKind } from '../../core/plan/measures/measure.ts';
import { objecting } from './last-word.ts';
import { retiring } from './retire.ts';
import { revoking } from './revoke.ts';
import type { Work } from './work.ts';

/** In whose name, and to what alone, where that is known beforehand. */
export interface Errand {
  readonly sourceIdentity: string;
  readonly only?: readonly string[];
}

/** Of an errand under way: each role is assumed once for all that it is needed for. */
const opened = new WeakMap<Errand, Map<ActingRole, Clients>>();

export function clientsFor(role: ActingRole, errand: Errand, work: Pick<Work, 'sdk'>): Clients {
  const of = opened.get(errand) ?? new Map<ActingRole, Clients>();
  opened.set(errand, of);
  const clients = of.get(role) ?? awsClients(sessionFor(role, errand, work));
  of.set(role, clients);
  return clients;
}

/** Assumes the role as it would be to act, in a session that may do nothing. Throws what STS throws. */
export function trialOf(
  role: ActingRole,
  errand: Errand,
  work: Pick<Work, 'sdk'>,
): (account: AccountId) => Promise<void> {
  return roleTrial(sessionFor(role, errand, work));
}

function sessionFor(role: ActingRole, { sourceIdentity, only }: Errand, { sdk }: Pick<Work, 'sdk'>) {
  return {
    memberRole: memberRoles[role],
    sessionName: 'rescind',
    sourceIdentity,
    ...(only !== undefined && { only }),
    ...(sdk !== undefined && { sdk }),
  } satisfies ClientsOptions;
}

/** Each measure with the role that is there for its kind. */
function rolesFor(errand: Errand, work: Work): Executor {
  const made = new Map<ActingRole, Executor>();
  const of = (kind: MeasureKind) => {
    const role = roleFor(kind);
    const executor = made.get(role) ?? awsExecutor(clientsFor(role, errand, work));
    made.set(role, executor);
    return executor;
  };
  return {
    read: (measure) => of(measure.kind).read(measure),
    write: (measure, value) => of(measure.kind).write(measure, value),
  };
}

function executorFor(errand: Errand, work: Work): Executor {
  const { iam } = clientsFor('contain', errand, work);
  return retiring(revoking(rolesFor(errand, work), work.tokens), { iam, contexts: work.contexts, clock: work.clock });
}

export function portsOf(errand: Errand, work: Work): RespondPorts {
  const { store, ledger, clock, worker } = work;
  // The notice goes out with the outcome, as an event; whoever delivers it has its own queue.
  const notifier = { send: async () => true };
  const objection = objecting(errand, work);
  return { store, ledger, clock, worker, executor: executorFor(errand, work), notifier, objection };
}
