import { DescribeResourcePolicyCommand } from '@aws-sdk/client-organizations';
import { covers } from '../../../core/context/grants/grants.ts';
import { parseDocument, readPolicyDocument } from '../../../core/context/grants/policy-document.ts';
import { isFields, manyOf } from '../../../core/intake/fields.ts';
import { matchesGlob } from '../../../core/model/glob.ts';
import { ok, type Result } from '../../../core/model/result.ts';
import { attempt } from './attempt.ts';
import type { DeploymentClients } from './clients.ts';

/** What CloudFormation does with a service control policy in the name of whoever deploys, changes and removes it. */
export const controlPolicyWrites = [
  'organizations:AttachPolicy',
  'organizations:CreatePolicy',
  'organizations:DeletePolicy',
  'organizations:DetachPolicy',
  'organizations:TagResource',
  'organizations:UpdatePolicy',
] as const;

/**
 * What of it an organisation does not leave to a member that administers for it: its resource policy is all that leaves
 * it. The error is AWS's word on why it cannot be told.
 */
export async function controlPolicyWritesKept(
  accountId: string,
  { organizations }: Pick<DeploymentClients, 'organizations'>,
): Promise<Result<readonly string[], string>> {
  const described = await attempt(organizations.send(new DescribeResourcePolicyCommand({})));
  if (!described.ok) return described;
  const document = parseDocument(described.value?.ResourcePolicy?.Content);
  const statements = (isFields(document) ? manyOf(document.Statement) : [])
    .filter((statement) => isFields(statement) && names(accountId, statement.Principal) && isOfControl(statement))
    .flatMap((statement) => {
      const read = readPolicyDocument({ Statement: [statement] }, null);
      return read.ok ? read.value : [];
    });
  // On which units is not asked. fails toward: CloudFormation, which then says so
  const denies = statements.filter((one) => one.effect === 'deny' && !one.conditional && one.resources.includes('*'));
  const isLeft = (action: string) =>
    statements.some((one) => one.effect === 'allow' && covers(one, action.toLowerCase())) &&
    !denies.some((one) => covers(one, action.toLowerCase()));
  return ok(controlPolicyWrites.filter((action) => !isLeft(action)));
}

/** Somebody of the account, whoever of it. */
function names(accountId: string, principal: unknown): boolean {
  const who = isFields(principal) ? manyOf(principal.AWS) : [principal];
  return who.some((one) => one === '*' || one === accountId || String(one).includes(`::${accountId}:`));
}

/** Leave is mostly given for one type of policy. */
function isOfControl({ Condition }: Readonly<Record<string, unknown>>): boolean {
  const tests = Object.values(isFields(Condition) ? Condition : {})
    .filter(isFields)
    .flatMap(Object.entries);
  const types = tests.filter(([key]) => key.toLowerCase() === 'organizations:policytype');
  return types.every(([, values]) => manyOf(values).some((one) => matchesGlob(String(one), 'SERVICE_CONTROL_POLICY')));
}
