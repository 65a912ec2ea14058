import { fingerprint } from '../context/habits/fingerprint.ts';
import { isToken } from '../model/credential.ts';
import { dayOf } from '../model/instant.ts';
import { ownerName } from '../model/owner.ts';
import { type Exemption, enforcesIn, type Policy } from '../policy/policy.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { inOrder, reasonOf } from '../verdict/explain.ts';
import { type CaseState, call, close, isInForce, owe, pinnedTo, stillDue } from './case.ts';
import type { Decision } from './decision.ts';
import { protectionOf } from './exemption.ts';
import { isDisruptive, type Rung, rankOf, rungFor } from './ladder.ts';
import { type Spent, spend, withinLimits } from './limits.ts';

/** What deciding needs to know beside the assessment. `exemptions` null: they could not be read, so nobody is disturbed. */
export interface Circumstances {
  readonly policy: Policy;
  readonly exemptions: readonly Exemption[] | null;
  readonly spent: Spent;
  readonly ownActivity?: boolean;
  /** What could not be seen of the credential, as a clause: who does not see everything may speak, but not act. */
  readonly unseen?: string | null;
  /** What the steps of its retirement have come to, where that goes further than the evidence alone. */
  readonly step?: Rung | null;
}

/**
 * What to do now, if anything is to be done. A case brings each measure once, for each session that gave a reason, and a
 * word only where there is news: a noisy credential costs its owner a few notices, not a hundred.
 */
export function decide(assessment: Assessment, state: CaseState, circumstances: Circumstances): Decision | null {
  const { policy } = circumstances;
  const alone = rungFor(assessment, policy);
  if (alone === null) return null;
  const earned = further(alone, circumstances.step ?? null);
  call(state, assessment.at);
  const due = stillDue(state, earned, assessment, policy);
  if (due === null) return null;
  const braked = braking(due, assessment, circumstances);
  // What limits leave of it may be in force already: that is no answer, but a word that the rest was held back may be.
  const isOld = braked.rung !== due && isInForce(state, braked.rung, assessment);
  const answer: Answer = isOld ? { ...braked, rung: 'notify' } : braked;
  // Held back, it is no more than what the case had before, unless there is something to tell.
  const isSilent = answer.rung !== due && stillDue(state, answer.rung, assessment, policy) === null;
  if (braked.isLimited) owe(state, due);
  if (isSilent) return null;
  const decision = decisionOf(assessment, answer, state, policy);
  close(state, answer.rung, assessment);
  if (isDisruptive(answer.rung)) {
    spend(circumstances.spent, answer.rung, assessment.credential.accountId, assessment.at);
  }
  return decision;
}

function further(rung: Rung, step: Rung | null): Rung {
  return step !== null && rankOf(step) > rankOf(rung) ? step : rung;
}

interface Answer {
  readonly rung: Rung;
  readonly heldBack: string | null;
  /** Limits held it back, and nothing else did. */
  readonly isLimited?: boolean;
}

/** Every brake in turn; what cannot be read stops the hand, never the voice. */
function braking(rung: Rung, assessment: Assessment, circumstances: Circumstances): Answer {
  if (rung === 'notify') return { rung, heldBack: null };
  const { policy, spent } = circumstances;
  const spared = sparedFor(assessment, circumstances);
  if (spared !== null) return { rung: 'notify', heldBack: spared };
  const { credential, hard, at, revocation = null } = assessment;
  const endsToken = isToken(credential.kind) && rung === 'disable';
  if (endsToken && revocation?.automatic !== true) return { rung: 'notify', heldBack: notAutomatic };
  const left = withinLimits(rung, credential.accountId, hard, at, policy, spent);
  if (left.rung === rung) return left;
  // A token cannot be pinned: what limits leave of its end is a word.
  return { ...left, ...(endsToken && { rung: 'notify' }), isLimited: true };
}

/** Why it is not to be disturbed, whatever it earned; null where only limits stand in the way. */
export function sparedFor(
  assessment: Assessment,
  { policy, exemptions, unseen = null }: Pick<Circumstances, 'policy' | 'exemptions' | 'unseen'>,
): string | null {
  if (unseen !== null) return unseen;
  if (exemptions === null) return 'the exemptions could not be read';
  return protectionOf(assessment, policy, exemptions, assessment.at);
}

const notAutomatic =
  'a revoked token cannot be restored, and its owner did not declare that it may be revoked automatically';

function decisionOf(assessment: Assessment, answer: Answer, state: CaseState, policy: Policy): Decision {
  const { credential, at, score } = assessment;
  const signals = inOrder(assessment.signals);
  return {
    id: decisionId(assessment, answer.rung, state),
    at,
    accountId: credential.accountId,
    credential: credential.id,
    session: assessment.session,
    kind: credential.kind,
    principal: credential.principal,
    owner: ownerName(assessment.owner),
    action: answer.rung,
    score: score.value,
    verdict: assessment.verdict,
    families: assessment.families,
    signals: signals.map(({ id, bits, group, evidence }) => ({
      id,
      bits: Math.round(bits * 100) / 100,
      group,
      evidence,
    })),
    reason: reasonOf(assessment),
    eventId: assessment.eventId,
    mode: enforcesIn(policy, credential.accountId) ? 'enforce' : 'observe',
    reversible: answer.rung !== 'rotate' && !(isToken(credential.kind) && answer.rung === 'disable'),
    expiresAt: null,
    heldBack: answer.heldBack,
    purpose: purposeBeside(answer.rung, assessment, state),
    rotation: answer.rung === 'rotate' ? assessment.rotation : null,
  };
}

/** What a pin leaves to it, and what was left to it by the one that a quarantine comes on top of. */
function purposeBeside(rung: Rung, assessment: Assessment, state: CaseState): readonly string[] | null {
  if (rung === 'quarantine') return state.purpose;
  return rung === 'pin' ? pinnedTo(assessment) : null;
}

/** The same subject, evidence, answer and place in the case make the same id, whoever computes it and how often. */
function decisionId({ subject, session, signals }: Assessment, rung: Rung, { measures, notices }: CaseState): string {
  const pieces = signals.map((signal) => `${signal.id} ${signal.key} ${dayOf(signal.at)}`).sort();
  const again = rung === 'notify' ? notices.length : measures.length;
  const text = [subject, rung, ...(again === 0 ? [] : [`${session} ${again}`]), ...pieces].join('\n');
  const hex = (salt: string) => (fingerprint(salt + text) >>> 0).toString(16).padStart(8, '0');
  return `d_${hex('1')}${hex('2')}`;
}
