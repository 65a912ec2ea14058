import { CreateAccessKeyCommand, DeleteAccessKeyCommand, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { emptyBaseline } from '../../../core/context/habits/baseline.ts';
import { learn } from '../../../core/context/habits/learn.ts';
import type { Arn } from '../../../core/model/brand.ts';
import { day, hour, type Instant, minute } from '../../../core/model/instant.ts';
import { rotationTokenOf } from '../../../core/plan/measures/measure.ts';
import { answerDecision } from '../../../functions/respond/answer-decision.ts';
import { grant } from '../../../functions/respond/grant.ts';
import { keepUp } from '../../../functions/respond/look-after.ts';
import { sighting } from '../../core/context/sightings.ts';
import { account } from '../../core/plan/decisions.ts';
import { keepKey, rotates, takeStep } from './kept-key.ts';
import { eachInAScene, type Scene } from './scene.ts';

const region = 'eu-central-1';

let scene: Scene;
let began: Instant;
let secret: Arn;

/** A key that is used every day, and whose secret has just been rotated. */
eachInAScene('hand-over', async (made) => {
  scene = made;
  secret = await keepKey(scene);
  await rotates(scene, secret);
  await used(scene.key, 20, 1);
  began = scene.time.at;
  expect(await answerDecision(await overAge('d_1f2e'), scene.work)).toBe('done');
});

/** The decision that a key which is too old leads to, where its owner declared the secret. */
const overAge = (id: string) =>
  scene.decided({ id, action: 'rotate', verdict: 'stale', rotation: { secret, unlessSince: null } });

/** So many days of use until now, each so many days apart, as the function that observes learns them. */
async function used(key: string, days: number, apart: number, also: object = {}): Promise<void> {
  const subject = `access-key ${key}`;
  const stored = await scene.contexts.load(subject);
  const baseline = stored?.baseline ?? emptyBaseline();
  for (let i = days - 1; i >= 0; i--) {
    const at = scene.time.at - i * apart * day;
    learn(baseline, sighting(0, { at, client: 'boto3', network: 'AS16509 IE', ...also }), 'learn');
  }
  await scene.contexts.commit({ subject, baseline, expectedVersion: stored?.version ?? null });
}

async function newKey(): Promise<string> {
  const { AccessKey } = await scene.iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }));
  return AccessKey?.AccessKeyId ?? '';
}

async function pass(days: number): Promise<void> {
  scene.time.at += days * day;
  await keepUp(scene.work);
}

const waits = async () => {
  const row = await scene.work.store.read('o_1f2e.retire-key');
  return row?.answer?.outcome.kind === 'skipped' ? row.answer.outcome.reason : null;
};
const notices = () =>
  scene.bus.entries
    .map(({ Detail }) => JSON.parse(Detail).notice)
    .filter((notice) => notice?.id?.includes('hand-over') === true);

describe('the replaced key', () => {
  it('stays on until there is a new one', async () => {
    await pass(1);
    expect(await waits()).toBe('no new key has been created yet');
    expect(scene.keyStatus()).toBe('Active');
  });

  it('stays on until the new one is in use, which asking who it is is not', async () => {
    const heir = await newKey();
    await used(heir, 1, 1, { service: 'sts', action: 'sts:GetCallerIdentity' });
    await pass(10);
    expect(await waits()).toMatch(/the new key AKIA….* has not been used yet/);
    expect(scene.keyStatus()).toBe('Active');
  });

  it('goes off once it was silent for twice its usual gap, and its deletion is proposed', async () => {
    await used(await newKey(), 1, 1);
    await pass(1);
    expect(await waits()).toContain('has to be unused for 2 days after its last use on 2026-11-24');
    expect(scene.keyStatus()).toBe('Active');
    await pass(1.1);
    expect(scene.keyStatus()).toBe('Inactive');
    await pass(1);
    expect(notices()).toHaveLength(1);
    expect(notices()[0].whatToDo.join(' ')).toMatch(/restore o_1f2e.*delete-access-key --user-name bot/);
    expect(scene.snapshot()?.keys).toHaveLength(2);
  });

  it.each([
    [2, 'a clock of IAM’s that is behind', 'Inactive'],
    [6, 'it was the user’s before', 'Active'],
  ])('has its heir in a key of %i minutes before the rotation, or not: %s', async (minutes, _, status) => {
    scene.time.at = began - minutes * minute;
    const heir = await newKey();
    scene.time.at = began;
    await used(heir, 1, 1);
    await pass(3);
    expect(scene.keyStatus()).toBe(status);
  });

  it('waits longer where it is used seldom', async () => {
    await used(scene.key, 6, 10);
    await used(await newKey(), 1, 1);
    await pass(19);
    expect(scene.keyStatus()).toBe('Active');
    await pass(1.1);
    expect(scene.keyStatus()).toBe('Inactive');
  });

  it('stays on for a use that only IAM knows of, as of an object’s reading', async () => {
    await used(await newKey(), 1, 1);
    scene.time.at += 3 * day;
    const key = scene.aws
      .account(account)
      .state.latest.users.get('bot')
      ?.keys.find(({ id }) => id === scene.key);
    if (key !== undefined) key.lastUsed = { at: scene.time.at - hour, region, service: 's3' };
    await keepUp(scene.work);
    expect(scene.keyStatus()).toBe('Active');
    expect(await waits()).toContain('after its last use on 2026-11-27');
  });

  it('stays on where its uses cannot be read', async () => {
    await used(await newKey(), 1, 1);
    scene.aws.faults = ({ operation }) =>
      operation === 'GetAccessKeyLastUsed' ? { fail: 'AccessDenied', status: 403 } : 'pass';
    await pass(30);
    expect(scene.keyStatus()).toBe('Active');
    expect(await waits()).toContain('cannot be read');
  });

  it('stays on where somebody holds it, and comes back at a person’s word', async () => {
    await used(await newKey(), 1, 1);
    await pass(3);
    expect(scene.keyStatus()).toBe('Inactive');
    expect(await grant({ wish: 'answer', id: 'd_1f2e', choice: 'undo', by: ['alice'] }, scene.work)).toMatchObject({
      done: 1,
    });
    expect(scene.keyStatus()).toBe('Active');
    await pass(30);
    expect(scene.keyStatus()).toBe('Active');
  });

  it('that a person switches on again by hand is not fought over', async () => {
    await used(await newKey(), 1, 1);
    await pass(3);
    await scene.iam.send(new UpdateAccessKeyCommand({ UserName: 'bot', AccessKeyId: scene.key, Status: 'Active' }));
    await pass(3);
    expect(scene.keyStatus()).toBe('Active');
  });

  it('is asked after once an hour, though the bell rings every minute', async () => {
    await pass(1);
    const asked = scene.journal().length;
    await pass(minute / day);
    expect(scene.journal()).toHaveLength(asked);
    await pass(hour / day);
    expect(scene.journal().length).toBeGreaterThan(asked);
  });

  it('that a person deleted is let go of', async () => {
    await scene.iam.send(new DeleteAccessKeyCommand({ UserName: 'bot', AccessKeyId: scene.key }));
    await pass(1);
    expect(scene.snapshot()?.keys).toEqual([]);
  });
});

describe('whoever never changes over', () => {
  it('is named to the owner, once a week', async () => {
    await used(await newKey(), 1, 1);
    for (let i = 0; i < 9; i++) {
      await used(scene.key, 1, 1, i === 5 ? { client: 'terraform', network: 'AS3320' } : {});
      await pass(1);
    }
    expect(scene.keyStatus()).toBe('Active');
    expect(notices().map(({ id }) => id)).toEqual(['o_1f2e hand-over late 1']);
    const [notice] = notices();
    expect(notice.whatWasDone).toEqual(['Since then it was used by boto3, terraform from AS16509 IE, AS3320.']);
    expect(notice.why).toContain('has to be unused for 2 days');
    await pass(6);
    expect(scene.keyStatus()).toBe('Inactive');
  });

  it('is not named in the first week, nor where nobody is on record', async () => {
    await pass(6);
    expect(notices()).toEqual([]);
    await pass(2);
    expect(notices()[0]).toMatchObject({ whatWasDone: [], why: expect.stringContaining('no new key') });
  });
});

it('the row is armed once, however often the decision comes, and not where the rotation failed', async () => {
  await answerDecision('d_1f2e', scene.work);
  expect((await scene.work.store.ofOutcome('o_1f2e')).map(({ id }) => id)).toEqual([
    'o_1f2e.retire-key',
    'o_1f2e.rotate-secret',
  ]);
  expect((await scene.work.store.read('o_1f2e.retire-key'))?.measure).toMatchObject({ since: began });
  const rotation = {
    secret: `arn:aws:secretsmanager:${region}:${account}:secret:gone-abcdef` as Arn,
    unlessSince: null,
  };
  await answerDecision(await scene.decided({ id: 'd_2', action: 'rotate', rotation }), scene.work);
  expect((await scene.work.store.ofOutcome('o_2')).map(({ id }) => id)).toEqual(['o_2.rotate-secret']);
});

it('from a key that is too old to its deletion, with Rescind’s own function, and no moment without a key that works', async () => {
  const { aws, work } = scene;
  const kept = aws.account(account).state.latest.secrets.get(secret);
  if (kept === undefined) throw new Error('no secret');
  kept.rotationWork = 'by-function';
  const version = rotationTokenOf('d_2');
  const readers = () => {
    const current = [...kept.versions.values()].find(({ stages }) => stages.includes('AWSCURRENT'))?.text ?? '{}';
    const bot = aws.account(account).state.latest.users.get('bot');
    return [scene.key, JSON.parse(current).accessKeyId].map((id) => bot?.keys.find((one) => one.id === id)?.status);
  };
  // AWS only begins: its function makes the new key.
  kept.versions.delete(rotationTokenOf('d_1f2e'));
  for (const one of kept.versions.values()) one.stages = ['AWSCURRENT'];
  const id = await overAge('d_2');
  await expect(answerDecision(id, work)).rejects.toThrow('has started');
  for (const step of ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const) {
    await takeStep(step, version, secret, scene, work.clock);
    expect(readers()).toEqual(['Active', 'Active']);
  }
  expect(await answerDecision(id, work)).toBe('done');
  // The function has tried the new key, which is no use of it.
  await pass(5);
  expect(readers()).toEqual(['Active', 'Active']);
  await used(scene.snapshot()?.keys[1]?.id ?? '', 1, 1);
  await pass(1);
  expect(readers()).toEqual(['Inactive', 'Active']);
});
