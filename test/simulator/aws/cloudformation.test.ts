import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteStackCommand,
  DeleteStackInstancesCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListStackInstancesCommand,
} from '@aws-sdk/client-cloudformation';
import {
  AttachUserPolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DetachUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeEach, describe, expect, test } from 'vitest';
import { memberRoles } from '../../../contract/permissions.ts';
import { guardDocument, sealName, sealPath } from '../../../contract/seal.ts';
import type { Template } from '../../../simulator/aws/cloudformation/template.ts';
import type { SimulatedAws } from '../../../simulator/aws/simulated-aws.ts';
import { away, clientsOf, home, policyText, simulation, trustText } from './simulation.ts';

let aws: SimulatedAws;
let cloudformation: CloudFormationClient;
const config = (region = 'us-east-1') => ({
  region,
  credentials: aws.administrator(home),
  requestHandler: aws.requestHandler(),
  maxAttempts: 1,
});

beforeEach(() => {
  ({ aws } = simulation());
  cloudformation = new CloudFormationClient(config());
});

const role = (name: string, trusted = home) => ({
  Type: 'AWS::IAM::Role',
  Properties: { RoleName: name, AssumeRolePolicyDocument: JSON.parse(trustText(trusted)) },
});
const queue = { Type: 'AWS::SQS::Queue' };
const kept = { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Retain' };

const Capabilities = ['CAPABILITY_NAMED_IAM' as const];

/** As a deployment does it. Answers the stack's status, or why the change set came to nothing. */
async function deploy(template: Template, isNew = true, DeploymentMode?: 'REVERT_DRIFT'): Promise<string> {
  const asked = { StackName: 'Test', ChangeSetName: 'change', TemplateBody: JSON.stringify(template), Capabilities };
  const { Id } = await cloudformation.send(
    new CreateChangeSetCommand({ ...asked, ChangeSetType: isNew ? 'CREATE' : 'UPDATE', DeploymentMode }),
  );
  const set = await cloudformation.send(new DescribeChangeSetCommand({ ChangeSetName: Id, StackName: 'Test' }));
  if (set.Status === 'FAILED') return set.StatusReason ?? '';
  await cloudformation.send(new ExecuteChangeSetCommand({ ChangeSetName: Id, StackName: 'Test' }));
  return statusOf('Test');
}

async function statusOf(StackName: string): Promise<string> {
  const { Stacks = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
  return Stacks[0]?.StackStatus ?? '';
}

async function reasons(): Promise<string[]> {
  const { StackEvents = [] } = await cloudformation.send(new DescribeStackEventsCommand({ StackName: 'Test' }));
  return StackEvents.flatMap(({ LogicalResourceId, ResourceStatus, ResourceStatusReason }) =>
    /FAILED$/.test(ResourceStatus ?? '') ? [`${LogicalResourceId} ${ResourceStatusReason}`] : [],
  );
}

const roles = () => [...aws.account(home).state.latest.roles.keys()].toSorted();
const deployed = () => aws.account(home).deployed;

describe('a stack', () => {
  test('is made of its template, and tells what it is', async () => {
    const Outputs = { Queue: { Value: { Ref: 'Jobs' } }, Arn: { Value: { 'Fn::GetAtt': ['Hand', 'Arn'] } } };
    const template = { Resources: { Hand: role('hand'), Jobs: queue }, Outputs };
    expect(await deploy(template)).toBe('CREATE_COMPLETE');
    expect(roles()).toEqual(['hand']);
    const { Stacks = [] } = await cloudformation.send(new DescribeStacksCommand({}));
    expect(Stacks[0]?.Outputs?.map(({ OutputValue }) => OutputValue)).toEqual([
      `https://sqs.us-east-1.amazonaws.com/${home}/Test-Jobs`,
      `arn:aws:iam::${home}:role/hand`,
    ]);
    const { TemplateBody } = await cloudformation.send(new GetTemplateCommand({ StackName: 'Test' }));
    expect(JSON.parse(TemplateBody ?? '')).toEqual(template);
    const elsewhere = new CloudFormationClient(config('eu-west-1'));
    expect((await elsewhere.send(new DescribeStacksCommand({}))).Stacks).toEqual([]);
  });

  test('of which one part is refused is taken back whole, with the reason', async () => {
    expect(await deploy({ Resources: { Hand: role('hand') } })).toBe('CREATE_COMPLETE');
    const second = { Resources: { Eye: role('eye'), Jobs: queue, Other: role('hand') } };
    cloudformation = new CloudFormationClient(config('eu-west-1'));
    expect(await deploy(second)).toBe('ROLLBACK_COMPLETE');
    expect(await reasons()).toEqual(['Other Role with name hand already exists.']);
    expect([roles(), [...deployed().queues]]).toEqual([['hand'], []]);
  });

  test('becomes another, or stays as it was where a part is refused', async () => {
    await deploy({ Resources: { Hand: role('hand'), Jobs: queue, Logs: kept } });
    expect(await deploy({ Resources: { Hand: role('hand', away), Eye: role('eye') } }, false)).toBe('UPDATE_COMPLETE');
    expect([roles(), [...deployed().queues], [...deployed().buckets.keys()]]).toEqual([
      ['eye', 'hand'],
      [],
      ['test-logs'],
    ]);
    const trust = () => aws.account(home).state.latest.roles.get('hand')?.trust;
    expect(trust()).toContain(away);
    const refused = { Resources: { Hand: role('hand', home), Eye: role('eye'), Third: role('eye') } };
    expect(await deploy(refused, false)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect([roles(), trust()?.includes(away)]).toEqual([['eye', 'hand'], true]);
  });

  test('that is as it was asked for is no change', async () => {
    const template = { Resources: { Jobs: queue } };
    await deploy(template);
    expect(await deploy(template, false)).toContain("didn't contain changes");
  });

  test('that somebody else changed stays so, whatever else is deployed, until drift is to be reverted', async () => {
    const Targets = [{ Id: 'Jobs', Arn: { 'Fn::GetAtt': ['Jobs', 'Arn'] } }];
    const EventSourceArn = { 'Fn::GetAtt': ['Jobs', 'Arn'] };
    const AlarmActions = ['topic'];
    const reads = { EventSourceArn, FunctionName: 'hand' };
    const made = {
      Jobs: queue,
      Loud: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmActions, ActionsEnabled: true } },
      Pager: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmName: 'pager', AlarmActions } },
      Rule: { Type: 'AWS::Events::Rule', Properties: { Targets, State: 'ENABLED' } },
      Reads: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { ...reads, Enabled: true } },
    };
    expect(await deploy({ Resources: made }, true, 'REVERT_DRIFT').catch(String)).toContain('has no drift to revert');
    await deploy({ Resources: made });
    const { rules, mappings, alarms } = deployed();
    const before = structuredClone([rules, mappings, alarms]);
    expect(before.map(({ length }) => length)).toEqual([1, 1, 2]);
    for (const rule of rules) Object.assign(rule, { state: 'DISABLED', targets: [] });
    Object.assign(mappings[0] ?? {}, { state: 'Disabled' });
    Object.assign(alarms[0] ?? {}, { actions: [], actionsEnabled: false });
    alarms.splice(1);
    const drifted = structuredClone([rules, mappings, alarms]);
    expect(await deploy({ Resources: made }, false)).toContain("didn't contain changes");
    expect(await deploy({ Resources: { ...made, Eye: role('eye') } }, false)).toBe('UPDATE_COMPLETE');
    expect([rules, mappings, alarms]).toEqual(drifted);
    expect(await deploy({ Resources: { ...made, Eye: role('eye') } }, false, 'REVERT_DRIFT')).toBe('UPDATE_COMPLETE');
    expect([rules, mappings, alarms]).toEqual(before);
  });

  test('keeps what was changed of what its template leaves to AWS, and that a pager is muted', async () => {
    const Targets = [{ Id: 'Jobs', Arn: { 'Fn::GetAtt': ['Jobs', 'Arn'] } }];
    const EventSourceArn = { 'Fn::GetAtt': ['Jobs', 'Arn'] };
    const muted = { AlarmActions: ['topic'], ActionsEnabled: true };
    const made = (quiet: object) => ({
      Jobs: queue,
      Quiet: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmActions: ['topic'], ...quiet } },
      Pager: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmName: 'pager', ...muted } },
      Rule: { Type: 'AWS::Events::Rule', Properties: { Targets } },
      Reads: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn, FunctionName: 'hand' } },
    });
    await deploy({ Resources: made({}) });
    const { rules, mappings, alarms } = deployed();
    for (const rule of rules) Object.assign(rule, { state: 'DISABLED', targets: [] });
    Object.assign(mappings[0] ?? {}, { state: 'Disabled', functionArn: 'another' });
    for (const alarm of alarms) Object.assign(alarm, { actions: [], actionsEnabled: false });
    expect(await deploy({ Resources: made({}) }, false, 'REVERT_DRIFT')).toBe('UPDATE_COMPLETE');
    expect(rules).toMatchObject([{ state: 'DISABLED', targets: [{ Id: 'Jobs' }] }]);
    expect(mappings).toMatchObject([{ state: 'Disabled', functionArn: expect.stringMatching(/:hand$/) }]);
    const heard = { actions: ['topic'], actionsEnabled: false };
    expect(alarms).toMatchObject([heard, heard]);
    // What the template begins to say is said to AWS, as is what it no longer says.
    await deploy({ Resources: made({ ActionsEnabled: true }) }, false);
    expect(alarms[0]?.actionsEnabled).toBe(true);
    Object.assign(alarms[0] ?? {}, { actionsEnabled: false });
    await deploy({ Resources: made({}) }, false);
    expect(alarms.map(({ actionsEnabled }) => actionsEnabled)).toEqual([true, false]);
  });

  test('goes with all that is not to be kept, and is known by its id alone', async () => {
    await deploy({ Resources: { Hand: role('hand'), Logs: kept, Scratch: { Type: 'AWS::S3::Bucket' } } });
    const { Stacks = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName: 'Test' }));
    await cloudformation.send(new DeleteStackCommand({ StackName: 'Test' }));
    expect([roles(), [...deployed().buckets.keys()]]).toEqual([[], ['test-logs']]);
    await expect(statusOf('Test')).rejects.toThrow('does not exist');
    expect(await statusOf(Stacks[0]?.StackId ?? '')).toBe('DELETE_COMPLETE');
    // What was kept keeps its name.
    expect(await deploy({ Resources: { Logs: kept } })).toBe('CREATE_COMPLETE');
    expect([...deployed().buckets.keys()]).toEqual(['test-logs', 'test-logs-2']);
  });

  test('with roles that it names is not made without leave to', async () => {
    const TemplateBody = JSON.stringify({ Resources: { Hand: role('hand') } });
    const asked = new CreateChangeSetCommand({
      StackName: 'Test',
      ChangeSetName: 'c',
      TemplateBody,
      ChangeSetType: 'CREATE',
    });
    await expect(cloudformation.send(asked)).rejects.toThrow('CAPABILITY_NAMED_IAM');
  });
});

describe('what IAM refuses to delete', () => {
  const ManagedPolicyName = 'Seal';
  const PolicyDocument = JSON.parse(policyText({ Effect: 'Deny', Action: 'iam:*', Resource: '*' }));
  const seal = { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName, PolicyDocument } };
  const sealOf = (account: string) => `arn:aws:iam::${account}:policy/Seal`;
  const iamOf = (account: string) => clientsOf(aws, aws.administrator(account)).iam;
  const wear = async (account: string) => {
    await iamOf(account).send(new CreateUserCommand({ UserName: 'worn' }));
    await iamOf(account).send(new AttachUserPolicyCommand({ UserName: 'worn', PolicyArn: sealOf(account) }));
  };

  test('stays, and the stack with it, until it is let go or can be deleted', async () => {
    await deploy({ Resources: { Hand: role('hand'), Seal: seal } });
    await wear(home);
    const RetainResources = ['Seal'];
    const early = cloudformation.send(new DeleteStackCommand({ StackName: 'Test', RetainResources }));
    await expect(early).rejects.toThrow('failed to be deleted alone');
    await cloudformation.send(new DeleteStackCommand({ StackName: 'Test' }));
    expect(await statusOf('Test')).toBe('DELETE_FAILED');
    expect(await reasons()).toContain('Seal Cannot delete a policy attached to entities.');
    expect(roles()).toEqual([]);
    await cloudformation.send(new DeleteStackCommand({ StackName: 'Test', RetainResources }));
    await expect(statusOf('Test')).rejects.toThrow('does not exist');
    expect(aws.account(home).state.latest.policies.has(sealOf(home))).toBe(true);
    // Nobody's, and its name is taken.
    expect(await deploy({ Resources: { Seal: seal } })).toBe('ROLLBACK_COMPLETE');
    await iamOf(home).send(new DetachUserPolicyCommand({ UserName: 'worn', PolicyArn: sealOf(home) }));
    await iamOf(home).send(new DeletePolicyCommand({ PolicyArn: sealOf(home) }));
    await cloudformation.send(new DeleteStackCommand({ StackName: 'Test' }));
    expect(await deploy({ Resources: { Seal: seal } })).toBe('CREATE_COMPLETE');
  });

  test('in a member stays in its set, until the set lets go of the stack there', async () => {
    const StackInstancesGroup = [{ Regions: ['us-east-1'], DeploymentTargets: { OrganizationalUnitIds: ['r-simu'] } }];
    const TemplateBody = JSON.stringify({ Resources: { Hand: role('hand'), Seal: seal } });
    const Properties = { StackSetName: 'all', TemplateBody, StackInstancesGroup };
    await deploy({ Resources: { Set: { Type: 'AWS::CloudFormation::StackSet', Properties } } });
    await wear(away);
    // Changed where it stands: what somebody wears is no hindrance to that.
    const widened = JSON.stringify({ Resources: { Hand: role('hand'), Seal: seal, Jobs: queue } });
    const changed = { ...Properties, TemplateBody: widened };
    await deploy({ Resources: { Set: { Type: 'AWS::CloudFormation::StackSet', Properties: changed } } }, false);
    expect(await statusOf('Test')).toBe('UPDATE_COMPLETE');
    expect(aws.account(away).deployed.queues.size).toBe(1);
    await cloudformation.send(new DeleteStackCommand({ StackName: 'Test' }));
    expect(await statusOf('Test')).toBe('DELETE_FAILED');
    const left = new ListStackInstancesCommand({ StackSetName: 'all' });
    const [instance] = (await cloudformation.send(left)).Summaries ?? [];
    expect(instance).toMatchObject({ Account: away, Status: 'INOPERABLE', OrganizationalUnitId: 'r-simu' });
    expect(instance?.StatusReason).toContain('Cannot delete a policy attached to entities.');
    const asked = { StackSetName: 'all', Regions: ['us-east-1'], RetainStacks: true };
    const DeploymentTargets = {
      Accounts: [away],
      AccountFilterType: 'INTERSECTION' as const,
      OrganizationalUnitIds: ['r-simu'],
    };
    await cloudformation.send(new DeleteStackInstancesCommand({ ...asked, DeploymentTargets }));
    await cloudformation.send(new DeleteStackCommand({ StackName: 'Test' }));
    await expect(statusOf('Test')).rejects.toThrow('does not exist');
    const there = aws.account(away).deployed.stacks.map(({ name, status }) => [name, status]);
    expect(there).toEqual([[instance?.StackId?.split('/')[1], 'DELETE_FAILED']]);
    expect(aws.account(away).state.latest.users.get('worn')?.attached).toEqual([sealOf(away)]);
  });
});

describe('what a template says of itself', () => {
  const version = '/cdk-bootstrap/hnb659fds/version';
  const Parameters = { Version: { Type: 'AWS::SSM::Parameter::Value<String>', Default: version } };
  const Assert = { 'Fn::Not': [{ 'Fn::Contains': [['1', '2'], { Ref: 'Version' }] }] };
  const Rules = { New: { Assertions: [{ Assert, AssertDescription: 'Bootstrap again' }] } };
  const stored = (Value: string) => ({ Type: 'AWS::SSM::Parameter', Properties: { Name: version, Value } });

  test('rules and parameters of Systems Manager are held to', async () => {
    const template = { Parameters, Rules, Resources: { Jobs: queue } };
    await expect(deploy(template)).rejects.toThrow('Unable to fetch parameters');
    await deploy({ Resources: { Version: stored('2') } });
    await expect(deploy(template, false)).rejects.toThrow('Bootstrap again');
    await deploy({ Resources: { Version: stored('6') } }, false);
    const ssm = new SSMClient(config());
    expect((await ssm.send(new GetParameterCommand({ Name: version }))).Parameter?.Value).toBe('6');
    expect(await deploy({ ...template, Resources: { Jobs: queue, Version: stored('6') } }, false)).toBe(
      'UPDATE_COMPLETE',
    );
  });

  test('conditions leave out resources and values', async () => {
    const Conditions = {
      No: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] },
      Yes: {
        'Fn::And': [{ 'Fn::Not': [{ Condition: 'No' }] }, { 'Fn::Or': [{ Condition: 'No' }, { Condition: 'Yes2' }] }],
      },
      Yes2: { 'Fn::Equals': ['1', 1] },
    };
    const named = { 'Fn::If': ['No', 'jobs', { Ref: 'AWS::NoValue' }] };
    const Properties = {
      ...role('x').Properties,
      RoleName: { 'Fn::Sub': [`\${A}-\${AWS::Region}`, { A: 'hand' }] },
      Path: named,
    };
    await deploy({
      Conditions,
      Resources: { A: { Type: 'AWS::IAM::Role', Condition: 'Yes', Properties }, B: { ...queue, Condition: 'No' } },
    });
    expect(roles()).toEqual(['hand-us-east-1']);
    expect(aws.account(home).state.latest.roles.get('hand-us-east-1')?.path).toBe('/');
    expect(deployed().queues.size).toBe(0);
  });
});

describe('a stack set', () => {
  const body = JSON.stringify({
    Parameters: { Who: { Type: 'String' } },
    Resources: { Hand: role('hand'), Rule: { Type: 'AWS::Events::Rule', Properties: {} } },
  });
  const set = (changes: object = {}) => ({
    Type: 'AWS::CloudFormation::StackSet',
    Properties: {
      StackSetName: 'all',
      TemplateBody: body,
      Parameters: [{ ParameterKey: 'Who', ParameterValue: home }],
      StackInstancesGroup: [{ Regions: ['us-east-1'], DeploymentTargets: { OrganizationalUnitIds: ['r-simu'] } }],
      ...changes,
    },
  });
  const instances = () =>
    deployed().stackInstances.map(({ account, region, status, reason }) => [account, region, status, reason]);
  const rolesAway = () => [...aws.account(away).state.latest.roles.keys()];

  test('stands in every account but the management account, and goes from there', async () => {
    expect(await deploy({ Resources: { Set: set() } })).toBe('CREATE_COMPLETE');
    expect(instances()).toEqual([[away, 'us-east-1', 'CURRENT', null]]);
    expect([rolesAway(), roles()]).toEqual([['hand'], []]);
    await cloudformation.send(new DeleteStackCommand({ StackName: 'Test' }));
    expect([rolesAway(), instances()]).toEqual([[], []]);
  });

  test('is held up by one account, and says why, without leaving half of it there', async () => {
    aws.account(away).regions.set('us-west-2', 'DISABLED');
    const Regions = ['us-east-1', 'eu-west-1', 'us-west-2'];
    const groups = [{ Regions, DeploymentTargets: { OrganizationalUnitIds: ['r-simu'] } }];
    expect(await deploy({ Resources: { Set: set({ StackInstancesGroup: groups }) } })).toBe('CREATE_COMPLETE');
    expect(instances()).toEqual([
      [away, 'us-east-1', 'CURRENT', null],
      [away, 'eu-west-1', 'OUTDATED', 'Role with name hand already exists.'],
      [away, 'us-west-2', 'OUTDATED', `Region us-west-2 is not enabled in account ${away}`],
    ]);
    expect(aws.account(away).deployed.rules).toHaveLength(1);
  });

  test('of its own account stands in each Region, by roles of its own, and without an organisation', async () => {
    const trusts = (name: string, Principal: unknown) => {
      const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];
      const AssumeRolePolicyDocument = { Version: '2012-10-17', Statement };
      return { Type: 'AWS::IAM::Role', Properties: { RoleName: name, AssumeRolePolicyDocument } };
    };
    const groups = [{ Regions: ['eu-west-1', 'us-west-2'], DeploymentTargets: { Accounts: [home] } }];
    const own = {
      PermissionModel: 'SELF_MANAGED',
      AdministrationRoleARN: `arn:aws:iam::${home}:role/begins`,
      ExecutionRoleName: 'ends',
      TemplateBody: JSON.stringify({ Resources: { Rule: { Type: 'AWS::Events::Rule', Properties: {} } } }),
      StackInstancesGroup: groups,
    };
    const Ends = trusts('ends', { AWS: `arn:aws:iam::${home}:role/begins` });
    const Begins = trusts('begins', { Service: 'cloudformation.amazonaws.com' });
    expect(await deploy({ Resources: { Ends, Begins: role('begins'), Set: set(own) } })).toBe('ROLLBACK_COMPLETE');
    expect((await reasons())[0]).toContain('trusts CloudFormation');
    await cloudformation.send(new DeleteStackCommand({ StackName: 'Test' }));
    expect(await deploy({ Resources: { Ends, Begins, Set: set(own) } })).toBe('CREATE_COMPLETE');
    expect(deployed().rules.map(({ region }) => region)).toEqual(['eu-west-1', 'us-west-2']);
    await cloudformation.send(new DeleteStackCommand({ StackName: 'Test' }));
    expect(deployed().rules).toEqual([]);
    const further = [{ Regions: ['us-west-2', 'me-south-1'], DeploymentTargets: { Accounts: [home] } }];
    const set2 = set({ ...own, StackInstancesGroup: further });
    expect(await deploy({ Resources: { Ends, Begins, Set: set2 } })).toBe('ROLLBACK_COMPLETE');
    expect((await reasons())[0]).toContain('trusts CloudFormation in me-south-1');
  });

  test('leaves out accounts that it is told to', async () => {
    const targets = { OrganizationalUnitIds: ['r-simu'], Accounts: [away], AccountFilterType: 'DIFFERENCE' };
    await deploy({
      Resources: { Set: set({ StackInstancesGroup: [{ Regions: ['us-east-1'], DeploymentTargets: targets }] }) },
    });
    expect(instances()).toEqual([]);
  });

  test.each([
    ['by a member that nothing was delegated to', { CallAs: 'DELEGATED_ADMIN' }, 'delegated admin account'],
    ['of a template that is too large', { TemplateBody: ' '.repeat(51_201) }, 'less than or equal to 51200'],
  ])('%s is not made', async (_, changes, reason) => {
    expect(await deploy({ Resources: { Set: set(changes) } })).toBe('ROLLBACK_COMPLETE');
    expect((await reasons())[0]).toContain(reason);
  });

  test('is not made where trusted access is off', async () => {
    if (aws.world.organization !== null) aws.world.organization.stackSetsTrusted = false;
    expect(await deploy({ Resources: { Set: set() } })).toBe('ROLLBACK_COMPLETE');
    expect((await reasons())[0]).toContain('enable organizations access');
  });
});

describe('a service control policy of the template', () => {
  const guard = (TargetIds: readonly string[]) => ({
    Type: 'AWS::Organizations::Policy',
    Properties: { Name: 'Guard', Type: 'SERVICE_CONTROL_POLICY', TargetIds, Content: guardDocument('aws', home) },
  });
  const contain = role(memberRoles.contain, home);
  const deletes = (account: string) => {
    const { iam } = clientsOf(aws, aws.administrator(account));
    return iam.send(new DeleteRoleCommand({ RoleName: memberRoles.contain }));
  };
  const detaches = (account: string) => {
    const PolicyArn = `arn:aws:iam::${account}:policy${sealPath}${sealName}`;
    const { iam } = clientsOf(aws, aws.administrator(account));
    return iam.send(new DetachUserPolicyCommand({ UserName: 'anybody', PolicyArn }));
  };
  const makeRole = async (account: string) => {
    const { AssumeRolePolicyDocument, RoleName } = contain.Properties;
    const asked = { RoleName, AssumeRolePolicyDocument: JSON.stringify(AssumeRolePolicyDocument) };
    await clientsOf(aws, aws.administrator(account)).iam.send(new CreateRoleCommand(asked));
  };

  test.each([['r-simu'], ['ou-simu-11111111'], [away]])(
    'on %s binds the members below, and no longer than it stands',
    async (target) => {
      aws.account(away).parentId = 'ou-simu-11111111';
      for (const account of [home, away]) await makeRole(account);
      expect(await deploy({ Resources: { Guard: guard([target]) } })).toBe('CREATE_COMPLETE');
      await expect(deletes(away)).rejects.toThrow('RolesStayAsTheyAre of a service control policy');
      await expect(detaches(away)).rejects.toThrow('SealStaysOn of a service control policy');
      await deletes(home);
      await cloudformation.send(new DeleteStackCommand({ StackName: 'Test' }));
      await deletes(away);
    },
  );

  test('is written by the management account, or by whom it left that to', async () => {
    const Version = '2012-10-17';
    const byMember = { ...config(), credentials: aws.administrator(away) };
    cloudformation = new CloudFormationClient(byMember);
    expect(await deploy({ Resources: { Guard: guard(['r-simu']) } })).toBe('ROLLBACK_COMPLETE');
    expect(aws.account(away).serviceControlPolicies).toEqual([]);
    await cloudformation.send(new DeleteStackCommand({ StackName: 'Test' }));
    const leave = async (on: string) => {
      const Action = ['organizations:CreatePolicy', 'organizations:AttachPolicy'];
      const Resource = [`arn:aws:organizations::${home}:policy/*`, `arn:aws:organizations::${home}:${on}`];
      const Statement = [{ Effect: 'Allow', Principal: { AWS: away }, Action, Resource }];
      Object.assign(aws.world.organization ?? {}, { resourcePolicy: JSON.stringify({ Version, Statement }) });
      const made = await deploy({ Resources: { Guard: guard(['r-simu']) } });
      await cloudformation.send(new DeleteStackCommand({ StackName: 'Test' }));
      return made;
    };
    expect(await leave('ou/o-simulated1/ou-simu-11111111')).toBe('ROLLBACK_COMPLETE');
    expect(await leave('root/o-simulated1/r-simu')).toBe('CREATE_COMPLETE');
  });
});

test('who may not is not let', async () => {
  const { users } = aws.account(home).state.latest;
  users
    .get('administrator')
    ?.inline.set('deny', policyText({ Effect: 'Deny', Action: 'cloudformation:ExecuteChangeSet', Resource: '*' }));
  await expect(deploy({ Resources: { Jobs: queue } })).rejects.toThrow('cloudformation:ExecuteChangeSet');
});
