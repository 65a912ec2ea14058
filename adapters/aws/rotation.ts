import {
  DescribeSecretCommand,
  type DescribeSecretResponse,
  RotateSecretCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { Arn } from '../../core/model/brand.ts';
import { formatDay } from '../../core/model/instant.ts';
import { fail, ok, type Result } from '../../core/model/result.ts';
import { pendingOf, type State } from '../../core/outcome/containment.ts';
import type { ExecutorError, SecretRotated } from '../../core/outcome/ports.ts';
import type { SecretRotation } from '../../core/plan/measures/measure.ts';
import { orNull } from './errors.ts';

/** Which version of the secret is current, and whether that is the measure's own; null where the secret is gone. */
export async function readRotation(secrets: SecretsManagerClient, measure: SecretRotation): Promise<State | null> {
  const secret = await describe(secrets, measure);
  return secret?.ARN === undefined ? null : { uniqueId: secret.ARN, value: versionOf(secret, measure) };
}

/**
 * Asks for the rotation, unless something speaks against it: to ask all the same would switch automatic rotation back
 * on, or break a secret that a service keeps. A repeated request makes no second version, since AWS knows the token.
 */
export async function writeRotation(
  secrets: SecretsManagerClient,
  measure: SecretRotation,
): Promise<Result<void, ExecutorError>> {
  const secret = await describe(secrets, measure);
  const refusal = secret === null ? null : obstacle(secret, measure);
  if (refusal !== null) return fail(refusal);
  await secrets.send(new RotateSecretCommand({ SecretId: measure.target.arn, ClientRequestToken: measure.token }));
  return ok(undefined);
}

function describe(secrets: SecretsManagerClient, { target }: SecretRotation): Promise<DescribeSecretResponse | null> {
  return orNull(secrets.send(new DescribeSecretCommand({ SecretId: target.arn })));
}

/** How it stands with the secret's rotation; one that is gone has none. */
export async function readRotated(secrets: SecretsManagerClient, arn: Arn): Promise<SecretRotated> {
  const secret = await orNull(secrets.send(new DescribeSecretCommand({ SecretId: arn })));
  if (secret === null) return { at: null, isUnderWay: false, changedAt: null };
  return {
    at: secret.LastRotatedDate?.getTime() ?? null,
    isUnderWay: halfFinished(secret) !== null,
    changedAt: secret.LastChangedDate?.getTime() ?? null,
  };
}

/** The version that an unfinished rotation makes. */
function halfFinished(secret: DescribeSecretResponse): string | null {
  const pending = versionAt(secret, 'AWSPENDING');
  return pending === versionAt(secret, 'AWSCURRENT') ? null : pending;
}

function versionOf(secret: DescribeSecretResponse, measure: SecretRotation): string | null {
  const ours = secret.VersionIdsToStages?.[measure.token] ?? [];
  if (ours.includes('AWSCURRENT') || ours.includes('AWSPREVIOUS')) return measure.token;
  return ours.includes('AWSPENDING') ? pendingOf(measure) : versionAt(secret, 'AWSCURRENT');
}

/** Why the secret must not be rotated now; null where nothing speaks against it. */
function obstacle(secret: DescribeSecretResponse, { unlessSince }: SecretRotation): ExecutorError | null {
  const { DeletedDate, OwningService, RotationEnabled, LastRotatedDate } = secret;
  if (DeletedDate !== undefined) return terminal(`the secret was deleted on ${formatDay(DeletedDate.getTime())}`);
  if (OwningService !== undefined) return terminal(`the secret is managed by ${OwningService}: rotate it there`);
  if (RotationEnabled !== true) {
    return terminal('the secret has no rotation, or its rotation is switched off: its owner must rotate it by hand');
  }
  if (unlessSince !== null && LastRotatedDate !== undefined && LastRotatedDate.getTime() > unlessSince) {
    const on = formatDay(LastRotatedDate.getTime());
    return terminal(`the secret was already rotated on ${on}: only the old credential is left to be switched off`);
  }
  const pending = halfFinished(secret);
  if (pending === null) return null;
  return { lasting: 'transient', sentence: `an earlier rotation has not finished: version ${pending} is pending` };
}

function terminal(sentence: string): ExecutorError {
  return { lasting: 'terminal', sentence };
}

function versionAt({ VersionIdsToStages = {} }: DescribeSecretResponse, stage: string): string | null {
  return Object.entries(VersionIdsToStages).find(([, names]) => names.includes(stage))?.[0] ?? null;
}
