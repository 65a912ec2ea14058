import {
  GetBucketLocationCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
} from '@aws-sdk/client-s3';
import { ok, type Result } from '../../../core/model/result.ts';
import { attempt } from './attempt.ts';
import type { DeploymentClients } from './clients.ts';

/** How a bucket that is there already tells of new files. */
export interface TrailBucketFacts {
  readonly region: string;
  /** Whether EventBridge hears of each new file. */
  readonly tellsEventBridge: boolean;
  /** Topics, queues and functions that hear of new files, too; theirs is not touched. */
  readonly others: number;
}

/** Null where there is no such bucket; the error is AWS's word on why it cannot be looked at. */
export async function readTrailBucket(
  Bucket: string,
  ExpectedBucketOwner: string,
  { s3 }: Pick<DeploymentClients, 's3'>,
): Promise<Result<TrailBucketFacts | null, string>> {
  const place = await attempt(s3.send(new GetBucketLocationCommand({ Bucket, ExpectedBucketOwner })));
  if (!place.ok || place.value === null) return place.ok ? ok(null) : place;
  const region = regionOf(place.value.LocationConstraint ?? '');
  if (region !== (await s3.config.region())) return ok({ region, tellsEventBridge: false, others: 0 });
  const read = await attempt(notificationsOf(Bucket, ExpectedBucketOwner, s3));
  if (!read.ok || read.value === null) return read.ok ? ok(null) : read;
  const { EventBridgeConfiguration, ...others } = read.value;
  const count = [others.TopicConfigurations, others.QueueConfigurations, others.LambdaFunctionConfigurations]
    .map((all) => all?.length ?? 0)
    .reduce((sum, one) => sum + one, 0);
  return ok({ region, tellsEventBridge: EventBridgeConfiguration !== undefined, others: count });
}

/**
 * Lets EventBridge hear of each new file, beside whoever does already. S3 only knows the whole configuration, so that it
 * is read just before; its other destinations are not tried anew. Throws the SDK's error.
 */
export async function tellEventBridge(
  Bucket: string,
  ExpectedBucketOwner: string,
  { s3 }: Pick<DeploymentClients, 's3'>,
): Promise<void> {
  const NotificationConfiguration = {
    ...(await notificationsOf(Bucket, ExpectedBucketOwner, s3)),
    EventBridgeConfiguration: {},
  };
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      ExpectedBucketOwner,
      NotificationConfiguration,
      SkipDestinationValidation: true,
    }),
  );
}

async function notificationsOf(Bucket: string, ExpectedBucketOwner: string, s3: DeploymentClients['s3']) {
  const asked = new GetBucketNotificationConfigurationCommand({ Bucket, ExpectedBucketOwner });
  const { $metadata: _, ...found } = await s3.send(asked);
  return found;
}

/** Buckets of the first Regions have older names for them. */
function regionOf(constraint: string): string {
  if (constraint === '') return 'us-east-1';
  return constraint === 'EU' ? 'eu-west-1' : constraint;
}
