import {
  DeleteResourcePolicyCommand,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { Arn } from '../../core/model/brand.ts';
import type { State } from '../../core/outcome/containment.ts';
import type { SecretDeny } from '../../core/plan/measures/secret-deny.ts';
import { orNull } from './errors.ts';
import { statementIn, withoutStatement, withStatement } from './one-statement.ts';

/** The secret's resource policy; `text` null where it has none, all null where there is no such secret. */
export async function readSecretPolicy(
  secrets: SecretsManagerClient,
  SecretId: Arn,
): Promise<{ readonly text: string | null } | null> {
  const found = await orNull(secrets.send(new GetResourcePolicyCommand({ SecretId })));
  if (found === null) return null;
  return { text: found.ResourcePolicy === undefined || found.ResourcePolicy === '' ? null : found.ResourcePolicy };
}

/** The measure's own statement, null where it is not in the policy; null where the secret is gone. */
export async function readSecretDeny(
  secrets: SecretsManagerClient,
  { target, sid }: SecretDeny,
): Promise<State | null> {
  const policy = await readSecretPolicy(secrets, target.arn);
  return policy === null ? null : { uniqueId: target.arn, value: statementIn(policy.text, sid) };
}

/** Adds the statement, or takes it out; a policy of which nothing else is left goes as a whole. */
export async function writeSecretDeny(
  secrets: SecretsManagerClient,
  { target, sid, original }: SecretDeny,
  statement: string | null,
): Promise<void> {
  const SecretId = target.arn;
  const text = (await readSecretPolicy(secrets, SecretId))?.text ?? null;
  const ResourcePolicy = statement === null ? withoutStatement(text, sid, original) : withStatement(text, statement);
  if (ResourcePolicy === null) await secrets.send(new DeleteResourcePolicyCommand({ SecretId }));
  else await secrets.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy }));
}
