import type { Credential } from '../model/credential.ts';
import type { Policy } from '../policy/policy.ts';
import { computeOutside } from '../signals/anomalous/compute-outside.ts';
import { graveSequence } from '../signals/anomalous/grave-sequence.ts';
import { otherRuntime } from '../signals/anomalous/other-runtime.ts';
import { sessionMoved } from '../signals/anomalous/session-moved.ts';
import { idsOf } from '../signals/registry.ts';
import { doubtBits } from '../signals/signal.ts';
import { overAge } from '../signals/stale/over-age.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { pointsPerBit, weightOf } from '../verdict/score.ts';
import { bitsToDisable, type Stakes } from '../verdict/stakes.ts';
import { mustBeTold } from '../verdict/verdict.ts';
import { isDeed, whatGroups, whoGroups } from '../verdict/witnesses.ts';
import type { ActionKind } from './decision.ts';

export type Rung = Exclude<ActionKind, 'restore'>;

/** From least to most disruptive. */
const ranks: Readonly<Record<Rung, number>> = {
  notify: 0,
  rotate: 1,
  pin: 2,
  quarantine: 3,
  'revoke-sessions': 4,
  disable: 5,
};

export function rankOf(rung: Rung): number {
  return ranks[rung];
}

/** True for actions that somebody's work could feel. */
export function isDisruptive(rung: Rung): boolean {
  return ranks[rung] >= ranks.pin;
}

/**
 * Learned evidence alone may switch a credential off with three independent witnesses, as many bits as the stakes ask for, half of them about
 * who it is, and a deed that leaves little room for an honest story. A busy night brings any amount of new work, but no new hands; a new desk
 * brings everything new at once, but no such deed.
 */
const learnedDisableWitnesses = 3;

/** The answer that the evidence has earned, before limits and exemptions; null where nobody need be told. */
export function rungFor(assessment: Assessment, policy: Policy): Rung | null {
  const { verdict, credential } = assessment;
  switch (verdict) {
    case 'benign':
      return null;
    case 'suspicious':
    case 'overprivileged':
      return 'notify';
    case 'stale':
      return assessment.rotation !== null && isOverAge(assessment) ? 'rotate' : 'notify';
    case 'insufficient-data':
      return isWorthAWord(assessment, policy) ? 'notify' : null;
    case 'compromised':
      return mayDisable(assessment, policy) ? strongest(credential) : gentlest(assessment);
  }
}

/**
 * To a new credential everything is new. Half way from a notice to containment is worth a word where a bare fact or the owner's word speaks,
 * or where there are witnesses both about who it is and about what is done; otherwise it takes well more than containment.
 */
function isWorthAWord({ score, signals, at, quorum }: Assessment, { thresholds }: Policy): boolean {
  if (signals.some((signal) => mustBeTold(signal, at))) return true;
  const solid = score.contributions.some(
    ({ signal, bits }) => signal.basis !== 'habit' && bits >= thresholds.quorumBits,
  );
  const both = quorum.some((group) => whoGroups.has(group)) && quorum.some((group) => whatGroups.has(group));
  const least = leastWordOfYoung(thresholds);
  return score.value >= (solid || both ? least.solid : least.habits);
}

/** Scores from which the owner hears of a credential without habits of its own: where more speaks than that it is new, and where nothing does. */
export function leastWordOfYoung({
  notify,
  contain,
  disable,
}: Policy['thresholds']): Readonly<Record<'solid' | 'habits', number>> {
  return { solid: (notify + contain) / 2, habits: (contain + disable) / 2 };
}

/** Too old, and in use: what nobody uses is to be taken away, not renewed. */
function isOverAge({ score }: Assessment): boolean {
  return score.contributions.some(({ signal }) => signal.id === overAge.id && signal.key === 'over-age');
}

function mayDisable(assessment: Assessment, policy: Policy): boolean {
  return missingToDisable(assessment, policy).length === 0;
}

/** What the evidence lacks for the credential to be switched off, a clause each; nothing where it may be. */
export function missingToDisable(assessment: Assessment, { thresholds }: Policy): string[] {
  const { at, signals, score, hard, quorum, stakes } = assessment;
  const points = score.value >= thresholds.disable ? [] : [`a score of ${thresholds.disable}`];
  if (hard) return points;
  const needed = bitsToDisable(stakes ?? unknownStakes);
  const aboutWho = score.contributions.filter((contribution) => whoGroups.has(contribution.group));
  const whoBits = aboutWho.reduce((sum, contribution) => sum + contribution.bits, 0);
  // A plan of several grave firsts is also what a busy night looks like: it may pin, but what switches off is a single
  // deed. Louder evidence of the deed's own group takes nothing away from it, so all signals are asked.
  const graveDeed = signals.some(
    (signal) =>
      signal.at <= at &&
      signal.authority === 'pin' &&
      isDeed(signal) &&
      signal.id !== graveSequence.id &&
      weightOf(signal, at) >= thresholds.quorumBits,
  );
  const inPoints = (bits: number) => Math.round(bits * pointsPerBit);
  return [
    ...points,
    ...(score.bits >= needed ? [] : [`${inPoints(needed)} points of evidence, given what is at stake`]),
    ...(whoBits >= needed / 2 ? [] : [`${inPoints(needed / 2)} points about who it is`]),
    ...(graveDeed ? [] : ['an action that hardly has an honest explanation']),
    ...(quorum.length >= learnedDisableWitnesses ? [] : [`${learnedDisableWitnesses} independent groups of evidence`]),
  ];
}

const unknownStakes: Stakes = { blastRadius: null, dependency: 1 };

/** The strongest answer to this kind; reversible, but for a token's. */
export function strongest(credential: Credential): Rung {
  switch (credential.kind) {
    case 'access-key':
    case 'console-password':
    case 'service-specific':
    case 'signing-certificate':
    case 'ssh-key':
    case 'roles-anywhere':
      return 'disable';
    case 'role':
    case 'session-token':
      return 'revoke-sessions';
    case 'secret':
      return 'rotate';
    // One way: decide.ts lets it pass only where the owner declared that a machine may.
    case 'oauth-token':
    case 'api-token':
      return 'disable';
    // AWS has nothing for these that could be undone.
    case 'root':
    case 'parameter':
    case 'event-connection':
    case 'identity-provider':
      return 'notify';
  }
}

/** What stops the thief and lets the honest workload go on: a pin, where the two are in different places. */
function gentlest(assessment: Assessment): Rung {
  const { credential } = assessment;
  switch (credential.kind) {
    case 'root':
    // There is nothing between a word and the end of a token.
    case 'oauth-token':
    case 'api-token':
    case 'parameter':
    case 'event-connection':
    case 'identity-provider':
      return 'notify';
    case 'roles-anywhere':
      return 'disable';
    case 'secret':
      return 'rotate';
    case 'role':
      if (credential.person !== null || assessment.isSignedIn || isSessionBound(assessment)) return 'revoke-sessions';
      break;
    case 'access-key':
    case 'session-token':
    case 'console-password':
    case 'service-specific':
    case 'signing-certificate':
    case 'ssh-key':
      break;
  }
  return isAboutItsPlace(assessment) || isPinnedToPurpose(assessment) ? 'pin' : 'quarantine';
}

/** An agent that does at its own desk what it is not for: it keeps its work and loses the rest. */
export function isPinnedToPurpose(assessment: Assessment): boolean {
  return assessment.purpose !== null && !isAboutItsPlace(assessment);
}

/** The evidence is about where the calls come from, and there is an established place to keep open. */
export function isAboutItsPlace(assessment: Assessment): boolean {
  return assessment.establishedNetworks.length > 0 && assessment.quorum.includes('origin');
}

/** The evidence is about one session among honest ones: that one is ended, the role is left alone. */
function isSessionBound(assessment: Assessment): boolean {
  return assessment.signals.some(({ id, bits }) => bits >= doubtBits && ofOneSession.has(id));
}

const ofOneSession = idsOf(computeOutside, sessionMoved, otherRuntime);
