import { type IAMClient, ListOpenIDConnectProvidersCommand, ListSAMLProvidersCommand } from '@aws-sdk/client-iam';
import type { IdentityProvider } from '../../../core/intake/account-inventory.ts';
import type { Arn } from '../../../core/model/brand.ts';

/** Who else may vouch for sessions of this account. */
export async function identityProviders(iam: IAMClient): Promise<readonly IdentityProvider[]> {
  const oidc = await iam.send(new ListOpenIDConnectProvidersCommand({}));
  const saml = await iam.send(new ListSAMLProvidersCommand({}));
  return [
    ...providersIn('oidc', oidc.OpenIDConnectProviderList ?? []),
    ...providersIn('saml', saml.SAMLProviderList ?? []),
  ];
}

function providersIn(kind: IdentityProvider['kind'], entries: readonly { Arn?: string | undefined }[]) {
  return entries.flatMap(({ Arn }): IdentityProvider[] => (Arn === undefined ? [] : [{ kind, arn: Arn as Arn }]));
}
