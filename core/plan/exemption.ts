import type { Credential } from '../model/credential.ts';
import { matchesGlob } from '../model/glob.ts';
import { type Instant, parseInstant } from '../model/instant.ts';
import type { Exemption, Policy } from '../policy/policy.ts';
import type { Assessment } from '../verdict/assessment.ts';

/** Why this credential must not be disturbed, in a sentence; null where nothing protects it. */
export function protectionOf(
  assessment: Assessment,
  policy: Policy,
  exemptions: readonly Exemption[],
  now: Instant,
): string | null {
  const { credential } = assessment;
  if (policy.protect.some((pattern) => names(pattern, credential))) return 'the policy protects this credential';
  const exemption = [...policy.exemptions, ...exemptions].find(
    (one) => isInForce(one, now) && names(one.credential, credential) && covers(one, assessment),
  );
  return exemption === undefined ? null : `exempt until ${exemption.until} by ${exemption.owner}: ${exemption.reason}`;
}

/** An end that cannot be read is an end that has not come: fails toward no action. */
function isInForce(exemption: Exemption, now: Instant): boolean {
  return (parseInstant(exemption.until) ?? Number.POSITIVE_INFINITY) > now;
}

function names(pattern: string, credential: Credential): boolean {
  return matchesGlob(pattern, credential.id) || matchesGlob(pattern, credential.principal);
}

/** An exemption for some signals covers a decision that rests on nothing else. */
function covers(exemption: Exemption, assessment: Assessment): boolean {
  const scopes = exemption.scope.split(',').map((scope) => scope.trim());
  if (scopes.includes('all') || scopes.includes('*')) return true;
  const contributing = assessment.score.contributions.filter((contribution) => contribution.bits >= 1);
  return contributing.every(({ signal }) => scopes.includes(signal.id) || scopes.includes(signal.family));
}
