import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { orNull } from '../errors.ts';

/** One secret's versions, by their ids and labels. */
export interface KeySecret {
  /** The labels of each version; a version without one is not in it. */
  stages(): Promise<{ readonly rotates: boolean; readonly of: ReadonlyMap<string, readonly string[]> }>;
  /** The text of the version with that label, and that id where one is given; null where there is none. */
  read(stage: string, version?: string): Promise<string | null>;
  /** A new version with that label alone. The same id with another text is an error of AWS's. */
  keep(text: string, stage: string, version?: string): Promise<void>;
  /** Moves a label, or with `to` null takes it away. What was current becomes previous by itself. */
  move(stage: string, from: string | null, to: string | null): Promise<void>;
}

export function keySecret(client: SecretsManagerClient, SecretId: string): KeySecret {
  return {
    async stages() {
      const { RotationEnabled, VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId }));
      return { rotates: RotationEnabled === true, of: new Map(Object.entries(VersionIdsToStages)) };
    },
    async read(VersionStage, VersionId) {
      const found = await orNull(
        client.send(
          new GetSecretValueCommand({ SecretId, VersionStage, ...(VersionId !== undefined && { VersionId }) }),
        ),
      );
      return found?.SecretString ?? null;
    },
    async keep(SecretString, stage, version) {
      await client.send(
        new PutSecretValueCommand({
          SecretId,
          SecretString,
          VersionStages: [stage],
          ...(version !== undefined && { ClientRequestToken: version }),
        }),
      );
    },
    async move(VersionStage, from, to) {
      await client.send(
        new UpdateSecretVersionStageCommand({
          SecretId,
          VersionStage,
          ...(from !== null && { RemoveFromVersionId: from }),
          ...(to !== null && { MoveToVersionId: to }),
        }),
      );
    },
  };
}
