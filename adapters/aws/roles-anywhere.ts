import type { State } from '../../core/outcome/containment.ts';
import type { AnywhereStatus } from '../../core/plan/anywhere-status.ts';
import { orNull } from './errors.ts';
import type { SignedCaller } from './signed-call.ts';

/** What each of the three is called in a path, and in an answer. */
const names = {
  profile: { path: 'profile', answer: 'profile' },
  'trust-anchor': { path: 'trustanchor', answer: 'trustAnchor' },
  crl: { path: 'crl', answer: 'crl' },
} as const;

/** `Enabled` or `Disabled`; null where it is gone. */
export async function readAnywhere(anywhere: SignedCaller, { target }: AnywhereStatus): Promise<State | null> {
  const { path, answer } = names[target.kind];
  // rolesanywhere:GetProfile, rolesanywhere:GetTrustAnchor, rolesanywhere:GetCrl
  const found = await orNull(anywhere.call('GET', `/${path}/${target.name}`));
  const resource = (found as Readonly<Record<string, { readonly enabled?: boolean } | undefined>> | null)?.[answer];
  if (resource === undefined) return null;
  return { uniqueId: target.arn, value: resource.enabled === true ? 'Enabled' : 'Disabled' };
}

export async function writeAnywhere(
  anywhere: SignedCaller,
  { target }: AnywhereStatus,
  value: string | null,
): Promise<void> {
  // rolesanywhere:EnableProfile, rolesanywhere:EnableTrustAnchor, rolesanywhere:EnableCrl
  // rolesanywhere:DisableProfile, rolesanywhere:DisableTrustAnchor, rolesanywhere:DisableCrl
  await anywhere.call(
    'POST',
    `/${names[target.kind].path}/${target.name}/${value === 'Enabled' ? 'enable' : 'disable'}`,
  );
}
