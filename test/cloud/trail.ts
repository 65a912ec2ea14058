import type { Resource } from '../../simulator/aws/cloudformation/template.ts';
import { letsServiceIn } from './lets-service-in.ts';

/**
 * The bucket of the trail that a template makes, where that trail logs and the bucket's policy lets CloudTrail write the file, as CloudTrail
 * signs it; throws otherwise. `queues`: whom the bucket tells of it, by their ARNs; throws where one does not let it in.
 */
export function trailIn(
  resources: readonly Resource[],
  accountId: string,
  path: string,
): { readonly bucket: string; readonly queues: readonly string[] } {
  const trail = resources.find(({ type }) => type === 'AWS::CloudTrail::Trail');
  const bucket = resources.find(
    ({ type, ref }) => type === 'AWS::S3::Bucket' && ref === trail?.properties.S3BucketName,
  );
  if (trail === undefined || bucket === undefined) throw new Error('the template makes no trail with its bucket');
  if (trail.properties.IsLogging !== true) throw new Error('the trail logs nothing');
  const own = resources.find(
    ({ type, properties }) => type === 'AWS::S3::BucketPolicy' && properties.Bucket === bucket.ref,
  );
  const context = {
    'aws:sourcearn': trail.arn,
    'aws:securetransport': 'true',
    's3:x-amz-acl': 'bucket-owner-full-control',
  };
  const call = { service: 'cloudtrail', action: 's3:PutObject', resource: `${bucket.arn}/${path}`, accountId, context };
  if (!letsServiceIn(JSON.stringify(own?.properties.PolicyDocument), 'resource', call))
    throw new Error(`CloudTrail may not write ${path}`);
  return { bucket: bucket.ref, queues: toldOf(resources, bucket, accountId, path) };
}

interface Told {
  readonly Event: string;
  readonly Queue: string;
  readonly Filter?: {
    readonly S3Key: { readonly Rules: readonly { readonly Name: string; readonly Value: string }[] };
  };
}

/** The queues that a bucket tells of what is written at a path, or of itself where no path is given. */
export function toldOf(
  resources: readonly Resource[],
  bucket: Resource,
  accountId: string,
  path: string | null = null,
): readonly string[] {
  const { QueueConfigurations = [] } = Object(bucket.properties.NotificationConfiguration) as {
    QueueConfigurations?: readonly Told[];
  };
  return QueueConfigurations.flatMap(({ Event, Queue, Filter }) => {
    if (Event !== 's3:ObjectCreated:*') throw new Error(`${Event} is not known here`);
    const rules = Filter?.S3Key.Rules ?? [];
    const strange = rules.find(({ Name }) => Name !== 'suffix');
    if (strange !== undefined) throw new Error(`a filter by ${strange.Name} is not known here`);
    if (path !== null && !rules.every(({ Value }) => path.endsWith(Value))) return [];
    const ref = resources.find(({ arn }) => arn === Queue)?.ref;
    const own = resources.find(
      ({ type, properties }) =>
        type === 'AWS::SQS::QueuePolicy' && (properties.Queues as readonly unknown[]).includes(ref),
    );
    const context = { 'aws:sourceaccount': accountId, 'aws:sourcearn': bucket.arn, 'aws:securetransport': 'true' };
    const call = { service: 's3', action: 'sqs:SendMessage', resource: Queue, accountId, context };
    if (!letsServiceIn(JSON.stringify(own?.properties.PolicyDocument), 'resource', call))
      throw new Error(`S3 may not send to ${Queue}`);
    return [Queue];
  });
}
