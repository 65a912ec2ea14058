import type { State } from '../../core/outcome/containment.ts';
import type { AnywhereStatus } from '../../core/plan/measures/anywhere-status.ts';
import { orNull } from './errors.ts';
import type { SignedCaller } from './signed-call.ts';

/** What each of the three is called in a path and in an answer, and the actions that IAM asks about. */
const calls = {
  profile: {
    path: 'profile',
    answer: 'profile',
    get: 'rolesanywhere:GetProfile',
    enable: 'rolesanywhere:EnableProfile',
    disable: 'rolesanywhere:DisableProfile',
  },
  'trust-anchor': {
    path: 'trustanchor',
    answer: 'trustAnchor',
    get: 'rolesanywhere:GetTrustAnchor',
    enable: 'rolesanywhere:EnableTrustAnchor',
    disable: 'rolesanywhere:DisableTrustAnchor',
  },
  crl: {
    path: 'crl',
    answer: 'crl',
    get: 'rolesanywhere:GetCrl',
    enable: 'rolesanywhere:EnableCrl',
    disable: 'rolesanywhere:DisableCrl',
  },
} as const;

/** `Enabled` or `Disabled`; null where it is gone. */
export async function readAnywhere(anywhere: SignedCaller, { target }: AnywhereStatus): Promise<State | null> {
  const { path, answer, get } = calls[target.kind];
  const found = await orNull(anywhere.call(get, 'GET', `/${path}/${target.name}`));
  const resource = (found as Readonly<Record<string, { readonly enabled?: boolean } | undefined>> | null)?.[answer];
  if (resource === undefined) return null;
  return { uniqueId: target.arn, value: resource.enabled === true ? 'Enabled' : 'Disabled' };
}

export async function writeAnywhere(
  anywhere: SignedCaller,
  { target }: AnywhereStatus,
  value: string | null,
): Promise<void> {
  const { path, enable, disable } = calls[target.kind];
  const place = `/${path}/${target.name}`;
  if (value === 'Enabled') await anywhere.call(enable, 'POST', `${place}/enable`);
  else await anywhere.call(disable, 'POST', `${place}/disable`);
}
