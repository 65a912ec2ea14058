import { fewestApart } from '../../core/context/habits/familiarity.ts';
import type { DeclaredContext } from '../../core/context/recorded-context.ts';
import type { Instant } from '../../core/model/instant.ts';
import { isInForce, names } from '../../core/plan/exemption.ts';
import { leastWordOfYoung, strongest } from '../../core/plan/ladder.ts';
import type { Exemption, Policy } from '../../core/policy/policy.ts';
import type { Standing } from '../../core/signals/standing/standing.ts';

export interface Asked {
  /** An ARN or an access key id. */
  readonly credential: string;
  readonly policy: Policy;
  readonly standing: Standing | null;
  readonly declared: DeclaredContext | null;
  /** Of the context folder; null: they could not be read. */
  readonly exemptions: readonly Exemption[] | null;
  readonly now: Instant;
}

/** What a policy means for one credential: each line a heading and a sentence that says why. */
export function explainCredential({
  credential,
  policy,
  standing,
  declared,
  exemptions,
  now,
}: Asked): [string, string][] {
  const { thresholds, limits, stale } = policy;
  const principal = standing?.credential.principal ?? credential;
  const account = standing?.credential.accountId ?? /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(credential)?.[1] ?? null;
  const named = (written: string) => names(written, { id: credential, principal });
  const inForce = [...policy.exemptions, ...(exemptions ?? [])].filter(
    (one) => named(one.credential) && isInForce(one, now),
  );
  const changed = Object.entries(policy.signals).map(([id, { enabled, authority }]) => {
    return `${id} ${enabled ? `may do at most ${authority ?? 'what the catalogue says'}` : 'is switched off'}`;
  });
  const share = Math.round(limits.reservedForHard * 100);
  const young = leastWordOfYoung(thresholds);
  const apart = fewestApart(thresholds.learningDays);
  return [
    ['mode', modeOf(policy, account)],
    [
      'thresholds',
      `the owner is told from a score of ${thresholds.notify}; for a credential that is not known yet, from ${young.solid} with facts or both kinds of witness, otherwise from ${young.habits}; it may be contained from ${thresholds.contain}, switched off from ${thresholds.disable}`,
    ],
    [
      'witnesses',
      `${thresholds.quorumGroups} groups with ${thresholds.quorumBits} bits each, after ${thresholds.learningDays} active days, or ${apart.days} in ${apart.weeks} weeks`,
    ],
    [
      'limits',
      `${limits.disruptivePerAccountPerHour} disruptive actions per account and hour, ${limits.disruptivePerOrganizationPerDay} in the organisation per day; ${share} % of both are reserved for hard evidence`,
    ],
    [
      'stale',
      `unused for ${stale.unusedDays} days, ${stale.rotationDays} days old, or never used for ${stale.neverUsedGraceDays}`,
    ],
    ...(standing === null ? [] : [['ladder', ladderOf(standing.credential)] satisfies [string, string]]),
    ...policy.protect
      .filter(named)
      .map((pattern): [string, string] => [
        'protected',
        `“${pattern}” in protect matches it: Rescind never acts on it, and only notifies`,
      ]),
    ...inForce.map(({ scope, owner, reason, until }): [string, string] => [
      'exempt',
      `for ${scope} until ${until} by ${owner}: ${reason}`,
    ]),
    ...(exemptions === null
      ? [['exempt', 'the exemptions cannot be read, so nobody is disturbed'] satisfies [string, string]]
      : []),
    ['authority', changed.length === 0 ? 'every signal as the catalogue says: rescind signals' : changed.join('; ')],
    [
      'declared',
      declared === null
        ? 'nothing is on record'
        : `a breach of the owner’s declaration is ${policy.declared === 'enforce' ? 'a hard signal' : 'ordinary evidence'}`,
    ],
  ];
}

/** The answers that its kind allows, gentlest first. */
function ladderOf(credential: Standing['credential']): string {
  const { kind } = credential;
  const most = strongest(credential);
  switch (kind) {
    case 'root':
      return `${kind}: a notice, since AWS does not allow containing it`;
    case 'parameter':
    case 'event-connection':
    case 'identity-provider':
      return `${kind}: a notice, since AWS offers nothing for it that could be undone`;
    case 'roles-anywhere':
      return `${kind}: a notice, at most ${most}`;
    case 'secret':
      return `${kind}: a notice, at most ${most}`;
    case 'role':
      return `${kind}: a notice, then a pin, a quarantine or the end of one session, at most ${most}`;
    case 'session-token':
      return `${kind}: a notice, then a pin or a quarantine of who opened it, at most ${most}`;
    case 'oauth-token':
    case 'api-token':
      return `${kind}: a notice; revoked automatically only if its owner declared that, otherwise once a person approves`;
    case 'access-key':
    case 'console-password':
    case 'service-specific':
    case 'signing-certificate':
    case 'ssh-key':
      return `${kind}: a notice, then a pin or a quarantine of its user, at most ${most}`;
  }
}

function modeOf({ mode, enforceIn }: Policy, account: string | null): string {
  if (mode === 'observe') return 'observe: everything is computed, nothing is done';
  if (enforceIn.length === 0) return 'enforce: in all accounts';
  if (account === null)
    return `enforce in ${enforceIn.join(', ')}; its account is not known here: give --context or its ARN`;
  return enforceIn.includes(account)
    ? `enforce: enforceIn names account ${account}`
    : `observe: enforceIn does not name account ${account}`;
}
