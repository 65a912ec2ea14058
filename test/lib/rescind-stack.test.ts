import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import aslValidator from 'asl-validator';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Home, isMadeByUs } from '../../adapters/aws/inventory/made-by-us.ts';
import { weigh } from '../../bench/weights.ts';
import { mostFunctions, usualConcurrency } from '../../contract/concurrency.ts';
import { envNames } from '../../contract/env.ts';
import { minutesBetweenRounds } from '../../contract/heartbeat.ts';
import {
  byOrderAlone,
  controlPermissions,
  impliedPermissions,
  inspectPermissions,
  lookPermissions,
  measurePermissions,
  memberRoles,
  peoplePermissions,
  planPermissions,
  reachAllPermissions,
  roleFor,
  rotatePermissions,
  rotationFunctionKey,
  ruleMakers,
  unitPermissions,
} from '../../contract/permissions.ts';
import { type Named, noRoom } from '../../contract/room.ts';
import { fenceName, sealName } from '../../contract/seal.ts';
import { memoryTable } from '../../contract/tables.ts';
import { readAccountDetails } from '../../core/intake/account/account-details.ts';
import { day, hour, minute, second } from '../../core/model/instant.ts';
import { claimFor } from '../../core/outcome/ensure.ts';
import { isTampering } from '../../functions/tampering.ts';
import { largestTemplate, memberParameters } from '../../lib/member-stack.ts';
import { addStacks } from '../../lib/stacks.ts';
import { grantsIn } from '../cloud/grants.ts';
import { resolveTemplate } from '../cloud/template.ts';
import { few } from '../depth.ts';
import { unchecked } from '../unchecked.ts';
import { doorLines, powerLines } from './doors.ts';
import { alarmsIn, textOf, unpaired } from './runbook.ts';
import { alarmLines, periodsOf, wishLines } from './shape.ts';
import { type Given, openWorkshop, organization } from './synthesized.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** With everything that can be switched on. */
const bound = { secret: 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:keys/bot-AbCdEf', user: 'bot' } as const;
const rotate = [{ ...bound, path: '/', deleteOld: false }];
const watchRegion = 'us-east-1';
const inspectorArn = 'arn:aws:iam::999999999999:role/Security';
const whole = { trailBucket: 'trail-logs', slackSecret: 'rescind/slack', rotate, watchRegion };

let workshop: Awaited<ReturnType<typeof openWorkshop>>;
let template: Template;
let ofOrganization: Template;

beforeAll(async () => {
  workshop = await openWorkshop();
  template = workshop.template(whole);
  ofOrganization = workshop.template({ ...whole, organization });
});

function resources(from = template): { Type: string; Properties: Record<string, unknown> }[] {
  return Object.values(from.toJSON().Resources);
}

/** The name of a role of ours, without the Region that those of the administrator's stack end in. */
function shortName(name: string | { readonly 'Fn::Join': readonly [string, readonly [string, object]] }): string {
  return typeof name === 'string' ? name : name['Fn::Join'][1][0].replace(/-$/, '');
}

/** The actions of each role, by the name of the role; what it is denied with a dash before it. */
function powers(from: Template): Record<string, string[]> {
  const roles = from.findResources('AWS::IAM::Role');
  const found: Record<string, string[]> = {};
  for (const { Properties } of Object.values(from.findResources('AWS::IAM::Policy'))) {
    const [{ Ref }] = Properties.Roles as [{ Ref: string }];
    const name = shortName(roles[Ref]?.Properties.RoleName);
    const statements = Properties.PolicyDocument.Statement as Statement[];
    const actions = statements.flatMap(({ Effect, Action }) =>
      [Action].flat().map((action) => (Effect === 'Deny' ? `-${action}` : action)),
    );
    found[name] = [...(found[name] ?? []), ...actions].toSorted();
  }
  return found;
}

/** Of whatever kind of policy. */
function statementsIn(value: unknown): Statement[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'Effect' in value && 'Action' in value ? [value as Statement] : [];
  return [...own, ...Object.values(value).flatMap(statementsIn)];
}

/** The keys that a role may put, statement by statement; `*` where it may put any. */
function mayWrite(role: string, from = template): string[][] {
  const roles = from.findResources('AWS::IAM::Role');
  return Object.values(from.findResources('AWS::IAM::Policy')).flatMap(({ Properties }) => {
    const [{ Ref }] = Properties.Roles as [{ Ref: string }];
    if (shortName(roles[Ref]?.Properties.RoleName) !== role) return [];
    const statements = Properties.PolicyDocument.Statement as (Statement & { Condition?: Keyed })[];
    const puts = statements.filter(({ Action }) => [Action].flat().includes('dynamodb:PutItem'));
    return puts.map(({ Condition }) =>
      [Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? '*'].flat(),
    );
  });
}

interface Keyed {
  readonly 'ForAllValues:StringLike'?: { readonly 'dynamodb:LeadingKeys': string | string[] };
}

const logAndQueue = [
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:ReceiveMessage',
];
const readSettings = ['s3:GetObject', 's3:ListBucket'];

it('hears AWS only: what cannot wait for the trail’s files, and every management call where there are none', () => {
  const State = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  const source = [{ prefix: 'aws.' }];
  const heard = (from: Template, EventPattern: object) =>
    Object.keys(from.findResources('AWS::Events::Rule', { Properties: { State, EventPattern } })).length;
  expect(heard(template, { source, $or: Match.anyValue() })).toBe(1);
  expect(heard(template, { source, 'detail-type': Match.anyValue() })).toBe(0);
  const alone = workshop.template();
  expect(heard(alone, { source, 'detail-type': Match.arrayWith(['AWS API Call via CloudTrail']) })).toBe(1);
  expect(JSON.stringify(workshop.template({ organization }).toJSON())).not.toContain('$or');
});

it('a round of heartbeats begins when this stack stands, and when no other does', () => {
  const [deployed, ...others] = Object.entries(ofOrganization.findResources('AWS::Events::Rule')).flatMap(
    ([id, { Properties }]) => (id.startsWith('HeartbeatWorkerDeployed') ? [Properties.EventPattern] : []),
  );
  expect(others).toEqual([]);
  expect(deployed).toEqual({
    source: ['aws.cloudformation'],
    'detail-type': ['CloudFormation Stack Status Change'],
    detail: {
      'stack-id': [{ Ref: 'AWS::StackId' }],
      'status-details': { status: ['CREATE_COMPLETE', 'UPDATE_COMPLETE'] },
    },
  });
});

it('no rule takes an event from just anybody: each names the source, and of what tells of calls and objects AWS alone', () => {
  const rules = Object.entries(ofOrganization.findResources('AWS::Events::Rule')).filter(
    ([, { Properties }]) => Properties.ScheduleExpression === undefined,
  );
  expect(rules.length).toBeGreaterThan(5);
  for (const [id, { Properties }] of rules) {
    const { source } = Properties.EventPattern;
    const isOfAws = source.every((one: unknown) => JSON.stringify(one).replace('{"prefix":', '').startsWith('"aws.'));
    const expected = /Uses/.test(id)
      ? JSON.stringify(source) === '[{"anything-but":{"prefix":"aws."}}]'
      : isOfAws || source.join() === 'rescind';
    expect([id, expected]).toEqual([id, true]);
  }
});

it('leaves every execution that the account has to everybody, and sends no mail', () => {
  expect(JSON.stringify(ofOrganization.toJSON())).not.toMatch(/ReservedConcurrent|AWS::SES|"ses:/);
});

it('what all queues together may start fits into the ten executions of a new account; buttons in Slack add two', () => {
  const atOnce = (from: Template) => {
    const mappings = Object.values(from.findResources('AWS::Lambda::EventSourceMapping'));
    return mappings.reduce((sum, { Properties }) => sum + Number(Properties.ScalingConfig.MaximumConcurrency), 0);
  };
  expect(atOnce(workshop.template({ organization, trailBucket: 'trail-logs' }))).toBe(10);
  // AWS lets no queue have fewer than two, and one of the six brings one message in five minutes.
  expect(atOnce(ofOrganization)).toBe(12);
});

it('sets a message aside after some tries, and hides one for as long as its reader may live', () => {
  const place = { accountId: '111111111111', region: 'eu-west-1' };
  const made = resolveTemplate(JSON.stringify(template.toJSON()), place);
  const of = (one: unknown) => made.find(({ arn, ref }) => arn === one || ref === one);
  const queues = made.flatMap(({ type, properties }) => {
    if (type !== 'AWS::Lambda::EventSourceMapping') return [];
    const { EventSourceArn, FunctionName, MaximumBatchingWindowInSeconds = 0 } = properties;
    const { RedrivePolicy, VisibilityTimeout } = of(EventSourceArn)?.properties ?? {};
    const { maxReceiveCount: tries } = RedrivePolicy as { maxReceiveCount: number };
    const life = 6 * Number(of(FunctionName)?.properties.Timeout) + Number(MaximumBatchingWindowInSeconds);
    return [{ of: of(FunctionName)?.id.replace(/Worker.*/, ''), tries, gap: Number(VisibilityTimeout) - life }];
  });
  expect(queues.length).toBeGreaterThan(4);
  const triesOf = new Map([['Notify', 10]]);
  expect(queues).toEqual(queues.map((queue) => ({ ...queue, tries: triesOf.get(queue.of ?? '') ?? 5, gap: 0 })));
  template.allResourcesProperties('AWS::Lambda::EventSourceMapping', {
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
});

it('gathers the trail’s files for a minute, and never more than a hundred', () => {
  const gathered = { BatchSize: 100, MaximumBatchingWindowInSeconds: 60 };
  const mappings = Object.entries(template.findResources('AWS::Lambda::EventSourceMapping', { Properties: gathered }));
  expect(mappings.map(([id]) => id.replace(/Worker.*/, ''))).toEqual(['Ingest']);
});

it('encrypts whatever holds anything, takes nothing without TLS, and keeps what was set aside for two weeks', () => {
  const made = workshop.template({ ...whole, organization, trailBucket: 'new' });
  made.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
  made.allResourcesProperties('AWS::DynamoDB::GlobalTable', { SSESpecification: { SSEEnabled: true } });
  made.allResourcesProperties('AWS::S3::Bucket', {
    BucketEncryption: { ServerSideEncryptionConfiguration: [Match.anyValue()] },
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
  });
  for (const type of ['AWS::SQS::QueuePolicy', 'AWS::S3::BucketPolicy', 'AWS::SNS::TopicPolicy']) {
    made.allResourcesProperties(type, {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  }
  const counted = (type: string) => Object.keys(made.findResources(type)).length;
  expect(counted('AWS::SQS::QueuePolicy')).toBe(counted('AWS::SQS::Queue'));
  expect(counted('AWS::S3::BucketPolicy')).toBe(counted('AWS::S3::Bucket'));
  expect(counted('AWS::SNS::TopicPolicy')).toBe(counted('AWS::SNS::Topic'));
  const setAside = Object.entries(made.findResources('AWS::SQS::Queue')).filter(([id]) => id.includes('DeadLetters'));
  expect(setAside.length).toBeGreaterThan(4);
  for (const [, { Properties }] of setAside) expect(Properties.MessageRetentionPeriod).toBe(14 * 24 * 3_600);
});

it('no message is gone before its last try and a long weekend are over, nor is what was set aside before its reader knows', () => {
  const place = { accountId: '111111111111', region: 'eu-west-1' };
  const made = resolveTemplate(JSON.stringify(ofOrganization.toJSON()), place);
  const queues = new Map(
    made.flatMap(({ type, arn, properties }) => (type === 'AWS::SQS::Queue' ? [[arn, properties]] : [])),
  );
  const worked = [...queues.values()].filter(({ RedrivePolicy }) => RedrivePolicy !== undefined);
  expect(worked.length).toBeGreaterThan(5);
  const day = 24 * 3_600;
  for (const { RedrivePolicy, VisibilityTimeout, MessageRetentionPeriod } of worked) {
    const { maxReceiveCount, deadLetterTargetArn } = RedrivePolicy as {
      maxReceiveCount: number;
      deadLetterTargetArn: string;
    };
    const tried = maxReceiveCount * Number(VisibilityTimeout);
    expect(Number(MessageRetentionPeriod)).toBeGreaterThanOrEqual(tried + 3 * day);
    // A letter keeps the age that it had in the queue.
    const setAside = Number(queues.get(deadLetterTargetArn)?.MessageRetentionPeriod);
    expect(setAside - Number(MessageRetentionPeriod)).toBeGreaterThanOrEqual(7 * day);
  }
});

it('every function logs into a group of ours that keeps a month, and nothing else makes a group', () => {
  for (const from of [template, ofOrganization, workshop.template({ ...whole, trailBucket: 'new' })]) {
    const functions = Object.entries(from.findResources('AWS::Lambda::Function'));
    const groups = from.findResources('AWS::Logs::LogGroup');
    const into = functions.map(([, { Properties }]) => String(Properties.LoggingConfig?.LogGroup?.Ref));
    expect(into.length).toBeGreaterThan(5);
    expect(into.toSorted()).toEqual(Object.keys(groups).toSorted());
    for (const { Properties } of Object.values(groups)) expect(Properties.RetentionInDays).toBe(30);
  }
});

it('nothing calls a function and goes away, but Secrets Manager, which calls again by itself', () => {
  const place = { accountId: '111111111111', region: 'eu-west-1' };
  const made = resolveTemplate(JSON.stringify(ofOrganization.toJSON()), place);
  const functions = new Set(made.flatMap(({ type, arn }) => (type === 'AWS::Lambda::Function' ? [arn] : [])));
  // Rules, schedules and topics would leave the event to Lambda's own queue, and to two more tries.
  const targets = made.flatMap(({ type, properties }) => {
    if (type === 'AWS::Events::Rule') return (properties.Targets as { Arn: string }[]).map(({ Arn }) => Arn);
    if (type === 'AWS::Scheduler::Schedule') return [(properties.Target as { Arn: string }).Arn];
    return type === 'AWS::SNS::Subscription' ? [String(properties.Endpoint)] : [];
  });
  expect(targets.length).toBeGreaterThan(8);
  expect(targets.filter((arn) => functions.has(arn))).toEqual([]);
  const callers = made.flatMap(({ type, properties }) =>
    type === 'AWS::Lambda::Permission' ? [String(properties.Principal)] : [],
  );
  expect(new Set(callers)).toEqual(new Set(['secretsmanager.amazonaws.com', '*']));
  expect(made.filter(({ type }) => type === 'AWS::Lambda::EventInvokeConfig')).toEqual([]);
});

describe('with as much as one deployment has room for', () => {
  const place = { accountId: '111111111111', region: 'eu-west-1' };
  const most = largest();
  /** More than AWS has. */
  const regions = [...organization.regions, ...Array.from({ length: 40 }, (_, at) => `ap-southeast-${at + 1}`)];
  const made = () =>
    workshop.template({
      ...whole,
      rotate: most.bindings,
      tokenSecrets: most.tokenSecrets,
      organization: { ...organization, units: most.units, regions },
    });
  const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
  /** Physical names are a little longer than those that stand for them here. */
  const least = 0.97;

  it('is no more than is accepted, and one more is not', () => {
    expect(noRoom(most)).toBeNull();
    expect(most.bindings.length).toBeGreaterThan(60);
    expect(noRoom({ ...most, bindings: [...most.bindings, ...rotate] })?.what).toMatch(
      new RegExp(`^${most.bindings.length + 1} access keys are too many to rotate: only ${most.bindings.length} fit`),
    );
  });

  it('AWS takes what each function is told, and what each role and each function’s policy says', () => {
    const parameters = Object.fromEntries(Object.values(memberParameters).map((name) => [name, `<${name}>`]));
    const mailed = workshop.template({ ...whole, organization, watchRegion, slackSecret: null });
    const texts = [made(), mailed].flatMap((one) => {
      const sets = Object.values(one.findResources('AWS::CloudFormation::StackSet'));
      return [JSON.stringify(one.toJSON()), ...sets.map(({ Properties }) => String(Properties.TemplateBody))];
    });
    for (const text of texts) {
      const resources = resolveTemplate(text, { ...place, parameters });
      const of = (type: string) => resources.flatMap((one) => (one.type === type ? [one.properties] : []));
      /** Of those of one owner together, each with what AWS puts around it. */
      const together = (all: readonly Readonly<Record<string, unknown>>[], owner: string, what: string | null) =>
        Object.values(Object.groupBy(all, (one) => String(one[owner]))).map((own = []) =>
          own.reduce((sum, one) => sum + (what === null ? bytes(one) + 150 : bytes(one[what])), 0),
        );
      const told = of('AWS::Lambda::Function').map((one) =>
        bytes((one.Environment as { Variables: object }).Variables),
      );
      expect(Math.max(0, ...told)).toBeLessThan(least * 4_096);
      expect(Math.max(0, ...together(of('AWS::IAM::Policy'), 'Roles', 'PolicyDocument'))).toBeLessThan(least * 10_240);
      expect(Math.max(0, ...together(of('AWS::Lambda::Permission'), 'FunctionName', null))).toBeLessThan(
        least * 20_480,
      );
      // The CDK moves what it takes for too much into one of these.
      const managed = of('AWS::IAM::ManagedPolicy');
      for (const one of managed) {
        expect([sealName, fenceName]).toContain(one.ManagedPolicyName);
        expect(bytes(one.PolicyDocument)).toBeLessThan(6_144);
      }
    }
  });

  it('no stack set is given more units at a time than CloudFormation takes, and each once', () => {
    expect(most.units.length).toBeGreaterThan(100);
    const sets = Object.values(made().findResources('AWS::CloudFormation::StackSet')).filter(
      ({ Properties }) => Properties.PermissionModel === 'SERVICE_MANAGED',
    );
    expect(sets).toHaveLength(2);
    for (const { Properties } of sets) {
      const groups = Properties.StackInstancesGroup as readonly (Instances & {
        readonly DeploymentTargets: { readonly OrganizationalUnitIds: readonly string[] };
      })[];
      const units = groups.map(({ DeploymentTargets }) => DeploymentTargets.OrganizationalUnitIds);
      expect(Math.max(...units.map(({ length }) => length))).toBeLessThanOrEqual(50);
      expect(units.flat()).toEqual(most.units);
      const [first] = groups;
      for (const { Regions, DeploymentTargets } of groups) {
        expect(Regions).toEqual(first?.Regions);
        expect(DeploymentTargets.Accounts).toEqual(first?.DeploymentTargets.Accounts);
      }
    }
  });
});

/** As many of each as is accepted, of an organisation's usual length. */
function largest(): Named {
  const many = <T>(make: (at: string) => T) =>
    Array.from({ length: 400 }, (_, at) => make(String(at).padStart(8, '0')));
  const all: Named = {
    units: many((at) => `ou-abcd-${at}`),
    bindings: many((at) => ({
      ...bound,
      secret: `${bound.secret.slice(0, -7)}${at}-AbCdEf`,
      user: `bot${at}`,
      path: '/',
      deleteOld: true,
    })),
    tokenSecrets: many((at) => `arn:aws:secretsmanager:eu-west-1:111111111111:secret:tokens/${at}-AbCdEf`),
  };
  const fitting = <Key extends keyof Named>(key: Key) => {
    const nothing: Named = { units: [], bindings: [], tokenSecrets: [] };
    const fit = all[key].findIndex((_, at) => noRoom({ ...nothing, [key]: all[key].slice(0, at + 1) }) !== null);
    return all[key].slice(0, fit) as unknown as Named[Key];
  };
  return { units: fitting('units'), bindings: fitting('bindings'), tokenSecrets: fitting('tokenSecrets') };
}

it('lets nobody act for longer than a claim', () => {
  // Who sweeps only reads what was done.
  const acting = Object.values(template.findResources('AWS::Lambda::Function')).filter(({ Properties }) => {
    const { RESCIND_DEEDS, RESCIND_REACH } = Properties.Environment.Variables;
    return RESCIND_DEEDS !== undefined && RESCIND_REACH === undefined;
  });
  expect(acting.length).toBeGreaterThan(0);
  for (const { Properties } of acting) expect(Number(Properties.Timeout) * 1_000).toBeLessThan(claimFor);
});

it('keeps what it learned and what it did: restorable to any moment, and there when the stack is not', () => {
  template.allResources('AWS::DynamoDB::GlobalTable', {
    DeletionPolicy: 'Retain',
    Properties: Match.objectLike({
      KeySchema: [{ AttributeName: memoryTable.key, KeyType: 'HASH' }],
      Replicas: [Match.objectLike({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } })],
    }),
  });
  template.hasResource('AWS::S3::Bucket', {
    DeletionPolicy: 'Retain',
    Properties: Match.objectLike({ VersioningConfiguration: { Status: 'Enabled' } }),
  });
  // What was done never expires.
  const expiring = resources().filter(({ Properties }) => Properties?.TimeToLiveSpecification !== undefined);
  expect(expiring).toHaveLength(1);
});

it('gives each function what its code reads', () => {
  const mailed = workshop.template({ ...whole, slackSecret: null });
  const functions = [template, mailed].flatMap((one) => Object.values(one.findResources('AWS::Lambda::Function')));
  const given = functions.map(({ Properties }) => Object.keys(Properties.Environment.Variables).toSorted().join());
  const read = Object.values(envNames).map((names) => Object.values(names).toSorted().join());
  expect(new Set(given)).toEqual(new Set(read));
  template.allResourcesProperties('AWS::Lambda::Function', { Runtime: 'nodejs24.x', Architectures: ['arm64'] });
  template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
});

describe('may do what it is for, and nothing else', () => {
  it('whoever observes reads and writes what it learned, and announces', () => {
    expect(powers(template)['rescind-observe']).toEqual(
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'events:PutEvents', ...logAndQueue, ...readSettings].toSorted(),
    );
  });

  it('whoever ingests may do as much, and read the trail', () => {
    const own = ['dynamodb:GetItem', 'dynamodb:PutItem', 'events:PutEvents', 'sqs:SendMessage'];
    expect(powers(template)['rescind-ingest']).toEqual([...own, ...logAndQueue, ...readSettings].toSorted());
  });

  it('whoever responds reads what was decided, writes what it did, and takes the role of the account', () => {
    // What an owner says was them goes into what was learned of that credential.
    expect(mayWrite('rescind-respond')).toContainEqual(['note member *', 'note leases *', 'baseline *']);
    const read = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:GetItem', 'dynamodb:Query'];
    const tables = [...read, 'dynamodb:PutItem', 'dynamodb:PutItem'];
    const roles = ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'];
    expect(powers(template)['rescind-respond']).toEqual(
      [...tables, 'events:PutEvents', ...roles, ...logAndQueue, ...readSettings].toSorted(),
    );
  });

  it('each role that acts has the permissions of its own measures, and never on our own roles or those of AWS', () => {
    const of = (role: string) =>
      Object.entries(measurePermissions).flatMap(([measure, actions]) =>
        roleFor(measure) === role && !byOrderAlone.has(measure) ? actions : [],
      );
    const contain = new Set([...of('contain'), ...planPermissions, ...lookPermissions]);
    expect(powers(template)['rescind-contain']).toEqual(['-iam:*', ...contain].toSorted());
    expect(powers(template)['rescind-scope']).toEqual(['-iam:*', ...new Set(of('scope'))].toSorted());
    const implied = Object.values(impliedPermissions).flat();
    const rotation = [...new Set([...of('rotate'), ...implied])];
    // Nobody may choose what rotates, of two kinds.
    const denied = ['-secretsmanager:RotateSecret', '-secretsmanager:RotateSecret'];
    expect(powers(template)['rescind-rotation']).toEqual([...denied, ...rotation].toSorted());
  });

  it('whoever notifies reads the token, and writes nothing but which notices went out', () => {
    const table = ['dynamodb:GetItem', 'dynamodb:PutItem'];
    expect(powers(template)['rescind-notify']).toEqual(
      [...table, 'secretsmanager:GetSecretValue', ...logAndQueue, ...readSettings].toSorted(),
    );
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: table,
            Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['note notice *'] } },
          }),
        ]),
      },
    });
  });

  it('whoever rotates reaches the secrets and users that it was given, and there only what the contract says', () => {
    expect(powers(template)['rescind-rotate']).toEqual(
      ['logs:CreateLogStream', 'logs:PutLogEvents', ...rotatePermissions.secret, ...rotatePermissions.user].toSorted(),
    );
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: [...rotatePermissions.secret],
            Resource: bound.secret,
            Condition: { StringEquals: { [rotationFunctionKey]: Match.anyValue() } },
          }),
        ]),
      },
    });
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'secretsmanager.amazonaws.com',
      SourceArn: `${bound.secret.split(':secret:')[0]}:secret:*`,
    });
    expect(powers(workshop.template())['rescind-rotate']).toBeUndefined();
  });

  it('whoever interacts writes what people said, and wishes; it neither acts nor decides', () => {
    const own = ['dynamodb:GetItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'secretsmanager:GetSecretValue'];
    expect(powers(template)['rescind-interact']).toEqual(
      [...own, 'sqs:SendMessage', ...logAndQueue, ...readSettings].toSorted(),
    );
    expect(mayWrite('rescind-interact')).toEqual([['note answers *']]);
    template.resourceCountIs('AWS::Lambda::Url', 1);
  });

  it('whoever takes answers by links may do what whoever interacts may; whoever mails only tells', () => {
    const mailed = workshop.template({ trailBucket: 'trail-logs' });
    const log = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    const own = ['dynamodb:GetItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'secretsmanager:GetSecretValue'];
    expect(powers(mailed)['rescind-links']).toEqual([...own, 'sqs:SendMessage', ...log, ...readSettings].toSorted());
    expect(mayWrite('rescind-links', mailed)).toEqual([['note answers *']]);
    const told = ['dynamodb:GetItem', 'dynamodb:PutItem', 'secretsmanager:GetSecretValue', 'sns:Publish'];
    expect(powers(mailed)['rescind-mail']).toEqual([...told, ...logAndQueue, ...readSettings].toSorted());
    expect(mayWrite('rescind-mail', mailed)).toEqual([['note notice *']]);
    mailed.resourceCountIs('AWS::Lambda::Url', 1);
  });

  it('whoever sweeps reads accounts by a role of each, and writes what it found', () => {
    // Of what was done, it only reads.
    const read = ['dynamodb:BatchGetItem', 'dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:GetItem'];
    const table = [...read, 'dynamodb:PutItem', 'dynamodb:Query', 'events:PutEvents'];
    expect(mayWrite('rescind-sweep')).toEqual([['*']]);
    const log = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    expect(powers(template)['rescind-sweep']).toEqual([...table, ...log, ...readSettings, 'sts:AssumeRole'].toSorted());
    expect(powers(ofOrganization)['rescind-sweep']).toEqual(
      [
        ...table,
        ...log,
        ...readSettings,
        ...reachAllPermissions,
        ...unitPermissions,
        ...controlPermissions,
        ...peoplePermissions,
      ]
        .filter((action) => action !== 'sts:GetCallerIdentity')
        .toSorted(),
    );
  });

  it('whoever learns the past can tell nobody of it', () => {
    const table = ['dynamodb:GetItem', 'dynamodb:PutItem', 'logs:CreateLogStream', 'logs:PutLogEvents'];
    expect(powers(template)['rescind-backfill']).toEqual([...table, ...readSettings].toSorted());
  });

  it('whoever beats takes a role that may do nothing', () => {
    const table = ['dynamodb:GetItem', 'dynamodb:PutItem'];
    const watched = ['cloudwatch:DescribeAlarms', 'cloudwatch:PutMetricData'];
    const own = [...table, ...logAndQueue, 'sts:AssumeRole'];
    expect(powers(template)['rescind-heartbeat']).toEqual([...own, ...watched].toSorted());
    expect(powers(workshop.template())['rescind-heartbeat']).toEqual(own.toSorted());
    expect(powers(template)['rescind-alive']).toBeUndefined();
  });

  it('nowhere on everything, but to read what is only listed as a whole', () => {
    const listsAll = new Set<string>([
      ...inspectPermissions,
      ...reachAllPermissions,
      ...unitPermissions,
      ...controlPermissions,
      ...peoplePermissions,
      ...lookPermissions,
    ]);
    for (const from of [template, ofOrganization]) {
      const all = Object.values(from.findResources('AWS::IAM::Policy')).flatMap(
        ({ Properties }) => Properties.PolicyDocument.Statement as Statement[],
      );
      const onAll = all.filter(({ Resource }) => Resource === '*');
      const counts = onAll.filter(({ Action }) => Action === 'cloudwatch:PutMetricData');
      for (const { Condition } of counts) {
        expect(Condition).toEqual({
          StringEquals: { 'cloudwatch:namespace': 'Rescind', 'aws:RequestedRegion': watchRegion },
        });
      }
      const others = onAll.filter((one) => !counts.includes(one)).flatMap(({ Action }) => [Action].flat());
      expect(others.filter((action) => !listsAll.has(action))).toEqual([]);
    }
  });
});

it('no policy of ours allows a wildcard of actions, in the administrator’s account, in members or in the management account', () => {
  const bodies = Object.values(ofOrganization.findResources('AWS::CloudFormation::StackSet')).map(
    ({ Properties }) => JSON.parse(Properties.TemplateBody) as { Resources: Record<string, unknown> },
  );
  const all = [ofOrganization.toJSON(), workshop.management().toJSON(), ...bodies];
  const statements = all.flatMap(statementsIn);
  expect(statements.length).toBeGreaterThan(50);
  const wild = statements.filter(({ Effect, Action }) => Effect === 'Allow' && /[*?]/.test([Action].flat().join()));
  expect(wild).toEqual([]);
});

it('all that can bear a tag says what it belongs to, and stack sets hand it on', () => {
  const types = ['AWS::Lambda::Function', 'AWS::SQS::Queue', 'AWS::IAM::Role', 'AWS::SNS::Topic', 'AWS::S3::Bucket'];
  const tagged = { Tags: Match.arrayWith([{ Key: 'application', Value: 'rescind' }]) };
  for (const type of [...types, 'AWS::CloudFormation::StackSet']) {
    ofOrganization.allResourcesProperties(type, Match.objectLike(tagged));
  }
});

it('without inline denies, no role is there that could write a policy, nor may one be taken', () => {
  const bare = workshop.template({ organization, inlineDenies: false });
  expect(JSON.stringify(bare.toJSON())).not.toMatch(/rescind-scope|iam:Put(User|Role)Policy/);
  bare.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: Match.objectLike({ RESCIND_INLINE_DENIES: 'no' }) },
  });
  expect(powers(bare)['rescind-contain']).toEqual(powers(template)['rescind-contain']);
});

it.each([
  ['an account alone', null, { Ref: 'AWS::AccountId' }],
  ['the management account', { callAs: 'SELF' }, { Ref: 'AWS::AccountId' }],
  ['a delegate that named it', { callAs: 'DELEGATED_ADMIN', management: '444455556666' }, beside('444455556666')],
  ['a delegate that did not', { callAs: 'DELEGATED_ADMIN' }, 'any'],
] as const)('where stacks of ours may stand, whoever judges or acts hears from %s', (_, given, homes) => {
  const made = workshop.template({ organization: given === null ? null : { ...organization, ...given } });
  const functions = made.findResources('AWS::Lambda::Function');
  const told = Object.values(functions).map(({ Properties }) => Properties.Environment?.Variables?.RESCIND_HOMES);
  expect(told.filter((one) => one !== undefined)).toEqual([homes, homes]);
});

function beside(account: string) {
  return { 'Fn::Join': ['', [{ Ref: 'AWS::AccountId' }, `,${account}`]] };
}

it('puts the guard on the units of the organisation only where it is asked for', () => {
  expect(ofOrganization.findResources('AWS::Organizations::Policy')).toEqual({});
  const guarded = workshop.template({ organization, guard: true });
  guarded.hasResourceProperties('AWS::Organizations::Policy', {
    Type: 'SERVICE_CONTROL_POLICY',
    TargetIds: organization.units,
  });
});

it('has no secret whose name is not known for ours: CloudFormation names one without its stack', () => {
  const secrets = workshop.template({ organization, trailBucket: 'new' }).findResources('AWS::SecretsManager::Secret');
  const touched = Object.keys(secrets).map((logicalId) => {
    const secretId = `${logicalId}-AbCdEfGhIjKl`;
    const call = { eventSource: 'secretsmanager.amazonaws.com', eventName: 'PutSecretValue' };
    return isTampering({ ...call, requestParameters: { secretId } }, { homes: null, trail: null, guard: null });
  });
  expect(touched).toEqual([true]);
});

it('tells whoever looks for tampering, by both lanes, which policy the guard is', () => {
  const told = (given: object) => {
    const made = workshop.template({ organization, trailBucket: 'new', ...given });
    const guards = Object.values(made.findResources('AWS::Lambda::Function')).map(
      ({ Properties }) => Properties.Environment?.Variables?.RESCIND_GUARD,
    );
    const [policy = null] = Object.keys(made.findResources('AWS::Organizations::Policy'));
    return { guards: guards.filter((one) => one !== undefined), policy };
  };
  const { guards, policy } = told({ guard: true });
  expect(guards).toEqual([{ Ref: policy }, { Ref: policy }]);
  expect(told({})).toEqual({ guards: ['-', '-'], policy: null });
});

it('without Slack, signs links with a key that nobody chose, and keeps them apart from what everybody reads', () => {
  const plain = workshop.template();
  plain.hasResourceProperties('AWS::SecretsManager::Secret', {
    GenerateSecretString: { PasswordLength: 64 },
    SecretString: Match.absent(),
  });
  const topics = Object.entries(plain.findResources('AWS::SNS::Topic'));
  const encrypted = topics.map(([id, { Properties }]) => [id.replace(/[0-9A-F]{8}$/, ''), Properties?.KmsMasterKeyId]);
  // CloudWatch, which rings the other two, may not use that key, and says no more than an alarm's name and count.
  expect(encrypted.toSorted()).toEqual([
    ['FoundationAlarms', undefined],
    ['NotifyAnswers', 'alias/aws/sns'],
    ['NotifyNotices', 'alias/aws/sns'],
    ['PageTopic', undefined],
  ]);
});

it('lets the function that sweeps and the named one look, here and in every member, with reads alone', () => {
  const swept = workshop.template({ organization, inspectorArn });
  expect(powers(swept)['rescind-inspect']).toEqual([...inspectPermissions].toSorted());
  // IAM names two of its reports so: asking for one changes nothing else.
  const reads = /^\w+:(Get|List|Describe|Generate(CredentialReport|ServiceLastAccessedDetails)$)/;
  expect(inspectPermissions.filter((action) => !reads.test(action))).toEqual([]);
  const sets = Object.values(swept.findResources('AWS::CloudFormation::StackSet'));
  expect(sets.filter(({ Properties }) => Properties.TemplateBody.includes(inspectorArn))).toHaveLength(1);
  const [role] = Object.values(swept.findResources('AWS::IAM::Role', { Properties: { RoleName: 'rescind-inspect' } }));
  const trusted = JSON.stringify(role?.Properties.AssumeRolePolicyDocument.Statement);
  expect(trusted).toContain(inspectorArn);
  expect(trusted).toContain('SweepStepsRole');
});

it('nobody is let in but who is on file, under the condition that is on file; another one has to be looked at there', async () => {
  const parameters = Object.fromEntries(Object.values(memberParameters).map((name) => [name, `<${name}>`]));
  const linesOf = (text: string) =>
    doorLines(resolveTemplate(text, { accountId: '999999999999', region: 'eu-west-1', parameters }));
  const all = [
    workshop.template({ ...whole, organization, inspectorArn }),
    workshop.template(),
    workshop.template({ organization: { ...organization, callAs: 'SELF' } }),
    workshop.template({ organization, trailBucket: 'new' }),
    workshop.management(),
    workshop.watch('us-east-1'),
  ].flatMap((from) => {
    const sets = Object.values(from.findResources('AWS::CloudFormation::StackSet'));
    const members = sets.flatMap(({ Properties }) => linesOf(Properties.TemplateBody));
    return [...linesOf(JSON.stringify(from.toJSON())), ...members];
  });
  await expect(`${[...new Set(all)].toSorted().join('\n')}\n`).toMatchFileSnapshot('doors.txt');
  const anybody = all.filter((line) => /: ("\*"|\{"AWS":"\*"\}) /.test(line) && line.endsWith(' {}'));
  expect(anybody).toEqual([]);
});

it('no role may do anything but what is on file, on what is on file, under the condition that is; more has to be looked at there', async () => {
  const parameters = Object.fromEntries(Object.values(memberParameters).map((name) => [name, `<${name}>`]));
  const linesOf = (text: string) =>
    powerLines(resolveTemplate(text, { accountId: '999999999999', region: 'eu-west-1', parameters }));
  const all = [
    ofOrganization,
    workshop.template(),
    workshop.template({ organization: { ...organization, callAs: 'SELF' } }),
    workshop.template({ organization, trailBucket: 'new' }),
    workshop.template({ trailBucket: 'trail-logs', trailKey: 'arn:aws:kms:eu-west-1:999999999999:key/1234abcd' }),
    workshop.management(),
  ].flatMap((from) => {
    const sets = Object.values(from.findResources('AWS::CloudFormation::StackSet'));
    return [JSON.stringify(from.toJSON()), ...sets.map(({ Properties }) => Properties.TemplateBody)].flatMap(linesOf);
  });
  await expect(`${[...new Set(all)].toSorted().join('\n')}\n`).toMatchFileSnapshot('powers.txt');
});

it('a role that a page of the documentation names is there by that name', () => {
  const named = globSync('docs/**/*.md').flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/[Rr]oles? `(rescind-[^`]+)`/g)].map(([, role = '']) => ({ page, role })),
  );
  expect(named.length).toBeGreaterThan(5);
  const place = { accountId: '999999999999', region: 'eu-west-1' };
  const roles = [ofOrganization, workshop.template()].flatMap((from) =>
    resolveTemplate(JSON.stringify(from.toJSON()), place).flatMap(({ type, properties }) =>
      type === 'AWS::IAM::Role' ? [String(properties.RoleName).replace(place.region, '<Region>')] : [],
    ),
  );
  expect(named.filter(({ role }) => !roles.includes(role))).toEqual([]);
});

it('what else AWS is asked, from trails and tables to timeouts and graphs, is on file; a change has to be looked at there', async () => {
  const parameters = Object.fromEntries(Object.values(memberParameters).map((name) => [name, `<${name}>`]));
  const place = { accountId: '999999999999', region: 'eu-west-1', parameters };
  const all = [
    workshop.template({ trailBucket: 'new' }),
    workshop.template({ organization, trailBucket: 'new' }),
    ofOrganization,
    workshop.template({ organization: { ...organization, callAs: 'SELF' } }),
    workshop.management(),
  ].flatMap((from) => wishLines(resolveTemplate(JSON.stringify(from.toJSON()), place)));
  await expect(`${[...new Set(all)].toSorted().join('\n')}\n`).toMatchFileSnapshot('wishes.txt');
});

it('the sweep knows each role that is made for ours, and none that only has the name', () => {
  const administrator = '999999999999';
  const management = '222222222222';
  const home = { administrators: new Set([administrator]), management, partition: 'aws', region: 'eu-west-1' };
  const place = { accountId: administrator, region: home.region };
  // Letters are sent where there is no Slack.
  const byManagement = workshop.template({ organization: { ...organization, callAs: 'SELF' } });
  const here = [workshop.template({ ...whole, organization, inspectorArn }), workshop.template(), byManagement].flatMap(
    (from) => resolveTemplate(JSON.stringify(from.toJSON()), place),
  );
  const there = here.flatMap(({ type, properties }) => {
    if (type !== 'AWS::CloudFormation::StackSet') return [];
    const { TemplateBody, Parameters } = properties as {
      TemplateBody: string;
      Parameters: { ParameterKey: string; ParameterValue: string }[];
    };
    const parameters = Object.fromEntries(Parameters.map((one) => [one.ParameterKey, one.ParameterValue]));
    return resolveTemplate(TemplateBody, { accountId: '111122223333', region: home.region, parameters });
  });
  const taker = (part: string) => `arn:aws:iam::${administrator}:role/rescind-${part}-${home.region}`;
  const optedIn = [...organization.regions, 'me-south-1'];
  // Of the account that has delegated: it knows the Regions beside its own by roles that none of the administrator's takes.
  const beside = resolveTemplate(JSON.stringify(workshop.management('eu-west-1', optedIn).toJSON()), {
    accountId: management,
    region: 'us-east-1',
    parameters: {
      [memberParameters.responder]: taker('respond'),
      [memberParameters.sweeper]: taker('sweep'),
      [memberParameters.heartbeat]: taker('heartbeat'),
      [memberParameters.organization]: organization.id,
      [memberParameters.hub]: 'arn:aws:events:eu-west-1:999999999999:event-bus/rescind-hub',
    },
  });
  const made = new Map([
    [administrator, here],
    ['111122223333', there],
    [management, beside],
  ]);
  const roles = [...made].flatMap(([account, all]) =>
    all.flatMap(({ type, properties }) => {
      if (type !== 'AWS::IAM::Role') return [];
      const { RoleName, AssumeRolePolicyDocument } = properties;
      // As IAM's API has it.
      const text = encodeURIComponent(JSON.stringify(AssumeRolePolicyDocument));
      return [{ account, name: String(RoleName), path: '/', trust: text }];
    }),
  );
  const isOurs = ({ account, name, path, trust }: (typeof roles)[number], by: Home = home) => {
    const Arn = `arn:aws:iam::${account}:role${path}${name}`;
    const { roles } = readAccountDetails([{ RoleDetailList: [{ Arn, AssumeRolePolicyDocument: trust }] }]);
    return roles.every((role) => isMadeByUs(role, by));
  };
  const names = new Set(roles.map(({ name }) => name));
  for (const name of Object.values(memberRoles)) expect(names).toContain(name);
  for (const name of Object.keys(envNames)) expect(names).toContain(`rescind-${name}-eu-west-1`);
  expect(roles.filter((one) => !isOurs(one))).toEqual([]);
  const thief = 'arn:aws:iam::666666666666:root';
  const added = (trust: string, statement: object) => {
    const document = JSON.parse(decodeURIComponent(trust));
    return JSON.stringify({ ...document, Statement: [...document.Statement, { Effect: 'Allow', ...statement }] });
  };
  const lookAlikes = roles.flatMap((one) => [
    { ...one, path: '/service/' },
    { ...one, name: `${one.name}-2` },
    { ...one, trust: added(one.trust, { Principal: { AWS: thief } }) },
    { ...one, trust: added(one.trust, { Principal: '*' }) },
    { ...one, trust: added(one.trust, { NotPrincipal: { AWS: thief } }) },
    { ...one, trust: JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { AWS: thief } }] }) },
    { ...one, trust: JSON.stringify({ Statement: [] }) },
    { ...one, trust: 'no document' },
  ]);
  expect(lookAlikes.filter((one) => isOurs(one))).toEqual([]);
  // A function's role is only in the administrator's account, and those of members only trust that.
  expect(roles.filter((one) => isOurs({ ...one, account: '777777777777' })).map(({ name }) => name)).toEqual(
    roles.flatMap(({ name }) => (Object.values<string>(memberRoles).includes(name) ? [name] : [])),
  );
  const elsewhere = roles.filter((one) =>
    isOurs(one, { ...home, management: null, administrators: new Set(['888888888888']) }),
  );
  expect(new Set(elsewhere.map(({ name }) => name))).toEqual(new Set([memberRoles.forward]));
  // The management account's own are nobody's elsewhere, not even the administrator's by its Region.
  const makers = roles.filter(({ account, name }) => account === management && name.includes(ruleMakers.begins));
  expect(makers.map(({ name }) => name).toSorted()).toEqual([
    'rescind-regions-rules-us-east-1',
    'rescind-regions-us-east-1',
  ]);
  for (const at of [null, '333333333333'])
    expect(makers.filter((one) => isOurs(one, { ...home, management: at }))).toEqual([]);
  // Whoever sweeps from a laptop knows what accounts are theirs, and not from where they are watched.
  const own = new Set(['888888888888', administrator, management]);
  const anywhere = { ...home, management: null, administrators: own, region: null };
  expect(roles.filter((one) => !isOurs(one, anywhere))).toEqual([]);
  expect(lookAlikes.filter((one) => isOurs(one, anywhere))).toEqual([]);
  const otherRegion = roles.filter((one) => isOurs(one, { ...home, management: null, region: 'us-east-1' }));
  expect(new Set(otherRegion.map(({ name }) => name))).toEqual(new Set([memberRoles.forward]));
});

it('lets CloudFormation begin in Regions that have to be switched on, under its names there', () => {
  const regions = [...organization.regions, 'me-south-1', 'ap-east-1'];
  for (const template of [
    workshop.management('eu-west-1', regions),
    workshop.template({ organization: { ...organization, regions, callAs: 'SELF' } }),
  ]) {
    const trust = JSON.stringify(
      Object.values(template.findResources('AWS::IAM::Role'))
        .map(({ Properties }) => Properties)
        .filter(({ Description }) => /manage the rules of Rescind in other Regions/.test(String(Description)))
        .map(({ AssumeRolePolicyDocument }) => AssumeRolePolicyDocument),
    );
    expect(trust.match(/cloudformation[.a-z0-9-]*\.amazonaws\.com/g)).toEqual([
      'cloudformation.amazonaws.com',
      'cloudformation.ap-east-1.amazonaws.com',
      'cloudformation.me-south-1.amazonaws.com',
    ]);
    // All of them for this account alone.
    expect(trust.match(/"Action"/g)?.length).toBe(trust.match(/aws:SourceAccount/g)?.length);
  }
});

it('lets whoever else may inspect do so in the management account, too', () => {
  const inspectorArn = 'arn:aws:iam::222222222222:role/Auditor';
  const app = new App();
  const delegated = { ...organization, callAs: 'DELEGATED_ADMIN' } as const;
  unchecked(() =>
    addStacks(app, { home: 'eu-west-1', bundles: workshop.bundles, organization: delegated, inspectorArn }),
  );
  const stack = app.node.findChild('RescindManagement');
  if (!(stack instanceof Stack)) throw new Error('no stack');
  unchecked(() => Template.fromStack(stack)).hasResourceProperties('AWS::IAM::Role', {
    RoleName: memberRoles.inspect,
    AssumeRolePolicyDocument: {
      Statement: Match.arrayWith([Match.objectLike({ Principal: { AWS: inspectorArn } })]),
    },
  });
});

describe('two Regions of one account', () => {
  /** Names without a Region, of the account or of the whole organisation, that a stack takes in a Region. */
  const namesOf = (from: Template, region: string) => {
    const place = { accountId: '111111111111', region };
    const named = resolveTemplate(JSON.stringify(from.toJSON()), place).flatMap(({ type, properties }) =>
      [...(global.get(type) ?? [])].flatMap((property) =>
        properties[property] === undefined ? [] : [`${type} ${String(properties[property])}`],
      ),
    );
    expect(new Set(named).size).toBe(named.length);
    return new Set(named);
  };
  const global = new Map([
    ['AWS::IAM::Role', ['RoleName']],
    ['AWS::IAM::ManagedPolicy', ['ManagedPolicyName']],
    ['AWS::IAM::User', ['UserName']],
    ['AWS::IAM::Group', ['GroupName']],
    ['AWS::IAM::InstanceProfile', ['InstanceProfileName']],
    ['AWS::IAM::OIDCProvider', ['Url']],
    ['AWS::IAM::SAMLProvider', ['Name']],
    ['AWS::S3::Bucket', ['BucketName']],
    ['AWS::CloudWatch::Dashboard', ['DashboardName']],
    ['AWS::Organizations::Policy', ['Name']],
    // One of all Regions has its shadow in each.
    ['AWS::CloudTrail::Trail', ['TrailName']],
  ]);
  const all = { ...whole, trailBucket: 'new', organization, guard: true } as const;
  const shared = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].filter((one) => b.has(one)).toSorted();

  it('have no name in common: one watches the account, both administer', () => {
    const home = namesOf(workshop.template(all), 'us-east-1');
    const other = namesOf(workshop.template({ ...all, watchesItself: false }), 'eu-west-1');
    expect(home).toContain('AWS::IAM::Role rescind-respond-us-east-1');
    expect(other).toContain('AWS::Organizations::Policy RescindGuard-111111111111-eu-west-1');
    expect(other.size).toBeGreaterThan(10);
    expect(shared(home, other)).toEqual([]);
    // In the same Region they would, which shows that names are seen at all.
    expect(shared(home, namesOf(workshop.template({ ...all, watchesItself: false }), 'us-east-1'))).toHaveLength(
      other.size,
    );
  });

  it('would both act on the account only by the roles that an account has once', () => {
    const [home, other] = ['us-east-1', 'eu-west-1'].map((region) => namesOf(workshop.template(all), region));
    const once = Object.values(memberRoles).map((name) => `AWS::IAM::Role ${name}`);
    const policies = [sealName, fenceName].map((name) => `AWS::IAM::ManagedPolicy ${name}`);
    expect(shared(home ?? new Set(), other ?? new Set())).toEqual([...policies, ...once].toSorted());
  });

  it('where the account is another’s to watch, neither its calls are heard nor its roles made', () => {
    const other = workshop.template({ organization, watchesItself: false });
    const heard = Object.keys(other.findResources('AWS::Events::Rule')).filter((id) => id.includes('Calls'));
    expect(heard).toEqual([expect.stringContaining('ForwardedCalls')]);
  });
});

interface Instances {
  readonly Regions: readonly string[];
  readonly DeploymentTargets: { readonly Accounts?: unknown; readonly AccountFilterType?: string };
}

describe('in an organisation', () => {
  const membersOf = (name: string) => {
    const [found] = Object.values(ofOrganization.findResources('AWS::CloudFormation::StackSet')).filter(
      ({ Properties }) => Properties.StackSetName === name,
    );
    if (found === undefined) throw new Error(`no stack set ${name}`);
    const body = found.Properties.TemplateBody as string;
    return { properties: found.Properties, body, template: JSON.parse(body) as { Resources: Record<string, Member> } };
  };
  interface Member {
    readonly Type: string;
    readonly Properties: Record<string, unknown>;
  }

  it('the bus for members lets in the organisation, and nobody else', () => {
    ofOrganization.hasResourceProperties('AWS::Events::EventBusPolicy', {
      Statement: Match.objectLike({ Condition: { StringEquals: { 'aws:PrincipalOrgID': organization.id } } }),
    });
    expect(template.findResources('AWS::Events::EventBusPolicy')).toEqual({});
  });

  it('an account or Region that refuses stops no other, whichever set it is of', () => {
    const preferences = (from: Template) =>
      Object.values(from.findResources('AWS::CloudFormation::StackSet')).map(({ Properties }) => [
        Properties.StackSetName,
        Properties.OperationPreferences,
      ]);
    const byManagement = workshop.template({ organization: { ...organization, callAs: 'SELF' } });
    const tolerant = { FailureTolerancePercentage: 100, RegionConcurrencyType: 'PARALLEL' };
    // Of the second, AWS would else count what the first lets fail as what may be done at once.
    const ofMany = { ...tolerant, MaxConcurrentPercentage: 100, ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE' };
    expect(Object.fromEntries(preferences(byManagement))).toEqual({
      'rescind-global': ofMany,
      'rescind-regional': ofMany,
      'rescind-own': tolerant,
    });
    expect(preferences(workshop.management())).toEqual([['rescind-own', tolerant]]);
  });

  it('members come and go by themselves, and one that refuses does not stop the others', () => {
    for (const name of ['rescind-global', 'rescind-regional']) {
      const { properties, body } = membersOf(name);
      expect(properties).toMatchObject({
        PermissionModel: 'SERVICE_MANAGED',
        CallAs: 'DELEGATED_ADMIN',
        AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
        OperationPreferences: { FailureTolerancePercentage: 100 },
      });
      expect(Buffer.byteLength(body)).toBeLessThan(largestTemplate);
      expect(body).not.toMatch(/AWS::Lambda|Bootstrap|AssetParameters|CDKMetadata/);
    }
  });

  it('an account that joins later has its roles before its rules, too, wherever it is known whose the sets are', () => {
    const sets = (from: Template) =>
      Object.entries(from.findResources('AWS::CloudFormation::StackSet')).map(([id, { Properties }]) => {
        return [id.replace(/[0-9A-F]{8}$/, ''), Properties.AutoDeployment?.DependsOn] as const;
      });
    const waiting = (given: object) => {
      const from = workshop.template({ organization: { ...organization, ...given } });
      return Object.fromEntries(sets(from).filter(([, first]) => first !== undefined));
    };
    const id = Object.keys(ofOrganization.findResources('AWS::CloudFormation::StackSet')).find((one) =>
      one.startsWith('MembersGlobal'),
    );
    const arn = (owner: unknown) => [
      ...['arn:', { Ref: 'AWS::Partition' }, ':cloudformation:', { Ref: 'AWS::Region' }],
      ...[':', owner, ':stackset/', { Ref: id }],
    ];
    const joined = (parts: readonly unknown[]) => [{ 'Fn::Join': ['', parts] }];
    expect(waiting({ callAs: 'SELF' })).toEqual({ MembersRegional: joined(arn({ Ref: 'AWS::AccountId' })) });
    // Those of a delegate are the management account's. A set that waits for none that is there would not be made.
    const [start, partition, service, region] = arn('');
    const ofManagement = [start, partition, service, region, ':222222222222:stackset/', arn('').at(-1)];
    expect(waiting({ management: '222222222222' })).toEqual({ MembersRegional: joined(ofManagement) });
    expect(waiting({})).toEqual({});
  });

  it.each([
    ['us-gov-west-1', 'us-gov-east-1'],
    ['cn-north-1', 'cn-northwest-1'],
  ])('in the partition of %s the roles go to that Region, and nothing names another partition', (global, home) => {
    const regions = [global, home];
    const made = workshop.template({ home, organization: { ...organization, regions }, trailBucket: 'logs' });
    const sets = Object.values(made.findResources('AWS::CloudFormation::StackSet')).map(({ Properties }) => Properties);
    const regionsOf = (name: string) =>
      sets
        .filter(({ StackSetName }) => StackSetName === name)
        .flatMap(({ StackInstancesGroup }) => (StackInstancesGroup as Instances[]).map(({ Regions }) => Regions));
    expect(regionsOf('rescind-global')).toEqual([[global]]);
    const management = workshop.management(home, regions);
    const own = Object.values(management.findResources('AWS::CloudFormation::StackSet'));
    expect(own.flatMap(({ Properties }) => Properties.StackInstancesGroup)).toMatchObject([{ Regions: [home] }]);
    for (const one of [made, management])
      expect(JSON.stringify(one.toJSON()).match(/arn:aws:[^"]*|us-east-1/g)).toBeNull();
  });

  it('nothing forwards before the bus lets it in, which is looked at when a target is put', () => {
    const afterPolicy = (from: Template) =>
      Object.entries(from.findResources('AWS::CloudFormation::StackSet')).flatMap(([id, { DependsOn = [] }]) =>
        [DependsOn].flat().some((one: string) => one.startsWith('HubPolicy')) ? [id.replace(/[0-9A-F]{8}$/, '')] : [],
      );
    const byManagement = workshop.template({ organization: { ...organization, callAs: 'SELF' } });
    for (const from of [ofOrganization, byManagement])
      expect(afterPolicy(from).toSorted()).toEqual(['MembersOwnRules', 'MembersRegional']);
  });

  it('roles are made once, rules in every region, and the rules after the roles', () => {
    const regions = ({ properties }: ReturnType<typeof membersOf>) =>
      properties.StackInstancesGroup.flatMap(({ Regions }: { readonly Regions: readonly string[] }) => Regions);
    expect(regions(membersOf('rescind-global'))).toEqual(['us-east-1']);
    expect(regions(membersOf('rescind-regional')).toSorted()).toEqual(organization.regions.toSorted());
    ofOrganization.hasResource('AWS::CloudFormation::StackSet', {
      Properties: Match.objectLike({ StackSetName: 'rescind-regional' }),
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('Global')]),
    });
  });

  it('an administrator that stack sets do not leave out has its roles and rules from one stack alone', () => {
    const left = (from: Template, name: string) => {
      const [set] = Object.values(
        from.findResources('AWS::CloudFormation::StackSet', { Properties: { StackSetName: name } }),
      );
      const groups = set?.Properties.StackInstancesGroup as readonly Instances[];
      return Object.fromEntries(
        groups.flatMap(({ Regions, DeploymentTargets: { Accounts, AccountFilterType } }) =>
          Regions.map((region) => [region, AccountFilterType === 'DIFFERENCE' ? Accounts : []]),
        ),
      );
    };
    const forwards = (from: Template) =>
      Object.keys(from.findResources('AWS::IAM::Role', { Properties: { RoleName: memberRoles.forward } })).length;
    const self = [{ Ref: 'AWS::AccountId' }];
    // It has a rule of its own in each Region, and two would bring each call twice.
    expect(left(ofOrganization, 'rescind-global')).toEqual({ 'us-east-1': self });
    expect(left(ofOrganization, 'rescind-regional')).toEqual({ 'us-east-1': self, 'eu-west-1': self });
    expect(forwards(ofOrganization)).toBe(1);
    const byManagement = workshop.template({ organization: { ...organization, callAs: 'SELF' } });
    expect(left(byManagement, 'rescind-global')).toEqual({ 'us-east-1': [] });
    expect(left(byManagement, 'rescind-regional')).toEqual({ 'us-east-1': [], 'eu-west-1': [] });
    expect(forwards(byManagement)).toBe(1);
    const elsewhere = workshop.template({ organization, watchesItself: false });
    expect(left(elsewhere, 'rescind-global')).toEqual({ 'us-east-1': self });
    expect(left(elsewhere, 'rescind-regional')).toEqual({ 'us-east-1': self, 'eu-west-1': self });
    expect(forwards(elsewhere)).toBe(0);
  });

  it('whoever administers has a rule in each Region that members have one in, made by roles that can do nothing else', () => {
    const byManagement = { organization: { ...organization, callAs: 'SELF' } } as const;
    const own = (from: Template) =>
      Object.values(from.findResources('AWS::CloudFormation::StackSet')).filter(
        ({ Properties }) => Properties.StackSetName === 'rescind-own',
      );
    const regions = (from: Template) => own(from).map(({ Properties }) => Properties.StackInstancesGroup[0].Regions);
    // What the heartbeat tries there, the stack's own Region left out: it has a rule already.
    expect(regions(workshop.template(byManagement))).toEqual([['eu-west-1']]);
    expect(regions(workshop.template({ ...byManagement, home: 'eu-west-1' }))).toEqual([['us-east-1']]);
    expect(regions(workshop.template({ ...byManagement, home: 'eu-north-1' }))).toEqual([organization.regions]);
    expect(regions(workshop.management())).toEqual([['eu-west-1']]);
    // A delegate need not be under the units that it watches.
    expect(regions(workshop.template({ organization }))).toEqual([['eu-west-1']]);
    for (const given of [{ organization }, byManagement]) {
      expect(regions(workshop.template({ ...given, watchesItself: false }))).toEqual([]);
    }
    for (const from of [workshop.template(byManagement), workshop.template({ organization }), workshop.management()]) {
      const [set] = own(from);
      expect(set?.Properties).toMatchObject({
        PermissionModel: 'SELF_MANAGED',
        StackInstancesGroup: [{ DeploymentTargets: { Accounts: [{ Ref: 'AWS::AccountId' }] } }],
      });
      const ofMembers = membersOf('rescind-regional').template.Resources;
      const { Calls } = JSON.parse(set?.Properties.TemplateBody).Resources;
      expect(Object.keys(Calls.Properties).toSorted()).toEqual(
        Object.keys(Object.values(ofMembers)[0]?.Properties ?? {}).toSorted(),
      );
      expect(Calls.Properties.State).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
      const policies = Object.values(from.findResources('AWS::IAM::Policy')).filter(({ Properties }) =>
        /Own(Administration|Execution)/.test(JSON.stringify(Properties.Roles)),
      );
      const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
      const services = statements.flatMap(({ Action }) => [Action].flat().map((one) => String(one).split(':')[0]));
      expect(new Set(services)).toEqual(new Set(['sts', 'cloudformation', 'events', 'iam']));
      const stars = statements.map(({ Resource }) => JSON.stringify(Resource)).filter((text) => text.includes('*'));
      expect(stars.filter((text) => !text.includes('/StackSet-rescind-own-*'))).toEqual([]);
      expect(set?.DependsOn).toEqual(expect.arrayContaining([expect.stringContaining('OwnExecutionDefaultPolicy')]));
    }
  });

  it('a member trusts the function that responds, and only from within the organisation', () => {
    const acting = ['rescind-contain', 'rescind-scope', 'rescind-rotation'];
    const roles = Object.values(membersOf('rescind-global').template.Resources).filter(({ Properties }) =>
      acting.includes(String(Properties.RoleName)),
    );
    expect(roles).toHaveLength(acting.length);
    for (const { Properties } of roles) {
      expect(Properties.AssumeRolePolicyDocument).toEqual({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
            Principal: { AWS: { Ref: 'ResponderArn' } },
            Condition: { StringEquals: { 'aws:PrincipalOrgID': { Ref: 'OrganizationId' } } },
          },
        ],
      });
    }
  });

  it('a member forwards what is heard in the administrator’s own account', () => {
    const [rule] = Object.values(membersOf('rescind-regional').template.Resources);
    const own = Object.values(template.findResources('AWS::Events::Rule')).find(
      ({ Properties }) => Properties.EventPattern?.source?.[0]?.prefix === 'aws.',
    );
    expect(rule?.Properties.EventPattern).toEqual(own?.Properties.EventPattern);
    expect(rule?.Properties.State).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
  });
});

describe('alarms', () => {
  const all = () => {
    const mailed = workshop.template({ ...whole, organization, watchRegion, slackSecret: null });
    return [ofOrganization, mailed, workshop.watch(watchRegion)].flatMap((one) => alarmsIn(one, region));
  };
  const runbook = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');
  const region = 'eu-west-1';
  const regions = { region, watchRegion };

  it('what is to be run first names the queue that the alarm looks at', () => {
    const found = Object.values(ofOrganization.findResources('AWS::CloudWatch::Alarm')).filter(({ Properties }) =>
      JSON.stringify(Properties.AlarmDescription).includes('#unstarted'),
    );
    expect(found.length).toBeGreaterThan(1);
    for (const { Properties } of found) {
      const [{ Value }] = Properties.Dimensions;
      expect(Properties.AlarmDescription['Fn::Join'][1]).toContainEqual({ Ref: Value['Fn::GetAtt'][0] });
    }
  });

  it('each links to its section, where whoever deploys says that the runbook is read', () => {
    const linked = workshop.template(
      { ...whole, organization, watchRegion },
      { runbook: 'https://wiki.example/runbook' },
    );
    const texts = alarmsIn(linked, region).map(({ description }) => description);
    expect(texts.length).toBeGreaterThan(20);
    expect(texts.filter((text) => !/^See https:\/\/wiki\.example\/runbook#[a-z-]+\. /.test(text))).toEqual([]);
    expect(JSON.stringify(linked.toJSON())).not.toContain('docs/runbook.md');
  });

  it('each names its section of the runbook and what to run first; each section has its alarms, and names their metrics', () => {
    expect(unpaired(all(), runbook, regions)).toEqual([]);
  });

  it.each<[string, () => string[], RegExp]>([
    [
      'an alarm without a section',
      () => unpaired([...all(), shown('nowhere')], runbook, regions),
      /^no section: .*#nowhere/,
    ],
    ['a section without an alarm', () => unpaired(all(), `${runbook}\n## idle\n`, regions), /^no alarm: idle/],
    [
      'a metric that its section does not name',
      () => unpaired([...all(), shown('stuck')], runbook, regions),
      /^stuck rings by/,
    ],
    [
      'another query',
      () => unpaired([...all(), shown('stuck', 'ls')], runbook, regions),
      /^stuck runs .*its alarm ls$/,
    ],
  ])('%s would be seen', (_, breach, seen) => {
    expect(breach().some((one) => seen.test(one))).toBe(true);
  });

  const shown = (section: string, query = 'x') => {
    return { description: `See docs/runbook.md#${section}. Run first: ${query}`, metrics: ['Planted'] };
  };

  it('each whose query is for a log names that of its own function; only the tables’ has none', () => {
    const texts = alarmsIn(ofOrganization, region).map(({ description }) => description);
    const nameless = texts.filter((text) => text.includes('the log of its function'));
    expect(new Set(nameless.map((text) => /#([a-z-]+)/.exec(text)?.[1]))).toEqual(new Set(['throttle']));
    const named = Object.entries(ofOrganization.findResources('AWS::CloudWatch::Alarm')).flatMap(
      ([id, { Properties }]) => {
        const [, group] = /in the log group (\w+), /.exec(textOf(Properties.AlarmDescription, region)) ?? [];
        return group === undefined ? [] : [{ id, group }];
      },
    );
    expect(named.length).toBeGreaterThan(30);
    const partOf = (id: string) =>
      /^(?:Sweep|Backfill|Respond|Observe|Ingest|Notify|Heartbeat|Interact|Links|Mail|Rotate)/.exec(id)?.[0];
    expect(named.filter(({ id, group }) => partOf(id) === undefined || partOf(id) !== partOf(group))).toEqual([]);
    const groups = Object.keys(ofOrganization.findResources('AWS::Logs::LogGroup'));
    expect(named.filter(({ group }) => !groups.includes(group))).toEqual([]);
  });

  it('each looks at what is on file, and rings from there on; another one has to be looked at there', async () => {
    const mailed = workshop.template({ ...whole, organization, watchRegion, slackSecret: null });
    const lines = new Set([ofOrganization, mailed, workshop.watch(watchRegion)].flatMap(alarmLines));
    expect(lines.size).toBeGreaterThan(60);
    await expect(`${[...lines].toSorted().join('\n')}\n`).toMatchFileSnapshot('alarms.txt');
  });

  it('none sums up over less time than goes by from one count to the next: where nothing is counted, all is well', () => {
    const round = minutesBetweenRounds * minute;
    const between: Readonly<Record<string, number>> = {
      ...{ Unseen: day, UnseenPercent: day },
      ...{ SilentFast: round, SilentBulk: round, SilentRegions: round, SweepLate: round, LearningLate: round },
      ...{ WatcherAsleep: round, LaneDisagreement: round },
      ...{ IrrevocableStanding: minute, RolesShut: minute, BudgetUsedPercent: minute, Stuck: minute },
      // A deployment that one person uses has an event now and then.
      ...{ WrongPercent: minute, Heard: hour },
    };
    const found = Object.values(ofOrganization.findResources('AWS::CloudWatch::Alarm')).flatMap(({ Properties }) => {
      const least = between[Properties.MetricName];
      return least === undefined
        ? []
        : [{ name: Properties.MetricName as string, least, periods: periodsOf(Properties) }];
    });
    expect(new Set(found.map(({ name }) => name))).toEqual(new Set(Object.keys(between)));
    expect(found.filter(({ least, periods }) => periods.some((seconds) => seconds * second < least))).toEqual([]);
  });

  it('each rings the topic', () => {
    const alarms = Object.values(ofOrganization.findResources('AWS::CloudWatch::Alarm'));
    expect(alarms.every(({ Properties }) => JSON.stringify(Properties.AlarmActions).includes('Alarms'))).toBe(true);
  });

  it('every topic that an alarm rings lets CloudWatch in, which a topic with a policy of its own does not by itself', () => {
    for (const one of [ofOrganization, workshop.watch(watchRegion)]) {
      const alarms = [
        ...Object.values(one.findResources('AWS::CloudWatch::Alarm')),
        ...Object.values(one.findResources('AWS::CloudWatch::CompositeAlarm')),
      ];
      const rung = new Set(alarms.flatMap(({ Properties }) => Properties.AlarmActions ?? []).map(({ Ref }) => Ref));
      expect(rung.size).toBeGreaterThan(0);
      for (const topic of rung) {
        one.hasResourceProperties('AWS::SNS::TopicPolicy', {
          Topics: [{ Ref: topic }],
          PolicyDocument: {
            Statement: Match.arrayWith([
              Match.objectLike({
                Effect: 'Allow',
                Action: 'sns:Publish',
                Principal: { Service: 'cloudwatch.amazonaws.com' },
                Resource: { Ref: topic },
                Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
              }),
            ]),
          },
        });
      }
    }
  });

  it('of another Region, one rings where no round comes; the other is there to see that it would', () => {
    const watch = workshop.watch(watchRegion);
    watch.allResourcesProperties('AWS::CloudWatch::Alarm', { TreatMissingData: 'breaching', Namespace: 'Rescind' });
    const actions = Object.values(watch.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => [
      Properties.AlarmName,
      Properties.AlarmActions?.length ?? 0,
    ]);
    expect(actions.toSorted()).toEqual([
      ['rescind-drill-eu-west-1', 0],
      ['rescind-rounds-eu-west-1', 1],
    ]);
    expect(JSON.stringify(watch.toJSON())).not.toMatch(/AWS::Lambda|Bootstrap|AssetParameters/);
  });
});

it('rings where nothing is heard, and where nobody counted', () => {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'Heard',
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
  });
});

it('one alarm is for a pager: what cannot wait rings it, and nothing else does', () => {
  const [page] = Object.values(ofOrganization.findResources('AWS::CloudWatch::CompositeAlarm'));
  const rule = JSON.stringify(page?.Properties.AlarmRule);
  const all = Object.entries(ofOrganization.findResources('AWS::CloudWatch::Alarm'));
  const urgent = all.filter(([id]) => rule.includes(id)).map(([, { Properties }]) => Properties.AlarmDescription);
  const sections = urgent.map((said) => /#([a-z-]+)/.exec(textOf(said, 'eu-west-1'))?.[1]).toSorted();
  expect([...new Set(sections)]).toEqual(['budget-spent', 'dead-lane', 'irrevocable', 'lost-record', 'tamper']);
  const [topic] = Object.values(ofOrganization.findOutputs('PagesTopic'));
  expect(page?.Properties.AlarmActions).toEqual([topic?.Value]);
});

it('nothing is bundled that nobody has looked at', async () => {
  const packages = Object.entries(workshop.metafile.outputs).map(([path, { inputs }]) => {
    const names = Object.keys(inputs).flatMap(
      (one) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(one)?.[1] ?? [],
    );
    return [path.split('/').at(-2), [...new Set(names)].toSorted()] as const;
  });
  const manifest = Object.fromEntries(packages.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)));
  await expect(`${JSON.stringify(manifest, null, 2)}\n`).toMatchFileSnapshot('../../functions/bundles.json');
});

it('weighs what docs/measurements.md says, code and tables', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/measurements.md'), 'utf8');
  const row = /^\| (\w+) +\| ([\d,]+) +\| ([\d,]+) +\| ([\d,]+) +\| ([\d,]+) +\| \d+ ms +\|$/gm;
  const said = new Map(
    [...page.matchAll(row)].map(([, name = '', ...cells]) => [
      name,
      cells.map((cell) => Number(cell.replace(',', ''))),
    ]),
  );
  const weights = weigh(workshop.bundles);
  expect([...said.keys()]).toEqual(Object.keys(envNames).toSorted());
  for (const { name, code, codePacked, whole, wholePacked } of weights) {
    // `npm run bench -- init` has the figures of today.
    for (const [at, is] of [code, codePacked, whole, wholePacked].entries())
      expect(Math.abs((said.get(name)?.[at] ?? 0) / is - 1), `${name}: ${is}`).toBeLessThan(0.05);
  }
});

it('has nothing in it that the shape does not show', () => {
  expect(shapeOf(ofOrganization)).toMatchInlineSnapshot(`
    {
      "rings": [
        "BackfillMachineSchedule: rate(1 hour)",
        "HeartbeatWorkerDeployed: ["aws.cloudformation"] 1 detail types",
        "HeartbeatWorkerRound: rate(5 minutes)",
        "IngestWorkerFiles: ["aws.s3"] 1 detail types",
        "NotifyWorkerBell: rate(5 minutes)",
        "NotifyWorkerTaken: ["rescind"] 4 detail types",
        "ObserveWorkerCalls: [{"prefix":"aws."}] the decisive",
        "ObserveWorkerForwardedCalls: [{"prefix":"aws."}] the decisive",
        "ObserveWorkerForwardedUses: [{"anything-but":{"prefix":"aws."}}] 1 detail types",
        "ObserveWorkerReportedUses: [{"anything-but":{"prefix":"aws."}}] 1 detail types",
        "RespondWorkerDecisions: ["rescind"] 1 detail types",
        "RespondWorkerUpkeep: rate(1 minute)",
        "SweepMachineSchedule: rate(1 hour)",
      ],
      "statements": {
        "rescind-backfill": 4,
        "rescind-backfill-schedule": 2,
        "rescind-backfill-steps": 3,
        "rescind-contain": 9,
        "rescind-forward": 1,
        "rescind-heartbeat": 7,
        "rescind-ingest": 6,
        "rescind-inspect": 7,
        "rescind-interact": 9,
        "rescind-notify": 6,
        "rescind-observe": 6,
        "rescind-regions": 1,
        "rescind-regions-rules": 3,
        "rescind-respond": 10,
        "rescind-rotate": 3,
        "rescind-rotation": 4,
        "rescind-scope": 3,
        "rescind-sweep": 9,
        "rescind-sweep-schedule": 2,
        "rescind-sweep-steps": 3,
      },
      "types": {
        "AWS::CloudFormation::StackSet": 3,
        "AWS::CloudWatch::Alarm": 71,
        "AWS::CloudWatch::CompositeAlarm": 1,
        "AWS::CloudWatch::Dashboard": 1,
        "AWS::DynamoDB::GlobalTable": 2,
        "AWS::Events::EventBus": 2,
        "AWS::Events::EventBusPolicy": 1,
        "AWS::Events::Rule": 11,
        "AWS::IAM::ManagedPolicy": 2,
        "AWS::IAM::Policy": 20,
        "AWS::IAM::Role": 21,
        "AWS::Lambda::EventSourceMapping": 6,
        "AWS::Lambda::Function": 9,
        "AWS::Lambda::Permission": 3,
        "AWS::Lambda::Url": 1,
        "AWS::Logs::LogGroup": 9,
        "AWS::S3::Bucket": 1,
        "AWS::S3::BucketPolicy": 1,
        "AWS::SNS::Topic": 2,
        "AWS::SNS::TopicPolicy": 2,
        "AWS::SQS::Queue": 14,
        "AWS::SQS::QueuePolicy": 14,
        "AWS::Scheduler::Schedule": 2,
        "AWS::StepFunctions::StateMachine": 2,
      },
    }
  `);
});

/** Types with their number, statements of each role, what each rule waits for, and when schedules ring. */
function shapeOf(from: Template) {
  const counts: Record<string, number> = {};
  for (const { Type } of resources(from)) counts[Type] = (counts[Type] ?? 0) + 1;
  const rules = Object.entries(from.findResources('AWS::Events::Rule')).map(([id, { Properties }]) => {
    const { source, 'detail-type': types, $or } = Properties.EventPattern ?? {};
    const of = $or === undefined ? `${types?.length} detail types` : 'the decisive';
    const waitsFor = Properties.ScheduleExpression ?? `${JSON.stringify(source)} ${of}`;
    return `${id.replace(/[0-9A-F]{8}$/, '')}: ${waitsFor}`;
  });
  const schedules = Object.entries(from.findResources('AWS::Scheduler::Schedule')).map(
    ([id, { Properties }]) => `${id.replace(/[0-9A-F]{8}$/, '')}: ${Properties.ScheduleExpression}`,
  );
  const statements: Record<string, number> = {};
  const roles = from.findResources('AWS::IAM::Role');
  for (const { Properties } of Object.values(from.findResources('AWS::IAM::Policy'))) {
    const name = shortName(roles[Properties.Roles[0].Ref]?.Properties.RoleName);
    statements[name] = (statements[name] ?? 0) + Properties.PolicyDocument.Statement.length;
  }
  const sorted = (record: Record<string, number>) => Object.fromEntries(Object.entries(record).toSorted());
  return {
    types: sorted(counts),
    statements: sorted(statements),
    rings: [...rules, ...schedules].toSorted(),
  };
}

it('the management account, which stack sets leave out, has a stack with what members have', () => {
  const own = workshop.management();
  const names = Object.values(own.findResources('AWS::IAM::Role')).map(({ Properties }) => Properties.RoleName);
  const inRegions = names.filter((name) => typeof name !== 'string');
  expect(names.filter((name) => typeof name === 'string').toSorted()).toEqual(Object.values(memberRoles).toSorted());
  expect(inRegions).toHaveLength(2);
  own.hasResourceProperties('AWS::Events::Rule', {
    State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    Targets: [Match.objectLike({ Arn: { Ref: 'HubArn' } })],
  });
  expect(JSON.stringify(own.toJSON())).not.toMatch(/AWS::Lambda|Bootstrap|AssetParameters/);
});

it('makes a trail with its bucket where none is named, which CloudTrail alone may write to', () => {
  const made = workshop.template({ organization, trailBucket: 'new' });
  made.hasResourceProperties('AWS::CloudTrail::Trail', {
    IsMultiRegionTrail: true,
    IsOrganizationTrail: true,
    EnableLogFileValidation: true,
  });
  made.hasResource('AWS::S3::Bucket', {
    DeletionPolicy: 'Retain',
    Properties: Match.objectLike({
      NotificationConfiguration: {
        QueueConfigurations: [
          {
            Event: 's3:ObjectCreated:*',
            Queue: { 'Fn::GetAtt': [Match.stringLikeRegexp('^IngestWorkerQueue'), 'Arn'] },
            Filter: { S3Key: { Rules: [{ Name: 'suffix', Value: '.json.gz' }] } },
          },
        ],
      },
    }),
    // S3 tries the queue when it is told of it.
    DependsOn: [Match.stringLikeRegexp('^IngestWorkerQueuePolicy')],
  });
  // EventBridge would charge for each file.
  expect(JSON.stringify(made.findResources('AWS::Events::Rule'))).not.toContain('aws.s3');
  // No past to learn.
  expect(
    made.findResources('AWS::StepFunctions::StateMachine', { Properties: { StateMachineName: 'rescind-backfill' } }),
  ).toEqual({});
});

/** With most in it, and with least, first. */
const sound: readonly Given[] = [
  { ...whole, organization, inspectorArn, guard: true, trailBucket: 'new' },
  {},
  { ...whole, organization },
  { ...whole, slackSecret: null, organization: { ...organization, callAs: 'SELF' } },
  { organization, watchesItself: false },
  { inlineDenies: false },
];

it.each(few(sound, 2))('passes the checks of cdk-nag and of the CDK itself, given %j', (given) => {
  expect(() => workshop.check(given)).not.toThrow();
});

it('which would see a fault', () => {
  const planted = () => workshop.check({}, (stack) => new Bucket(stack, 'Open'));
  expect(() => unchecked(planted)).toThrow('AwsSolutions-S10');
});

const isPartition = (part: unknown) => JSON.stringify(part) === '{"Ref":"AWS::Partition"}';

/** A state machine's definition, with an ARN for what only CloudFormation knows. */
function definitionsIn(from: Template): [name: string, definition: { States: Record<string, object> }][] {
  return Object.values(from.findResources('AWS::StepFunctions::StateMachine')).map(({ Properties }) => {
    const parts = Properties.DefinitionString['Fn::Join'][1] as unknown[];
    const text = parts.map((part) => {
      if (typeof part === 'string') return part;
      return isPartition(part) ? 'aws' : 'arn:aws:lambda:us-east-1:111111111111:function:f';
    });
    return [Properties.StateMachineName, JSON.parse(text.join(''))];
  });
}

it('whatever a queue does not take goes to that queue’s dead letters, and every rule and schedule is on', () => {
  const rules = Object.entries(ofOrganization.findResources('AWS::Events::Rule'));
  const toQueues = rules.flatMap(([id, { Properties }]) =>
    (Properties.Targets as Targeted[]).map(({ Arn, DeadLetterConfig }) => ({ id, Arn, DeadLetterConfig })),
  );
  expect(toQueues.length).toBeGreaterThan(8);
  const nameOf = (at: Targeted['Arn'] | undefined) => at?.['Fn::GetAtt'][0].replace(/[0-9A-F]{8}$/, '');
  for (const { id, Arn, DeadLetterConfig } of toQueues) {
    const queue = nameOf(Arn) ?? '';
    expect(queue, id).toMatch(/WorkerQueue$/);
    expect(nameOf(DeadLetterConfig?.Arn), id).toBe(queue.replace(/Queue$/, 'DeadLetters'));
  }
  for (const { Properties } of [
    ...rules.map(([, rule]) => rule),
    ...Object.values(ofOrganization.findResources('AWS::Scheduler::Schedule')),
  ]) {
    expect(Properties.State ?? 'ENABLED').toMatch(/^ENABLED/);
  }
});

it('a schedule tries to start its machine until the next hour, and sets aside, with an alarm, what it could not', () => {
  const place = { accountId: '111111111111', region: 'eu-west-1' };
  const made = resolveTemplate(JSON.stringify(ofOrganization.toJSON()), place);
  const of = (type: string) => made.filter((one) => one.type === type);
  const schedules = of('AWS::Scheduler::Schedule');
  expect(schedules).toHaveLength(2);
  for (const { id, properties } of schedules) {
    const { DeadLetterConfig, RetryPolicy, RoleArn } = properties.Target as {
      DeadLetterConfig: { Arn: string };
      RetryPolicy: { MaximumEventAgeInSeconds: number; MaximumRetryAttempts: number };
      RoleArn: string;
    };
    expect(properties.ScheduleExpression).toBe('rate(1 hour)');
    expect(RetryPolicy.MaximumEventAgeInSeconds).toBeLessThan(3_600);
    expect(RetryPolicy.MaximumRetryAttempts).toBeGreaterThan(10);
    const letters = DeadLetterConfig.Arn.split(':').at(-1) ?? '';
    expect(of('AWS::SQS::Queue').map(({ arn }) => arn)).toContain(DeadLetterConfig.Arn);
    const rings = of('AWS::CloudWatch::Alarm').filter(({ properties: { Dimensions, AlarmDescription } }) => {
      return JSON.stringify(Dimensions)?.includes(`"${letters}"`) && /#unstarted\./.test(String(AlarmDescription));
    });
    expect(rings, id).toHaveLength(1);
    const sends = grantsIn(made).filter(({ role }) => RoleArn.endsWith(`/${role}`));
    expect(sends.filter(({ action }) => action === 'sqs:SendMessage')).toEqual([
      { role: RoleArn.split('/').at(-1), action: 'sqs:SendMessage', pattern: DeadLetterConfig.Arn },
    ]);
    expect(sends, id).toHaveLength(2);
  }
});

interface Targeted {
  readonly Arn: { readonly 'Fn::GetAtt': readonly [string, string] };
  readonly DeadLetterConfig?: Pick<Targeted, 'Arn'>;
}

it('a step that finds no room waits for longer than any other may take, and one that failed is tried twice more', () => {
  const timeouts = Object.values(template.findResources('AWS::Lambda::Function')).map(({ Properties }) =>
    Number(Properties.Timeout),
  );
  for (const [name, definition] of definitionsIn(template)) {
    const tasks = tasksIn(definition);
    expect(tasks.length, name).toBeGreaterThan(3);
    for (const { Retry } of tasks) {
      const waits = (error: string) => {
        const found = Retry.find(({ ErrorEquals }) => ErrorEquals.includes(error));
        const {
          IntervalSeconds = 1,
          BackoffRate = 2,
          MaxAttempts = 3,
          MaxDelaySeconds = Infinity,
        } = found ?? { MaxAttempts: 0 };
        return Array.from({ length: MaxAttempts }, (_, at) =>
          Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** at),
        );
      };
      const busy = waits('Lambda.TooManyRequestsException').reduce((sum, wait) => sum + wait, 0);
      expect(busy, name).toBeGreaterThan(Math.max(...timeouts));
      for (const error of ['Lambda.ServiceException', 'Lambda.AWSLambdaException', 'Lambda.SdkClientException']) {
        expect(waits(error).length, name).toBeGreaterThan(5);
      }
      expect(waits('States.ALL'), name).toEqual([30, 60]);
    }
  }
});

interface Retried {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly BackoffRate?: number;
  readonly MaxAttempts?: number;
  readonly MaxDelaySeconds?: number;
}

/** All tasks of a definition, however deep. */
function tasksIn(value: unknown): { readonly Retry: readonly Retried[] }[] {
  if (typeof value !== 'object' || value === null) return [];
  const { Type, Retry = [] } = value as { Type?: string; Retry?: readonly Retried[] };
  return [...(Type === 'Task' ? [{ Retry }] : []), ...Object.values(value).flatMap(tasksIn)];
}

it('says of whatever can be switched off that it is on, or CloudFormation would not put that back', () => {
  const switches: Readonly<Record<string, string>> = {
    'AWS::CloudWatch::Alarm': 'ActionsEnabled',
    'AWS::CloudWatch::CompositeAlarm': 'ActionsEnabled',
    'AWS::Events::Rule': 'State',
    'AWS::Lambda::EventSourceMapping': 'Enabled',
    'AWS::Scheduler::Schedule': 'State',
  };
  const stacks = [ofOrganization, workshop.watch(watchRegion), workshop.management()];
  const bodies = resources(ofOrganization).flatMap(({ Properties }) => Properties.TemplateBody ?? []);
  const members = bodies.map(
    (body) => Object.values(JSON.parse(String(body)).Resources) as ReturnType<typeof resources>,
  );
  const found = [...stacks.map(resources), ...members].flat().flatMap(({ Type, Properties }) => {
    const key = switches[Type];
    return key === undefined ? [] : [{ Type, is: Properties[key] }];
  });
  expect(new Set(found.map(({ Type }) => Type))).toEqual(new Set(Object.keys(switches)));
  expect(members.flat().some(({ Type }) => Type === 'AWS::Events::Rule')).toBe(true);
  expect(found.filter(({ is }) => is !== true && !/^ENABLED/.test(String(is)))).toEqual([]);
});

describe('what AWS tries at once is made after what it takes', () => {
  const acting =
    /^AWS::(Lambda::EventSourceMapping|StepFunctions::StateMachine|Scheduler::Schedule|CloudFormation::StackSet)$/;
  const byManagement = () => workshop.template({ organization: { ...organization, callAs: 'SELF' } });
  const beside = () => workshop.management('eu-west-1', organization.regions);

  it.each([
    ['an account alone', () => template, ['EventSourceMapping', 'Schedule', 'StateMachine']],
    ['an organisation', byManagement, ['EventSourceMapping', 'Schedule', 'StackSet', 'StateMachine']],
    ['the management account of a delegate', beside, ['StackSet']],
  ] as const)('in %s, whoever acts by a role waits for its rights', (_, of, types) => {
    const resources = resourcesIn(of());
    const waits = [...resources].flatMap(([id, { Type, Properties, DependsOn = [] }]) => {
      const rights = acting.test(Type)
        ? rolesTaken(Properties, resources).flatMap((one) => rightsOf(one, resources))
        : [];
      const early = rights.filter((one) => ![DependsOn].flat().includes(one));
      return rights.length === 0 ? [] : [{ id, type: Type.split('::').at(-1), early }];
    });
    expect(waits.filter(({ early }) => early.length > 0)).toEqual([]);
    expect([...new Set(waits.map(({ type }) => type))].toSorted()).toEqual(types);
  });

  it.each([
    ['an organisation', byManagement, 1],
    ['the management account of a delegate', beside, 2],
  ] as const)('in %s, whatever forwards does so as a role that stands by then', (_, of, count) => {
    const from = of();
    const resources = resourcesIn(from);
    const named = { Properties: { RoleName: memberRoles.forward } };
    const rights = Object.keys(from.findResources('AWS::IAM::Role', named)).flatMap((id) => rightsOf(id, resources));
    const forwarding = [...resources].filter(
      ([, { Type, Properties }]) =>
        (Type === 'AWS::Events::Rule' && JSON.stringify(Properties.Targets).includes(`role/${memberRoles.forward}`)) ||
        Properties?.StackSetName === 'rescind-own',
    );
    expect([rights.length, forwarding.length]).toEqual([1, count]);
    for (const [id, { DependsOn }] of forwarding) expect(DependsOn, id).toEqual(expect.arrayContaining(rights));
  });

  it('a trail waits for the leave to write into its bucket', () => {
    const made = workshop.template({ organization, trailBucket: 'new' });
    const [trail] = Object.values(made.findResources('AWS::CloudTrail::Trail'));
    const leave = [...resourcesIn(made)].flatMap(([id, { Type, Properties }]) => {
      const isOfTrail = JSON.stringify(Properties?.Bucket) === JSON.stringify(trail?.Properties.S3BucketName);
      return Type === 'AWS::S3::BucketPolicy' && isOfTrail ? [id] : [];
    });
    expect(leave).toHaveLength(1);
    expect([trail?.DependsOn].flat()).toEqual(expect.arrayContaining(leave));
  });
});

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
}

function resourcesIn(from: Template): ReadonlyMap<string, Resource> {
  return new Map(Object.entries<Resource>(from.toJSON().Resources));
}

/** The roles that a resource names as its own, and that of the function that it calls. */
function rolesTaken(properties: unknown, resources: ReadonlyMap<string, Resource>): string[] {
  if (typeof properties !== 'object' || properties === null) return [];
  return Object.entries(properties).flatMap(([name, value]) => {
    const id: string | undefined = value?.Ref ?? value?.['Fn::GetAtt']?.[0];
    if (name === 'FunctionName') return rolesTaken({ Role: resources.get(id ?? '')?.Properties.Role }, resources);
    if (/^(Role|RoleArn|AdministrationRoleARN|ExecutionRoleName)$/.test(name)) return id === undefined ? [] : [id];
    return rolesTaken(value, resources);
  });
}

function rightsOf(role: string, resources: ReadonlyMap<string, Resource>): string[] {
  return [...resources].flatMap(([id, { Type, Properties }]) => {
    return Type === 'AWS::IAM::Policy' && JSON.stringify(Properties.Roles) === JSON.stringify([{ Ref: role }])
      ? [id]
      : [];
  });
}

it('one account that fails stops no other', () => {
  for (const [name, definition] of definitionsIn(template)) {
    const tolerated = [...JSON.stringify(definition).matchAll(/"ToleratedFailurePercentage":(\d+)/g)];
    expect(
      tolerated.map(([, share]) => share),
      name,
    ).toEqual(['100']);
  }
});

it('the logs of a trail that is made are kept for a year, and outlive the stack', () => {
  const made = workshop.template({ ...whole, trailBucket: 'new' });
  const kept = Object.entries(made.findResources('AWS::S3::Bucket')).filter(([id]) => id.startsWith('Trail'));
  expect(
    kept.map(([, { DeletionPolicy, Properties }]) => [DeletionPolicy, Properties.LifecycleConfiguration.Rules]),
  ).toEqual([['Retain', [{ ExpirationInDays: 365, Status: 'Enabled' }]]]);
});

describe('how many functions run at once', () => {
  const mapsOf = (made: Template) =>
    definitionsIn(made).map(([, definition]) => {
      const text = JSON.stringify(definition);
      return Number(/"MaxConcurrency":(\d+),"ToleratedFailurePercentage"/.exec(text)?.[1]);
    });
  const queuesOf = (made: Template) =>
    Object.values(made.findResources('AWS::Lambda::EventSourceMapping')).map(({ Properties }) =>
      Number(Properties.ScalingConfig.MaximumConcurrency),
    );
  const sum = (of: readonly number[]) => of.reduce((all, one) => all + one, 0);

  it.each([10, 1_000])('is no more than is reckoned with where the account runs %i', (concurrency) => {
    const made = workshop.template({ ...whole, organization, trailBucket: 'trail-logs', concurrency });
    expect([mapsOf(made).length, queuesOf(made).length]).toEqual([2, 6]);
    expect(sum([...mapsOf(made), ...queuesOf(made)])).toBe(mostFunctions(concurrency));
    if (concurrency > usualConcurrency) expect(mostFunctions(concurrency)).toBeLessThanOrEqual(concurrency);
  });

  it('leaves most of what a new account runs to whoever watches, and more accounts are in work where there is room', () => {
    const concurrency = usualConcurrency;
    const made = workshop.template({ ...whole, organization, trailBucket: 'trail-logs', concurrency });
    expect(sum(mapsOf(made))).toBeLessThan(usualConcurrency / 2);
    const wide = workshop.template({ ...whole, organization, trailBucket: 'trail-logs', concurrency: 1_000 });
    expect(Math.min(...mapsOf(wide))).toBeGreaterThan(Math.max(...mapsOf(made)));
    // AWS answers no faster for more.
    expect(Math.max(...mapsOf(wide))).toBe(10);
  });
});

it('state machines are what the States Language allows, which would see a fault', () => {
  const machines = definitionsIn(template);
  expect(machines.map(([name]) => name).toSorted()).toEqual(['rescind-backfill', 'rescind-sweep']);
  for (const [name, definition] of machines) {
    expect(aslValidator(definition), name).toMatchObject({ isValid: true, errors: [] });
  }
  const lost = machines[0]?.[1] ?? { States: {} };
  Object.assign(lost.States.Begin ?? {}, { Next: 'Nowhere' });
  expect(aslValidator(lost).isValid).toBe(false);
});
