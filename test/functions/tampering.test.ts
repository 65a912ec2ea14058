import { describe, expect, it } from 'vitest';
import { noGuard, noTrail } from '../../contract/env.ts';
import { memberRoles } from '../../contract/permissions.ts';
import { isTampering, oursIn } from '../../functions/tampering.ts';
import { account, record, role, user } from '../core/intake/sample.ts';

type Given = Readonly<Record<string, unknown>>;

const home = '999999999999';
const ours = { homes: new Set([home]), trail: null, guard: 'p-examplepolicyid1' };

function told(eventSource: string, eventName: string, requestParameters: Given, who: Given = user): boolean {
  const made = record(who, { eventSource: `${eventSource}.amazonaws.com`, eventName, requestParameters });
  return isTampering(made, ours);
}

const issuer = (userName: string, account = home) => {
  const arn = `arn:aws:iam::${account}:role/${userName}`;
  return { ...role, sessionContext: { sessionIssuer: { type: 'Role', userName, arn }, attributes: {} } };
};

const documentOf = (Effect: string) => JSON.stringify({ Statement: [{ Effect, Action: '*', Resource: '*' }] });

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
    [
      'the secret that signs links',
      'secretsmanager',
      'PutSecretValue',
      { secretId: 'arn:aws:secretsmanager:x:1:secret:NotifyLinksKey1A2B3C4D-AbCdEfGhIjKl-MnOpQr' },
    ],
    ['a trail, whoever’s', 'cloudtrail', 'StopLogging', { name: 'management-events' }],
    ['the role that stack sets act in', 'iam', 'CreateRole', { roleName: `stacksets-exec-${'0a1b2c3d'.repeat(4)}` }],
    ['leaving the organisation', 'organizations', 'LeaveOrganization', {}],
    ['an end of all guards', 'organizations', 'DisablePolicyType', { policyType: 'SERVICE_CONTROL_POLICY' }],
    ['an end of the guard', 'organizations', 'DeletePolicy', { policyId: ours.guard }],
    ['the guard of a unit', 'organizations', 'DetachPolicy', { policyId: ours.guard, targetId: 'ou-abcd-12345678' }],
    ['the guard’s text', 'organizations', 'UpdatePolicy', { policyId: ours.guard, content: '{}' }],
    ['stack sets', 'cloudformation', 'DeactivateOrganizationsAccess', {}],
    ['who administers trails', 'cloudtrail', 'DeregisterOrganizationDelegatedAdmin', { delegatedAdminAccountId: home }],
    [
      'who may roll out to members',
      'organizations',
      'DeregisterDelegatedAdministrator',
      { accountId: home, servicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com' },
    ],
    [
      'trails of the organisation',
      'organizations',
      'DisableAWSServiceAccess',
      { servicePrincipal: 'cloudtrail.amazonaws.com' },
    ],
    [
      'who is paged',
      'sns',
      'Unsubscribe',
      { subscriptionArn: 'arn:aws:sns:eu-west-1:111111111111:Rescind-PagePages1A2B-xYz:0b7a3c1e-2f7e-4d0c' },
    ],
  ] as const)('%s', (_, source, name, parameters) => {
    expect(told(source, name, parameters)).toBe(true);
  });
});

/** As CloudTrail wrote such calls: the mapping by a number of its own, and what it belongs to in the answer. */
const mapping = {
  uUID: '14e0db71-5d35-4eb5-b481-8945cf9d10c2',
  eventSourceArn: 'arn:aws:sqs:eu-west-1:111111111111:q',
  state: 'Disabling',
};
const arnOf = (name: string) => ({ functionArn: `arn:aws:lambda:eu-west-1:111111111111:function:${name}` });

describe('what names us in the answer alone, or not at all', () => {
  it.each([
    ['UpdateEventSourceMapping20150331', { uUID: mapping.uUID, enabled: false }],
    ['DeleteEventSourceMapping20150331', { uUID: mapping.uUID }],
  ])('%s is an alarm where the queue was that of a function of ours', (eventName, requestParameters) => {
    const call = (responseElements: Given | null) => {
      const given = { eventSource: 'lambda.amazonaws.com', eventName, requestParameters, responseElements };
      return isTampering(record(user, given), ours);
    };
    expect(call({ ...mapping, ...arnOf('Rescind-ObserveWorkerFunction9E0B-Ab1') })).toBe(true);
    expect(call({ ...mapping, ...arnOf('orders') })).toBe(false);
    expect(call(null)).toBe(false);
  });

  it.each(['PutBucketNotification', 'PutBucketNotificationConfiguration'])(
    '%s is one on the trail’s bucket, where EventBridge hears of its files no longer',
    (eventName) => {
      const call = (bucketName: string, configuration: Given, trail: string | null) => {
        const NotificationConfiguration = { xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/', ...configuration };
        const requestParameters = {
          bucketName,
          NotificationConfiguration,
          Host: 's3.eu-west-1.amazonaws.com',
          notification: '',
        };
        const given = { eventSource: 's3.amazonaws.com', eventName, requestParameters };
        return isTampering(record(user, given), { ...ours, trail });
      };
      expect(call('org-logs', {}, 'org-logs')).toBe(true);
      expect(call('org-logs', { QueueConfiguration: { Queue: 'q', Event: ['s3:ObjectCreated:*'] } }, 'org-logs')).toBe(
        true,
      );
      expect(call('org-logs', { EventBridgeConfiguration: '' }, 'org-logs'), 'as rescind deploy does').toBe(false);
      expect(call('pictures', {}, 'org-logs')).toBe(false);
      expect(call('org-logs', {}, null)).toBe(false);
    },
  );

  /** Of a bucket that is somebody else's: CloudTrail writes out its whole policy. */
  const shuts = (statement: Given) => {
    const Statement = [{ Effect: 'Deny', Action: 's3:GetObject', Resource: 'arn:aws:s3:::org-logs/*', ...statement }];
    return told('s3', 'PutBucketPolicy', { bucketName: 'org-logs', bucketPolicy: { Statement } });
  };
  const reader = (name: string) => `arn:aws:iam::${home}:role/${name}`;

  it.each<[string, (arn: string) => Given]>([
    ['alone', (AWS) => ({ Principal: { AWS } })],
    ['among others', (arn) => ({ Principal: { AWS: [reader('backup'), arn] } })],
    ['in a condition', (arn) => ({ Principal: '*', Condition: { ArnLike: { 'aws:PrincipalArn': arn } } })],
    ['in a condition’s list', (arn) => ({ Principal: '*', Condition: { ArnLike: { 'aws:PrincipalArn': [arn] } } })],
  ])('PutBucketPolicy is one where it names a role of ours %s', (_, statement) => {
    expect(shuts(statement(reader('rescind-ingest-eu-west-1')))).toBe(true);
    expect(shuts(statement(reader('auditor')))).toBe(false);
  });

  it('and nobody is told of one who leaves another topic', () => {
    const subscriptionArn = 'arn:aws:sns:eu-west-1:111111111111:orders:0b7a3c1e-2f7e-4d0c';
    expect(told('sns', 'Unsubscribe', { subscriptionArn })).toBe(false);
  });
});

describe('is none', () => {
  it('what we do ourselves, or CloudFormation for whoever deploys us', () => {
    const pin = { roleName: 'Worker', policyName: 'Rescind-Pin-1f2e', policyDocument: documentOf('Deny') };
    expect(told('iam', 'PutRolePolicy', pin, issuer('rescind-scope', account))).toBe(false);
    expect(told('iam', 'PutRolePolicy', pin, issuer('rescind-scope')), 'of another account').toBe(true);
    const deletes = (invokedBy: string, from = '203.0.113.9') => {
      const given = { eventSource: 'iam.amazonaws.com', eventName: 'DeleteRole', sourceIPAddress: from };
      const made = record({ ...user, invokedBy }, { ...given, requestParameters: { roleName: 'rescind-contain' } });
      return isTampering(made, ours);
    };
    const [one, other] = ['cloudformation.amazonaws.com', 'member.org.stacksets.cloudformation.amazonaws.com'];
    expect([deletes(one), deletes(other), deletes('AWS Internal', one)]).toEqual([false, false, false]);
    expect([deletes(`evil${one}`), deletes('lambda.amazonaws.com'), deletes('AWS Internal')]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('what only looks, or is about something else', () => {
    const other = { accountId: home, servicePrincipal: 'guardduty.amazonaws.com' };
    expect(told('organizations', 'DeregisterDelegatedAdministrator', other)).toBe(false);
    expect(told('organizations', 'DetachPolicy', { policyId: 'p-another', targetId: 'r-abcd' })).toBe(false);
    expect(told('organizations', 'DisablePolicyType', { policyType: 'TAG_POLICY' })).toBe(false);
    const unguarded = record(user, { eventSource: 'organizations.amazonaws.com', eventName: 'DeletePolicy' });
    expect(isTampering({ ...unguarded, requestParameters: {} }, { ...ours, guard: null })).toBe(false);
    expect(told('iam', 'GetRole', { roleName: 'rescind-contain' })).toBe(false);
    expect(told('iam', 'DeleteRole', { roleName: 'prescindere' })).toBe(false);
    expect(told('iam', 'DeleteRole', { roleName: 'rescinded' })).toBe(false);
    expect(told('cloudformation', 'DeleteStack', { stackName: 'Rescinding' })).toBe(false);
    expect(told('cloudformation', 'CreateChangeSet', { stackName: 'Rescind', changeSetName: 'cdk-deploy' })).toBe(
      false,
    );
    expect(told('s3', 'PutObject', null as never)).toBe(false);
    expect(isTampering(null, ours)).toBe(false);
  });

  it('is not hidden by a role that has the name of ours and does what ours does not', () => {
    const rule = { name: 'Rescind-ObserveWorkerCalls12AB' };
    const stranger = '111111111111';
    for (const name of [...Object.values(memberRoles), 'Rescind-Alive']) {
      expect(told('events', 'DisableRule', rule, issuer(name, stranger)), name).toBe(true);
      expect(told('cloudtrail', 'StopLogging', { name: 'all' }, issuer(name, stranger)), name).toBe(true);
    }
    expect(told('cloudtrail', 'StopLogging', { name: 'all' }, issuer('rescind-respond-eu-west-1'))).toBe(true);
    const grants = { roleName: 'rescind-contain', policyName: 'admin' };
    const scope = issuer('rescind-scope', account);
    expect(told('iam', 'PutRolePolicy', grants, scope), 'whatever else it may write').toBe(true);
    const named = { ...grants, roleName: 'Worker', policyName: 'Rescind-Pin-1' };
    expect(told('iam', 'PutRolePolicy', { ...named, policyDocument: documentOf('Deny') }, scope)).toBe(false);
    expect(told('iam', 'PutRolePolicy', { ...named, policyDocument: documentOf('Allow') }, scope)).toBe(true);
    expect(told('iam', 'UpdateAssumeRolePolicy', { roleName: 'rescind-contain' }, scope)).toBe(true);
  });

  it('is not hidden by a role that only looks like ours', () => {
    const pin = { roleName: 'rescind-contain', policyName: 'x' };
    expect(told('iam', 'DeleteRolePolicy', pin, issuer('rescind-evil'))).toBe(true);
  });
});

describe('whoever deploys', () => {
  const byRole = (name: string, account?: string) =>
    told('iam', 'UpdateAssumeRolePolicy', { roleName: 'rescind-contain' }, issuer(name, account));
  const stackSets = `stacksets-exec-${'0a1b2c3d'.repeat(4)}`;
  const atHome = [
    `cdk-hnb659fds-cfn-exec-role-${home}-eu-west-1`,
    'rescind-regions-rules-us-east-1',
    'rescind-regions-us-east-1',
    'rescind-sweep-steps-eu-west-1',
    'rescind-backfill-schedule-eu-west-1',
    'rescind-respond-eu-west-1',
  ];

  it('is known by the whole name: what only begins so is anybody’s', () => {
    expect(atHome.filter((name) => byRole(name))).toEqual([]);
    const posing = ['cdk-hnb659fds-deploy-role-thief', `${atHome[0]}-2`];
    expect(posing.filter((name) => !byRole(name))).toEqual([]);
  });

  it('does it from where a stack of ours may stand: elsewhere, or in a folder, such a name is anybody’s', () => {
    expect(atHome.filter((name) => !byRole(name, '111111111111'))).toEqual([]);
    expect(atHome.filter((name) => !byRole(`team/${name}`))).toEqual([]);
    expect(byRole(stackSets), 'AWS says of itself what it does as that').toBe(true);
  });
});

it('a number stands for the guard, a name for the trail’s bucket, and a mark for none of them', () => {
  const of = (guard: string, trail: string) => oursIn({ guard, trail, homes: home });
  expect(of('p-examplepolicyid1', 'org-logs')).toEqual({ ...ours, guard: 'p-examplepolicyid1', trail: 'org-logs' });
  expect(of(noGuard, noTrail)).toEqual({ ...ours, guard: null, trail: null });
});
