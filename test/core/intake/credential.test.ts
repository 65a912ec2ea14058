import { describe, expect, it } from 'vitest';
import type { CredentialUse } from '../../../core/intake/credential-use.ts';
import { intake } from '../../../core/intake/intake.ts';
import { account, consoleUser, record, role, user, without } from './sample.ts';

function useOf(value: unknown): CredentialUse {
  const taken = intake(value);
  if (taken.kind !== 'use') throw new Error(`${taken.kind}: ${taken.reason}`);
  return taken.use;
}

function context(more: object): object {
  return { ...(role.sessionContext as object), ...more };
}

const userArn = `arn:aws:iam::${account}:user/build/deployer`;
const attributes = { creationDate: '2026-11-02T09:00:00Z', mfaAuthenticated: 'true' };

describe('the credential behind a call', () => {
  const cases: [name: string, userIdentity: object, changes: Record<string, unknown>, kind: string, id: string][] = [
    ['a user’s long-lived key', user, {}, 'access-key', 'AKIAEXAMPLEKEY000001'],
    [
      'a long-lived key with an empty session context',
      { ...consoleUser, accessKeyId: user.accessKeyId },
      {},
      'access-key',
      'AKIAEXAMPLEKEY000001',
    ],
    ['a user of the console, key left out', consoleUser, {}, 'console-password', userArn],
    [
      'a user of the console, with a key',
      { ...consoleUser, accessKeyId: 'ASIAEXAMPLEKEY000009' },
      { sessionCredentialFromConsole: 'true' },
      'console-password',
      userArn,
    ],
    [
      'a sign-in that succeeded',
      without(user, 'accessKeyId'),
      {
        eventSource: 'signin.amazonaws.com',
        eventName: 'ConsoleLogin',
        eventType: 'AwsConsoleSignIn',
        responseElements: { ConsoleLogin: 'Success' },
      },
      'console-password',
      userArn,
    ],
    [
      'GetSessionToken’s session',
      { ...consoleUser, accessKeyId: 'ASIAEXAMPLEKEY000009' },
      {},
      'session-token',
      userArn,
    ],
    ['a masked key', { ...user, accessKeyId: 'AKIA****************' }, {}, 'session-token', userArn],
    [
      'a Bedrock key',
      without(user, 'accessKeyId'),
      { additionalEventData: { callWithBearerToken: true } },
      'service-specific',
      userArn,
    ],
    [
      'a Bedrock key with its own id',
      { ...user, accessKeyId: 'ACCAEXAMPLEKEY000001' },
      { additionalEventData: { callWithBearerToken: 'true' } },
      'service-specific',
      `${userArn}/ACCAEXAMPLEKEY000001`,
    ],
    [
      'a short-term Bedrock key is its session',
      { ...consoleUser, accessKeyId: 'ASIAEXAMPLEKEY000009' },
      { additionalEventData: { callWithBearerToken: true } },
      'session-token',
      userArn,
    ],
    ['a role’s session, by the real role', role, {}, 'role', `arn:aws:iam::${account}:role/jobs/Backup`],
    [
      'a role’s session without an issuer',
      { ...role, sessionContext: { sessionIssuer: {} } },
      {},
      'role',
      `arn:aws:iam::${account}:role/Backup`,
    ],
    [
      'a role that is named itself, and no session',
      { type: 'Role', arn: `arn:aws:iam::${account}:role/jobs/Backup`, accountId: account },
      {},
      'role',
      `arn:aws:iam::${account}:role/jobs/Backup`,
    ],
    ['no type, told by the ARN', without(role, 'type'), {}, 'role', `arn:aws:iam::${account}:role/jobs/Backup`],
    ['a type of tomorrow, told by the ARN', { ...user, type: 'Hologram' }, {}, 'access-key', 'AKIAEXAMPLEKEY000001'],
    [
      'another partition',
      { ...role, arn: `arn:aws-cn:sts::${account}:assumed-role/R/s`, sessionContext: {} },
      {},
      'role',
      `arn:aws-cn:iam::${account}:role/R`,
    ],
    [
      'root',
      { type: 'Root', accountId: account, arn: `arn:aws:iam::${account}:root`, accessKeyId: '' },
      {},
      'root',
      `arn:aws:iam::${account}:root`,
    ],
    [
      'root by AssumeRoot',
      { type: 'Root', accountId: account, sessionContext: { assumedRoot: 'true', attributes } },
      {},
      'root',
      `arn:aws:iam::${account}:root`,
    ],
    [
      'a federated user, by its issuer',
      {
        type: 'FederatedUser',
        arn: `arn:aws:sts::${account}:federated-user/f`,
        accountId: account,
        accessKeyId: 'ASIAEXAMPLEKEY000009',
        sessionContext: { sessionIssuer: { arn: userArn } },
      },
      {},
      'session-token',
      userArn,
    ],
    ['a number for an account', { ...user, accountId: Number(account) }, {}, 'access-key', 'AKIAEXAMPLEKEY000001'],
    ['a user known by name only', without(user, 'arn'), {}, 'access-key', 'AKIAEXAMPLEKEY000001'],
  ];
  it.each(cases)('%s', (_, userIdentity, changes, kind, id) => {
    const { credential } = useOf(record(userIdentity, changes));
    expect({ kind: credential.kind, id: credential.id }).toEqual({ kind, id });
    expect(credential.accountId).toBe(account);
  });

  it('keeps the people behind an Identity Center role apart', () => {
    const issuer = {
      arn: `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef`,
    };
    const arn = `arn:aws:sts::${account}:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ada@example.com`;
    expect(
      useOf(record({ ...role, arn, sessionContext: context({ sessionIssuer: issuer }) })).credential,
    ).toMatchObject({ person: 'ada@example.com' });
    expect(useOf(record(role)).credential).toMatchObject({ person: null });
  });

  it.each(['ada@example.com', 'nightly'])(
    'takes the session %s of any other role for nobody’s: who opens it names it',
    (name) => {
      const arn = `arn:aws:sts::${account}:assumed-role/Nightly/${name}`;
      expect(useOf(record({ ...role, arn })).credential).toMatchObject({ kind: 'role', person: null });
    },
  );

  it('pads an account that lost its zeros as a number', () => {
    const small = { ...user, accountId: 42, arn: 'arn:aws:iam::000000000042:user/u' };
    expect(useOf(record(small, { recipientAccountId: 42 })).credential.accountId).toBe('000000000042');
  });
});

describe('the session behind a call', () => {
  const principalId = user.principalId;
  const cases: [name: string, userIdentity: object, changes: Record<string, unknown>, session: string | null][] = [
    ['a long-lived key has none', user, {}, null],
    ['a key of another kind has none either', { ...user, accessKeyId: 'ACCAEXAMPLEKEY000001' }, {}, null],
    ['a role’s is its key', role, {}, 'ASIAEXAMPLEKEY000001'],
    ['the console’s is person and start', consoleUser, {}, `${principalId} 2026-11-02T09:00:00Z`],
    [
      'the console’s is the same whatever the key',
      { ...consoleUser, accessKeyId: 'ASIAEXAMPLEKEY000009' },
      { sessionCredentialFromConsole: 'true' },
      `${principalId} 2026-11-02T09:00:00Z`,
    ],
    [
      'and where a program uses what was taken out of it',
      { ...consoleUser, accessKeyId: 'ASIAEXAMPLEKEY000009' },
      {},
      `${principalId} 2026-11-02T09:00:00Z`,
    ],
    [
      'a user’s without a second factor may be one of many, and is its key',
      {
        ...consoleUser,
        accessKeyId: 'ASIAEXAMPLEKEY000009',
        sessionContext: { attributes: { ...attributes, mfaAuthenticated: 'false' } },
      },
      {},
      'ASIAEXAMPLEKEY000009',
    ],
    [
      'one of Identity Center is person and start, by whichever program',
      { ...role, arn: `arn:aws:sts::${account}:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ada@example.com` },
      {},
      'AROAEXAMPLEROLE00000:nightly 2026-11-02T09:00:00Z',
    ],
    [
      'the sign-in’s own name comes first',
      { ...role, sessionContext: context({ signInSessionArn: 'arn:aws:signin:eu-central-1:1:session/s' }) },
      {},
      'arn:aws:signin:eu-central-1:1:session/s',
    ],
    [
      'a role’s without a key is principal and start',
      without(role, 'accessKeyId'),
      {},
      'AROAEXAMPLEROLE00000:nightly 2026-11-02T09:00:00Z',
    ],
  ];
  it.each(cases)('%s', (_, userIdentity, changes, session) => {
    expect(useOf(record(userIdentity, changes)).session).toBe(session);
  });

  it('reads flags as booleans and as text', () => {
    expect(useOf(record(consoleUser)).mfa).toBe(true);
    expect(useOf(record(role)).mfa).toBe(false);
    expect(useOf(record({ ...role, sessionContext: context({ attributes: { mfaAuthenticated: true } }) })).mfa).toBe(
      true,
    );
    expect(useOf(record(user)).mfa).toBe(null);
    expect(useOf(record(consoleUser, { additionalEventData: { MFAUsed: 'No' } })).mfa).toBe(true);
    const login = {
      eventSource: 'signin.amazonaws.com',
      eventName: 'ConsoleLogin',
      responseElements: { ConsoleLogin: 'Success' },
    };
    expect(useOf(record(user, { ...login, additionalEventData: { MFAUsed: 'No' } })).mfa).toBe(false);
    expect(useOf(record(user, { ...login, additionalEventData: { MFAUsed: 'Yes' } })).mfa).toBe(true);
  });

  it('believes only AWS about compute, not a session’s name', () => {
    const instance = { ...role, principalId: 'AROAEXAMPLEROLE00000:i-0123456789abcdef0' };
    expect(useOf(record(instance)).issuedTo).toBe(null);
    const delivered = { ...instance, sessionContext: context({ ec2RoleDelivery: '2.0' }) };
    expect(useOf(record(delivered)).issuedTo).toEqual({ kind: 'instance', id: 'i-0123456789abcdef0' });
    const elsewhere = { ...role, sessionContext: delivered.sessionContext };
    expect(useOf(record(elsewhere)).issuedTo).toBe(null);
  });

  it.each([
    ['AWS::Lambda::Function', 'function'],
    ['AWS::ECS::Task', 'task'],
    ['AWS::EC2::Instance', 'instance'],
    ['AWS::Glue::Job', null],
  ])('knows what %s it was issued to', (issuerType, kind) => {
    const credentialsIssuedTo = 'arn:aws:compute:eu-central-1:123456789012:one';
    const { issuedTo } = useOf(record({ ...role, inScopeOf: { issuerType, credentialsIssuedTo } }));
    expect(issuedTo).toEqual(kind && { kind, id: credentialsIssuedTo });
  });

  it('names what vouched for it', () => {
    const provider = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
    const data = { federatedProvider: provider, attributes: {} };
    expect(useOf(record({ ...role, sessionContext: context({ webIdFederationData: data }) })).federatedSubject).toBe(
      provider,
    );
    const subject = {
      ...data,
      attributes: { 'token.actions.githubusercontent.com:sub': 'repo:org/app:ref:refs/heads/main' },
    };
    expect(useOf(record({ ...role, sessionContext: context({ webIdFederationData: subject }) })).federatedSubject).toBe(
      'repo:org/app:ref:refs/heads/main',
    );
  });
});
