import { GetRoleCommand, type IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { fail, ok, type Result } from '../../core/model/result.ts';
import type { State } from '../../core/outcome/containment.ts';
import type { ExecutorError } from '../../core/outcome/ports.ts';
import type { TrustDeny } from '../../core/plan/measures/trust-deny.ts';
import { orNull } from './errors.ts';
import { statementIn, withoutStatement, withStatement } from './one-statement.ts';

/** The measure's own statement in the role's trust policy, null where it is not in it; null where the role is gone. */
export async function readTrustDeny(iam: IAMClient, { target, sid }: TrustDeny): Promise<State | null> {
  const role = await readTrust(iam, target.name);
  return role === null ? null : { uniqueId: role.uniqueId, value: statementIn(role.trust, sid) };
}

/** Adds the statement, or takes it out; IAM knows no versions of a trust policy, so the read comes right before the write. */
export async function writeTrustDeny(
  iam: IAMClient,
  { target, sid, original }: TrustDeny,
  statement: string | null,
): Promise<Result<void, ExecutorError>> {
  const role = await readTrust(iam, target.name);
  if (role === null) return ok(undefined);
  const text = statement === null ? withoutStatement(role.trust, sid, original) : withStatement(role.trust, statement);
  if (text === null) {
    return fail({
      lasting: 'terminal',
      sentence: 'the trust policy contains nothing but Rescind’s own statement, and a role cannot have an empty one',
    });
  }
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: target.name, PolicyDocument: text }));
  return ok(undefined);
}

async function readTrust(iam: IAMClient, RoleName: string): Promise<{ uniqueId: string; trust: string } | null> {
  const role = (await orNull(iam.send(new GetRoleCommand({ RoleName }))))?.Role;
  if (role?.RoleId === undefined || role.AssumeRolePolicyDocument === undefined) return null;
  return { uniqueId: role.RoleId, trust: decodeURIComponent(role.AssumeRolePolicyDocument) };
}
