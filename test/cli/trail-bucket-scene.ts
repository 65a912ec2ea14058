import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import type { DeploymentClients } from '../../adapters/aws/deployment/clients.ts';
import type { Credentials, SimulatedAws } from '../../simulator/aws/simulated-aws.ts';
import type { Trail } from '../../simulator/aws/state/beside-iam.ts';
import { clientsOf, home, policyText, simulation } from '../simulator/aws/simulation.ts';

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
      const { iam } = clientsOf(aws, aws.administrator(home));
      await iam.send(new CreateUserCommand({ UserName: 'newcomer' }));
      const PolicyDocument = policyText({ Effect: 'Allow', Action: actions, Resource: '*' });
      await iam.send(new PutUserPolicyCommand({ UserName: 'newcomer', PolicyName: 'some', PolicyDocument }));
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'newcomer' }));
      return of({ accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' });
    },
  };
}
