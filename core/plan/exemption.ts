import { matchesGlob } from '../model/glob.ts';
import { type Instant, parseInstant } from '../model/instant.ts';
import { nameIn } from '../model/own-name.ts';
import type { Exemption, Policy } from '../policy/policy.ts';
import { allSignals } from '../signals/registry.ts';
import type { Assessment } from '../verdict/assessment.ts';
import type { Decision } from './decision.ts';

/** What an exemption is held against. */
interface Meant {
  readonly credential: { readonly id: string; readonly principal: string };
  /** The signals that count. */
  readonly reasons: readonly { readonly id: string; readonly families: readonly string[] }[];
}

/** Why this credential must not be disturbed, in a sentence; null where nothing protects it. */
export function protectionOf(
  { credential, score }: Assessment,
  policy: Policy,
  exemptions: readonly Exemption[],
  now: Instant,
): string | null {
  const contributing = score.contributions.filter(({ bits }) => bits >= 1);
  const reasons = contributing.map(({ signal: { id, family } }) => ({ id, families: [family] }));
  return protecting({ credential, reasons }, policy, exemptions, now);
}

/** The same for a decision made earlier, at the moment of acting on it. */
export function protectionOfDecision(
  { credential: id, principal, signals, families }: Decision,
  policy: Policy,
  exemptions: readonly Exemption[],
  now: Instant,
): string | null {
  const isOutdone = ({ group, bits }: (typeof signals)[number]) =>
    signals.some((other) => other.group === group && other.bits > bits);
  const counted = signals.filter((signal) => signal.bits >= 1 && !isOutdone(signal));
  const reasons = counted.map(({ id }) => ({ id, families }));
  return protecting({ credential: { id, principal }, reasons }, policy, exemptions, now);
}

function protecting(meant: Meant, policy: Policy, exemptions: readonly Exemption[], now: Instant): string | null {
  const { credential } = meant;
  if (policy.protect.some((pattern) => names(pattern, credential))) return 'the policy protects this credential';
  const exemption = [...policy.exemptions, ...exemptions].find(
    (one) => isInForce(one, now) && names(one.credential, credential) && covers(one, meant),
  );
  return exemption === undefined ? null : `exempt until ${exemption.until} by ${exemption.owner}: ${exemption.reason}`;
}

/** An end that cannot be read is an end that has not come: fails toward no action. */
export function isInForce(exemption: Exemption, now: Instant): boolean {
  return (parseInstant(exemption.until) ?? Number.POSITIVE_INFINITY) > now;
}

/**
 * Whether what people wrote names a credential: by its id, its ARN, a pattern of either, its user's or role's own name, or the ARN of one of
 * its role's sessions; several may stand in one text. Fails toward: it does, since whoever is named is not disturbed.
 */
export function names(written: string, { id, principal }: Meant['credential']): boolean {
  return [written.trim(), ...written.split(/[\s,]+/)].some((one) => {
    if (one === '') return false;
    return (
      one === nameIn(principal) || patternsOf(one).some((each) => matchesGlob(each, id) || matchesGlob(each, principal))
    );
  });
}

/** CloudTrail shows a role's sessions; what is taken back is the role, wherever its path has it. */
function patternsOf(one: string): readonly string[] {
  const [, partition, account, role] = /^arn:([^:]+):sts::([^:]*):assumed-role\/([^/]+)/i.exec(one) ?? [];
  if (role === undefined) return [one];
  return [`arn:${partition}:iam::${account}:role/${role}`, `arn:${partition}:iam::${account}:role/*/${role}`];
}

/** Of what people wrote, what names none of these credentials: a slip, or somebody who was not there. */
export function namingNobody(
  written: readonly string[],
  credentials: readonly Meant['credential'][],
): readonly string[] {
  return written.filter((one) => !credentials.some((credential) => names(one, credential)));
}

/** The first word of a scope that is no family and no signal; null where there is none. */
export function strangeIn(scope: string): string | null {
  return wordsOf(scope).find((word) => !scopeWords.has(word)) ?? null;
}

/** All that a scope may be made of. */
export const scopeWords: ReadonlySet<string> = new Set([
  ...['all', '*', 'stale', 'overprivileged', 'anomalous'],
  ...allSignals.map(({ id }) => id),
]);

function wordsOf(scope: string): string[] {
  return scope.split(',').map((word) => word.trim());
}

/** An exemption for some signals covers a decision that rests on nothing else. One that cannot be understood covers all: toward no action. */
function covers({ scope }: Exemption, { reasons }: Meant): boolean {
  const scopes = wordsOf(scope);
  if (scopes.includes('all') || scopes.includes('*') || strangeIn(scope) !== null) return true;
  return reasons.every(({ id, families }) => scopes.includes(id) || families.every((one) => scopes.includes(one)));
}
