import { describe, expect, it } from 'vitest';
import { callOf } from '../../core/intake/what/call.ts';
import { tactics } from '../../core/signals/grave-actions.ts';
import { calls, reportedUses } from '../../lib/calls.ts';
import { matchesPattern } from '../cloud/pattern.ts';

const call = 'AWS API Call via CloudTrail';
const user = { type: 'IAMUser', accessKeyId: 'AKIAEXAMPLEEXAMPLE01' };
const reading = /^(Get|List|Describe|BatchGet|Simulate|Download|Lookup)/;

/** A management call as CloudTrail writes it: `sts:AssumeRole`. */
function record(action: string, given: Readonly<Record<string, unknown>> = {}) {
  const [service = '', eventName = ''] = action.split(':');
  return {
    eventSource: `${service}.amazonaws.com`,
    eventName,
    eventCategory: 'Management',
    readOnly: reading.test(eventName),
    userIdentity: user,
    ...given,
  };
}

function hears(detail: object, type = call, source = 'aws.service'): boolean {
  return matchesPattern(calls('decisive').eventPattern, { source, 'detail-type': type, account: '1', detail });
}

describe('fits into a rule', () => {
  const { eventPattern } = calls('decisive');

  it('by its length', () => {
    expect(JSON.stringify(eventPattern).length).toBeLessThanOrEqual(2_048);
  });

  // AWS documents that it refuses too many of them, and not how many: eight have been too many for others.
  it('without a wildcard', () => {
    expect(JSON.stringify(eventPattern)).not.toContain('wildcard');
  });

  it('by what its alternatives come to, of which AWS takes a thousand', () => {
    expect(ways(eventPattern)).toBe(5);
    expect(ways({ a: { $or: [{ b: [1] }, { c: [1] }] }, $or: [{ d: [1] }, { e: [1] }, { f: [1] }] })).toBe(6);
  });
});

/** How many patterns without alternatives it stands for. */
function ways(pattern: unknown): number {
  if (typeof pattern !== 'object' || pattern === null || Array.isArray(pattern)) return 1;
  return Object.entries(pattern).reduce((product, [key, inner]) => {
    const isAlternative = key === '$or' && Array.isArray(inner);
    return product * (isAlternative ? inner.reduce((sum, one) => sum + ways(one), 0) : ways(inner));
  }, 1);
}

describe('the decisive calls', () => {
  it('are all that a signal knows by what they are for, but looking around elsewhere than among identities', () => {
    expect(tactics.size).toBeGreaterThan(200);
    // Blocks of snapshots are data, of which the trail's files alone tell.
    const unheard = [...tactics].filter(([action]) => action !== 'ebs:GetSnapshotBlock' && !hears(record(action)));
    expect(unheard.filter(([, tactic]) => tactic !== 'discovery')).toEqual([]);
    const identities = /^(iam|sts|organizations|account|sso|cloudtrail|guardduty):/;
    expect(unheard.filter(([action]) => identities.test(action))).toEqual([]);
  });

  it('are every session that is made, as the caller’s account logs it and as the role’s does', () => {
    const made = { userIdentity: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' } };
    const fromOutside = { userIdentity: { type: 'AWSAccount', accountId: '222222222222' } };
    for (const given of [{}, made, fromOutside]) expect(hears(record('sts:AssumeRole', given))).toBe(true);
    for (const action of ['sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity', 'rolesanywhere:CreateSession']) {
      expect(hears(record(action)), action).toBe(true);
    }
  });

  it.each([
    ...['account:GetAlternateContact', 'cloudtrail:DescribeTrails', 'cognito-identity:GetCredentialsForIdentity'],
    ...['guardduty:ListDetectors', 'iam:ListUsers', 'identitystore:ListUsers', 'organizations:ListAccounts'],
    ...['rolesanywhere:ListProfiles', 'signin:GetSigninToken', 'sso:GetRoleCredentials', 'sso-directory:SearchUsers'],
    ...['sso-oauth:CreateToken', 'sts:GetCallerIdentity'],
  ])('are all of who knows or makes identities, though a service only asks in somebody’s name: %s', (action) => {
    expect(hears(record(action, { readOnly: true, userIdentity: { ...user, invokedBy: 'a.amazonaws.com' } }))).toBe(
      true,
    );
  });

  it('are whatever was refused, as intake knows it by AWS’s many words for it', () => {
    const codes = [
      ...['AccessDenied', 'AccessDeniedException', 'Client.UnauthorizedOperation', 'UnauthorizedOperation'],
      ...['VpceAccessDenied', 'AuthorizationErrorException', 'NotAuthorized', 'Forbidden', 'ThrottlingException'],
      ...['NoSuchEntityException', 'ValidationException'],
      // As the services' own models declare them.
      ...['AccessDeniedFault', 'AccessDeniedForDependencyException', 'AccessForbidden', 'AuthorizationError'],
      ...['CloudHsmAccessDeniedException', 'DependentServiceAccessDenied', 'DependentServiceAccessDeniedFault'],
      ...[
        'EC2AccessDeniedException',
        'ForbiddenError',
        'ForbiddenException',
        'KMSAccessDenied',
        'KMSAccessDeniedFault',
      ],
      ...['KmsAccessDeniedException', 'NotAuthorizedException', 'S3AccessDeniedFault', 'UnauthorizedClientException'],
      ...['UnauthorizedException', 'UnauthorizedOperationException', 'UnauthorizedPartnerIntegrationFault'],
    ];
    const refused = codes.map((errorCode) => record('ec2:DescribeVolumes', { errorCode }));
    expect(refused.map((one) => hears(one))).toEqual(refused.map((one) => callOf(one)?.denied));
    expect(refused.filter((one) => hears(one))).toHaveLength(8 + 19);
  });

  it('are sign-ins and what others say of a credential', () => {
    for (const type of [
      ...[
        'AWS Console Sign In via CloudTrail',
        'AWS Console Signin via CloudTrail',
        'AWS Service Event via CloudTrail',
      ],
      ...['AWS Health Event', 'AWS Health Abuse Event', 'GuardDuty Finding', 'Access Analyzer Finding'],
    ]) {
      expect(hears({}, type), type).toBe(true);
    }
  });

  it.each([
    ['a read of what is no identity', record('ec2:DescribeVolumes')],
    ['a call that a service makes', record('kms:CreateGrant', { userIdentity: { ...user, invokedBy: 'ebs' } })],
    ['what an agent of AWS reports around the clock', record('ssm:UpdateInstanceInformation')],
    ['an event of data', record('s3:PutObject', { eventCategory: 'Data' })],
  ])('are not: %s', (_, detail) => {
    expect(hears(detail)).toBe(false);
    const event = { source: 'aws.ec2', 'detail-type': call, detail };
    expect(matchesPattern(calls('all').eventPattern, event)).toBe(true);
  });

  it('are nobody’s who may put events on a bus', () => {
    expect(hears(record('iam:CreateUser'), call, 'my.app')).toBe(false);
    expect(hears({}, 'GuardDuty Finding', 'my.app')).toBe(false);
  });
});

describe('a pattern as EventBridge reads it', () => {
  it.each([
    [{ a: ['x'] }, { a: 'x' }, true],
    [{ a: ['x'] }, { a: ['y', 'x'] }, true],
    [{ a: ['x'], b: [1] }, { a: 'x' }, false],
    [{ a: [{ exists: false }] }, {}, true],
    [{ a: { b: [{ exists: false }] } }, { a: { c: 1 } }, true],
    [{ a: { b: [{ exists: true }] } }, { a: { b: { c: 1 } } }, false],
    [{ a: [{ 'anything-but': ['x'] }] }, { a: 'y' }, true],
    [{ a: [{ 'anything-but': ['x'] }] }, { a: 'x' }, false],
    [{ a: [{ 'anything-but': ['x'] }] }, {}, false],
    [{ a: [{ wildcard: '*x.y*' }] }, { a: 'ax.yb' }, true],
    [{ a: [{ wildcard: 'x.y' }] }, { a: 'x-y' }, false],
    [{ a: [false] }, { a: false }, true],
    [{ a: [false] }, { a: 'false' }, false],
    [{ c: [1], $or: [{ a: ['x'] }, { b: ['y'] }] }, { b: 'y', c: 1 }, true],
    [{ c: [1], $or: [{ a: ['x'] }, { b: ['y'] }] }, { b: 'y' }, false],
    // With one pattern alone it is a field like any other.
    [{ $or: [{ prefix: 'x' }] }, { $or: 'xy' }, true],
  ])('%j of %j: %s', (pattern, event, matches) => {
    expect(matchesPattern(pattern, event)).toBe(matches);
  });

  it('holds nothing that is not known here', () => {
    expect(() => matchesPattern({ a: [{ numeric: ['>', 1] }] }, { a: 2 })).toThrow('unknown operator');
    expect(() => matchesPattern({ a: 'x' }, { a: 'x' })).toThrow('object of lists');
  });
});

describe('who says what', () => {
  const event = (source: string, type: string) => ({
    source,
    'detail-type': type,
    account: '1',
    detail: record('iam:CreateUser'),
  });

  it('a call is AWS’s word alone, whoever else writes the same', () => {
    for (const hearing of ['all', 'decisive'] as const) {
      const { eventPattern } = calls(hearing);
      expect(matchesPattern(eventPattern, event('aws.iam', call))).toBe(true);
      for (const source of ['aws', 'awsiam', 'acme.iam', 'rescind', 'AWS.iam', '']) {
        expect(matchesPattern(eventPattern, event(source, call)), source).toBe(false);
      }
    }
  });

  it('a token’s use is anybody’s word but AWS’s, and nothing else comes by that way', () => {
    const { eventPattern } = reportedUses;
    expect(matchesPattern(eventPattern, event('acme.gateway', 'CredentialUsed'))).toBe(true);
    expect(matchesPattern(eventPattern, event('aws.iam', 'CredentialUsed'))).toBe(false);
    expect(matchesPattern(eventPattern, event('acme.gateway', call))).toBe(false);
  });
});
