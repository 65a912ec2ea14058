import type { FunctionName } from '../contract/env.ts';
import { memberRoles } from '../contract/permissions.ts';
import { accepted } from './accepted.ts';
import type { OwnFunction } from './own-function.ts';
import { memberRoleArn } from './worker.ts';

/** Lets a function take one role of ours, in this account or in all of the organisation, and list those. */
export function letReach(
  part: OwnFunction<FunctionName>,
  role: keyof typeof memberRoles,
  everywhere: boolean,
  organizations: readonly string[],
): void {
  part.allow(['sts:AssumeRole'], memberRoleArn(part, memberRoles[role], everywhere));
  if (!everywhere) return;
  part.allow(organizations, '*');
  accepted(part.role, 'IAM5[Resource::*]', 'Organizations lists accounts of the whole organisation or of none.');
  const resource = `arn:<AWS::Partition>:iam::*:role/${memberRoles[role]}`;
  accepted(part.role, `IAM5[Resource::${resource}]`, 'One role in any account; each trusts this function by name.');
}
