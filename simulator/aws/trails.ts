import { AwsError } from './aws-error.ts';
import { anyResource, type Call, type Operations, read, resourceIn } from './operation.ts';
import { requiredText } from './parameters.ts';
import type { Trail } from './state/beside-iam.ts';

/** What CloudTrail tells of an account's trails. A trail of all Regions shows itself in each of them. */
export const trailOperations: Operations = {
  DescribeTrails: read(anyResource, (call) => ({
    trailList: trailsOf(call)
      .filter(({ homeRegion, everyRegion }) => everyRegion || homeRegion === call.region)
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
    const { arn, dataEvents, selectors, homeRegion } = named(call, 'TrailName');
    // Its shadows in other Regions are not sure to tell: this one never does.
    if (homeRegion !== call.region) throw unknownTrail();
    // A member sees its organisation's trail, and not what that selects.
    const owner = arn.split(':')[4] ?? call.caller.account.id;
    if (owner !== call.caller.account.id) {
      const sentence = `AccountID in ARN is wrong, you can only access resources with AccountID ${call.caller.account.id}.`;
      throw new AwsError('CloudTrailARNInvalidException', 400, sentence);
    }
    const DataResources = dataEvents ? [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] : [];
    const usual = { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources }] };
    return { TrailARN: arn, ...(selectors ?? usual) };
  }),
};

/** Those that were put there, and those of stacks. */
function trailsOf({ state, caller }: Call): Trail[] {
  const { id, deployed } = caller.account;
  const made = deployed.stacks.flatMap(({ region, resources }) =>
    resources
      .filter(({ type, status }) => type === 'AWS::CloudTrail::Trail' && status !== 'DELETE_COMPLETE')
      .map(({ physicalId: name, properties = {} }): Trail => {
        const { IsMultiRegionTrail, IsLogging, IsOrganizationTrail, S3BucketName } = properties;
        return {
          arn: `arn:aws:cloudtrail:${region}:${id}:trail/${name}`,
          name,
          homeRegion: region,
          everyRegion: IsMultiRegionTrail === true,
          isLogging: IsLogging === true,
          dataEvents: false,
          bucket: String(S3BucketName),
          isOfOrganization: IsOrganizationTrail === true,
        };
      }),
  );
  return [...state.beside.trails.values(), ...made];
}

function named(call: Call, field: string): Trail {
  const arn = requiredText(call.parameters, field);
  const trail = trailsOf(call).find((one) => one.arn === arn);
  if (trail === undefined) throw unknownTrail();
  return trail;
}

function unknownTrail(): AwsError {
  return new AwsError('TrailNotFoundException', 400, 'Unknown trail');
}
