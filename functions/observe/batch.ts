import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { reportedUse } from '../../adapters/bus/reported-use.ts';
import { fieldsOf, textOf } from '../../core/intake/fields.ts';
import { intakeEvent } from '../../core/intake/intake.ts';
import { testimony } from '../../core/intake/testimony.ts';
import { inTimeOrder, type Told, toldOf } from '../../core/intake/told.ts';
import { observe } from '../../core/observe.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { type Beat, beatIn } from '../beats.ts';
import type { Observing } from '../observing.ts';
import { ownRolesOf } from '../own-roles.ts';

export interface Batch {
  readonly answer: SQSBatchResponse;
  /** Messages by what became of them: `scored`, `failed`, or the reason why not. */
  readonly counts: Readonly<Record<string, number>>;
  readonly decisions: number;
  /** Heartbeats of ours that were heard. */
  readonly beats: readonly Beat[];
  /** Thrown on the way; each message concerned is among the failures. */
  readonly errors: readonly unknown[];
}

type Message = {
  readonly messageId: string;
  readonly told: Told | null;
  readonly fate: string;
  readonly beat: Beat | null;
};

/** Observes a batch of EventBridge events from SQS, in order of event time. One bad message fails alone. */
export async function observeBatch(records: readonly SQSRecord[], observing: Observing): Promise<Batch> {
  const { sources } = observing.circumstances.policy;
  const messages = records.map((record) => messageOf(record, sources));
  const told = messages.flatMap((message) => (message.told === null ? [] : [message.told]));
  const { decisions, errors, failed } = await observeAll(inTimeOrder(told).told, observing);
  const counts: Record<string, number> = {};
  const failures = messages.filter(({ told, fate }) => fate === 'failed' || failed.has(told?.id ?? ''));
  for (const message of messages) {
    const fate = failures.includes(message) ? 'failed' : message.fate;
    counts[fate] = (counts[fate] ?? 0) + 1;
  }
  const batchItemFailures = failures.map(({ messageId }) => ({ itemIdentifier: messageId }));
  const beats = messages.flatMap(({ beat }) => beat ?? []);
  return { answer: { batchItemFailures }, counts, decisions, errors, beats };
}

/** A text that is no JSON is nobody's event: it fails until the queue sets it aside for a person to see. */
function messageOf({ messageId, body }: SQSRecord, sources: Policy['sources']): Message {
  let event: unknown;
  try {
    event = JSON.parse(body);
  } catch {
    // fails toward: no use; the message goes to the dead-letter queue
    return { messageId, told: null, fate: 'failed', beat: null };
  }
  const account = textOf(fieldsOf(event).account);
  const taken = reportedUse(event, sources) ?? intakeEvent(event, ownRolesOf(account));
  // What is not believed as a use is not believed as testimony either.
  const heard = taken.kind === 'rejected' ? null : testimony(event);
  const fate = taken.kind === 'use' ? 'scored' : taken.reason;
  const beat = fate === 'own-activity' ? beatIn(fieldsOf(event).detail, account) : null;
  return { messageId, told: toldOf(taken, heard), fate, beat };
}

/** All together, or, where that fails, each by itself, so that it shows which one it is. */
async function observeAll(told: readonly Told[], { surroundings, circumstances, ports }: Observing) {
  const one = (some: readonly Told[]) => observe(some, surroundings, circumstances, ports);
  const failed = new Set<string>();
  const errors: unknown[] = [];
  if (told.length === 0) return { decisions: 0, errors, failed };
  try {
    return { decisions: (await one(told)).length, errors, failed };
  } catch (error) {
    errors.push(error);
  }
  let decisions = 0;
  for (const each of told) {
    try {
      decisions += (await one([each])).length;
    } catch (error) {
      // fails toward: no decision yet; the message comes again
      errors.push(error);
      failed.add(each.id);
    }
  }
  return { decisions, errors, failed };
}
