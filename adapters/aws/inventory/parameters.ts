import {
  type ParameterInlinePolicy,
  type ParameterMetadata,
  paginateDescribeParameters,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import type { ListedCredential } from '../../../core/intake/account/account-inventory.ts';
import type { AccountId, Arn } from '../../../core/model/brand.ts';
import { type Instant, parseInstant } from '../../../core/model/instant.ts';
import { instantOf } from './instant-of.ts';

/** SecureStrings of Parameter Store: what people take for secret. Nobody keeps a date of when one was read. */
export async function parametersIn(
  client: SSMClient,
  region: string,
  accountId: AccountId,
): Promise<readonly ListedCredential[]> {
  const found: ListedCredential[] = [];
  const secret = { ParameterFilters: [{ Key: 'Type', Values: ['SecureString'] }] };
  for await (const page of paginateDescribeParameters({ client, pageSize: 50 }, secret)) {
    found.push(...(page.Parameters ?? []).map((one) => parameterOf(one, region, accountId)));
  }
  return found;
}

function parameterOf(
  { ARN, Name = '', LastModifiedDate, LastModifiedUser, Policies = [] }: ParameterMetadata,
  region: string,
  accountId: AccountId,
): ListedCredential {
  const partition = LastModifiedUser?.split(':')[1] ?? 'aws';
  const arn = (ARN ?? `arn:${partition}:ssm:${region}:${accountId}:parameter/${Name.replace(/^\//, '')}`) as Arn;
  return {
    credential: { kind: 'parameter', id: arn, accountId, principal: arn },
    active: true,
    createdAt: instantOf(LastModifiedDate),
    lastUse: null,
    witness: 'list',
    expiresAt: Policies.map(endIn).find((end) => end !== null) ?? null,
    byService: false,
    tags: [],
    ...(LastModifiedUser !== undefined && { writtenBy: LastModifiedUser }),
  };
}

/** The end in a parameter policy of kind `Expiration`: then Parameter Store deletes it. */
function endIn({ PolicyType, PolicyText }: ParameterInlinePolicy): Instant | null {
  const end = PolicyType === 'Expiration' ? /"Timestamp"\s*:\s*"([^"]+)"/.exec(PolicyText ?? '') : null;
  return parseInstant(end?.[1] ?? '');
}
