import { AccountClient } from '@aws-sdk/client-account';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { inspectPermissions } from '../../../contract/permissions.ts';
import type { AccountId } from '../../../core/model/brand.ts';
import { tallied } from '../call-tally.ts';
import { sessionCredentials } from '../session-credentials.ts';
import { type SignedCaller, signedCaller, type Transport } from '../signed-call.ts';
import { openReach, patiently, type Reach, type SdkOptions } from './reach.ts';

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
  readonly sdk?: SdkOptions;
}

/** The caller's own credentials, and the sessions that they open in other accounts. */
export interface Sessions extends Reach {
  /** Throws where the role cannot be assumed. */
  open(accountId: AccountId): Promise<AccountSession>;
}

/** Whatever the role may do elsewhere, a session of a sweep can only read: STS allows what both allow. */
const readOnly = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: inspectPermissions, Resource: '*' }],
});

const sessionSeconds = 3_600;

export function sweepSessions({ roleName, ownToo = false, sdk = {} }: SessionsOptions): Sessions {
  const config = patiently(sdk);
  const { sts, ...reach } = openReach(sdk);

  async function open(accountId: AccountId): Promise<AccountSession> {
    const me = await reach.caller();
    const own = accountId === me.accountId && !ownToo;
    const role = `arn:${me.partition}:iam::${accountId}:role/${roleName}`;
    const session = own ? config : { ...config, credentials: await assume(sts, role) };
    const iam = tallied(new IAMClient(session), accountId);
    const account = tallied(new AccountClient(session), accountId);
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
      secrets: regional((region) => tallied(new SecretsManagerClient({ ...session, region }), accountId)),
      parameters: regional((region) => tallied(new SSMClient({ ...session, region }), accountId)),
      events: regional((region) => tallied(new EventBridgeClient({ ...session, region }), accountId)),
      trails: regional((region) => tallied(new CloudTrailClient({ ...session, region }), accountId)),
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

  return { ...reach, open };
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
