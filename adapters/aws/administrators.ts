import { GetGroupCommand, type IAMClient, paginateListEntitiesForPolicy } from '@aws-sdk/client-iam';
import type { Target } from '../../core/plan/measures/target.ts';

const administratorAccess = ':iam::aws:policy/AdministratorAccess';

/**
 * Who else in the account holds AdministratorAccess, as `user/ada` and `role/Admin`; null where the target does not hold it.
 * Members of groups count; roles that `isOwn` names do not, since nobody can sign in as them. Who is administrator by another
 * policy's words is not seen.
 */
export async function otherAdministrators(
  iam: IAMClient,
  { arn, kind, name }: Target,
  isOwn: (arn: string) => boolean,
): Promise<readonly string[] | null> {
  const PolicyArn = `arn:${arn.split(':')[1] ?? 'aws'}${administratorAccess}`;
  const roleArn = (role: string) => `${arn.slice(0, arn.lastIndexOf(':'))}:role/${role}`;
  const found = new Set<string>();
  for await (const page of paginateListEntitiesForPolicy({ client: iam }, { PolicyArn })) {
    for (const { UserName = '' } of page.PolicyUsers ?? []) found.add(`user/${UserName}`);
    for (const { RoleName = '' } of page.PolicyRoles ?? [])
      if (!isOwn(roleArn(RoleName))) found.add(`role/${RoleName}`);
    for (const { GroupName } of page.PolicyGroups ?? []) {
      const { Users = [] } = await iam.send(new GetGroupCommand({ GroupName }));
      for (const { UserName = '' } of Users) found.add(`user/${UserName}`);
    }
  }
  return found.delete(`${kind}/${name}`) ? [...found] : null;
}
