import { describe, expect, it } from 'vitest';
import type { Fields } from '../../../core/intake/fields.ts';
import { intake } from '../../../core/intake/intake.ts';
import { Caller, Calling, Skimmed, takeSkimmed } from '../../../core/intake/skimmed.ts';
import { testimony } from '../../../core/intake/testimony.ts';
import { account, envelope, record, stranger, user, without } from './sample.ts';

const made = {
  eventSource: 'sts.amazonaws.com',
  eventName: 'AssumeRole',
  requestParameters: { roleArn: `arn:aws:iam::${account}:role/jobs/Backup` },
  responseElements: {
    credentials: {
      accessKeyId: 'ASIAEXAMPLEKEY000007',
      sessionToken: 'CANARY',
      expiration: 'Nov 2, 2026, 10:30:00 AM',
    },
    assumedRoleUser: { arn: `arn:aws:sts::${account}:assumed-role/Backup/s` },
  },
};

describe('a change that a service made', () => {
  const invokedBy = 'cloudformation.amazonaws.com';
  const userName = 'svc';
  const response = { accessKey: { accessKeyId: 'AKIAEXAMPLEKEY000008', userName } };
  const making = { eventSource: 'iam.amazonaws.com', eventName: 'CreateAccessKey', readOnly: false };
  const by = (who: Fields, changes: Fields = {}) =>
    record(who, { ...making, requestParameters: { userName }, responseElements: response, ...changes });
  const inHisName = by({ ...user, invokedBy });

  it('is told of, though it is nobody’s use', () => {
    expect(testimony(inHisName)).toMatchObject({
      kind: 'forwarded',
      accountId: account,
      call: {
        action: 'iam:CreateAccessKey',
        credential: { id: 'AKIAEXAMPLEKEY000001' },
        target: { principalName: userName, accessKeyId: 'AKIAEXAMPLEKEY000008' },
      },
    });
    expect(intake(inHisName)).toEqual({ kind: 'ignored', reason: 'service-made' });
  });

  it('is read from the parts of a record as from the whole', () => {
    const { userIdentity, eventID, eventTime, ...calling } = inHisName;
    const at = Date.parse(String(eventTime));
    const taken = takeSkimmed(new Skimmed(new Caller(userIdentity), new Calling(calling), String(eventID), at));
    expect(taken.told).toMatchObject({ use: null, testimony: testimony(inHisName) });
  });

  it.each<[string, Fields]>([
    ['in its own name', by({ type: 'AWSService', invokedBy })],
    ['in nobody’s name', by({ accountId: account, invokedBy })],
    [
      'of another account’s caller',
      by({ ...user, accountId: stranger, arn: `arn:aws:iam::${stranger}:user/x`, invokedBy }),
    ],
    ['in vain', by({ ...user, invokedBy }, { errorCode: 'EntityAlreadyExists' })],
    ['that only reads', by({ ...user, invokedBy }, { eventName: 'GetUser', readOnly: true })],
    ['of something else', by({ ...user, invokedBy }, { eventSource: 's3.amazonaws.com', eventName: 'CreateBucket' })],
    ['by the credential itself', by(user)],
  ])('says nothing: %s', (_, told) => {
    expect(testimony(told)).toBeNull();
  });
});

describe('a session that was made', () => {
  it('was made by a call that did not fail, however success is written', () => {
    expect(testimony(record(user, { ...made, errorCode: '-' }))).toMatchObject({ kind: 'mint' });
    expect(testimony(record(user, { ...made, errorCode: 'AccessDenied' }))).toBeNull();
  });

  it('names its parent key', () => {
    expect(testimony(record(user, made))).toMatchObject({
      kind: 'mint',
      accountId: account,
      parent: { accessKeyId: 'AKIAEXAMPLEKEY000001', principalArn: user.arn, federatedSubject: null, service: null },
      child: { accessKeyId: 'ASIAEXAMPLEKEY000007', role: `arn:aws:iam::${account}:role/jobs/Backup` },
    });
  });

  it.each<[whose: string, user: Fields, accountId: string]>([
    ['the caller’s own', { ...user, accountId: stranger }, stranger],
    ['the role’s, of a caller from outside', { type: 'AWSAccount', accountId: stranger, principalId: 'AIDA' }, account],
    ['the role’s, of a caller without an account', { type: 'SAMLUser', userName: 'ada' }, account],
  ])('is told to an account where the record does not say whose log it is in: %s', (_, by, accountId) => {
    const told = without(record(by, made), 'recipientAccountId');
    expect(testimony(told)).toMatchObject({ kind: 'mint', accountId });
    const { userIdentity, eventID, eventTime, ...calling } = told;
    const skimmed = new Skimmed(
      new Caller(userIdentity),
      new Calling(calling),
      String(eventID),
      Date.parse(String(eventTime)),
    );
    expect(takeSkimmed(skimmed).told).toMatchObject({ testimony: { kind: 'mint', accountId } });
  });

  it('names the tags that it was given, and bears with what is no tag', () => {
    const request = {
      ...made.requestParameters,
      tags: [{ key: 'workflow', value: 'nightly' }, { key: 7 }, 'x', { key: 'a' }],
    };
    const told = testimony(record(user, { ...made, requestParameters: request }));
    expect(told).toMatchObject({ parent: { tags: ['workflow=nightly', 'a='] } });
    expect(testimony(record(user, made))).toMatchObject({ parent: { tags: [] } });
  });

  it('keeps no more tags than AWS takes, and of each no more than it may be long', () => {
    const tags = Array.from({ length: 51 }, (_, n) => ({ key: `${n}${'k'.repeat(200)}`, value: 'v'.repeat(300) }));
    const request = { ...made.requestParameters, tags };
    const told = testimony(record(user, { ...made, requestParameters: request }));
    const kept = tags.slice(0, 50).map(({ key, value }) => `${key.slice(0, 128)}=${value.slice(0, 256)}`);
    expect(told).toMatchObject({ parent: { tags: kept } });
  });

  it('is told by records that are no use of a credential', () => {
    const service = record({ type: 'AWSService', invokedBy: 'ec2.amazonaws.com' }, made);
    const owner = record({ type: 'AWSAccount', accountId: stranger, principalId: 'AIDAEXAMPLE' }, made);
    const web = record(
      { type: 'WebIdentityUser', userName: 'repo:org/app' },
      {
        ...made,
        responseElements: { ...made.responseElements, subjectFromWebIdentityToken: 'repo:org/app:ref:refs/heads/main' },
      },
    );
    for (const told of [service, owner, web]) expect(intake(told).kind).toBe('ignored');
    expect(testimony(service)).toMatchObject({
      kind: 'mint',
      parent: { service: 'ec2.amazonaws.com', accessKeyId: null },
    });
    expect(testimony(owner)).toMatchObject({
      kind: 'mint',
      parent: { principalArn: null, accessKeyId: null },
    });
    expect(testimony(web)).toMatchObject({
      kind: 'mint',
      parent: { federatedSubject: 'repo:org/app:ref:refs/heads/main' },
    });
  });

  it.each([
    [
      'a provider of OpenID Connect',
      {
        type: 'WebIdentityUser',
        userName: 'repo:org/app',
        identityProvider: `arn:aws:iam::${account}:oidc-provider/x`,
      },
      { eventName: 'AssumeRoleWithWebIdentity', response: { subjectFromWebIdentityToken: 'repo:org/app:ref' } },
      { kind: 'oidc', provider: `arn:aws:iam::${account}:oidc-provider/x`, subject: 'repo:org/app:ref' },
    ],
    [
      'a SAML provider',
      { type: 'SAMLUser', userName: 'ada' },
      { eventName: 'AssumeRoleWithSAML', response: { subject: 'ada@example.com', subjectType: 'persistent' } },
      { kind: 'saml', provider: `arn:aws:iam::${account}:saml-provider/okta`, subject: 'ada@example.com' },
    ],
    [
      'a SAML provider that says another subject every time',
      { type: 'SAMLUser', userName: '_x1' },
      { eventName: 'AssumeRoleWithSAML', response: { subject: '_x1', subjectType: 'transient' } },
      { kind: 'saml', provider: `arn:aws:iam::${account}:saml-provider/okta`, subject: null, name: 's' },
    ],
  ])('tells who outside AWS vouched for it: %s', (_, by, { eventName, response }, federation) => {
    const requestParameters = { ...made.requestParameters, principalArn: `arn:aws:iam::${account}:saml-provider/okta` };
    const told = record(by, {
      ...made,
      eventName,
      requestParameters,
      responseElements: { ...made.responseElements, ...response },
    });
    expect(testimony(told)).toMatchObject({ kind: 'mint', parent: { federation } });
  });

  it('remembers by the session’s name whom a provider calls something else every time', () => {
    const told = (subjectType: string) =>
      testimony(
        record(
          { type: 'SAMLUser', userName: '_x1' },
          {
            ...made,
            eventName: 'AssumeRoleWithSAML',
            requestParameters: {
              ...made.requestParameters,
              principalArn: `arn:aws:iam::${account}:saml-provider/okta`,
            },
            responseElements: { ...made.responseElements, subject: '_x1', subjectType },
          },
        ),
      );
    expect(told('transient')).toMatchObject({ parent: { federatedSubject: 's' } });
    expect(told('persistent')).toMatchObject({ parent: { federatedSubject: '_x1' } });
  });

  it('tells the certificate behind it, and that nobody in AWS made the call', () => {
    const [vended] = [made.responseElements];
    const told = record(
      { type: 'Unknown', principalId: '', arn: '', accountId: account },
      {
        eventSource: 'rolesanywhere.amazonaws.com',
        eventName: 'CreateSession',
        requestParameters: made.requestParameters,
        responseElements: { credentialSet: [{ ...vended, sourceIdentity: 'CN=robot-7' }] },
      },
    );
    expect(intake(told)).toMatchObject({ kind: 'ignored', reason: 'no-credential' });
    expect(testimony(told)).toMatchObject({ parent: { federation: { kind: 'certificate', commonName: 'robot-7' } } });
  });

  it('is none when refused, and never shows its token', () => {
    expect(testimony(record(user, { ...made, errorCode: 'AccessDenied' }))).toBe(null);
    expect(JSON.stringify(testimony(record(user, made)))).not.toContain('CANARY');
  });
});

describe('a credential that is known to be public', () => {
  const attach = {
    eventSource: 'iam.amazonaws.com',
    eventName: 'AttachUserPolicy',
    requestParameters: { userName: 'deployer', policyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV4' },
  };

  it('by AWS’s quarantine, which a principal may imitate', () => {
    const aws = record({ type: 'AWSService', invokedBy: 'AWS Internal' }, attach);
    expect(testimony(aws)).toMatchObject({ kind: 'exposed', userName: 'deployer', by: 'aws', accountId: account });
    const inside = { ...attach, sourceIPAddress: 'AWS Internal' };
    expect(testimony(record(user, inside))).toMatchObject({ kind: 'exposed', by: 'aws' });
    expect(testimony(record(user, attach))).toMatchObject({ kind: 'exposed', by: 'principal' });
  });

  it('not by any other policy', () => {
    const other = {
      ...attach,
      requestParameters: { userName: 'deployer', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
    };
    expect(testimony(record(user, other))).toBe(null);
    const homemade = {
      ...attach,
      requestParameters: {
        userName: 'deployer',
        policyArn: `arn:aws:iam::${account}:policy/AWSCompromisedKeyQuarantineV4`,
      },
    };
    expect(testimony(record(user, homemade))).toBe(null);
  });

  const health = {
    eventTypeCode: 'AWS_RISK_CREDENTIALS_EXPOSED',
    affectedAccount: stranger,
    affectedEntities: [{ entityValue: 'AKIAEXAMPLEKEY000001' }, { entityValue: 'arn:aws:iam::1:user/u' }],
  };
  const notice = { source: 'aws.health', 'detail-type': 'AWS Health Event' };

  it('by AWS Health, for the account it is about', () => {
    expect(testimony(envelope(health, notice))).toMatchObject({
      kind: 'exposed',
      accessKeyIds: ['AKIAEXAMPLEKEY000001'],
      by: 'aws',
      accountId: stranger,
    });
  });

  it('by a suspicion of AWS Health, which is told apart', () => {
    const suspected = { ...health, eventTypeCode: 'AWS_RISK_CREDENTIALS_EXPOSURE_SUSPECTED' };
    expect(testimony(envelope(suspected, notice))).toMatchObject({ kind: 'exposed', by: 'aws-suspects' });
    expect(testimony(envelope({ ...health, eventTypeCode: 'AWS_EC2_OPERATIONAL_ISSUE' }, notice))).toBe(null);
  });

  it.each([
    ['AWS_RISK_CREDENTIALS_COMPROMISED', 'aws'],
    ['AWS_RISK_CREDENTIALS_COMPROMISE_SUSPECTED', 'aws-suspects'],
    ['AWS_RISK_CREDENTIALS_EXPOSED_IN_PUBLIC', 'aws'],
    ['AWS_RISK_IAM_QUARANTINE', 'aws'],
    ['AWS_RISK_IAM_QUARANTINE_V2', 'aws'],
    ['AWS_RISK_OF_A_KIND_NOT_SEEN_YET', 'aws-suspects'],
  ])('by AWS Health’s %s', (eventTypeCode, by) => {
    expect(testimony(envelope({ ...health, eventTypeCode }, notice))).toMatchObject({ by, notice: eventTypeCode });
  });

  it('by a notice that names the user alone', () => {
    const affectedEntities = [{ entityValue: `arn:aws:iam::${account}:user/jobs/deployer`, status: 'IMPAIRED' }];
    const told = testimony(envelope({ ...health, affectedEntities }, notice));
    expect(told).toMatchObject({ kind: 'exposed', accessKeyIds: [], userName: 'deployer', by: 'aws' });
  });

  it('not by a notice that names nobody, or that is over', () => {
    const account = { ...health, affectedEntities: [{ entityValue: '111122223333' }] };
    expect(testimony(envelope(account, notice))).toBe(null);
    expect(testimony(envelope({ ...health, affectedEntities: 'none' }, notice))).toBe(null);
    expect(testimony(envelope({ ...health, statusCode: 'closed' }, notice))).toBe(null);
    expect(testimony(envelope({ ...health, statusCode: 'open' }, notice))).not.toBe(null);
  });

  it('not by a policy of AWS’s with another name, however alike', () => {
    for (const name of ['NotAWSCompromisedKeyQuarantineV3', 'AWSCompromisedKey']) {
      const requestParameters = { userName: 'deployer', policyArn: `arn:aws:iam::aws:policy/${name}` };
      expect(testimony(record(user, { ...attach, requestParameters }))).toBe(null);
    }
  });

  it.each(['', 'V2', 'V3', 'V4', 'V12', '_2030', '-2030', 'V4.1'])('by version %s of the quarantine', (version) => {
    const policyArn = `arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantine${version}`;
    const aws = record(
      { type: 'AWSService', invokedBy: 'AWS Internal' },
      { ...attach, requestParameters: { userName: 'deployer', policyArn } },
    );
    expect(testimony(aws)).toMatchObject({ kind: 'exposed', by: 'aws' });
  });

  it('not by somebody who claims to be AWS Health', () => {
    expect(testimony(envelope(health, { ...notice, source: 'my.health' }))).toBe(null);
  });
});

const guardDuty = { source: 'aws.guardduty', 'detail-type': 'GuardDuty Finding' };
const exfiltration = 'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS';
const role = { accessKeyId: 'ASIAEXAMPLEKEY000007', principalId: 'AROAEXAMPLEROLE00000:i-0', userName: 'Backup' };

function found(accessKeyDetails: object, changes: object = {}) {
  const detail = { type: exfiltration, severity: 8, accountId: account, resource: { accessKeyDetails }, ...changes };
  return testimony(envelope(detail, guardDuty));
}

describe('whom a finding is about', () => {
  it('is told by what GuardDuty calls it, else by its id', () => {
    expect(found({ ...role, userType: 'AssumedRole' })).toMatchObject({ holder: 'role', userName: 'Backup' });
    expect(found(role)).toMatchObject({ holder: 'role' });
    const user = { accessKeyId: 'AKIAEXAMPLEKEY000001', principalId: 'AIDAEXAMPLEUSER00000', userName: 'Backup' };
    expect(found({ ...user, userType: 'IAMUser' })).toMatchObject({ holder: 'user' });
    expect(found({ principalId: account, userName: 'Root', userType: 'Root' })).toMatchObject({ holder: 'root' });
    expect(found({ principalId: account, userName: 'root' })).toMatchObject({ holder: 'root' });
  });

  it('is nobody where it names nobody', () => {
    expect(found({})).toBe(null);
    expect(found({ accessKeyId: 'none', userName: '' })).toBe(null);
  });
});

describe('a finding', () => {
  it('that is a sample, or was archived by a rule of its owner’s, is none', () => {
    const named = { accessKeyId: 'GeneratedFindingAccessKeyId', userName: 'GeneratedFindingUserName' };
    expect(found(named)).not.toBe(null);
    expect(found(named, { service: { additionalInfo: { sample: true } } })).toBe(null);
    expect(found(named, { title: '[SAMPLE] Credentials were used from outside.' })).toBe(null);
    expect(found(role, { service: { archived: true } })).toBe(null);
    expect(found(role, { service: { archived: false, count: 3 } })).not.toBe(null);
  });

  it.each([
    ['Unused Access Finding for IAM entities', { findingType: 'UnusedIAMRole' }],
    ['Unused Access Finding for IAM entities', { findingType: 'UnusedPermission', numberOfUnusedActions: 4 }],
    ['Internal Access Finding', { findingType: 'InternalAccess' }],
    ['Access Analyzer Finding', { error: 'ACCESS_DENIED' }],
    ['Access Analyzer Finding', { isDeleted: true }],
    ['Access Analyzer Finding', { status: 'ARCHIVED' }],
  ])('of Access Analyzer’s, %s with %o, is no door to the outside', (type, changes) => {
    const opened = {
      resourceType: 'AWS::IAM::Role',
      resource: `arn:aws:iam::${account}:role/Backup`,
      status: 'ACTIVE',
    };
    const analyzer = { source: 'aws.access-analyzer', 'detail-type': type };
    expect(testimony(envelope({ ...opened, ...changes }, analyzer))).toBe(null);
  });

  it('is about the credential it names', () => {
    const detail = {
      type: 'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS',
      severity: 8,
      accountId: account,
      resource: {
        accessKeyDetails: {
          accessKeyId: 'ASIAEXAMPLEKEY000007',
          principalId: 'AROAEXAMPLEROLE00000:i-0',
          userName: 'Backup',
        },
      },
    };
    const guardDuty = { source: 'aws.guardduty', 'detail-type': 'GuardDuty Finding' };
    expect(testimony(envelope(detail, guardDuty))).toMatchObject({
      kind: 'finding',
      severity: 8,
      accessKeyId: 'ASIAEXAMPLEKEY000007',
      userName: 'Backup',
    });
    expect(testimony(envelope({ ...detail, resource: {} }, guardDuty))).toBe(null);
  });

  it('about a sequence of events is about its first actor', () => {
    const actors = [{ user: { name: 'deployer', uid: 'AIDAEXAMPLEUSER00000', credentialUid: 'AKIAEXAMPLEKEY000001' } }];
    const detail = {
      type: 'AttackSequence:IAM/CompromisedCredentials',
      severity: 9,
      resource: { resourceType: 'AttackSequence' },
      service: { detection: { sequence: { actors } } },
    };
    const guardDuty = { source: 'aws.guardduty', 'detail-type': 'GuardDuty Finding' };
    expect(testimony(envelope(detail, guardDuty))).toMatchObject({
      kind: 'finding',
      by: 'GuardDuty',
      accessKeyId: 'AKIAEXAMPLEKEY000001',
      userName: 'deployer',
    });
  });

  it('of Access Analyzer is about the role that was opened, while it is', () => {
    const detail = {
      resourceType: 'AWS::IAM::Role',
      resource: `arn:aws:iam::${account}:role/jobs/Backup`,
      status: 'ACTIVE',
    };
    const analyzer = { source: 'aws.access-analyzer', 'detail-type': 'Access Analyzer Finding' };
    expect(testimony(envelope(detail, analyzer))).toMatchObject({ by: 'Access Analyzer', userName: 'Backup' });
    expect(testimony(envelope({ ...detail, status: 'RESOLVED' }, analyzer))).toBe(null);
    expect(testimony(envelope({ ...detail, resourceType: 'AWS::S3::Bucket' }, analyzer))).toBe(null);
  });
});
