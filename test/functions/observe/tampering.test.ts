import { describe, expect, it } from 'vitest';
import { isTampering } from '../../../functions/observe/tampering.ts';
import { record, role, user } from '../../core/intake/sample.ts';
import { envelopeOf } from './events.ts';

type Given = Readonly<Record<string, unknown>>;

function told(eventSource: string, eventName: string, requestParameters: Given, who: Given = user): boolean {
  const made = record(who, { eventSource: `${eventSource}.amazonaws.com`, eventName, requestParameters });
  return isTampering(envelopeOf(made as never));
}

const issuer = (userName: string) => ({
  ...role,
  sessionContext: { sessionIssuer: { type: 'Role', userName }, attributes: {} },
});

describe('is an alarm', () => {
  it.each([
    ['the rule', 'events', 'DisableRule', { name: 'Rescind-ObserveWorkerCalls12AB' }],
    ['its targets', 'events', 'RemoveTargets', { rule: 'Rescind-ObserveWorkerCalls12AB', ids: ['Queue'] }],
    ['the bus', 'events', 'DeleteEventBus', { name: 'rescind-hub' }],
    ['a role', 'iam', 'DeleteRolePolicy', { roleName: 'rescind-contain', policyName: 'x' }],
    ['its trust', 'iam', 'UpdateAssumeRolePolicy', { roleName: 'rescind-scope' }],
    ['the seal', 'iam', 'CreatePolicyVersion', { policyArn: 'arn:aws:iam::111111111111:policy/rescind/Seal' }],
    ['a seal that is on', 'iam', 'DetachUserPolicy', { policyArn: 'arn:aws:iam::1:policy/rescind/Seal' }],
    ['a deny that is on', 'iam', 'DeleteUserPolicy', { userName: 'bot', policyName: 'Rescind-Pin-1f2e' }],
    ['a function', 'lambda', 'UpdateFunctionCode20150331v2', { functionName: 'Rescind-RespondWorkerFunction1' }],
    ['a queue', 'sqs', 'PurgeQueue', { queueUrl: 'https://sqs.x.amazonaws.com/1/Rescind-RespondWorkerQueue' }],
    ['the stack', 'cloudformation', 'DeleteStack', { stackName: 'Rescind' }],
    [
      'the stack, by its ARN',
      'cloudformation',
      'DeleteStack',
      { stackName: 'arn:aws:cloudformation:x:1:stack/Rescind/1-2' },
    ],
    ['what watches it', 'cloudformation', 'DeleteStack', { stackName: 'RescindWatch-us-east-1' }],
    ['the members’ stacks', 'cloudformation', 'DeleteStackInstances', { stackSetName: 'rescind-global' }],
    ['the own bus', 'events', 'DeleteEventBus', { name: 'rescind' }],
    [
      'a state machine',
      'states',
      'UpdateStateMachine',
      { stateMachineArn: 'arn:aws:states:x:1:stateMachine:rescind-sweep' },
    ],
    ['a sweep', 'states', 'StopExecution', { executionArn: 'arn:aws:states:x:1:execution:rescind-sweep:1' }],
    ['a schedule', 'scheduler', 'DeleteSchedule', { name: 'Rescind-SweepScheduleAB12' }],
    ['an alarm', 'monitoring', 'DeleteAlarms', { alarmNames: ['Rescind-HeartbeatSilentFastAlarm12'] }],
    ['who it pages', 'monitoring', 'DisableAlarmActions', { alarmNames: ['Rescind-Pages'] }],
    ['a secret', 'secretsmanager', 'PutSecretValue', { secretId: 'rescind/slack' }],
    ['a trail, whoever’s', 'cloudtrail', 'StopLogging', { name: 'management-events' }],
    ['leaving the organisation', 'organizations', 'LeaveOrganization', {}],
  ] as const)('%s', (_, source, name, parameters) => {
    expect(told(source, name, parameters)).toBe(true);
  });
});

describe('is none', () => {
  it('what we do ourselves, or CloudFormation for whoever deploys us', () => {
    const pin = { roleName: 'Worker', policyName: 'Rescind-Pin-1f2e' };
    expect(told('iam', 'PutRolePolicy', pin, issuer('rescind-scope'))).toBe(false);
    const deploying = { ...user, invokedBy: 'cloudformation.amazonaws.com' };
    expect(told('iam', 'DeleteRole', { roleName: 'rescind-contain' }, deploying)).toBe(false);
  });

  it('what only looks, or is about something else', () => {
    expect(told('iam', 'GetRole', { roleName: 'rescind-contain' })).toBe(false);
    expect(told('iam', 'DeleteRole', { roleName: 'prescindere' })).toBe(false);
    expect(told('iam', 'DeleteRole', { roleName: 'rescinded' })).toBe(false);
    expect(told('cloudformation', 'DeleteStack', { stackName: 'Rescinding' })).toBe(false);
    expect(told('cloudformation', 'CreateChangeSet', { stackName: 'Rescind', changeSetName: 'cdk-deploy' })).toBe(
      false,
    );
    expect(told('s3', 'PutObject', null as never)).toBe(false);
    expect(isTampering(null)).toBe(false);
  });

  it('is not hidden by a role that only looks like ours', () => {
    const pin = { roleName: 'rescind-contain', policyName: 'x' };
    expect(told('iam', 'DeleteRolePolicy', pin, issuer('rescind-evil'))).toBe(true);
  });
});
