import { type FunctionName, ownReach } from '../contract/env.ts';
import { memberRoles, unitPermissions } from '../contract/permissions.ts';
import { accepted } from './accepted.ts';
import type { OwnFunction } from './own-function.ts';
import { memberRoleArn } from './worker.ts';

/** Lets a function take one role of ours, in this account or in those of the organisation that are watched, and list them. */
export function letReach(
  part: OwnFunction<FunctionName>,
  role: keyof typeof memberRoles,
  reach: readonly string[],
  organizations: readonly string[],
): void {
  const units = reach.filter((one) => one !== ownReach);
  const everywhere = units.length > 0;
  part.allow(['sts:AssumeRole'], memberRoleArn(part, memberRoles[role], everywhere));
  if (!everywhere) return;
  const isWhole = units.some((unit) => unit.startsWith('r-'));
  part.allow([...organizations, ...(isWhole ? [] : unitPermissions)], '*');
  accepted(part.role, 'IAM5[Resource::*]', 'Organizations lists accounts of the whole organisation or of none.');
  const resource = `arn:<AWS::Partition>:iam::*:role/${memberRoles[role]}`;
  accepted(part.role, `IAM5[Resource::${resource}]`, 'One role in any account; each trusts this function by name.');
}
