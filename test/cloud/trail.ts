import type { Resource } from '../../simulator/aws/cloudformation/template.ts';
import { parsePolicy } from '../../simulator/aws/policy/document.ts';
import { evaluate } from '../../simulator/aws/policy/evaluate.ts';

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
  const document = parsePolicy(JSON.stringify(own?.properties.PolicyDocument), 'resource');
  if (!document.ok) throw new Error('the bucket’s policy cannot be read');
  const request = {
    action: 's3:PutObject',
    resource: `${bucket.arn}/${path}`,
    principal: { accountId: '', arn: '', sessionArn: null, outside: 'Service:cloudtrail.amazonaws.com' },
    context: new Map([
      ['aws:sourcearn', trail.arn],
      ['aws:securetransport', 'true'],
      ['s3:x-amz-acl', 'bucket-owner-full-control'],
    ]),
  };
  const resource = { policy: { name: 'its bucket policy', document: document.value }, accountId, required: true };
  const { decision } = evaluate(request, { identity: [], limits: [], resource });
  if (decision !== 'allowed') throw new Error(`CloudTrail may not write ${path}`);
  const { EventBridgeConfiguration } = Object(bucket.properties.NotificationConfiguration);
  return { bucket: bucket.ref, tells: EventBridgeConfiguration?.EventBridgeEnabled === true };
}
