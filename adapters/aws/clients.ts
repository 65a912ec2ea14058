import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient, type IAMClientConfig } from '@aws-sdk/client-iam';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { sessionTag } from '../../contract/permissions.ts';
import type { AccountId, Region } from '../../core/model/brand.ts';
import { tallied } from './call-tally.ts';
import { sessionCredentials } from './session-credentials.ts';
import { type SignedCaller, signedCaller, type Transport } from './signed-call.ts';

/** SDK clients by account. */
export interface Clients {
  iam(accountId: AccountId): Promise<IAMClient>;
  secrets(accountId: AccountId, region: Region): Promise<SecretsManagerClient>;
  events(accountId: AccountId, region: Region): Promise<EventBridgeClient>;
  rolesAnywhere(accountId: AccountId, region: Region): Promise<SignedCaller>;
  /** With the caller's own credentials, whose account must be the one that administers Identity Center. */
  identityCenter(accountId: AccountId, region: Region): Promise<SSOAdminClient>;
}

export interface ClientsOptions {
  /** The role to assume in each account; null to act with the caller's own credentials, in the caller's own account only. */
  readonly memberRole: string | null;
  /** Names the session in CloudTrail. */
  readonly sessionName: string;
  /** Stays with the session through every further role, and is its tag; the role's trust must allow both. */
  readonly sourceIdentity?: string;
  /** ARNs that the session may touch, out of what the role may; absent for all of them. */
  readonly only?: readonly string[];
  /** What the SDK would find by itself: region, credentials, request handler. `AWS_ENDPOINT_URL` is honoured by the SDK. */
  readonly sdk?: Pick<IAMClientConfig, 'region' | 'profile' | 'credentials' | 'requestHandler'>;
}

/** As short as STS allows: a responder's session is not worth stealing. */
const sessionSeconds = 900;

export class WrongAccount extends Error {
  override readonly name = 'WrongAccount';
}

export function awsClients({ memberRole, sessionName, sourceIdentity, only, sdk = {} }: ClientsOptions): Clients {
  const config = configOf(sdk);
  const sts = tallied(new STSClient(config));
  const known = new Map<string, Promise<unknown>>();

  /** What a client of that account is made with. */
  async function configFor(accountId: AccountId): Promise<typeof config> {
    if (memberRole === null) return ownConfig(accountId);
    const session = { sessionName, sourceIdentity, policy: only && sessionPolicy(only) };
    return { ...config, credentials: () => assume(sts, accountId, memberRole, session) };
  }

  async function ownConfig(accountId: AccountId): Promise<typeof config> {
    const { Account } = await sts.send(new GetCallerIdentityCommand({}));
    if (Account === accountId) return config;
    throw new WrongAccount(
      `these AWS credentials belong to account ${Account}, the credential to act on belongs to ${accountId}: use credentials of that account`,
    );
  }

  function once<T>(key: string, make: () => Promise<T>): Promise<T> {
    const client = (known.get(key) as Promise<T> | undefined) ?? make();
    known.set(key, client);
    // fails toward: asking again, so that one failure is not remembered for ever
    client.catch(() => known.delete(key));
    return client;
  }

  return {
    iam: (accountId) => once(accountId, async () => tallied(new IAMClient(await configFor(accountId)), accountId)),
    secrets: (accountId, region) =>
      once(`${accountId} ${region}`, async () =>
        tallied(new SecretsManagerClient({ ...(await configFor(accountId)), region }), accountId),
      ),
    events: (accountId, region) =>
      once(`events ${accountId} ${region}`, async () => {
        return tallied(new EventBridgeClient({ ...(await configFor(accountId)), region }), accountId);
      }),
    rolesAnywhere: (accountId, region) =>
      once(`anywhere ${accountId} ${region}`, async () => {
        const own = await configFor(accountId);
        // An IAM client knows how to find the credentials, wherever they are kept.
        const { credentials } = new IAMClient(own).config;
        const transport = own.requestHandler as Transport | undefined;
        return signedCaller({
          service: 'rolesanywhere',
          region,
          credentials: () => credentials(),
          ...(transport !== undefined && { transport }),
        });
      }),
    identityCenter: (accountId, region) =>
      once(`sso ${accountId} ${region}`, async () =>
        tallied(new SSOAdminClient({ ...(await ownConfig(accountId)), region }), accountId),
      ),
  };
}

/**
 * Opens a session in an account's role as `awsClients` does, and drops it: the session may do nothing. Throws what STS
 * throws where it cannot be opened.
 */
export function roleTrial({
  memberRole,
  sessionName,
  sourceIdentity,
  sdk = {},
}: ClientsOptions & { memberRole: string }) {
  const sts = tallied(new STSClient(configOf(sdk)));
  return async (accountId: AccountId): Promise<void> => {
    await assume(sts, accountId, memberRole, { sessionName, sourceIdentity, policy: nothing });
  };
}

/** Whoever calls retries with the desired state read afresh, so the SDK must not retry behind their back. */
function configOf(sdk: NonNullable<ClientsOptions['sdk']>) {
  return { region: 'us-east-1', ...sdk, maxAttempts: 1 };
}

type Session = Pick<ClientsOptions, 'sessionName'> & {
  readonly sourceIdentity: string | undefined;
  /** What it may do at most, out of what the role may. */
  readonly policy: string | undefined;
};

async function assume(
  sts: STSClient,
  accountId: AccountId,
  role: string,
  { sessionName, sourceIdentity, policy }: Session,
) {
  const answer = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:${partitionOf(await sts.config.region())}:iam::${accountId}:role/${role}`,
      RoleSessionName: sessionName,
      DurationSeconds: sessionSeconds,
      ...(sourceIdentity !== undefined && {
        SourceIdentity: sourceIdentity,
        Tags: [{ Key: sessionTag, Value: sourceIdentity }],
      }),
      ...(policy !== undefined && { Policy: policy }),
    }),
  );
  return sessionCredentials(answer, `${role} in ${accountId}`);
}

/** What the session may do at most: whatever the role may, to these alone. */
function sessionPolicy(only: readonly string[]): string {
  const statement = { Effect: 'Allow', Action: '*', Resource: only };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

const nothing = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] });

/** The partition that a Region is in: roles of one cannot be named in another. */
function partitionOf(region: string): string {
  const [, partition] = partitions.find(([prefix]) => region.startsWith(prefix)) ?? [];
  return partition ?? 'aws';
}

const partitions = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-isob-', 'aws-iso-b'],
  ['us-iso-', 'aws-iso'],
  ['eusc-', 'aws-eusc'],
] as const;
