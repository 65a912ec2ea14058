import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { PolicyStatement, type Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { CfnQueuePolicy, Queue } from 'aws-cdk-lib/aws-sqs';
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
  /** ARN of the key of whoever owns the bucket that its files are encrypted with; null where S3's own is. */
  readonly key: string | null;
  /** Lets the bucket itself tell a queue of each log file; null for one of somebody else's, whose notifications are theirs. */
  readonly tell: ((queue: Queue) => void) | null;
}

/** How the name of a trail's file ends. */
export const logFiles = '.json.gz';

/** Where the folders of a trail's accounts are, and an organisation's: under whatever there may be where no prefix is named. */
function logsIn({ prefix }: Pick<TrailGiven, 'prefix'>, escaped: string): string {
  if (prefix === '') return '*AWSLogs/';
  // CloudTrail lets a star stand in a prefix; in a pattern it would be any text.
  const named = prefix.replaceAll('*', () => escaped);
  return /(?:^|\/)AWSLogs\/$/.test(prefix) ? named : `${named}AWSLogs/`;
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: as IAM writes a plain star
const iamStar = '${*}';

/** The keys of a trail's files, as a rule of EventBridge asks for them: what else is in the bucket wakes nobody. */
export function keysOf(trail: Pick<TrailGiven, 'prefix'>): { readonly wildcard: string } {
  return { wildcard: `${logsIn(trail, '\\*')}*${logFiles}` };
}

/** To list what is under the prefix; in all of the bucket where none is named, since the trail has to be looked for there. */
export function letList(role: Role, { name, prefix }: Pick<TrailGiven, 'name' | 'prefix'>): void {
  const under = { StringLike: { 's3:prefix': `${prefix.replaceAll('*', () => iamStar)}*` } };
  role.addToPolicy(
    new PolicyStatement({
      actions: ['s3:ListBucket'],
      resources: [`arn:${Stack.of(role).partition}:s3:::${name}`],
      ...(prefix !== '' && { conditions: under }),
    }),
  );
}

/** To read a trail's files, and nothing else that is kept beside them; where a key encrypts them, it may be used by way of S3 alone. */
export function letReadFiles(role: Role, trail: TrailGiven): void {
  const { name, shown, key } = trail;
  const { partition, region } = Stack.of(role);
  const files = `${logsIn(trail, iamStar)}*/CloudTrail/*`;
  role.addToPolicy(
    new PolicyStatement({ actions: ['s3:GetObject'], resources: [`arn:${partition}:s3:::${name}/${files}`] }),
  );
  accepted(
    role,
    `IAM5[Resource::arn:<AWS::Partition>:s3:::${shown}/${files}]`,
    'A trail names a new object for each file, in a folder for each account.',
  );
  if (key === null) return;
  const conditions = { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } };
  role.addToPolicy(new PolicyStatement({ actions: ['kms:Decrypt'], resources: [key], conditions }));
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
    const plain = this.bucket.node.defaultChild as CfnBucket;
    this.given = {
      name: this.bucket.bucketName,
      prefix: 'AWSLogs/',
      shown: `<${Stack.of(this).getLogicalId(plain)}>`,
      key: null,
      tell: (queue) => tell(plain, queue),
    };
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

/**
 * Without EventBridge between them, which charges for what S3 tells by it: more than all else, where files are small. The CDK's own
 * way is a function of its own with rights on every bucket.
 */
function tell(bucket: CfnBucket, queue: Queue): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      actions: ['sqs:SendMessage'],
      principals: [new ServicePrincipal('s3.amazonaws.com')],
      resources: [queue.queueArn],
      // Which bucket it is cannot be said: S3 tries the policy when it makes the bucket, and the name is known after that. What
      // comes from another of the account's buckets is refused by whoever reads it.
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(bucket).account } },
    }),
  );
  bucket.notificationConfiguration = {
    queueConfigurations: [
      {
        event: 's3:ObjectCreated:*',
        queue: queue.queueArn,
        filter: { s3Key: { rules: [{ name: 'suffix', value: logFiles }] } },
      },
    ],
  };
  bucket.addResourceDependency(queue.node.findChild('Policy').node.defaultChild as CfnQueuePolicy);
}
