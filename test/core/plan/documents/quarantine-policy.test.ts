import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { iamAction } from '../../../../core/context/grants/actions/iam-action.ts';
import { knownActions, spelled } from '../../../../core/context/grants/actions/known-actions.ts';
import { matchesGlob } from '../../../../core/model/glob.ts';
import { type DenyDocument, inlineQuota, inlineSize } from '../../../../core/plan/documents/deny-document.ts';
import { pinDocument } from '../../../../core/plan/documents/pin-policy.ts';
import { quarantineDocument } from '../../../../core/plan/documents/quarantine-policy.ts';
import { userSessionsDocument } from '../../../../core/plan/documents/revoke-policy.ts';
import { noNetworks } from '../../../../core/plan/facts.ts';
import { tactics } from '../../../../core/signals/grave-actions.ts';
import { now, office } from '../decisions.ts';
import { passes } from '../judge.ts';

const home = { ...noNetworks, cidrs: [office], vpcs: ['vpc-1'] };
const whole = quarantined(inlineQuota.user);

/** What the signals count as a deed, as IAM names it; beside the grave calls what they are by their words alone, and what a thief does with models, stacks and the account. */
const deeds = [
  ...[...tactics].flatMap(([action, tactic]) => (tactic === 'discovery' ? [] : [action])),
  'backup:StartCopyJob',
  'ec2:CreateVpcPeeringConnection',
  'ec2:ModifyVpcEndpointServicePermissions',
  'events:PutPermission',
  'logs:PutSubscriptionFilter',
  'redshift:AuthorizeDataShare',
  's3:PutBucketEncryption',
  'ses:CreateEmailIdentityPolicy',
  'ses:PutIdentityPolicy',
  'ses:UpdateEmailIdentityPolicy',
  'sns:Subscribe',
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  'bedrock:CallWithBearerToken',
  'bedrock:CreateFoundationModelAgreement',
  'bedrock:DeleteModelInvocationLoggingConfiguration',
  'bedrock:InvokeModel',
  'bedrock:InvokeModelWithResponseStream',
  'bedrock:PutFoundationModelEntitlement',
  'bedrock:PutUseCaseForModelAccess',
  'bedrock-mantle:CreateInference',
  'cloudformation:CreateStack',
  'iam:PassRole',
  'sts:AssumeRole',
  'sts:GetSessionToken',
].map((action) => spelled(iamAction(action)));

const everyday = [
  'athena:StartQueryExecution',
  'autoscaling:DescribeAutoScalingGroups',
  'bedrock:Retrieve',
  'cloudformation:DescribeStacks',
  'cloudwatch:GetMetricData',
  'cloudwatch:PutMetricData',
  'codebuild:StartBuild',
  'config:PutEvaluations',
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:DescribeTable',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
  'ec2:AssignPrivateIpAddresses',
  'ec2:AttachNetworkInterface',
  'ec2:AttachVolume',
  'ec2:CreateNetworkInterface',
  'ec2:CreateSnapshot',
  'ec2:CreateTags',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeInstances',
  'ec2:ModifyNetworkInterfaceAttribute',
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
  'ecr:PutImage',
  'ecs:DescribeTasks',
  'ecs:SubmitTaskStateChange',
  'ecs:UpdateService',
  'eks:AccessKubernetesApi',
  'eks:DescribeCluster',
  'elasticloadbalancing:RegisterTargets',
  'events:PutEvents',
  'firehose:PutRecordBatch',
  'glue:BatchCreatePartition',
  'glue:CreatePartition',
  'glue:GetTable',
  'glue:StartJobRun',
  'kinesis:GetRecords',
  'kinesis:PutRecords',
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'lambda:InvokeFunction',
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'rds-db:connect',
  'rds:DescribeDBInstances',
  'route53:ChangeResourceRecordSets',
  's3:AbortMultipartUpload',
  's3:GetBucketLocation',
  's3:GetObject',
  's3:ListBucket',
  's3:PutObject',
  's3:PutObjectTagging',
  'sagemaker:InvokeEndpoint',
  'securityhub:BatchImportFindings',
  'ses:SendEmail',
  'ses:SendRawEmail',
  'sns:Publish',
  'sqs:DeleteMessage',
  'sqs:ReceiveMessage',
  'sqs:SendMessage',
  'ssm:GetDocument',
  'ssm:UpdateInstanceInformation',
  'ssmmessages:OpenDataChannel',
  'states:SendTaskSuccess',
  'states:StartExecution',
  'sts:GetCallerIdentity',
  'xray:PutTraceSegments',
];

describe('a quarantine on a principal that may do everything', () => {
  it('fits into what IAM lets a user’s inline policies say, with room for a pin beside it', () => {
    expect(pinDocument(home, inlineQuota.user - inlineSize(whole)).ok).toBe(true);
    expect(whole).toEqual(quarantined(inlineQuota.role));
  });

  it('denies every deed that a signal may answer with it', () => {
    expect(deeds.length).toBeGreaterThan(230);
    expect(deeds.filter((action) => passes(whole, { action }))).toEqual([]);
  });

  it('leaves everyday work', () => {
    expect(everyday.filter((action) => !passes(whole, { action }))).toEqual([]);
  });

  it('says nothing for nothing: without any one of its patterns a deed would pass', () => {
    const patterns = patternsOf(whole);
    const idle = patterns.filter((pattern) => {
      const others = patterns.filter((other) => other !== pattern);
      return deeds.every((action) => others.some((other) => matchesGlob(other, action)));
    });
    expect(idle).toEqual([]);
  });

  it('names services and verbs that IAM has', () => {
    const known = knownActions();
    const unheard = patternsOf(whole).filter((pattern) => {
      const actions = known.get(pattern.split(':')[0] ?? '');
      return actions !== undefined && !actions.some(({ action }) => matchesGlob(pattern, action));
    });
    expect(unheard).toEqual([]);
  });

  it('in any less room denies the gravest that fit, never the milder in their place, and leaves room for what may come next', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: inlineQuota.user }), (room) => {
        const made = quarantineDocument(room);
        if (!made.ok) {
          expect(room).toBeLessThan(250);
          return;
        }
        const { document, leftOut } = made.value;
        const kept = patternsOf(document);
        const next = patternsOf(whole)[kept.length];
        expect([...kept, ...leftOut]).toEqual(patternsOf(whole));
        const left = room - inlineSize(document);
        if (passes(document, { action: 'account:CloseAccount' })) expect(left).toBeGreaterThanOrEqual(0);
        else expect([userSessionsDocument(now, noNetworks, left).ok, pinDocument(home, left).ok]).toEqual([true, true]);
        if (next !== undefined) expect(left).toBeLessThan(260 + `,"${next}"`.length);
      }),
    );
    const short = quarantined(250);
    for (const action of [
      'iam:CreateUser',
      'organizations:LeaveOrganization',
      'sts:AssumeRole',
      'cloudtrail:StopLogging',
    ]) {
      expect(passes(short, { action })).toBe(false);
    }
    expect(passes(short, { action: 'ses:VerifyEmailIdentity' })).toBe(true);
  });
});

it('denies what a pin leaves before what a pin denies already, and speaks of that alone', () => {
  const made = quarantineDocument(600, { left: ['s3:*', 'rds:Describe*', 'dynamodb:*Item'] });
  if (!made.ok) throw new Error(made.error);
  const { document, leftOut } = made.value;
  const goesOn = ['s3:DeleteBucket', 'rds:DeleteDBInstance', 'dynamodb:DeleteTable', 'kms:ScheduleKeyDeletion'].filter(
    (action) => passes(document, { action }),
  );
  expect([goesOn, leftOut]).toEqual([['kms:ScheduleKeyDeletion'], []]);
  const without = quarantined(600);
  expect(passes(without, { action: 'dynamodb:DeleteTable' })).toBe(true);
});

function quarantined(room: number): DenyDocument {
  const made = quarantineDocument(room);
  if (!made.ok) throw new Error(made.error);
  return made.value.document;
}

function patternsOf(document: DenyDocument): readonly string[] {
  const [statement] = document.Statement;
  if (statement === undefined || !('Action' in statement)) throw new Error('a quarantine that denies nothing');
  return [statement.Action].flat();
}
