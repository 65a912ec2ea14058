import { expect, it } from 'vitest';
import { templateOf } from '../cli/deploy/deployed-scene.ts';
import { grantsIn, type Statement } from '../cloud/grants.ts';
import { resolveTemplate } from '../cloud/template.ts';

it('one execution that ends with something left rings, with the way to the runbook and what to run first', () => {
  const { Resources } = templateOf({ trailBucket: 'logs' });
  const of = (type: string, part: string) =>
    Object.entries(Resources).filter(([id, { Type }]) => Type === type && id.startsWith(part));
  const [[machine = ''] = []] = of('AWS::StepFunctions::StateMachine', 'Backfill');
  const [[, alarm] = []] = of('AWS::CloudWatch::Alarm', 'BackfillMachineBroken');
  expect(alarm?.Properties).toMatchObject({
    Namespace: 'AWS/States',
    MetricName: 'ExecutionsFailed',
    Dimensions: [{ Name: 'StateMachineArn', Value: { 'Fn::GetAtt': [machine, 'Arn'] } }],
    Statistic: 'Sum',
    // The schedule starts one each hour.
    Period: 3_600,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    AlarmDescription: {
      'Fn::Join': ['', ['See docs/runbook.md#learning. Run first: rescind status --region ', { Ref: 'AWS::Region' }]],
    },
    AlarmActions: [expect.anything()],
  });
});

it('only the learning looks for accounts by the prefix that was named; the bucket is the same to all', () => {
  const { Resources } = templateOf({ trailBucket: 'logs/zz/audit' });
  const ofFunctions = Object.values(Resources).flatMap(({ Properties }) => {
    const { Environment } = Properties as { readonly Environment?: { readonly Variables: Record<string, string> } };
    return Environment?.Variables.RESCIND_TRAIL ?? [];
  });
  expect(ofFunctions.toSorted()).toEqual(['logs', 'logs', 'logs/zz/audit/']);
  expect(JSON.stringify(Resources)).toContain('{"bucket":{"name":["logs"]}');
});

const place = { accountId: '111111111111', region: 'us-east-1' };

it.each([
  ['logs', 'logs/*AWSLogs/*/CloudTrail/*', '*AWSLogs/*.json.gz', null],
  ['logs/zz/audit', 'logs/zz/audit/AWSLogs/*/CloudTrail/*', 'zz/audit/AWSLogs/*.json.gz', 'zz/audit/*'],
  ['logs/AWSLogs', 'logs/AWSLogs/*/CloudTrail/*', 'AWSLogs/*.json.gz', 'AWSLogs/*'],
  ['logs/zz/AWSLogs', 'logs/zz/AWSLogs/*/CloudTrail/*', 'zz/AWSLogs/*.json.gz', 'zz/AWSLogs/*'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as IAM writes a plain star
  ['logs/z*z', 'logs/z${*}z/AWSLogs/*/CloudTrail/*', 'z\\*z/AWSLogs/*.json.gz', 'z${*}z/*'],
])('of the bucket of %s nobody reads, hears or lists more than the trail', (trailBucket, read, heard, listed) => {
  const resources = resolveTemplate(JSON.stringify(templateOf({ trailBucket })), place);
  const may = (action: string) =>
    grantsIn(resources).flatMap((one) =>
      one.action === action && one.pattern.startsWith('arn:aws:s3:::logs') ? [[one.role, one.pattern]] : [],
    );
  const [backfill, ingest] = ['backfill', 'ingest'].map((name) => `rescind-${name}-us-east-1`);
  expect(may('s3:GetObject').toSorted()).toEqual([backfill, ingest].map((role) => [role, `arn:aws:s3:::${read}`]));
  expect(may('s3:ListBucket')).toEqual([[backfill, 'arn:aws:s3:::logs']]);
  const lists = resources.flatMap(({ type, properties }) => {
    if (type !== 'AWS::IAM::Policy') return [];
    const { Statement } = properties.PolicyDocument as { readonly Statement: readonly Statement[] };
    return Statement.filter(({ Resource }) => [Resource].flat().includes('arn:aws:s3:::logs')).map(
      ({ Condition }) => Condition ?? null,
    );
  });
  expect(lists).toEqual([listed === null ? null : { StringLike: { 's3:prefix': listed } }]);
  const rules = resources.flatMap(({ type, properties: { EventPattern } }) =>
    type === 'AWS::Events::Rule' && JSON.stringify(EventPattern)?.includes('aws.s3') ? [EventPattern] : [],
  );
  expect(rules).toMatchObject([{ detail: { bucket: { name: ['logs'] }, object: { key: [{ wildcard: heard }] } } }]);
});
