import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memoryContextStore } from '../../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../../adapters/memory/note-store.ts';
import { bundledNetworks } from '../../adapters/networks/bundled.ts';
import { replay } from '../../cli/replay/replay.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { emptySpent } from '../../core/plan/limits.ts';
import { defaultPolicy } from '../../core/policy/policy.ts';
import { observeBatch } from '../../functions/observe/batch.ts';
import { account, envelope, record, roleArn, roleSession, stranger, user } from '../core/intake/sample.ts';
import { messageOf } from '../functions/observe/events.ts';

const surroundings = { networks: bundledNetworks(), declared: () => null };
const key = 'AKIAEXAMPLEKEY000001';
const at = { time: '2026-11-02T10:00:00Z' };

const used = envelope(record(user));
const attached = (policy: string) =>
  envelope(
    record(
      { type: 'AWSService', invokedBy: 'AWS Internal' },
      {
        eventSource: 'iam.amazonaws.com',
        eventName: 'AttachUserPolicy',
        eventID: 'attached',
        eventTime: at.time,
        requestParameters: { userName: 'deployer', policyArn: `arn:aws:iam::aws:policy/${policy}` },
      },
    ),
  );
const health = (eventTypeCode: string) =>
  envelope(
    { eventTypeCode, affectedAccount: account, affectedEntities: [{ entityValue: key }] },
    { source: 'aws.health', 'detail-type': 'AWS Health Event', id: 'health', ...at },
  );
const guardDuty = (type: string, where: object) =>
  envelope(
    { type, severity: 8, accountId: account, ...where },
    { source: 'aws.guardduty', 'detail-type': 'GuardDuty Finding', id: 'finding', ...at },
  );
const keyDetails = { resource: { accessKeyDetails: { accessKeyId: key, principalId: 'AIDA', userName: 'deployer' } } };
const sequence = {
  service: { detection: { sequence: { actors: [{ user: { name: 'deployer', credentialUid: key } }] } } },
};

async function byReplay(values: readonly object[]): Promise<Decision[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rescind-word-'));
  const decisions: Decision[] = [];
  try {
    writeFileSync(join(folder, 'events.ndjson'), values.map((value) => JSON.stringify(value)).join('\n'));
    await replay({
      paths: [folder],
      surroundings,
      circumstances: { policy: defaultPolicy, exemptions: [], spent: emptySpent() },
      onDecision: (decision) => decisions.push(decision),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
  return decisions;
}

async function byLambda(values: readonly object[]): Promise<Decision[]> {
  const decisions: Decision[] = [];
  const announcer = {
    announce: async (announced: readonly { decision: Decision }[]) =>
      void decisions.push(...announced.map(({ decision }) => decision)),
  };
  const ports = { contexts: memoryContextStore(), notes: memoryNoteStore(), announcer };
  for (const value of values) {
    const { failures } = await observeBatch([messageOf(value)], {
      surroundings,
      circumstances: { policy: defaultPolicy, exemptions: [] },
      ports,
    });
    expect(failures).toEqual([]);
  }
  return decisions;
}

describe('what AWS says of a credential arrives, in a replay as in the cloud', () => {
  it.each([
    ['its quarantine', attached('AWSCompromisedKeyQuarantine'), 'disable'],
    ['the second version of it', attached('AWSCompromisedKeyQuarantineV2'), 'disable'],
    ['a version of it that is yet to come', attached('AWSCompromisedKeyQuarantineV7'), 'disable'],
    ['AWS Health: exposed', health('AWS_RISK_CREDENTIALS_EXPOSED'), 'disable'],
    ['AWS Health: compromised', health('AWS_RISK_CREDENTIALS_COMPROMISED'), 'disable'],
    ['AWS Health: a suspicion', health('AWS_RISK_CREDENTIALS_EXPOSURE_SUSPECTED'), 'quarantine'],
    [
      'GuardDuty: a key in strange hands',
      guardDuty('CredentialAccess:IAMUser/CompromisedCredentials', keyDetails),
      'quarantine',
    ],
    ['GuardDuty: a sequence of them', guardDuty('AttackSequence:IAM/CompromisedCredentials', sequence), 'quarantine'],
  ])('%s', async (_, word, action) => {
    const replayed = await byReplay([used, word]);
    expect(replayed.map((decision) => [decision.credential, decision.action])).toEqual([[key, action]]);
    expect(await byLambda([used, word])).toEqual(replayed);
  });
});

describe('a quarantine, which names the user alone', () => {
  const key2 = 'AKIAEXAMPLEKEY000002';
  const called = (accessKeyId: string, day: number, changes: object = {}) => {
    const eventTime = `2026-10-${String(day).padStart(2, '0')}T09:30:00Z`;
    return record({ ...user, accessKeyId }, { eventID: `${accessKeyId} ${day}`, eventTime, ...changes });
  };
  const month = Array.from({ length: 30 }, (_, n) => [called(key, n + 1), called(key2, n + 1)]).flat();
  const disabled = async (last: object) => {
    const values = [...month, called(key2, 31, last)].map((one) => envelope(one));
    const decisions = await byReplay([...values, attached('AWSCompromisedKeyQuarantineV2')]);
    return decisions.filter(({ action }) => action === 'disable').map(({ credential }) => credential);
  };

  it('is about that of two keys which something speaks against, and everyday news does not', async () => {
    expect(await disabled({ sourceIPAddress: '90.120.3.3' })).toEqual([key2]);
    expect(await disabled({ eventName: 'GetBucketTagging' })).toEqual([key, key2]);
  });
});

describe('what Secrets Manager says of a rotation', () => {
  const secret = `arn:aws:secretsmanager:eu-central-1:${account}:secret:db/orders-a1B2c3`;
  const says = (eventName: string, SecretId = secret, given: object = {}) => {
    const service = { accountId: account, invokedBy: 'secretsmanager.amazonaws.com' };
    const detail = record(service, {
      eventSource: 'secretsmanager.amazonaws.com',
      eventName,
      eventType: 'AwsServiceEvent',
      eventID: eventName,
      eventTime: at.time,
      additionalEventData: { SecretId },
      ...given,
    });
    return envelope(detail, { source: 'aws.secretsmanager', 'detail-type': 'AWS Service Event via CloudTrail' });
  };

  it('is told to the owner where it failed, and touches nothing', async () => {
    const replayed = await byReplay([used, says('RotationFailed')]);
    expect(replayed).toMatchObject([{ credential: secret, kind: 'secret', action: 'notify', verdict: 'stale' }]);
    expect(replayed[0]?.signals).toMatchObject([{ id: 'S73' }]);
    expect(await byLambda([used, says('RotationFailed')])).toEqual(replayed);
  });

  it('is told once, however often Secrets Manager tries again', async () => {
    const tried = says('RotationFailed');
    const again = says('RotationFailed', secret, { eventID: 'again', eventTime: '2026-11-02T11:00:00Z' });
    expect(await byReplay([tried, again])).toHaveLength(1);
    expect(await byLambda([tried, again])).toHaveLength(1);
  });

  it.each([
    ['it succeeded', says('RotationSucceeded')],
    ['it began', says('RotationStarted')],
    ['it speaks of a secret of another account', says('RotationFailed', secret.replace(account, stranger))],
    ['it names no secret', says('RotationFailed', 'db/orders')],
  ])('is no reason where %s', async (_, word) => {
    expect(await byReplay([used, word])).toEqual([]);
    expect(await byLambda([used, word])).toEqual([]);
  });
});

describe('a finding about a role', () => {
  const about = (userType: string, principalId: string) =>
    guardDuty('UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS', {
      resource: {
        accessKeyDetails: { accessKeyId: 'ASIAEXAMPLEKEY000042', principalId, userName: 'deployer', userType },
      },
    });

  it('that no record has shown yet is told of the role, not of a user of its name', async () => {
    const replayed = await byReplay([used, about('AssumedRole', 'AROAEXAMPLEROLE00000:i-0')]);
    expect(replayed.map(({ credential }) => credential)).toEqual([`arn:aws:iam::${account}:role/deployer`]);
    expect(await byLambda([used, about('AssumedRole', 'AROAEXAMPLEROLE00000:i-0')])).toEqual(replayed);
  });

  it('ends the session that it names, and none of the others that the role has', async () => {
    const deployer = roleArn('deployer');
    const inUse = roleSession(deployer, 'i-0', 'ASIAEXAMPLEKEY000042', Date.parse('2026-11-02T08:00:00Z'));
    const records = [envelope(record(inUse)), about('AssumedRole', 'AROAEXAMPLEROLE00000:i-0')];
    const replayed = await byReplay(records);
    expect(replayed.map(({ credential, session }) => [credential, session])).toEqual([[deployer, inUse.accessKeyId]]);
    expect(await byLambda(records)).toEqual(replayed);
  });

  it('and one about root, of root', async () => {
    const replayed = await byReplay([used, about('Root', account)]);
    expect(replayed.map(({ credential, action }) => [credential, action])).toEqual([
      [`arn:aws:iam::${account}:root`, 'notify'],
    ]);
    expect(await byLambda([used, about('Root', account)])).toEqual(replayed);
  });
});
