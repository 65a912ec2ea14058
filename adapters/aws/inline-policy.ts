import {
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  type IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import type { State } from '../../core/outcome/containment.ts';
import type { InlineDeny } from '../../core/plan/measures/measure.ts';
import { orNull } from './errors.ts';

/** The principal's unique id and the document of the measure's own policy, without white space; null where the principal is gone. */
export async function readInlinePolicy(iam: IAMClient, measure: InlineDeny): Promise<State | null> {
  const uniqueId = await readUniqueId(iam, measure);
  if (uniqueId === null) return null;
  const { target, policyName } = measure;
  const policy = await orNull<{ PolicyDocument?: string | undefined }>(
    target.kind === 'user'
      ? iam.send(new GetUserPolicyCommand({ UserName: target.name, PolicyName: policyName }))
      : iam.send(new GetRolePolicyCommand({ RoleName: target.name, PolicyName: policyName })),
  );
  return { uniqueId, value: policy?.PolicyDocument === undefined ? null : canonical(policy.PolicyDocument) };
}

/** Puts the document under the measure's own name, or takes that one policy away; a policy that is gone already is fine. */
export async function writeInlinePolicy(iam: IAMClient, measure: InlineDeny, document: string | null): Promise<void> {
  const { target, policyName: PolicyName } = measure;
  if (target.kind === 'user') {
    const place = { UserName: target.name, PolicyName };
    if (document === null) await orNull(iam.send(new DeleteUserPolicyCommand(place)));
    else await iam.send(new PutUserPolicyCommand({ ...place, PolicyDocument: document }));
  } else {
    const place = { RoleName: target.name, PolicyName };
    if (document === null) await orNull(iam.send(new DeleteRolePolicyCommand(place)));
    else await iam.send(new PutRolePolicyCommand({ ...place, PolicyDocument: document }));
  }
}

/** `AIDA…` or `AROA…`; null where the principal is gone. */
export async function readUniqueId(iam: IAMClient, { target }: Pick<InlineDeny, 'target'>): Promise<string | null> {
  if (target.kind === 'user') {
    return (await orNull(iam.send(new GetUserCommand({ UserName: target.name }))))?.User?.UserId ?? null;
  }
  return (await orNull(iam.send(new GetRoleCommand({ RoleName: target.name }))))?.Role?.RoleId ?? null;
}

/** IAM returns documents URL-encoded, and keeps the white space of whoever wrote them. */
function canonical(encoded: string): string {
  const text = decodeURIComponent(encoded);
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    // fails toward: no action, since a text that is not our document is somebody else's
    return text;
  }
}
