import { IAMClient, type IAMClientConfig } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AccountId } from '../../core/model/brand.ts';

/** SDK clients by account. */
export interface Clients {
  iam(accountId: AccountId): Promise<IAMClient>;
}

export interface ClientsOptions {
  /** The role to assume in each account; null to act with the caller's own credentials, in the caller's own account only. */
  readonly memberRole: string | null;
  /** Names the session in CloudTrail. */
  readonly sessionName: string;
  /** What the SDK would find by itself: region, credentials, request handler. `AWS_ENDPOINT_URL` is honoured by the SDK. */
  readonly sdk?: Pick<IAMClientConfig, 'region' | 'credentials' | 'requestHandler'>;
}

/** As short as STS allows: a responder's session is not worth stealing. */
const sessionSeconds = 900;

export class WrongAccount extends Error {
  override readonly name = 'WrongAccount';
}

export function awsClients({ memberRole, sessionName, sdk = {} }: ClientsOptions): Clients {
  // Whoever calls retries with the desired state read afresh, so the SDK must not retry behind their back.
  const config = { region: 'us-east-1', ...sdk, maxAttempts: 1 };
  const sts = new STSClient(config);
  const known = new Map<AccountId, Promise<IAMClient>>();

  async function own(accountId: AccountId): Promise<IAMClient> {
    const { Account } = await sts.send(new GetCallerIdentityCommand({}));
    if (Account === accountId) return new IAMClient(config);
    throw new WrongAccount(`these credentials are of account ${Account}, the credential to act on is of ${accountId}`);
  }

  async function assumed(accountId: AccountId, role: string): Promise<IAMClient> {
    return new IAMClient({ ...config, credentials: () => assume(sts, accountId, role, sessionName) });
  }

  return {
    iam(accountId) {
      const client = known.get(accountId) ?? (memberRole === null ? own(accountId) : assumed(accountId, memberRole));
      known.set(accountId, client);
      // fails toward: asking again, so that one failure is not remembered for ever
      client.catch(() => known.delete(accountId));
      return client;
    },
  };
}

async function assume(sts: STSClient, accountId: AccountId, role: string, sessionName: string) {
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${accountId}:role/${role}`,
      RoleSessionName: sessionName,
      DurationSeconds: sessionSeconds,
    }),
  );
  if (Credentials?.AccessKeyId === undefined || Credentials.SecretAccessKey === undefined) {
    throw new Error(`STS gave no credentials for ${role} in ${accountId}`);
  }
  return {
    accessKeyId: Credentials.AccessKeyId,
    secretAccessKey: Credentials.SecretAccessKey,
    ...(Credentials.SessionToken !== undefined && { sessionToken: Credentials.SessionToken }),
    ...(Credentials.Expiration !== undefined && { expiration: Credentials.Expiration }),
  };
}
