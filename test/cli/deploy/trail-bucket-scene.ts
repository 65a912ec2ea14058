import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import type { DeploymentClients } from '../../../adapters/aws/deployment/clients.ts';
import { bytesOf } from '../../../cli/deploy/trail/volume.ts';
import type { Credentials, SimulatedAws } from '../../../simulator/aws/simulated-aws.ts';
import type { Trail } from '../../../simulator/aws/state/beside-iam.ts';
import { clientsOf, home, policyText, simulation } from '../../simulator/aws/simulation.ts';

export interface LogScene {
  readonly aws: SimulatedAws;
  readonly clients: DeploymentClients;
  /** Puts a file of so many bytes into the bucket. */
  lay(key: string, bytes?: number): void;
  /** Lets a trail of this account write there. */
  trail(given?: Partial<Trail>): void;
  /** Of somebody who may do these things alone. */
  clientsOfWhoMay(...actions: readonly string[]): Promise<DeploymentClients>;
}

/** An account with a bucket `logs`, which is empty. */
export function logScene(): LogScene {
  const { aws } = simulation();
  const { deployed, state } = aws.account(home);
  deployed.buckets.set('logs', { region: 'us-east-1', notifications: '' });
  const of = (credentials: Credentials) => {
    const config = { region: 'us-east-1', credentials, requestHandler: aws.requestHandler(), maxAttempts: 1 };
    const s3 = new S3Client({ ...config, forcePathStyle: true });
    const clients = { s3, cloudtrail: new CloudTrailClient(config), cloudwatch: new CloudWatchClient(config) };
    return clients as unknown as DeploymentClients;
  };
  return {
    aws,
    clients: of(aws.administrator(home)),
    lay: (key, bytes = 1) => void deployed.objects.set(`logs/${key}`, 'x'.repeat(bytes)),
    trail: (given = {}) => {
      const usual = { arn: 'all', name: 'all-accounts', homeRegion: 'us-east-1', bucket: 'logs' };
      const flags = { everyRegion: true, isLogging: true, dataEvents: false, isOfOrganization: true };
      const made: Trail = { ...usual, ...flags, ...given };
      state.latest.beside.trails.set(made.arn, made);
    },
    async clientsOfWhoMay(...actions) {
      return of(await whoMay(aws, home, ...actions));
    },
  };
}

/** The credentials of a new user who may do these things alone. Whoever looks at the journal finds it empty. */
export async function whoMay(
  aws: SimulatedAws,
  accountId: string,
  ...actions: readonly string[]
): Promise<Credentials> {
  const { iam } = clientsOf(aws, aws.administrator(accountId));
  await iam.send(new CreateUserCommand({ UserName: 'newcomer' }));
  const PolicyDocument = policyText({ Effect: 'Allow', Action: actions, Resource: '*' });
  await iam.send(new PutUserPolicyCommand({ UserName: 'newcomer', PolicyName: 'some', PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'newcomer' }));
  aws.journal.length = 0;
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
}

/** Log files of two hundred events each, by key, and what they take. */
export function filesOfYesterday(many: number): readonly (readonly [string, number])[] {
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const folder = `audit/AWSLogs/${home}/CloudTrail/us-east-1/${day.replaceAll('-', '/')}`;
  return Array.from({ length: many }, (_, i) => {
    const stamp = `${day.replaceAll('-', '')}T${String(10 + i)}00Z`;
    return [`${folder}/${home}_CloudTrail_us-east-1_${stamp}_x.json.gz`, bytesOf.file + 200 * bytesOf.event];
  });
}

/** Nobody hears of its files. */
export const nothingTold = '<NotificationConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>';
/** A queue of somebody else’s hears of each file. */
export const queueTold = nothingTold.replace(
  '/>',
  '><QueueConfiguration><Id>siem</Id><Queue>arn:aws:sqs:us-east-1:111111111111:siem</Queue><Event>s3:ObjectCreated:*</Event></QueueConfiguration></NotificationConfiguration>',
);
