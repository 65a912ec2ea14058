import { describe, expect, test } from 'vitest';
import { TrailEvidence } from '../../../../core/context/grants/trail-evidence.ts';
import { intake } from '../../../../core/intake/intake.ts';
import type { AccessKeyId, AccountId, Arn } from '../../../../core/model/brand.ts';
import type { Credential } from '../../../../core/model/credential.ts';
import { account, record, role, user } from '../../intake/sample.ts';

const key: Credential = {
  kind: 'access-key',
  id: 'AKIAEXAMPLEKEY000001' as AccessKeyId,
  accountId: account as AccountId,
  principal: user.arn as Arn,
};

function evidence(...records: Record<string, unknown>[]): TrailEvidence {
  const trail = new TrailEvidence();
  for (const one of records) {
    const taken = intake(one);
    if (taken.kind === 'use') trail.note(taken.use);
  }
  return trail;
}

const call = (eventTime: string, changes: Record<string, unknown> = {}) =>
  record(changes.userIdentity ?? user, { eventTime, ...changes });

test('its longest pause, its places and its calls are on record; what was refused is no place and no need of its own', () => {
  const seen = evidence(
    call('2026-08-01T09:00:00Z'),
    call('2026-11-01T09:00:00Z', { eventSource: 'sqs.amazonaws.com', eventName: 'ListQueues' }),
    call('2026-11-02T09:00:00Z', {
      sourceIPAddress: '203.0.113.9',
      errorCode: 'AccessDenied',
      eventName: 'PutBucketAcl',
    }),
  );
  expect(seen.seen(key)).toMatchObject({
    longestGapDays: 92,
    observedDays: 94,
    cidrs: ['198.51.100.7/32'],
    lastUsedAt: Date.parse('2026-11-02T09:00:00Z'),
  });
  expect(seen.callsOf(user.arn as string)).toEqual([
    { action: 's3:getbucketlocation', times: 1 },
    { action: 'sqs:listqueues', times: 1 },
  ]);
  expect(evidence().seen(key)).toBeNull();
});

const sessionOf = (name: string) => ({
  ...role,
  arn: `arn:aws:sts::${account}:assumed-role/Admin/${name}`,
  principalId: `AROAEXAMPLEROLE00000:${name}`,
});

test('whose sessions bear an address is used by those people', () => {
  const uses = ['eva@acme.example', 'ada@acme.example', 'nightly'].map(sessionOf);
  const seen = evidence(...uses.map((userIdentity) => call('2026-11-01T09:00:00Z', { userIdentity })));
  const [backup] = seen.credentialsIn(account as AccountId);
  expect(backup && seen.seen(backup)?.people).toEqual(['ada@acme.example', 'eva@acme.example']);
});

describe('who made it', () => {
  const ada = sessionOf('ada@acme.example');
  const made = (eventTime: string, changes: Record<string, unknown> = {}) =>
    call(eventTime, {
      userIdentity: ada,
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateAccessKey',
      requestParameters: { userName: 'deployer' },
      responseElements: { accessKey: { accessKeyId: key.id, userName: 'deployer' } },
      ...changes,
    });

  test('is the person behind the session; a refused attempt makes nothing', () => {
    expect(evidence(made('2026-11-01T09:00:00Z')).makerOf(key)?.person).toBe('ada@acme.example');
    const refused = made('2026-11-01T09:00:00Z', { errorCode: 'AccessDenied', responseElements: null });
    expect(evidence(refused).makerOf(key)).toBeNull();
  });

  test('else whoever made its user', () => {
    const born = made('2026-10-01T09:00:00Z', { eventName: 'CreateUser', responseElements: null });
    expect(evidence(born).makerOf(key)?.person).toBe('ada@acme.example');
  });

  test('and grants are on record with who gave them', () => {
    const put = made('2026-11-01T09:00:00Z', {
      eventName: 'AttachUserPolicy',
      requestParameters: { userName: 'deployer', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      responseElements: null,
    });
    expect(evidence(put).grants).toMatchObject([
      { to: 'deployer', policy: 'arn:aws:iam::aws:policy/AdministratorAccess', byHand: true },
    ]);
    expect(evidence({ ...put, errorCode: 'AccessDenied' }, call('2026-11-01T10:00:00Z')).grants).toEqual([]);
  });
});

describe('what is silent from the trail’s first day on', () => {
  const seen = evidence(
    call('2026-01-01T09:00:00Z', { userIdentity: role }),
    call('2026-10-01T09:00:00Z'),
    call('2026-11-02T09:00:00Z'),
  );

  test('has paused since then, where it was there', () => {
    const born = (text: string) => seen.seen(key, [], Date.parse(text))?.longestGapDays;
    expect(born('2025-06-01T00:00:00Z')).toBe(273);
    // Made since, it may have waited for its work.
    expect(born('2026-09-01T00:00:00Z')).toBe(32);
    expect(seen.seen(key)?.longestGapDays).toBe(32);
  });
});

test('a secret is known by its reads, whatever the caller calls it; what was refused is none', () => {
  const arn = `arn:aws:secretsmanager:eu-central-1:${account}:secret:prod/db-AbCdEf` as Arn;
  const secret: Credential = { kind: 'secret', id: arn, accountId: account as AccountId, principal: arn };
  const read = (eventTime: string, secretId: string, changes: Record<string, unknown> = {}) =>
    call(eventTime, {
      eventSource: 'secretsmanager.amazonaws.com',
      eventName: 'GetSecretValue',
      requestParameters: { secretId },
      ...changes,
    });
  const seen = evidence(
    read('2026-03-01T09:00:00Z', 'prod/db'),
    read('2026-06-01T09:00:00Z', arn),
    read('2026-09-01T09:00:00Z', arn.slice(0, -7)),
    read('2026-09-09T09:00:00Z', 'prod/db', { errorCode: 'AccessDenied' }),
    read('2026-10-01T09:00:00Z', 'prod/other'),
  );
  expect(seen.seen(secret)).toMatchObject({ longestGapDays: 92, lastUsedAt: Date.parse('2026-09-01T09:00:00Z') });
  expect(seen.credentialsIn(account as AccountId).map(({ kind }) => kind)).toEqual(['access-key']);
});
