import { paginateListEntitiesForPolicy } from '@aws-sdk/client-iam';
import { sealName, sealPath } from '../../../contract/seal.ts';
import type { Result } from '../../../core/model/result.ts';
import { attempt } from './attempt.ts';
import type { DeploymentClients } from './clients.ts';

/** Somebody that a policy is attached to. */
export interface Wearer {
  readonly kind: 'user' | 'role' | 'group';
  readonly name: string;
}

/** Whether a policy's ARN is that of the seal, of whichever account. */
export function isSeal(arn: string): boolean {
  return arn.endsWith(`:policy${sealPath}${sealName}`);
}

/** Who wears the seal in the account that asks; null where there is none. The error is AWS's word on why it cannot be told. */
export async function sealWearers(
  arn: string,
  { iam }: Pick<DeploymentClients, 'iam'>,
): Promise<Result<readonly Wearer[] | null, string>> {
  return attempt(listWearers(arn, iam));
}

async function listWearers(PolicyArn: string, client: DeploymentClients['iam']): Promise<Wearer[]> {
  const found: Wearer[] = [];
  for await (const page of paginateListEntitiesForPolicy({ client }, { PolicyArn })) {
    const { PolicyUsers = [], PolicyRoles = [], PolicyGroups = [] } = page;
    found.push(
      ...PolicyUsers.map(({ UserName = '' }): Wearer => ({ kind: 'user', name: UserName })),
      ...PolicyRoles.map(({ RoleName = '' }): Wearer => ({ kind: 'role', name: RoleName })),
      ...PolicyGroups.map(({ GroupName = '' }): Wearer => ({ kind: 'group', name: GroupName })),
    );
  }
  return found;
}
