import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { STSClient } from '@aws-sdk/client-sts';
import { type Credentials, SimulatedAws } from '../../../simulator/aws/simulated-aws.ts';

export const home = '111111111111';
export const away = '222222222222';

/** Two accounts of one organisation, and a clock that stands until it is moved. */
export function simulation() {
  const clock = { at: Date.UTC(2026, 10, 24, 12), now: () => clock.at };
  const aws = new SimulatedAws({
    clock,
    signingClock: { now: () => Date.now() },
    accounts: [{ id: home }, { id: away }],
    managementAccountId: home,
  });
  return { aws, clock, ...clientsOf(aws, aws.administrator(home)) };
}

/** SDK clients that try once: a retry would really sleep. */
export function clientsOf(aws: Pick<SimulatedAws, 'requestHandler'>, credentials: Credentials) {
  const config = { region: 'us-east-1', credentials, requestHandler: aws.requestHandler(), maxAttempts: 1 };
  return {
    iam: new IAMClient(config),
    sts: new STSClient(config),
    secrets: new SecretsManagerClient(config),
    organizations: new OrganizationsClient(config),
  };
}

/** A bucket with these keys, each of a text that names it, and the SDK's own client on it. */
export function bucketOf(name: string, keys: readonly string[]): S3Client {
  const { aws } = simulation();
  const { buckets, objects } = aws.account(home).deployed;
  buckets.set(name, { region: 'us-east-1', notifications: '' });
  for (const key of keys) objects.set(`${name}/${key}`, `of ${key}`);
  const credentials = aws.administrator(home);
  const config = { region: 'us-east-1', credentials, requestHandler: aws.requestHandler(), maxAttempts: 1 };
  return new S3Client({ ...config, forcePathStyle: true });
}

export function policyText(...statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

export function trustText(...principals: string[]): string {
  return policyText({ Effect: 'Allow', Principal: { AWS: principals }, Action: 'sts:AssumeRole' });
}

export const allowAll = policyText({ Effect: 'Allow', Action: '*', Resource: '*' });
export const denyAll = policyText({ Effect: 'Deny', Action: '*', Resource: '*' });

/** Leaves every account that Region alone: what is asked in each is asked once. */
export function inOneRegion({ world }: SimulatedAws, region = 'us-east-1'): void {
  for (const { regions } of world.accounts.values()) {
    for (const one of regions.keys()) if (one !== region) regions.delete(one);
  }
}
