import { textOf, wordsOf } from '../fields.ts';
import type { Request } from '../trail-record.ts';

/**
 * Whether a service is told to make or change users, roles and policies for the caller: a stack that is allowed to, or such a resource by
 * itself. Until it is done, this is all that shows who wanted it.
 */
export function hasIdentitiesMade(action: string, { capabilities, typeName }: Request): boolean {
  if (writesStack.test(action)) return wordsOf(capabilities).some((one) => ofIdentities.test(one));
  return writesResource.test(action) && /^AWS::(?:IAM|SSO|IdentityStore|RolesAnywhere)::/.test(textOf(typeName) ?? '');
}

const writesStack =
  /^(?:cloudformation:(?:Create|Update)Stack(?:Set)?|cloudformation:CreateChangeSet|serverlessrepo:CreateCloudFormationChangeSet)$/;
const writesResource = /^cloudformation:(?:Create|Update)Resource$/;
const ofIdentities = /^CAPABILITY_(?:NAMED_)?IAM$/;
