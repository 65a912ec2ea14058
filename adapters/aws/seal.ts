import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  GetPolicyCommand,
  type IAMClient,
  paginateListAttachedRolePolicies,
  paginateListAttachedUserPolicies,
} from '@aws-sdk/client-iam';
import { sealName, sealPath } from '../../contract/seal.ts';
import type { Arn } from '../../core/model/brand.ts';
import type { State } from '../../core/outcome/containment.ts';
import type { Seal } from '../../core/plan/measures/measure.ts';
import { orNull } from './errors.ts';
import { readUniqueId } from './inline-policy.ts';

/** The seal's ARN where it is attached; null for a principal that is gone. */
export async function readSeal(iam: IAMClient, measure: Seal): Promise<State | null> {
  const uniqueId = await readUniqueId(iam, measure);
  if (uniqueId === null) return null;
  const { target, policyArn } = measure;
  const pages =
    target.kind === 'user'
      ? paginateListAttachedUserPolicies({ client: iam }, { UserName: target.name, PathPrefix: sealPath })
      : paginateListAttachedRolePolicies({ client: iam }, { RoleName: target.name, PathPrefix: sealPath });
  for await (const { AttachedPolicies = [] } of pages) {
    if (AttachedPolicies.some(({ PolicyArn }) => PolicyArn === policyArn)) return { uniqueId, value: policyArn };
  }
  return { uniqueId, value: null };
}

/** Puts the seal on, or takes it off; one that is off already is fine. */
export async function writeSeal(iam: IAMClient, { target, policyArn }: Seal, value: string | null): Promise<void> {
  const PolicyArn = policyArn;
  if (target.kind === 'user') {
    const place = { UserName: target.name, PolicyArn };
    if (value === null) await orNull(iam.send(new DetachUserPolicyCommand(place)));
    else await iam.send(new AttachUserPolicyCommand(place));
  } else {
    const place = { RoleName: target.name, PolicyArn };
    if (value === null) await orNull(iam.send(new DetachRolePolicyCommand(place)));
    else await iam.send(new AttachRolePolicyCommand(place));
  }
}

/** The account's seal, in the partition of `principal`; null where none was deployed. */
export async function findSeal(iam: IAMClient, principal: Arn): Promise<Arn | null> {
  const [, partition = 'aws', , , accountId = ''] = principal.split(':');
  const PolicyArn = `arn:${partition}:iam::${accountId}:policy${sealPath}${sealName}`;
  return ((await orNull(iam.send(new GetPolicyCommand({ PolicyArn }))))?.Policy?.Arn as Arn | undefined) ?? null;
}
