import { formatDay } from '../../model/instant.ts';
import type { StandingSignal } from '../signal.ts';
import { isNotForOwner } from '../stale/window.ts';
import type { Widened } from '../standing/standing.ts';

export const widened: StandingSignal = {
  judges: 'standing',
  id: 'S72',
  name: 'widened',
  family: 'overprivileged',
  group: 'standing',
  authority: 'notify',
  basis: 'fact',
  sentence: 'Somebody has just given the credential more permissions: a thief could do more with it than before.',
  attack: ['T1098.003', 'T1098.001'],
  falsePositives: ['Its work needs the permission: put an end in the policy’s name, and Rescind asks about it then.'],
  judge(standing) {
    const { widened: grown } = standing;
    if (grown === undefined || isNotForOwner(standing)) return null;
    const gained = grown.after - (grown.before ?? 0);
    if (gained < leastGain) return null;
    const ofRole = grown.made.byHand ? byHand : byPipeline;
    const bits = gained * (standing.credential.kind === 'role' ? ofRole : ofSecret);
    return { bits, key: `${grown.made.policy ?? grown.made.action}`, evidence: words(grown) };
  },
};

/** A new bucket to write to is everyday work. */
const leastGain = 0.2;
/** A secret that never expires is the worst place for power; a session of a role ends by itself. */
const ofSecret = 12;
const byHand = 10;
/** Pipelines give the roles that they deploy their permissions, and take care of their own. */
const byPipeline = 7;

function words({ made, before, after, why }: Widened): string {
  const { policy, action, by, at, endsAt } = made;
  const what =
    policy === null ? `${action.slice(action.indexOf(':') + 1)} was called for it` : `It was given ${policy}`;
  const until = endsAt === undefined ? 'without an end' : `until ${formatDay(endsAt)}`;
  const could = why === null ? '' : ` (${why})`;
  const grew =
    before === null
      ? `that alone is worth ${percent(after)} of the account to a thief`
      : `what a thief could do with it grew from ${percent(before)} to ${percent(after)} of the account`;
  return `${what} by ${by} on ${formatDay(at)}, ${until}: ${grew}${could}`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
