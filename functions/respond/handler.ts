import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { busClient } from '../../adapters/bus/client.ts';
import { requestRevocation } from '../../adapters/bus/revocation.ts';
import { busTeller } from '../../adapters/bus/teller.ts';
import { dynamodbClient } from '../../adapters/dynamodb/client.ts';
import { dynamodbContainmentStore } from '../../adapters/dynamodb/containment-store.ts';
import { dynamodbContextStore } from '../../adapters/dynamodb/context-store.ts';
import { dynamodbLedger } from '../../adapters/dynamodb/ledger.ts';
import { dynamodbNoteStore } from '../../adapters/dynamodb/note-store.ts';
import { publicHttps } from '../../adapters/oauth/post.ts';
import { s3Client } from '../../adapters/s3/client.ts';
import { tokenSecrets } from '../../adapters/secrets/token-secrets.ts';
import { readEnv } from '../../contract/env.ts';
import { callIn, detailOf, isBell, wishIn } from '../../contract/events.ts';
import { addedUp } from '../../core/model/counts.ts';
import { clock } from '../clock.ts';
import { inTurn } from '../in-turn.ts';
import { afterLearning } from '../learning.ts';
import { eachMessage } from '../messages.ts';
import { homesIn } from '../own-roles.ts';
import { asApproved } from '../policy-approval.ts';
import { Reason } from '../reason.ts';
import { log, measure, measureSeconds, onLambda, secondsSince } from '../runtime.ts';
import { settingsIn } from '../settings.ts';
import { measureThrottling } from '../throttled.ts';
import { approvePolicy } from './approve-policy.ts';
import { countingUndone } from './counting-undone.ts';
import { grantSettled } from './grant.ts';
import { keepUp, lookAround } from './look-after.ts';
import { takeOrder } from './order.ts';
import { say } from './say.ts';
import { handStanding } from './standing.ts';
import { tryRoles } from './try-roles.ts';
import { undoHarm } from './undo-harm.ts';
import { answerNoted, answerOrNote } from './unplanned.ts';
import type { Work } from './work.ts';

type Counts = Readonly<Record<string, number>>;

let opened: Omit<Work, 'worker'> | null = null;

/** From its queue, decisions and the bell of every minute; by hand, a person's word with its proof, which answers what came of it. */
export const handler = onLambda(
  async (event: SQSEvent | object, context: Context): Promise<SQSBatchResponse | Awaited<ReturnType<typeof say>>> => {
    opened ??= open();
    const work = { ...opened, worker: context.awsRequestId };
    if ('Records' in event) return answerMessages(event, work);
    const wish = callIn(event);
    if (wish === null) throw new TypeError('neither messages nor a wish');
    const endpoint = process.env.AWS_ENDPOINT_URL;
    if (wish.wish === 'policy') return approvePolicy(wish, work, endpoint);
    if (wish.wish === 'order') return takeOrder(wish, work, endpoint);
    return say(wish, work, { ref: context.awsRequestId, endpoint, count: tally });
  },
);

function answerMessages(event: SQSEvent, work: Work): Promise<SQSBatchResponse> {
  return eachMessage(event, 'not answered', async (message) => {
    if (isBell(message)) return atTheBell(work);
    const counts = await answerMessage(message, work);
    tally(counts);
    const planned = detailOf('ActionPlanned', message);
    if (planned !== null && planned.action !== 'notify') measureDeed(planned.at, counts, message);
    measureThrottling('respond', clock.now());
  });
}

/** How all of it stands, which rings, and then what falls due each minute: no part of it waits for another that cannot be done. */
async function atTheBell(work: Work): Promise<void> {
  const counts: Record<string, number> = {};
  await inTurn(
    [
      async () => measure('respond', { ...(await handStanding(work)) }),
      () => undoHarm(work, counts),
      () => answerNoted(work, counts),
      async () => Object.assign(counts, addedUp([counts, await keepUp(work)])),
      () => lookAround(work, counts),
      async () => tally(counts),
      async () => measureThrottling('respond', clock.now()),
      async () => measure('respond', { RolesShut: await tryRoles(work) }),
    ],
    (part) => part(),
  );
}

/** From the evidence to the deed, and how much of it passed since the decision was announced. */
function measureDeed(at: string, counts: Counts, message: unknown): void {
  if (counts.done === undefined) return;
  const [all, own] = [secondsSince({ time: at }, clock.now()), secondsSince(message, clock.now())];
  measure('respond', { ActionsTaken: counts.done });
  measureSeconds('respond', {
    ...(all !== null && { DetectToActSeconds: all }),
    ...(own !== null && { OwnSeconds: own }),
  });
}

/** For the alarms, by whichever door it came. */
function tally(counts: Counts): void {
  log('info', 'answered', { counts });
  measure('respond', {
    Irrevocable: counts.irrevocable ?? 0,
    HarmUndone: counts.harmUndone ?? 0,
    Demoted: counts.demoted ?? 0,
  });
}

async function answerMessage(message: unknown, work: Work): Promise<Counts> {
  const planned = detailOf('ActionPlanned', message);
  if (planned !== null) return { [await answerOrNote(planned.id, work)]: 1 };
  const wish = wishIn(message);
  if (wish?.wish === 'answer') return grantSettled(wish, work);
  throw new Reason('neither a decision, nor the bell, nor a wish');
}

function open(): Omit<Work, 'worker'> {
  const env = readEnv('respond', process.env);
  const client = dynamodbClient();
  const deeds = { client, name: env.deeds };
  const memory = dynamodbNoteStore({ client, name: env.table });
  const notes = dynamodbNoteStore(deeds);
  const settings = asApproved(settingsIn(env.settings, s3Client(), Date.now), notes, Date.now);
  return {
    store: dynamodbContainmentStore(deeds),
    ledger: dynamodbLedger(deeds),
    memory,
    contexts: dynamodbContextStore({ client, name: env.table }),
    notes,
    teller: countingUndone(busTeller(env.bus, busClient())),
    inlineDenies: env.inlineDenies !== 'no',
    homes: homesIn(env),
    settings: afterLearning(settings, env.learning, memory),
    tokens: {
      secrets: tokenSecrets(),
      transport: publicHttps,
      request: (measure) => requestRevocation(measure, env.bus, busClient()),
    },
    clock,
    // Each errand has clients of its own, and credentials: the way to IAM and STS stays open between them.
    sdk: { requestHandler: client.config.requestHandler },
  };
}
