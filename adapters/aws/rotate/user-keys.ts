import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  type IAMClient,
  ListAccessKeysCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import type { Instant } from '../../../core/model/instant.ts';
import type { NewKey } from './key-form.ts';

export interface HeldKey {
  readonly id: string;
  readonly active: boolean;
  readonly createdAt: Instant;
}

/** The access keys of one user. */
export interface UserKeys {
  list(): Promise<readonly HeldKey[]>;
  /** Not to be repeated in the dark: the call may have made a key whose answer was lost. */
  create(): Promise<NewKey>;
  delete(id: string): Promise<void>;
  wasUsed(id: string): Promise<boolean>;
  /** Whom AWS takes the holder of the key for; null where it does not know the key, as in its first seconds. */
  holderOf(key: NewKey): Promise<string | null>;
}

export interface UserKeysOptions {
  readonly iam: IAMClient;
  readonly user: string;
  /** What the SDK would find by itself, but for credentials. */
  readonly sts: Pick<STSClientConfig, 'region' | 'requestHandler'>;
}

export function userKeys({ iam, user: UserName, sts }: UserKeysOptions): UserKeys {
  return {
    async list() {
      const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
      return AccessKeyMetadata.map(({ AccessKeyId = '', Status, CreateDate }) => {
        return { id: AccessKeyId, active: Status === 'Active', createdAt: CreateDate?.getTime() ?? 0 };
      });
    },
    async create() {
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
      const { AccessKeyId, SecretAccessKey } = AccessKey ?? {};
      if (AccessKeyId === undefined || SecretAccessKey === undefined)
        throw new Error('IAM did not return the new access key');
      return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
    },
    async delete(AccessKeyId) {
      await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
    },
    async wasUsed(AccessKeyId) {
      const { AccessKeyLastUsed } = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
      return AccessKeyLastUsed?.LastUsedDate !== undefined;
    },
    async holderOf({ accessKeyId, secretAccessKey }) {
      const client = new STSClient({ ...sts, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 });
      try {
        return (await client.send(new GetCallerIdentityCommand({}))).Arn ?? null;
      } catch (error) {
        // fails toward: another try, then an error of the step
        if (error instanceof Error && error.name.startsWith('InvalidClientTokenId')) return null;
        throw error;
      }
    },
  };
}
