import { createHash } from 'node:crypto';
import { peopleOfIdentityCenter } from '../../adapters/aws/inventory/people.ts';
import { sweepSessions } from '../../adapters/aws/inventory/sessions.ts';
import { busAnnouncer } from '../../adapters/bus/announcer.ts';
import { busClient } from '../../adapters/bus/client.ts';
import { tellSweepCompleted } from '../../adapters/bus/sweep-completed.ts';
import { dynamodbClient } from '../../adapters/dynamodb/client.ts';
import { dynamodbContainmentStore } from '../../adapters/dynamodb/containment-store.ts';
import { dynamodbContextStore } from '../../adapters/dynamodb/context-store.ts';
import { gathering } from '../../adapters/dynamodb/item.ts';
import { dynamodbLedger } from '../../adapters/dynamodb/ledger.ts';
import { dynamodbNoteStore } from '../../adapters/dynamodb/note-store.ts';
import { s3Client } from '../../adapters/s3/client.ts';
import { readEnv } from '../../contract/env.ts';
import { memberRoles } from '../../contract/permissions.ts';
import { isBySchedule, sweepStepIn } from '../../contract/steps.ts';
import { verifyChain } from '../../core/outcome/audit-entry.ts';
import type { Ledger } from '../../core/outcome/ports.ts';
import { afterLearning } from '../learning.ts';
import { log, measure, onLambda } from '../runtime.ts';
import { settingsIn } from '../settings.ts';
import { lengthOf } from '../slices.ts';
import { measureThrottling } from '../throttled.ts';
import { begin, sliceOf } from './begin.ts';
import { end } from './end.ts';
import { sweepOne } from './sweep-one.ts';
import type { Completed, SweepWork } from './work.ts';

let opened: SweepWork | null = null;

/** One step of the state machine. */
export const handler = onLambda(async (event: unknown): Promise<object> => {
  opened ??= open();
  const step = sweepStepIn(event);
  switch (step.step) {
    case 'begin': {
      const begun = await begin(opened, { execution: step.run ?? null, onlyIfDue: isBySchedule(step.input) });
      if (begun.idle) log('info', 'no sweep is due');
      else log('info', 'a sweep begins', { accounts: lengthOf(begun.slices) });
      return begun;
    }
    case 'slice':
      return sliceOf(step.run, step.slice, opened);
    case 'account': {
      const { refused, credentials, findings, gaps } = await sweepOne(step.run, step.account, opened);
      measureThrottling('sweep', Date.now());
      log('info', 'swept', { refused: refused !== null, credentials, findings, gaps });
      // The map run gathers the answers of all accounts, and takes little.
      return {};
    }
    case 'end':
      if ((await end(step.run, opened)) !== null) log('info', 'a sweep ends');
      return {};
  }
});

async function measureCompleted({ unseen, accounts }: Completed, ledger: Ledger): Promise<void> {
  measure('sweep', {
    Unseen: unseen,
    UnseenPercent: accounts === 0 ? 0 : Math.round((1_000 * unseen) / accounts) / 10,
    LedgerBroken: Number(!(await isLedgerWhole(ledger))),
  });
}

/** Whether each entry of what was done still follows from the one before. */
async function isLedgerWhole(ledger: Ledger): Promise<boolean> {
  return verifyChain(await ledger.entries(), (text) => createHash('sha256').update(text).digest('hex')).ok;
}

function open(): SweepWork {
  const env = readEnv('sweep', process.env);
  const bus = busClient();
  const client = dynamodbClient();
  const memory = gathering({ client, name: env.table });
  const notes = dynamodbNoteStore(memory);
  return {
    sessions: sweepSessions({ roleName: memberRoles.inspect, ownToo: true }),
    notes,
    contexts: dynamodbContextStore(memory),
    containments: dynamodbContainmentStore({ client, name: env.deeds }),
    announcer: busAnnouncer(env.bus, bus),
    askIdentityCenter: () => peopleOfIdentityCenter({ region: process.env.AWS_REGION ?? 'us-east-1' }),
    measureCompleted: (sum) => measureCompleted(sum, dynamodbLedger({ client, name: env.deeds })),
    tellCompleted: (detail) => tellSweepCompleted(detail, env.bus, bus),
    settings: afterLearning(settingsIn(env.settings, s3Client(), Date.now), env.learning, notes),
    now: Date.now,
    region: process.env.AWS_REGION ?? '',
    reach: env.reach.split(','),
  };
}
