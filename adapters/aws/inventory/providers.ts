import {
  GetOpenIDConnectProviderCommand,
  GetSAMLProviderCommand,
  type IAMClient,
  ListOpenIDConnectProvidersCommand,
  ListSAMLProvidersCommand,
} from '@aws-sdk/client-iam';
import type { ListedCredential } from '../../../core/intake/account/account-inventory.ts';
import type { AccountId, Arn } from '../../../core/model/brand.ts';
import { tagsOf } from './tags-of.ts';

/** Who else may vouch for sessions of this account. What they were last used for the roles tell that trust them. */
export async function identityProviders(iam: IAMClient, accountId: AccountId): Promise<readonly ListedCredential[]> {
  const { OpenIDConnectProviderList: oidc = [] } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
  const { SAMLProviderList: saml = [] } = await iam.send(new ListSAMLProvidersCommand({}));
  const found: ListedCredential[] = [];
  for (const { Arn: arn } of oidc) {
    if (arn === undefined) continue;
    found.push(row(arn, await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }))));
  }
  for (const { Arn: arn } of saml) {
    if (arn === undefined) continue;
    found.push(row(arn, await iam.send(new GetSAMLProviderCommand({ SAMLProviderArn: arn }))));
  }
  return found;

  function row(arn: string, { CreateDate, Tags }: Described): ListedCredential {
    return {
      credential: { kind: 'identity-provider', id: arn as Arn, accountId, principal: arn as Arn },
      active: true,
      createdAt: CreateDate?.getTime() ?? null,
      lastUse: null,
      witness: 'list',
      expiresAt: null,
      byService: false,
      tags: tagsOf(Tags),
    };
  }
}

interface Described {
  readonly CreateDate?: Date | undefined;
  readonly Tags?: Parameters<typeof tagsOf>[0];
}
