import { describe, expect, test } from 'vitest';
import type { Place } from '../../../../adapters/aws/deployment/place.ts';
import { keyArn } from '../../../../cli/deploy/deploy-options.ts';
import { type DeploymentWish, planDeployment } from '../../../../cli/deploy/deployment-plan.ts';
import { keySentence, refusedShutBucket } from '../../../../cli/deploy/trail/trail-key.ts';

const accountId = '111111111111';
const key = `arn:aws:kms:us-east-1:${accountId}:key/11111111-2222-3333-4444-555555555555`;
const another = `arn:aws:kms:us-east-1:${accountId}:key/66666666-7777-8888-9999-000000000000`;
const place: Place = {
  ...{ accountId, arn: `arn:aws:iam::${accountId}:user/ada`, region: 'us-east-1' },
  ...{ regions: new Map([['us-east-1', true]]), optedIn: [], bootstrap: { ok: true, value: 21 } },
};
const wish: DeploymentWish = {
  ...{ units: null, regions: null, trailBucket: 'logs', backfillDays: null, inspector: null, slackSecret: null },
  ...{ inlineDenies: true, guard: false },
};

describe('a bucket whose files are encrypted with somebody’s own key', () => {
  const refused = (keys: readonly string[], trailKey: string | null) =>
    refusedShutBucket('logs', { ok: true, value: keys }, trailKey, place);

  test('is refused with what to type, however AWS names the key', () => {
    const remedy = `To let the functions that read them decrypt with it: --trail-key ${key}`;
    expect(refused([key], null)).toEqual({
      what: `Files in the bucket logs are encrypted with the key ${key}, and nobody can read them without permission to decrypt with it.`,
      remedy,
    });
    expect(refused([key.split('/')[1] ?? ''], null)?.remedy).toBe(remedy);
    expect(refused(['alias/logs'], null)?.remedy).toMatch(
      /describe-key --key-id alias\/logs --query KeyMetadata\.Arn$/,
    );
    expect(refused([key], another)?.what).toContain(`with the key ${key}, not ${another},`);
  });

  test('is taken with that key, and so is one without, or one whose key has but a name', () => {
    expect(refused([key], key)).toBeNull();
    expect(refused([another, key], key)).toBeNull();
    expect(refused(['alias/logs'], key)).toBeNull();
    expect(refused([], null)).toBeNull();
    expect(refused([], key)).toBeNull();
  });

  test('where that may not be seen, the key has to be said', () => {
    const unseen = { ok: false, error: 'AccessDenied' } as const;
    expect(refusedShutBucket('logs', unseen, null, place)?.remedy).toMatch(
      /s3:GetEncryptionConfiguration and cloudtrail:DescribeTrails, or name the key: --trail-key ARN/,
    );
    expect(refusedShutBucket('logs', unseen, key, place)).toBeNull();
  });
});

describe('the key that is named', () => {
  test('is handed to the synthesis, and its own policy is spoken of', () => {
    const planned = planDeployment({ ...wish, trailKey: key }, place, null);
    expect(planned).toMatchObject({ value: { context: expect.arrayContaining([['trailKey', key]]) } });
    expect(JSON.stringify(planDeployment(wish, place, null))).not.toContain('trailKey');
    expect(keySentence(key, place)).toMatch(/decrypt with arn:.*; that key's own policy has to leave it to IAM/);
    expect(keySentence(key, { accountId: '222222222222' })).toMatch(
      /is account 1{12}'s, and has to let account 2{12} in/,
    );
  });

  test.each<[Partial<DeploymentWish>, RegExp, RegExp]>([
    [{ trailBucket: null }, /none is named/, /--trail-bucket NAME/],
    [{ trailBucket: 'new' }, /new bucket has none/, /Leave it out/],
    [
      { trailKey: key.replace('us-east-1', 'eu-west-1') },
      /is of eu-west-1, and files in a bucket of us-east-1/,
      /--region/,
    ],
  ])('is of a bucket that is there, in its Region: %j', (given, what, remedy) => {
    const error = { what: expect.stringMatching(what), remedy: expect.stringMatching(remedy) };
    expect(planDeployment({ ...wish, trailKey: key, ...given }, place, null)).toEqual({ ok: false, error });
  });

  test('is a key, not the name of one', () => {
    expect(keyArn(key)).toBe(key);
    expect(keyArn('arn:aws-us-gov:kms:us-gov-west-1:111111111111:key/mrk-1234')).toContain('mrk-');
    for (const none of ['alias/logs', key.replace(':key/', ':alias/'), key.split('/')[1] ?? '', `${key},${key}`]) {
      expect(() => keyArn(none), none).toThrow('Give the ARN of a key');
    }
  });
});
