import { compare } from '../model/sort-few.ts';
import type { Signal } from '../signals/signal.ts';
import type { Assessment } from './assessment.ts';

/** Why, in one sentence: the strongest reason of each group that counts, and the score that they come to. */
export function reasonOf(assessment: Assessment): string {
  const reasons = assessment.score.contributions
    .filter((contribution) => contribution.bits >= 1)
    .slice(0, 3)
    .map((contribution) => contribution.signal.evidence);
  const { value } = assessment.score;
  return `${reasons.join('; ')} (score ${value}).${personWords(assessment)}${longDoubtWords(assessment)}${parentWords(assessment)}${rolloutWords(assessment)}`;
}

/** Of a role that many take on, whose session it is. */
function personWords({ credential, isSignedIn, holder }: Assessment): string {
  const person = credential.kind !== 'role' ? null : (credential.person ?? (isSignedIn ? holder : null));
  return person === null ? '' : ` The session is that of ${person}.`;
}

/** What no single day shows. */
function longDoubtWords({ longDoubt }: Assessment): string {
  if (longDoubt === null) return '';
  const odds = `${Number(longDoubt.odds.toPrecision(1)).toLocaleString('en-US')} to one`;
  return ` ${longDoubt.days} ${longDoubt.days === 1 ? 'day' : 'days in a row'} brought more doubt than usual for its class: the odds against chance are ${odds}.`;
}

/** A stolen session points back to what it was made with. */
function parentWords({ madeBy }: Assessment): string {
  const [maker, ...before] = madeBy;
  if (maker === undefined) return '';
  return ` The session was made by ${[maker, ...before.map((one) => `which was made by ${one}`)].join(', ')}.`;
}

/** Only where the evidence that counts is of it: what they showed days ago beside it is no part of this story. */
function rolloutWords({ siblings, alike, score }: Assessment): string {
  const counted = score.contributions.map(({ signal }) => signal.name).filter((name) => alike.includes(name));
  if (counted.length === 0) return '';
  const count = `${counted.join(' and ')} ${counted.length === 1 ? 'counts' : 'count'}`;
  return ` ${siblings} credentials of its kind show the same within hours: ${count} as a rollout, not as a theft.`;
}

/** Live signals, strongest first; ties in a fixed order, so that the same facts make the same lines. */
export function inOrder(signals: readonly Signal[]): Signal[] {
  return [...signals].sort((a, b) => b.bits - a.bits || a.at - b.at || compare(a.id, b.id) || compare(a.key, b.key));
}
