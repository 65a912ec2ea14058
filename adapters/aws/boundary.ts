import {
  CreatePolicyCommand,
  DeletePolicyCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteUserPermissionsBoundaryCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetUserCommand,
  type IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutUserPermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import { nameIn } from '../../core/model/own-name.ts';
import { fail, ok, type Result } from '../../core/model/result.ts';
import type { State } from '../../core/outcome/containment.ts';
import type { ExecutorError } from '../../core/outcome/ports.ts';
import { type BoundaryOn, boundaryPath, unattached } from '../../core/plan/measures/boundary-measure.ts';
import { orNull } from './errors.ts';

/** The measure's document where its boundary is on, another boundary's ARN where there is one; null where the principal is gone. */
export async function readBoundary(iam: IAMClient, measure: BoundaryOn): Promise<State | null> {
  const holder = await readHolder(iam, measure);
  if (holder === null) return null;
  const { uniqueId, boundary } = holder;
  if (boundary !== null && boundary !== measure.policyArn) return { uniqueId, value: boundary };
  const document = await readDocument(iam, measure);
  if (boundary === null) return { uniqueId, value: document === null ? null : unattached };
  return { uniqueId, value: document ?? boundary };
}

/**
 * Makes the policy and puts it on, or takes it off and deletes it; each half may have been done before. IAM has no write on
 * condition, so the place is read again right before: what somebody else has put there in the meantime stays.
 */
export async function writeBoundary(
  iam: IAMClient,
  measure: BoundaryOn,
  document: string | null,
): Promise<Result<void, ExecutorError>> {
  const { target, policyArn } = measure;
  const onUser = target.kind === 'user';
  if (document !== null) await makePolicy(iam, measure, document);
  const { boundary } = (await readHolder(iam, measure)) ?? { boundary: null };
  if (boundary !== null && boundary !== policyArn) {
    await orNull(iam.send(new DeletePolicyCommand({ PolicyArn: policyArn })));
    return fail({
      lasting: 'terminal',
      sentence: `${target.name} already has another permissions boundary: ${boundary}`,
    });
  }
  if (document !== null) {
    await (onUser
      ? iam.send(new PutUserPermissionsBoundaryCommand({ UserName: target.name, PermissionsBoundary: policyArn }))
      : iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: target.name, PermissionsBoundary: policyArn })));
    return ok(undefined);
  }
  if (boundary !== null) {
    await (onUser
      ? orNull(iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName: target.name })))
      : orNull(iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: target.name }))));
  }
  await orNull(iam.send(new DeletePolicyCommand({ PolicyArn: policyArn })));
  return ok(undefined);
}

/** Its name carries the case: one that is there already is ours, from a write whose answer was lost. */
async function makePolicy(iam: IAMClient, { policyArn }: BoundaryOn, PolicyDocument: string): Promise<void> {
  const PolicyName = nameIn(policyArn);
  try {
    await iam.send(new CreatePolicyCommand({ PolicyName, Path: boundaryPath, PolicyDocument }));
  } catch (error) {
    // fails toward: the caller, who reads what it says before anything is called done
    if (!(error instanceof Error) || !/^EntityAlreadyExists/.test(error.name)) throw error;
  }
}

async function readHolder(iam: IAMClient, { target }: BoundaryOn) {
  const answer =
    target.kind === 'user'
      ? (await orNull(iam.send(new GetUserCommand({ UserName: target.name }))))?.User
      : (await orNull(iam.send(new GetRoleCommand({ RoleName: target.name }))))?.Role;
  if (answer === undefined) return null;
  const uniqueId = ('UserId' in answer ? answer.UserId : 'RoleId' in answer ? answer.RoleId : undefined) ?? '';
  return { uniqueId, boundary: answer.PermissionsBoundary?.PermissionsBoundaryArn ?? null };
}

/** Without white space; null where there is no such policy. */
async function readDocument(iam: IAMClient, { policyArn: PolicyArn }: BoundaryOn): Promise<string | null> {
  const policy = await orNull(iam.send(new GetPolicyCommand({ PolicyArn })));
  const VersionId = policy?.Policy?.DefaultVersionId;
  if (VersionId === undefined) return null;
  const version = await orNull(iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId })));
  const text = version?.PolicyVersion?.Document;
  if (text === undefined) return null;
  try {
    return JSON.stringify(JSON.parse(decodeURIComponent(text)));
  } catch {
    // fails toward: no action, since a text that is not our document is somebody else's
    return text;
  }
}
