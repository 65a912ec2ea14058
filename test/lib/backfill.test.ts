import { expect, it } from 'vitest';
import { describedAs } from '../../contract/runbook.ts';
import { templateOf } from '../cli/deployed-scene.ts';

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
    AlarmDescription: describedAs('learning'),
    AlarmActions: [expect.anything()],
  });
});

it('only the learning goes by the prefix that was named; the bucket is the same to all', () => {
  const { Resources } = templateOf({ trailBucket: 'logs/zz/audit' });
  const ofFunctions = Object.values(Resources).flatMap(({ Properties }) => {
    const { Environment } = Properties as { readonly Environment?: { readonly Variables: Record<string, string> } };
    return Environment?.Variables.RESCIND_TRAIL ?? [];
  });
  expect(ofFunctions.toSorted()).toEqual(['logs', 'logs', 'logs/zz/audit/']);
  expect(JSON.stringify(Resources)).toContain('{"bucket":{"name":["logs"]}');
});
