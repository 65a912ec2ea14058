import { AccountClient } from '@aws-sdk/client-account';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient, type IAMClientConfig } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { inspectPermissions } from '../../../contract/permissions.ts';
import { arnPart } from '../../../core/intake/fields.ts';
import type { AccountId } from '../../../core/model/brand.ts';
import { sessionCredentials } from '../session-credentials.ts';
import { type SignedCaller, signedCaller, type Transport } from '../signed-call.ts';

/** Clients that read one account. */
export interface AccountSession {
  readonly accountId: AccountId;
  readonly iam: IAMClient;
  readonly account: AccountClient;
  /** Each made once, and closed with the session. */
  secrets(region: string): SecretsManagerClient;
  parameters(region: string): SSMClient;
  events(region: string): EventBridgeClient;
  trails(region: string): CloudTrailClient;
  rolesAnywhere(region: string): SignedCaller;
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
    const opened = [iam, account] as { destroy(): void }[];
    function regional<T extends { destroy(): void }>(make: (region: string) => T): (region: string) => T {
      const known = new Map<string, T>();
      return (region) => {
        const client = known.get(region) ?? make(region);
        if (!known.has(region)) opened.push(client);
        known.set(region, client);
        return client;
      };
    }
    return {
      accountId,
      iam,
      account,
      secrets: regional((region) => new SecretsManagerClient({ ...session, region })),
      parameters: regional((region) => new SSMClient({ ...session, region })),
      events: regional((region) => new EventBridgeClient({ ...session, region })),
      trails: regional((region) => new CloudTrailClient({ ...session, region })),
      rolesAnywhere: (region) =>
        signedCaller({
          service: 'rolesanywhere',
          region,
          credentials: () => iam.config.credentials(),
          ...(sdk.requestHandler !== undefined && { transport: sdk.requestHandler as Transport }),
        }),
      close() {
        for (const client of opened) client.destroy();
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
