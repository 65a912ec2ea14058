import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { reportedUse } from '../../adapters/bus/reported-use.ts';
import { fieldsOf, textOf } from '../../core/intake/fields.ts';
import { intakeEvent } from '../../core/intake/intake.ts';
import { testimony } from '../../core/intake/testimony.ts';
import { inTimeOrder, type Told, toldOf } from '../../core/intake/told.ts';
import { second } from '../../core/model/instant.ts';
import { observe } from '../../core/observe/observe.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { type Beat, beatIn } from '../beats.ts';
import { messageIn } from '../messages.ts';
import type { Observing } from '../observing.ts';
import { type IsWatched, notListed } from '../organization.ts';
import { ownIn } from '../own-roles.ts';
import { Reason } from '../reason.ts';
import { isTampering, type Ours } from '../tampering.ts';

export interface Batch {
  readonly answer: SQSBatchResponse;
  /** Messages by what became of them: `scored`, `failed`, or the reason why not. */
  readonly counts: Readonly<Record<string, number>>;
  readonly decisions: number;
  /** Messages with something to judge that were neither judged nor failed. */
  readonly lost: number;
  /** Messages of somebody who changes what we are made of. */
  readonly tampering: number;
  /** Heartbeats of ours that were heard. */
  readonly beats: readonly Beat[];
  /** Messages that come again, each with what was thrown at it. */
  readonly failures: readonly { readonly messageId: string; readonly error: unknown }[];
  /** Thrown on the way, also where the same messages were judged in smaller parts after it. */
  readonly errors: readonly unknown[];
}

type Message = {
  readonly messageId: string;
  readonly told: Told | null;
  readonly fate: string;
  readonly isTampering: boolean;
  readonly beat: Beat | null;
  /** Why it is nobody's event. */
  readonly error?: unknown;
};

/** What a deployment is of. */
export interface Watching extends Ours {
  /** About whom a notice of AWS is heeded; null while that is not known. */
  readonly isWatched: IsWatched | null;
}

const everybody: Watching = { trail: null, homes: null, guard: null, isWatched: () => true };

/**
 * Observes a batch of EventBridge events from SQS, in order of event time. One bad message fails alone, as far as there is time to find
 * out which it is. `timeLeft` of the invocation, in milliseconds.
 */
export async function observeBatch(
  records: readonly SQSRecord[],
  observing: Observing,
  watching: Watching = everybody,
  timeLeft = () => Number.POSITIVE_INFINITY,
): Promise<Batch> {
  const { sources } = observing.circumstances.policy;
  const messages = records.map((record) => messageOf(record, sources, watching));
  const told = messages.flatMap((message) => (message.told === null ? [] : [message.told]));
  const { decisions, errors, failed, judged } = await observeAll(inTimeOrder(told).told, observing, timeLeft);
  const counts: Record<string, number> = {};
  const failures: { messageId: string; error: unknown }[] = [];
  for (const { messageId, told, fate, error = failed.get(told?.id ?? '') } of messages) {
    const hasFailed = fate === 'failed' || failed.has(told?.id ?? '');
    if (hasFailed) failures.push({ messageId, error });
    const counted = hasFailed ? 'failed' : fate;
    counts[counted] = (counts[counted] ?? 0) + 1;
  }
  const batchItemFailures = failures.map(({ messageId }) => ({ itemIdentifier: messageId }));
  const beats = messages.flatMap(({ beat }) => beat ?? []);
  const tampering = messages.filter((message) => message.isTampering).length;
  const lost = told.filter(({ id }) => !judged.has(id) && !failed.has(id)).length;
  return { answer: { batchItemFailures }, counts, decisions, lost, tampering, failures, errors, beats };
}

const nothing = { told: null, isTampering: false, beat: null };

/** A text that is no JSON is nobody's event: it fails until the queue sets it aside for a person to see. */
function messageOf({ messageId, body }: SQSRecord, sources: Policy['sources'], watching: Watching): Message {
  let event: unknown;
  try {
    event = messageIn(body);
  } catch (error) {
    // fails toward: no use; the message goes to the dead-letter queue
    return { ...nothing, messageId, fate: 'failed', error };
  }
  const account = textOf(fieldsOf(event).account);
  const taken = reportedUse(event, sources) ?? intakeEvent(event, ownIn(account));
  // What is not believed as a use is not believed as testimony either.
  const heard = taken.kind === 'rejected' ? null : testimony(event);
  // Whom AWS lets administer its notices hears those of everybody, whoever is watched.
  if (taken.kind !== 'use' && taken.reason === 'finding' && heard !== null && heard.accountId !== account) {
    const isWatched = watching.isWatched?.(heard.accountId);
    if (isWatched === undefined) return { ...nothing, messageId, fate: 'failed', error: new Reason(notListed) };
    if (!isWatched) return { ...nothing, messageId, fate: 'unwatched' };
  }
  const fate = taken.kind === 'use' ? 'scored' : taken.reason;
  const beat = fate === 'own-activity' ? beatIn(fieldsOf(event).detail, account) : null;
  const tampers = taken.kind !== 'rejected' && isTampering(fieldsOf(event).detail, watching);
  return { messageId, told: toldOf(taken, heard), fate, isTampering: tampers, beat };
}

/** What is left of an invocation when no other half is begun, so that what was judged is answered for, and does not come again. */
const leastToBegin = 20 * second;

const tooLittleTime = new Reason('no time was left to find out which of them cannot be judged');

/** All together, or, where that fails, half and half, until it shows which one it is, or the time is up. */
async function observeAll(told: readonly Told[], observing: Observing, timeLeft: () => number) {
  const failed = new Map<string, unknown>();
  const judged = new Set<string>();
  const errors: unknown[] = [];
  let decisions = 0;
  const { surroundings, circumstances, ports } = observing;
  async function some(part: readonly Told[]): Promise<void> {
    if (part.length === 0) return;
    if (timeLeft() < leastToBegin) {
      for (const { id } of part) failed.set(id, tooLittleTime);
      return;
    }
    try {
      decisions += (await observe(part, surroundings, circumstances, ports)).length;
      for (const { id } of part) judged.add(id);
    } catch (error) {
      // fails toward: no decision yet; the message comes again
      errors.push(error);
      if (part.length === 1) failed.set(part[0]?.id ?? '', error);
      else for (const half of [part.slice(0, part.length >> 1), part.slice(part.length >> 1)]) await some(half);
    }
  }
  await some(told);
  return { decisions, errors, failed, judged };
}
