import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountGrants } from '../../../../core/context/grants/account-grants.ts';
import { knownActions } from '../../../../core/context/grants/actions/known-actions.ts';
import { blastRadius } from '../../../../core/context/grants/blast-radius.ts';
import { type GrantStatement, type Grants, reachOf } from '../../../../core/context/grants/grants.ts';
import { heldActions } from '../../../../core/context/grants/held-actions.ts';
import { accessEvidence } from '../../../../core/context/grants/last-accessed.ts';
import { readPolicyDocument } from '../../../../core/context/grants/policy-document.ts';
import { trailEvidence, unusedGrants } from '../../../../core/context/grants/unused-grants.ts';
import { readAccountDetails } from '../../../../core/intake/account/account-details.ts';
import { day } from '../../../../core/model/instant.ts';

const allow = { Effect: 'Allow', Action: '*', Resource: '*' };
const user = 'arn:aws:iam::111122223333:user/ci';

function grants(statements: readonly object[], boundary: readonly GrantStatement[] | null = null): Grants {
  const read = readPolicyDocument({ Version: '2012-10-17', Statement: statements }, null);
  if (!read.ok) throw new Error(read.error);
  return { statements: read.value, boundary, unread: [], source: 'authorization-details' };
}

const names = (held: Grants) => blastRadius(held).capabilities.map(({ name }) => name);

describe('reach', () => {
  it.each([
    ['every resource', { Resource: '*' }, 1],
    ['every role by its kind', { Resource: 'arn:aws:iam::111122223333:role/*' }, 1],
    ['a prefix', { Resource: 'arn:aws:iam::111122223333:role/app-*' }, 0.5],
    ['one ARN, whatever its account', { Resource: 'arn:aws:iam::*:role/app' }, 0.2],
    ['the caller itself', { Resource: 'arn:aws:iam::111122223333:user/$' + '{aws:username}' }, 0.2],
    ['a condition', { Resource: '*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }, 0.5],
    ['all but some', { Resource: undefined, NotResource: 'arn:aws:iam::111122223333:role/app' }, 1],
  ])('%s', (_name, parts, reach) => {
    expect(reachOf(grants([{ ...allow, Action: 'iam:*', ...parts }]), 'iam:PassRole')).toBe(reach);
  });

  it('ends where a Deny covers the resource, and not where it covers another', () => {
    const bucket = { ...allow, Action: 's3:*', Resource: 'arn:aws:s3:::logs/*' };
    const deny = (Resource: string) => ({ Effect: 'Deny', Action: 's3:Delete*', Resource });
    expect(reachOf(grants([bucket, deny('arn:aws:s3:::logs/*')]), 's3:DeleteObject')).toBe(0);
    expect(reachOf(grants([bucket, deny('arn:aws:s3:::*')]), 's3:DeleteObject')).toBe(0);
    expect(reachOf(grants([bucket, deny('arn:aws:s3:::logs/old')]), 's3:DeleteObject')).toBe(0.5);
    expect(reachOf(grants([bucket, deny('*')]), 's3:GetObject')).toBe(0.5);
  });

  it('does not trust a conditional Deny or a Deny of all but some', () => {
    const condition = { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } };
    expect(reachOf(grants([allow, { ...allow, Effect: 'Deny', Condition: condition }]), 'ec2:RunInstances')).toBe(1);
    const rest = { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::logs' };
    expect(reachOf(grants([allow, rest]), 'ec2:RunInstances')).toBe(1);
  });

  it('reads NotAction as everything else', () => {
    const power = grants([{ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' }]);
    expect(reachOf(power, 'ec2:RunInstances')).toBe(1);
    expect(reachOf(power, 'IAM:CreateUser')).toBe(0);
  });

  it('stays inside the boundary', () => {
    const bounded = grants([allow], grants([{ ...allow, Action: 's3:*' }]).statements);
    expect(reachOf(bounded, 's3:GetObject')).toBe(1);
    expect(reachOf(bounded, 'iam:PutRolePolicy')).toBe(0);
    expect(names(bounded)).not.toContain('administrator');
  });
});

describe('blast radius', () => {
  it('stays inside what every level of service control policies allows', () => {
    const read = (...statements: object[]) => grants(statements).statements;
    const deny = { Effect: 'Deny', Action: 'iam:*', Resource: '*' };
    const whole = grants([allow]);
    const at = (...controls: (readonly GrantStatement[])[]) => ({ ...whole, controls });
    expect(reachOf(at(read(allow)), 'iam:CreateUser')).toBe(1);
    expect(reachOf(at(read(allow), read(allow, deny)), 'iam:CreateUser')).toBe(0);
    expect(reachOf(at(read({ ...allow, Action: 's3:*' }), read(allow)), 'ec2:RunInstances')).toBe(0);
    // Only for some: that takes nothing away for certain.
    const some = { ...deny, Condition: { StringNotEquals: { 'aws:PrincipalArn': 'x' } } };
    expect(reachOf(at(read(allow, some)), 'iam:CreateUser')).toBe(1);
  });

  it('of an administrator is everything', () => {
    expect(blastRadius(grants([allow])).value).toBe(1);
    expect(names(grants([allow]))).toContain('administrator');
  });

  it('names what some permissions amount to', () => {
    const held = grants([{ ...allow, Action: ['secretsmanager:GetSecretValue', 'ec2:RunInstances'] }]);
    expect(blastRadius(held).capabilities.map(({ name, value }) => [name, value])).toEqual([
      ['read-secrets', 0.6],
      ['spend-money', 0.4],
    ]);
    expect(blastRadius(held).value).toBeCloseTo(0.76);
  });

  it('counts the accounts whose roles can be assumed', () => {
    const roles = ['111122223333', '444455556666'].map((account) => `arn:aws:iam::${account}:role/read`);
    const [capability] = blastRadius(grants([{ ...allow, Action: 'sts:AssumeRole', Resource: roles }])).capabilities;
    expect(capability).toMatchObject({ name: 'assume-roles', value: 0.2 });
    expect(blastRadius(grants([{ ...allow, Action: 'sts:AssumeRole' }])).value).toBeCloseTo(0.6);
  });

  const action = fc.constantFrom(
    '*',
    'iam:*',
    'iam:PassRole',
    'iam:Put*',
    'lambda:CreateFunction',
    's3:*',
    's3:PutObject',
    'ec2:RunInstances',
    'secretsmanager:Get*',
    'sts:AssumeRole',
    'rds:Delete*',
  );
  const resource = fc.constantFrom(
    '*',
    'arn:aws:iam::111122223333:role/a*',
    'arn:aws:iam::111122223333:role/ab',
    'arn:aws:s3:::*',
  );
  const statement = (effect: 'Allow' | 'Deny') =>
    fc.record({
      Effect: fc.constant(effect),
      Action: fc.array(action, { minLength: 1, maxLength: 3 }),
      Resource: fc.array(resource, { minLength: 1, maxLength: 2 }),
    });
  const some = fc.array(fc.oneof(statement('Allow'), statement('Deny')), { maxLength: 5 });

  it('never shrinks with one more Allow', () => {
    fc.assert(
      fc.property(some, statement('Allow'), (before, more) => {
        expect(blastRadius(grants([...before, more])).value).toBeGreaterThanOrEqual(blastRadius(grants(before)).value);
      }),
    );
  });

  it('never grows with one more Deny', () => {
    fc.assert(
      fc.property(some, statement('Deny'), (before, less) => {
        expect(blastRadius(grants([...before, less])).value).toBeLessThanOrEqual(blastRadius(grants(before)).value);
      }),
    );
  });
});

describe('held and unused', () => {
  const now = 1_780_272_000_000;

  it('expands a wildcard over the dictionary and keeps what the dictionary lacks', () => {
    const held = heldActions(grants([{ ...allow, Action: ['sqs:*', 'newthing:DoIt', 'newthing:Get*'] }]), now);
    const actions = held.map((one) => one.action);
    expect(actions).toContain('sqs:createqueue');
    expect(actions).toContain('newthing:doit');
    expect(actions).toContain('newthing:get*');
    expect(actions.every((one) => /^(?:sqs|newthing):/.test(one))).toBe(true);
  });

  it('weighs permission changes above lists', () => {
    const held = heldActions(
      grants([{ ...allow, Action: ['iam:PutRolePolicy', 'iam:ListRoles', 'iam:CreateRole'] }]),
      now,
    );
    expect(held.map(({ action, weight }) => `${action} ${weight}`).toSorted()).toEqual([
      'iam:createrole 4',
      'iam:listroles 1',
      'iam:putrolepolicy 8',
    ]);
  });

  it('shares out what was not used, by weight', () => {
    const held = grants([{ ...allow, Action: ['iam:PutRolePolicy', 'iam:ListRoles', 'iam:CreateRole'] }]);
    const unused = unusedGrants(held, trailEvidence(['iam:ListRoles', 'iam:CreateRole']), now);
    expect(unused.share).toBeCloseTo(8 / 13);
    expect([unused.held, unused.used]).toEqual([3, 2]);
    expect(unusedGrants(held, trailEvidence(['iam:PutRolePolicy', 'iam:ListRoles', 'iam:CreateRole']), now).share).toBe(
      0,
    );
  });

  it('calls no service idle of which anything was called, whether or not all calls of it leave a mark', () => {
    const held = grants([{ ...allow, Action: ['bedrock:*', 's3:*', 'lambda:*', 'sqs:*'] }]);
    const called = trailEvidence(['bedrock:Converse', 's3:GetObject', 'lambda:Invoke']);
    const { idleServices, used } = unusedGrants(held, called, now);
    expect(idleServices).toEqual(['sqs']);
    expect(used).toBeGreaterThan(0);
    expect(called.isUsed('bedrock:invokemodel')).toBe(true);
  });

  it('counts what was seen in use, though it seldom leaves a mark, and leaves alone what was not seen of that kind', () => {
    const held = grants([{ ...allow, Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteBucket'] }]);
    const unused = unusedGrants(held, trailEvidence(['s3:GetObject']), now);
    expect([unused.held, unused.used]).toEqual([2, 1]);
    expect(unusedGrants(held, trailEvidence(['ec2:RunInstances']), now).held).toBe(1);
  });

  it('calls no service idle for the youth of the grant that was used, or for a call that IAM names by its verb', () => {
    const old = grants([{ ...allow, Action: ['s3:DeleteBucket', 'apigateway:*', 'sqs:*'] }]);
    const young = readPolicyDocument({ Statement: { ...allow, Action: 's3:GetObject' } }, now - 7 * day);
    const held: Grants = { ...old, statements: [...old.statements, ...(young.ok ? young.value : [])] };
    const called = trailEvidence(['s3:GetObject', 'apigateway:CreateRestApi']);
    expect(unusedGrants(held, called, now).idleServices).toEqual(['sqs']);
  });

  it('calls no service idle that IAM saw in use, though none of the actions that it follows was', () => {
    const held = grants([{ ...allow, Action: ['s3:DeleteBucket', 'sqs:DeleteQueue'] }]);
    const services = new Map([
      ['s3', { at: now - day, actions: new Map([['s3:deletebucket', null]]) }],
      ['sqs', { at: null, actions: new Map() }],
    ]);
    expect(unusedGrants(held, accessEvidence({ services }, now - 90 * day), now).idleServices).toEqual(['sqs']);
  });

  it('calls no service idle of which any call at all is on record, whatever is held of it', () => {
    const services = [...knownActions().keys()];
    const call = fc.tuple(fc.constantFrom(...services), fc.stringMatching(/^[A-Z][A-Za-z]{2,20}$/));
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 5 }), (calls) => {
        const called = trailEvidence(calls.map((parts) => parts.join(':')));
        const { idleServices } = unusedGrants(
          grants([{ ...allow, Action: calls.map(([one]) => `${one}:*`) }]),
          called,
          now,
        );
        expect(idleServices).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('leaves a grant of last week its time', () => {
    const read = readPolicyDocument({ Statement: { ...allow, Action: 'ec2:RunInstances' } }, now - 7 * day);
    const held: Grants = { ...grants([]), statements: read.ok ? read.value : [] };
    expect(unusedGrants(held, trailEvidence(['s3:ListBuckets']), now).held).toBe(0);
    expect(unusedGrants(held, trailEvidence(['s3:ListBuckets']), now + 60 * day).held).toBe(1);
  });
});

describe('account details', () => {
  const encoded = encodeURIComponent(JSON.stringify({ Statement: [{ ...allow, Action: 's3:GetObject' }] }));
  const page = {
    UserDetailList: [
      {
        Arn: user,
        UserPolicyList: [{ PolicyName: 'own', PolicyDocument: encoded }],
        AttachedManagedPolicies: [{ PolicyName: 'p', PolicyArn: 'arn:aws:iam::111122223333:policy/p' }],
        GroupList: ['builders'],
      },
    ],
    GroupDetailList: [
      {
        GroupName: 'builders',
        AttachedManagedPolicies: [{ PolicyName: 'x', PolicyArn: 'arn:aws:iam::aws:policy/AmazonSQSFullAccess' }],
      },
    ],
    RoleDetailList: [],
    Policies: [
      {
        Arn: 'arn:aws:iam::111122223333:policy/p',
        PolicyVersionList: [
          { Document: { Statement: [{ ...allow, Action: 'iam:*' }] }, IsDefaultVersion: false },
          { Document: { Statement: [{ ...allow, Action: 'ec2:*' }] }, IsDefaultVersion: true },
        ],
      },
    ],
  };
  const held = accountGrants(readAccountDetails([page])).get(user);

  it.each([
    ['inline, URL-encoded', 's3:GetObject', 1],
    ['the default version of a managed policy', 'ec2:RunInstances', 1],
    ['a version that is not the default', 'iam:CreateUser', 0],
    ["AWS's own policy of a group, by its name", 'sqs:DeleteQueue', 1],
  ])('%s', (_name, action, reach) => {
    expect(held === undefined ? null : reachOf(held, action)).toBe(reach);
  });

  it('takes a boundary that is not at hand for the tightest', () => {
    const bounded = [
      { ...page.UserDetailList[0], PermissionsBoundary: { PermissionsBoundaryArn: 'arn:aws:iam::1:policy/b' } },
    ];
    const found = accountGrants(readAccountDetails([{ ...page, UserDetailList: bounded }])).get(user);
    expect(found === undefined ? null : blastRadius(found).value).toBe(0);
  });
});
