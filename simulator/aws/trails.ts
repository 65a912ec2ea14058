import { AwsError } from './aws-error.ts';
import { anyResource, type Call, type Operations, read, resourceIn } from './operation.ts';
import { requiredText } from './parameters.ts';
import type { Trail } from './state/beside-iam.ts';

/** What CloudTrail tells of an account's trails. A trail of all Regions shows itself in each of them. */
export const trailOperations: Operations = {
  DescribeTrails: read(anyResource, ({ state, region }) => ({
    trailList: [...state.beside.trails.values()]
      .filter(({ homeRegion, everyRegion }) => everyRegion || homeRegion === region)
      .map(({ arn, name, homeRegion, everyRegion, bucket, prefix, key, isOfOrganization = false }) => ({
        Name: name,
        TrailARN: arn,
        HomeRegion: homeRegion,
        IsMultiRegionTrail: everyRegion,
        IsOrganizationTrail: isOfOrganization,
        S3BucketName: bucket,
        S3KeyPrefix: prefix,
        KmsKeyId: key,
      })),
  })),
  GetTrailStatus: read(resourceIn('Name'), (call) => ({ IsLogging: named(call, 'Name').isLogging })),
  GetEventSelectors: read(resourceIn('TrailName'), (call) => {
    const { arn, dataEvents } = named(call, 'TrailName');
    const DataResources = dataEvents ? [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] : [];
    return {
      TrailARN: arn,
      EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources }],
    };
  }),
};

function named({ state, parameters }: Call, field: string): Trail {
  const trail = state.beside.trails.get(requiredText(parameters, field));
  if (trail === undefined) throw new AwsError('TrailNotFoundException', 400, 'Unknown trail');
  return trail;
}
