import { iamAction } from '../../context/grants/actions/iam-action.ts';
import { blastRadius, type Capability } from '../../context/grants/blast-radius.ts';
import { escalationPaths } from '../../context/grants/escalation-paths.ts';
import type { Finding, StandingSignal } from '../signal.ts';
import { isNotForOwner } from '../stale/window.ts';
import type { Standing } from '../standing/standing.ts';

export const adminEquivalent: StandingSignal = {
  judges: 'standing',
  id: 'S37',
  name: 'admin-equivalent',
  family: 'overprivileged',
  group: 'standing',
  authority: 'notify',
  basis: 'fact',
  sentence: 'Whoever holds the credential controls the account, directly or by a known path.',
  attack: ['T1098.003', 'T1548.005'],
  falsePositives: ['It is an administrator, a deployment pipeline or a break-glass role: declare its kind.'],
  judge(standing) {
    if (isNotForOwner(standing)) return null;
    if (standing.credential.kind === 'root') return rootKey;
    if (standing.grants === null) return null;
    const [capability] = blastRadius(standing.grants).capabilities.filter(isTakeover);
    if (capability === undefined) return null;
    return { bits: weight(standing) * capability.value, key: capability.why, evidence: words(capability) };
  },
};

/** A root standing is about its access key: the user itself is always there, and so is its password. */
const rootKey: Finding = {
  bits: 12,
  key: 'root key',
  evidence: 'The root user has an active access key, which no policy of its account can limit',
};

/** Half an account, or an account behind a second factor, is not the account. */
function isTakeover({ name, value }: Capability): boolean {
  return (name === 'administrator' || name === 'escalation') && value >= 0.7;
}

/** A secret that never expires is the worst place for such power; where power is declared or in use, it is only worth knowing. */
function weight(standing: Standing): number {
  if (isDeclaredPowerful(standing) || usesItsPower(standing)) return 6;
  return standing.credential.kind === 'role' ? 8 : 10;
}

const powerful = /\b(?:admin(?:istrator|istration)?|break-?glass|platform|root)\b/i;

function isDeclaredPowerful({ declared }: Standing): boolean {
  return powerful.test(`${declared?.kind ?? ''} ${declared?.purpose ?? ''}`);
}

const powers = new Set(escalationPaths.flatMap(({ actions }) => actions).map((action) => action.toLowerCase()));

function usesItsPower({ observed }: Standing): boolean {
  return observed?.usedActions.some((action) => powers.has(iamAction(action))) ?? false;
}

function words({ name, why }: Capability): string {
  return name === 'administrator' ? 'May do everything in the account' : `Can make itself administrator by ${why}`;
}
