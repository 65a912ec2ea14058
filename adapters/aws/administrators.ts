import { GetGroupCommand, type IAMClient, paginateListEntitiesForPolicy } from '@aws-sdk/client-iam';
import type { Target } from '../../core/plan/target.ts';

const administratorAccess = ':iam::aws:policy/AdministratorAccess';

/**
 * Whether the target holds AdministratorAccess and no other user, role or member of a group does; roles that `isOwn` names
 * do not count, since nobody can sign in as them. Who is administrator by another policy's words is not seen.
 */
export async function isLastAdministrator(
  iam: IAMClient,
  { arn, kind, name }: Target,
  isOwn: (role: string) => boolean,
): Promise<boolean> {
  const PolicyArn = `arn:${arn.split(':')[1] ?? 'aws'}${administratorAccess}`;
  const users = new Set<string>();
  const roles = new Set<string>();
  for await (const page of paginateListEntitiesForPolicy({ client: iam }, { PolicyArn })) {
    for (const { UserName = '' } of page.PolicyUsers ?? []) users.add(UserName);
    for (const { RoleName = '' } of page.PolicyRoles ?? []) if (!isOwn(RoleName)) roles.add(RoleName);
    for (const { GroupName } of page.PolicyGroups ?? []) {
      const { Users = [] } = await iam.send(new GetGroupCommand({ GroupName }));
      for (const { UserName = '' } of Users) users.add(UserName);
    }
  }
  return (kind === 'user' ? users : roles).has(name) && users.size + roles.size === 1;
}
