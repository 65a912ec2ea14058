import type { NoteStore } from '../../core/context/note-store.ts';
import { formatInstant, type Instant } from '../../core/model/instant.ts';
import { type Answers, approversNeeded, expiryOf, isOver, settledSentence } from '../../core/plan/approval.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { amendAnswers, stakesOf } from '../answers.ts';
import type { Settings } from '../settings.ts';

/** What is asked of people about a decision, while nobody has settled it. */
export interface Question {
  readonly persons: number;
  readonly expiresAt: Instant;
}

/**
 * Why the decision is not carried out before people agree; null where nobody has to, or they have. Whoever asks first puts
 * the question on record.
 */
export async function unapproved(
  decision: Decision,
  settings: Pick<Settings, 'policy' | 'words'>,
  notes: NoteStore,
  now: Instant,
): Promise<string | null> {
  const { policy } = settings;
  const needed = approversNeeded(decision, stakesOf(decision, settings), policy);
  if (needed === 0) return null;
  return amendAnswers(decision.id, notes, (before) => {
    const asked = askedAnew(before, policy, now);
    return { answers: asked === before ? null : asked, value: whyNot(asked, needed, policy, now) };
  });
}

/** What was said under another policy was said to another question. */
function askedAnew(answers: Answers, policy: Policy, now: Instant): Answers {
  if (answers.settled !== null) return answers;
  if (answers.askedAt !== null && answers.policyVersion === policy.version) return answers;
  return { ...answers, askedAt: now, policyVersion: policy.version, said: [] };
}

function whyNot(
  { settled, askedAt, decisionId }: Answers,
  needed: number,
  policy: Policy,
  now: Instant,
): string | null {
  if (settled?.choice === 'approve') return null;
  if (settled !== null) return settledSentence(settled);
  if (askedAt === null || isOver(askedAt, policy, now)) return 'nobody approved it in time';
  const by = formatInstant(expiryOf(askedAt, policy.approvals.hours));
  return `${needed} people have to approve it by ${by}: rescind approve ${decisionId}`;
}

/** The question that stands; null where none does. */
export async function standingQuestion(
  decision: Decision,
  settings: Pick<Settings, 'policy' | 'words'>,
  notes: NoteStore,
  now: Instant,
): Promise<Question | null> {
  const persons = approversNeeded(decision, stakesOf(decision, settings), settings.policy);
  if (persons === 0) return null;
  const { askedAt, settled } = await amendAnswers(decision.id, notes, (value) => ({ answers: null, value }));
  if (askedAt === null || settled !== null || isOver(askedAt, settings.policy, now)) return null;
  return { persons, expiresAt: expiryOf(askedAt, settings.policy.approvals.hours) };
}
