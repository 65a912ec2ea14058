import { AccountClient } from '@aws-sdk/client-account';
import { IAMClient, type IAMClientConfig } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { inspectPermissions } from '../../../contract/permissions.ts';
import { arnPart } from '../../../core/intake/fields.ts';
import type { AccountId } from '../../../core/model/brand.ts';
import { sessionCredentials } from '../session-credentials.ts';

/** Clients that read one account. */
export interface AccountSession {
  readonly accountId: AccountId;
  readonly iam: IAMClient;
  readonly account: AccountClient;
  secrets(region: string): SecretsManagerClient;
  close(): void;
}

export interface SessionsOptions {
  /** Role to assume in every account but the caller's own. */
  readonly roleName: string;
  /** Assumes it in the caller's own account, too: then whoever calls needs no other right there. */
  readonly ownToo?: boolean;
  /** What the SDK would find by itself; `AWS_ENDPOINT_URL` is honoured by the SDK. */
  readonly sdk?: Pick<IAMClientConfig, 'region' | 'credentials' | 'requestHandler' | 'profile'>;
}

export interface Caller {
  readonly accountId: AccountId;
  readonly arn: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
}

/** The caller's own credentials, and the sessions that they open in other accounts. */
export interface Sessions {
  readonly organizations: OrganizationsClient;
  caller(): Promise<Caller>;
  /** Throws where the role cannot be assumed. */
  open(accountId: AccountId): Promise<AccountSession>;
  close(): void;
}

/** Whatever the role may do elsewhere, a session of a sweep can only read: STS allows what both allow. */
const readOnly = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: inspectPermissions, Resource: '*' }],
});

const sessionSeconds = 3_600;

export function sweepSessions({ roleName, ownToo = false, sdk = {} }: SessionsOptions): Sessions {
  // IAM throttles by account and tells nobody its limits: the SDK slows down when it is told to, and speeds up again.
  const config = { region: 'us-east-1', ...sdk, retryMode: 'adaptive', maxAttempts: 10 } as const;
  const sts = new STSClient(config);
  const organizations = new OrganizationsClient(config);
  let known: Promise<Caller> | null = null;

  async function whoami(): Promise<Caller> {
    const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
    return { accountId: Account as AccountId, arn: Arn, partition: arnPart(Arn, 1) };
  }

  function caller(): Promise<Caller> {
    known ??= whoami();
    return known;
  }

  async function open(accountId: AccountId): Promise<AccountSession> {
    const me = await caller();
    const own = accountId === me.accountId && !ownToo;
    const role = `arn:${me.partition}:iam::${accountId}:role/${roleName}`;
    const session = own ? config : { ...config, credentials: await assume(sts, role) };
    const iam = new IAMClient(session);
    const account = new AccountClient(session);
    const secrets = new Map<string, SecretsManagerClient>();
    return {
      accountId,
      iam,
      account,
      secrets(region) {
        const client = secrets.get(region) ?? new SecretsManagerClient({ ...session, region });
        secrets.set(region, client);
        return client;
      },
      close() {
        for (const client of [iam, account, ...secrets.values()]) client.destroy();
      },
    };
  }

  return {
    organizations,
    caller,
    open,
    close: () => {
      sts.destroy();
      organizations.destroy();
    },
  };
}

async function assume(sts: STSClient, RoleArn: string) {
  const answer = await sts.send(
    new AssumeRoleCommand({
      RoleArn,
      RoleSessionName: 'rescind-sweep',
      DurationSeconds: sessionSeconds,
      Policy: readOnly,
    }),
  );
  return sessionCredentials(answer, RoleArn);
}
