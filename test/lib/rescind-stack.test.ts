import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterAll, beforeAll, expect, it } from 'vitest';
import flags from '../../cdk.json' with { type: 'json' };
import { envNames } from '../../contract/env.ts';
import { memoryTable } from '../../contract/tables.ts';
import { buildFunctions } from '../../functions/build.ts';
import { RescindStack } from '../../lib/rescind-stack.ts';

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

let bundles: string;
let template: Template;

beforeAll(async () => {
  bundles = mkdtempSync(join(tmpdir(), 'rescind-bundles-'));
  await buildFunctions(bundles);
  const app = new App({ context: flags.context, outdir: join(bundles, 'cdk.out') });
  const stack = new RescindStack(app, 'Rescind', { bundles });
  template = Template.fromStack(stack);
});
afterAll(() => rmSync(bundles, { recursive: true }));

function resources(): Resource[] {
  return Object.values(template.toJSON().Resources);
}

function statementsOfRoles(): Statement[] {
  return resources()
    .filter(({ Type }) => Type === 'AWS::IAM::Policy')
    .flatMap(({ Properties }) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement);
}

it('hears AWS only, of all management calls, read-only ones too', () => {
  template.hasResourceProperties('AWS::Events::Rule', {
    State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    EventPattern: { source: [{ prefix: 'aws.' }], 'detail-type': Match.arrayWith(['AWS API Call via CloudTrail']) },
  });
});

it('sets a message aside after three tries, and tells of it', () => {
  template.hasResourceProperties('AWS::SQS::Queue', {
    RedrivePolicy: { maxReceiveCount: 3, deadLetterTargetArn: Match.anyValue() },
    VisibilityTimeout: 180,
  });
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
  const metrics = template.findResources('AWS::CloudWatch::Alarm');
  expect(
    Object.values(metrics)
      .map(({ Properties }) => Properties.MetricName)
      .sort(),
  ).toEqual(['ApproximateAgeOfOldestMessage', 'ApproximateNumberOfMessagesVisible']);
});

it('keeps its memory: every point in time can be restored, and deleting the stack leaves the table', () => {
  template.hasResource('AWS::DynamoDB::GlobalTable', {
    DeletionPolicy: 'Retain',
    Properties: {
      TimeToLiveSpecification: { AttributeName: memoryTable.expires, Enabled: true },
      KeySchema: [{ AttributeName: memoryTable.key, KeyType: 'HASH' }],
      Replicas: [Match.objectLike({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } })],
    },
  });
});

it('gives the function what its code reads', () => {
  const functions = template.findResources('AWS::Lambda::Function');
  expect(
    Object.values(functions).map(({ Properties }) => Object.keys(Properties.Environment.Variables).sort()),
  ).toEqual([Object.values(envNames.observe).sort()]);
  template.hasResourceProperties('AWS::Lambda::Function', { Runtime: 'nodejs24.x', Architectures: ['arm64'] });
  template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
});

it('may read and write its memory, its queue, its log and its bus, and nothing else', () => {
  const statements = statementsOfRoles();
  const actions = statements.flatMap(({ Action }) => Action).sort();
  expect(actions).toEqual([
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'events:PutEvents',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'sqs:ChangeMessageVisibility',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    'sqs:ReceiveMessage',
  ]);
  expect(statements.filter(({ Resource }) => Resource === '*')).toEqual([]);
});

it('has nothing in it that the shape does not show', () => {
  const counts: Record<string, number> = {};
  for (const { Type } of resources()) counts[Type] = (counts[Type] ?? 0) + 1;
  expect(Object.fromEntries(Object.entries(counts).sort())).toMatchInlineSnapshot(`
    {
      "AWS::CloudWatch::Alarm": 2,
      "AWS::DynamoDB::GlobalTable": 1,
      "AWS::Events::EventBus": 1,
      "AWS::Events::Rule": 1,
      "AWS::IAM::Policy": 1,
      "AWS::IAM::Role": 1,
      "AWS::Lambda::EventSourceMapping": 1,
      "AWS::Lambda::Function": 1,
      "AWS::Logs::LogGroup": 1,
      "AWS::SQS::Queue": 2,
      "AWS::SQS::QueuePolicy": 2,
    }
  `);
});

it('passes the checks of cdk-nag and of the CDK itself, which would see a fault', () => {
  expect(() => checked()).not.toThrow();
  expect(() => checked((stack) => new Bucket(stack, 'Open'))).toThrow('AwsSolutions-S10');
});

/** Synthesizes under the checks, which throw what they find. */
function checked(plant: (stack: RescindStack) => void = () => {}): void {
  const app = new App({ context: flags.context, outdir: mkdtempSync(join(bundles, 'checked-')) });
  plant(new RescindStack(app, 'Rescind', { bundles }));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
}
