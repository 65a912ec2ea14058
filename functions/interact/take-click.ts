import type { Click } from '../../adapters/slack/click.ts';
import { isButton, type SlackMessage, wordOf } from '../../adapters/slack/message.ts';
import { type SlackAccess, whisper } from '../../adapters/slack/sender.ts';
import { readLabels } from '../../core/observe/labels.ts';
import { choices } from '../../core/plan/approval.ts';
import { trackRecordOf, wordsOf } from '../../core/plan/track-record.ts';
import { Reason } from '../reason.ts';
import { type Doors, decisionNamed, type Heard, takeAnswer } from '../take-answer.ts';
import { restate } from '../told.ts';

export interface ClickDoors extends Doors {
  readonly slack: SlackAccess;
}

/** Works off one click; whoever clicked hears what came of it, also where it was nothing. */
export async function takeClick(click: Click, doors: ClickDoors): Promise<Heard['kind'] | 'shown'> {
  if (!isButton(click.action)) throw new Reason('no button of ours');
  const { policy } = await doors.settings();
  const person = policy.people.find(({ slack }) => slack === click.userId);
  const choice = choices.find((one) => one === click.action);
  if (person === undefined) {
    await tell(click, wordOf([stranger(click.userId)]), doors);
    return 'declined';
  }
  if (choice === undefined) {
    await tell(click, await detailsOf(click, doors), doors);
    return 'shown';
  }
  const heard = await takeAnswer({ decisionId: click.decisionId, choice, ref: click.id, person }, doors);
  await tell(click, wordOf([heard.sentence]), doors);
  if (heard.status !== null) {
    const standing = { status: heard.status, isOpen: heard.kind === 'noted' };
    await orSilent(restate(click.decisionId, standing, doors.memory, doors.slack));
  }
  return heard.kind;
}

function stranger(userId: string): string {
  return `Nobody in the policy has the Slack id ${userId}, so your answer does not count. Ask whoever maintains the policy to add you to its people.`;
}

async function detailsOf({ decisionId }: Click, doors: Doors): Promise<SlackMessage> {
  const decision = await decisionNamed(decisionId, doors);
  if (decision === null) return wordOf(['There is no such decision.']);
  const labels = await readLabels(doors.notes);
  const { score, verdict, principal, accountId, owner, heldBack, signals } = decision;
  return wordOf([
    `Score ${score} of 100, ${verdict}. Decision ${decisionId}.`,
    `${principal} in account ${accountId}, owner ${owner ?? 'unknown'}.`,
    ...(heldBack === null ? [] : [`Held back: ${heldBack}.`]),
    ...signals.map(({ id, bits, evidence }) => {
      return `${id}, ${bits} bits: ${evidence} It ${wordsOf(trackRecordOf(id, labels))}.`;
    }),
  ]);
}

/** What somebody said counts, whether or not Slack lets us say so. */
async function tell({ channel, userId }: Click, message: SlackMessage, { slack }: ClickDoors): Promise<void> {
  await orSilent(whisper(channel, userId, message, slack));
}

async function orSilent(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch {
    // fails toward: the answer counts, and its outcome is told by the function that notifies
  }
}
