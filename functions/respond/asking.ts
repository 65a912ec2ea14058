import type { NoteStore } from '../../core/context/note-store.ts';
import { formatInstant, type Instant } from '../../core/model/instant.ts';
import {
  type Answers,
  approversNeeded,
  type Choice,
  expiryOf,
  isOver,
  settledSentence,
} from '../../core/plan/approval.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { amendAnswers, stakesOf } from '../answers.ts';
import type { Settings } from '../settings.ts';

/** What is asked of people about a decision, while nobody has settled it. */
export interface Question {
  readonly persons: number;
  readonly expiresAt: Instant;
}

/** How a decision stands with the people who may have to agree to it. */
export type Consent =
  | { readonly kind: 'not-needed' }
  /** By whom, for the ledger. */
  | { readonly kind: 'given'; readonly by: readonly string[] }
  | { readonly kind: 'asked'; readonly question: Question; readonly why: string }
  | { readonly kind: 'over'; readonly why: string };

/** Reads what people said to the decision; whoever asks first puts the question on record. */
export async function consentTo(
  decision: Decision,
  settings: Pick<Settings, 'policy' | 'words'>,
  notes: NoteStore,
  now: Instant,
): Promise<Consent> {
  const { policy } = settings;
  const persons = approversNeeded(decision, stakesOf(decision, settings), policy);
  return amendAnswers(decision.id, notes, (before) => {
    const asked = persons === 0 ? before : askedAnew(before, policy, now);
    return { answers: asked === before ? null : asked, value: standing(asked, persons, policy, now) };
  });
}

/** What was said under another policy was said to another question. */
function askedAnew(answers: Answers, policy: Policy, now: Instant): Answers {
  if (answers.decided !== null) return answers;
  if (answers.askedAt !== null && answers.policyVersion === policy.version) return answers;
  return { ...answers, askedAt: now, policyVersion: policy.version, said: [] };
}

/** Whoever took it back, or said that it was they, need not say so again at each delivery. */
const takesBack: ReadonlySet<Choice> = new Set(['mine', 'undo']);

function standing({ decided, askedAt, decisionId }: Answers, persons: number, policy: Policy, now: Instant): Consent {
  if (decided !== null && takesBack.has(decided.choice)) return { kind: 'over', why: settledSentence(decided) };
  if (decided?.choice === 'approve') {
    if (!isOver(decided.at, policy, now)) return { kind: 'given', by: decided.by };
    return persons === 0
      ? { kind: 'not-needed' }
      : { kind: 'over', why: 'it was approved too long ago to act on: check it again' };
  }
  if (persons === 0) return { kind: 'not-needed' };
  if (decided !== null) return { kind: 'over', why: settledSentence(decided) };
  if (askedAt === null || isOver(askedAt, policy, now)) return { kind: 'over', why: 'nobody approved it in time' };
  const expiresAt = expiryOf(askedAt, policy.approvals.hours);
  const who = persons === 1 ? 'a person has' : `${persons} people have`;
  const why = `${who} to approve it by ${formatInstant(expiresAt)}: rescind approve ${decisionId}`;
  return { kind: 'asked', question: { persons, expiresAt }, why };
}
