import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ownRolePrefix } from '../contract/permissions.ts';
import { accepted } from './accepted.ts';
import type { OrganizationGiven } from './organization.ts';

/** A bucket that a trail writes to. */
export interface TrailGiven {
  readonly name: string;
  /** `audit/logs/`, see `TrailPlace`. */
  readonly prefix: string;
  /** As cdk-nag shows the name. */
  readonly shown: string;
}

/** A trail of all Regions, of the organisation where there is one, for whoever has none yet; its bucket tells of each file. */
export class Trail extends Construct {
  readonly bucket: Bucket;
  readonly given: TrailGiven;

  constructor(scope: Construct, id: string, organization: OrganizationGiven | null) {
    super(scope, id);
    const { partition, region, account } = Stack.of(this);
    // A trail of all Regions shows in each of them under its name, so the one where it was made is part of it.
    const trailName = `${ownRolePrefix}trail-${region}`;
    this.bucket = new Bucket(this, 'Logs', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(365) }],
      // Evidence outlives whoever collected it.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // The CDK's own way to this is a function of its own with rights on every bucket.
    const plain = this.bucket.node.defaultChild as CfnBucket;
    plain.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    this.given = { name: this.bucket.bucketName, prefix: '', shown: `<${Stack.of(this).getLogicalId(plain)}>` };
    accepted(this.bucket, 'S1', 'Who reads the log files is in CloudTrail itself.');
    const writes = (actions: string[], resources: string[], conditions: Record<string, string>) =>
      this.bucket.addToResourcePolicy(
        new PolicyStatement({
          actions,
          resources,
          principals: [new ServicePrincipal('cloudtrail.amazonaws.com')],
          conditions: {
            StringEquals: {
              'aws:SourceArn': `arn:${partition}:cloudtrail:${region}:${account}:trail/${trailName}`,
              ...conditions,
            },
          },
        }),
      );
    writes(['s3:GetBucketAcl'], [this.bucket.bucketArn], {});
    const folders = [account, ...(organization === null ? [] : [organization.id])];
    writes(
      ['s3:PutObject'],
      folders.map((folder) => this.bucket.arnForObjects(`AWSLogs/${folder}/*`)),
      { 's3:x-amz-acl': 'bucket-owner-full-control' },
    );
    const trail = new CfnTrail(this, 'Trail', {
      trailName,
      s3BucketName: this.bucket.bucketName,
      isLogging: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      isOrganizationTrail: organization !== null,
    });
    const policy = this.bucket.policy;
    if (policy !== undefined) trail.node.addDependency(policy);
  }
}
