import { heldActions } from '../../context/grants/held-actions.ts';
import { accessEvidence } from '../../context/grants/last-accessed.ts';
import type { TemporaryGrant } from '../../context/grants/temporary-grants.ts';
import { day, formatDay, type Instant } from '../../model/instant.ts';
import type { Policy } from '../../policy/policy.ts';
import type { StandingSignal } from '../signal.ts';
import { accessWindowDays, isNotForOwner } from '../stale/window.ts';
import type { Standing } from '../standing/standing.ts';

export const grantOver: StandingSignal = {
  judges: 'standing',
  id: 'S71',
  name: 'grant-over',
  family: 'overprivileged',
  group: 'standing',
  authority: 'notify',
  basis: 'word',
  sentence: 'A permission that was given for a limited time is still there after its end.',
  attack: ['T1098.003'],
  falsePositives: ['The work takes longer: give the policy a new end in its name or its condition.'],
  judge(standing, policy, now) {
    if (isNotForOwner(standing)) return null;
    const [longest] = standing.temporary.filter(({ endsAt }) => endsAt <= now).toSorted((a, b) => a.endsAt - b.endsAt);
    if (longest === undefined) return null;
    const bits = longest.endBy === 'default' ? 8 : 9;
    return { bits, key: longest.policy, evidence: `${given(longest)}${left(longest, standing, policy, now)}` };
  },
};

function given({ policy, endsAt, endBy, made }: TemporaryGrant): string {
  const who = made === null ? '' : `, given by ${made.by} on ${formatDay(made.at)},`;
  const ended = {
    condition: 'ended by its own condition on',
    name: 'was to end on',
    default: 'was given no end, so it was to end on',
  }[endBy];
  return `Policy ${policy}${who} ${ended} ${formatDay(endsAt)}`;
}

/** What was not used goes; its owner decides on what was. */
function left(
  { statements, endBy }: TemporaryGrant,
  { accessed, declared }: Standing,
  policy: Policy,
  now: Instant,
): string {
  if (endBy === 'condition') return ': remove it';
  if (accessed === null) return '; nobody could see whether it is used';
  const held = heldActions({ statements, boundary: null, unread: [], source: 'authorization-details' }, now);
  const evidence = accessEvidence(accessed, now - accessWindowDays(declared, policy) * day);
  const used = held.filter(({ action }) => evidence.isUsed(action)).length;
  return used === 0
    ? `; none of its ${held.length} actions was used: remove it`
    : `; ${held.length - used} of its ${held.length} actions were not used: remove those, and ask about the rest`;
}
