import { rmSync } from 'node:fs';
import { awsClients } from '../../adapters/aws/clients.ts';
import { awsExecutor } from '../../adapters/aws/executor.ts';
import { readRole, readUser } from '../../adapters/aws/principal-facts.ts';
import { sqliteContainmentStore } from '../../adapters/sqlite/containment-store.ts';
import { sqliteLedger } from '../../adapters/sqlite/ledger.ts';
import type { SessionRecord } from '../../core/context/sessions/session-record.ts';
import type { RespondPorts } from '../../core/outcome/ports.ts';
import { restore } from '../../core/outcome/release.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { type EstablishedNetworks, type Facts, noNetworks, unseenFacts } from '../../core/plan/facts.ts';
import { targetOf } from '../../core/plan/measures/target.ts';
import { sessionFactsOf } from '../../core/plan/session-facts.ts';
import type { Grounds } from '../../core/plan/weighed.ts';
import { type Response, respond } from '../../core/respond.ts';
import type { Assessment } from '../../core/verdict/assessment.ts';
import { type DecisionsKept, openDecisions } from '../replay/decisions-kept.ts';
import type { Places } from './places.ts';
import { respondRole, type Twin } from './twin.ts';

/** Carries decisions out on the twin with the adapters that act on AWS, and keeps everything in a state file. */
export interface Responder {
  readonly kept: DecisionsKept;
  answer(
    decision: Decision,
    assessment: Assessment,
    session: SessionRecord | null,
    grounds: Grounds,
  ): Promise<Response>;
  restore(outcomeId: string): Promise<void>;
}

export function responderOn(twin: Twin, places: Places, statePath: string): Responder {
  for (const end of ['', '-wal', '-shm']) rmSync(`${statePath}${end}`, { force: true });
  const kept = openDecisions(statePath);
  const sdk = {
    region: 'us-east-1',
    credentials: twin.aws.administrator(twin.managementAccountId),
    requestHandler: twin.aws.requestHandler(),
  };
  const clients = awsClients({ memberRole: respondRole, sessionName: 'rescind-demo', sdk });
  const ports: RespondPorts = {
    store: sqliteContainmentStore(kept.database),
    executor: awsExecutor(clients),
    clock: twin.clock,
    worker: 'demo',
    ledger: sqliteLedger(kept.database),
    notifier: { send: async () => true },
  };

  async function factsFor(decision: Decision, assessment: Assessment, session: SessionRecord | null): Promise<Facts> {
    const facts: Facts = {
      now: twin.clock.now(),
      uniqueId: null,
      inlineCharacters: 0,
      established: establishedIn(assessment, places),
      session: sessionFactsOf(session),
      lastUsedAt: decision.at,
      ...unseenFacts,
    };
    const target = targetOf(decision, facts);
    if (!target.ok) return facts;
    const iam = await clients.iam(decision.accountId);
    const { kind, name } = target.value;
    const found = await (kind === 'user' ? readUser(iam, name) : readRole(iam, name));
    return found === null ? facts : { ...facts, ...found };
  }

  return {
    kept,
    answer: async (decision, assessment, session, grounds) => {
      twin.clock.at = decision.at;
      kept.add(decision, assessment, grounds);
      return respond(decision, await factsFor(decision, assessment, session), ports);
    },
    restore: async (outcomeId) => void (await restore(outcomeId, 'the owner', ports)),
  };
}

function establishedIn({ credential, establishedNetworks }: Assessment, places: Places): EstablishedNetworks {
  const vpcEndpoints = establishedNetworks.filter((id) => id.startsWith('vpce-'));
  const cidrs = establishedNetworks.flatMap((id) => places.addresses(credential.principal, id)).map((ip) => `${ip}/32`);
  return { ...noNetworks, cidrs, vpcEndpoints };
}
