import { assessStanding } from '../assess-standing.ts';
import type { DeclaredContext } from '../context/recorded-context.ts';
import type { NotRotated } from '../intake/testimony.ts';
import type { Credential } from '../model/credential.ts';
import { unknownOwner } from '../model/owner.ts';
import type { Policy } from '../policy/policy.ts';
import { rotationFailed } from '../signals/stale/rotation-failed.ts';
import { plainStanding } from '../signals/standing/inventory.ts';
import type { Assessment } from '../verdict/assessment.ts';

export function secretIn({ secret, accountId }: NotRotated): Credential {
  return { kind: 'secret', id: secret, accountId, principal: secret };
}

/** The secret as it stands after a rotation that came to nothing. */
export function assessNotRotated(
  told: NotRotated,
  declared: DeclaredContext | null,
  policy: Policy,
): Assessment | null {
  const owner = declared?.owner ?? unknownOwner;
  const standing = { ...plainStanding(secretIn(told)), declared, owner, rotationFailed: true as const };
  const assessment = assessStanding(standing, policy, told.at, [rotationFailed]);
  return assessment === null ? null : { ...assessment, eventId: told.eventId as Assessment['eventId'] };
}
