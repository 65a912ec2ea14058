import type { Resource } from '../../simulator/aws/cloudformation/template.ts';
import { letsServiceIn } from './lets-service-in.ts';

/**
 * The bucket of the trail that a template makes, where that trail logs and the bucket's policy lets CloudTrail write the file, as CloudTrail
 * signs it; throws otherwise. `tells`: whether EventBridge hears of files in it.
 */
export function trailIn(
  resources: readonly Resource[],
  accountId: string,
  path: string,
): { readonly bucket: string; readonly tells: boolean } {
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
  const { EventBridgeConfiguration } = Object(bucket.properties.NotificationConfiguration);
  return { bucket: bucket.ref, tells: EventBridgeConfiguration?.EventBridgeEnabled === true };
}
