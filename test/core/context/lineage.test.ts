import { expect, test } from 'vitest';
import { type Forebear, lineages } from '../../../core/context/lineage.ts';
import type { AccessKeyId, AccountId, Arn } from '../../../core/model/brand.ts';
import { day } from '../../../core/model/instant.ts';

const now = 1_000 * day;
const ago = (days: number) => now - days * day;

const key = (
  id: string,
  since: number,
  lastUsed: number | null,
  changes: { ended?: boolean; user?: string } = {},
): Forebear => ({
  credential: {
    kind: 'access-key',
    id: `AKIA${id}` as AccessKeyId,
    accountId: '111122223333' as AccountId,
    principal: `arn:aws:iam::111122223333:user/${changes.user ?? 'backup'}` as Arn,
  },
  since: ago(since),
  lastUsedAt: lastUsed === null ? null : ago(lastUsed),
  ended: changes.ended ?? false,
});

const of = (...all: Forebear[]) =>
  Object.fromEntries([...lineages(all, now)].map(([id, elders]) => [id, elders.map((one) => one.id)]));

test('a key goes on where the one before it ended, however often, and whatever the order of the list', () => {
  const all = [key('3', 20, 1), key('1', 300, 190, { ended: true }), key('2', 200, 25, { ended: true })];
  expect(of(...all)).toEqual({ AKIA2: ['AKIA1'], AKIA3: ['AKIA1', 'AKIA2'] });
});

test('one that is still on is replaced by what is used in its stead, not by what is made beside it', () => {
  expect(of(key('1', 300, 40), key('2', 50, 1))).toEqual({ AKIA2: ['AKIA1'] });
  expect(of(key('1', 300, 40), key('2', 50, null))).toEqual({});
  // Both at work, or the hand-over is under way: two.
  expect(of(key('1', 300, 1), key('2', 200, 1))).toEqual({});
  expect(of(key('1', 300, 2), key('2', 10, 1))).toEqual({});
  expect(of(key('1', 300, 20), key('2', 200, 1))).toEqual({});
});

test('of another user, or in the place of two, it is not', () => {
  expect(of(key('1', 300, 100, { ended: true }), key('2', 100, 1, { user: 'other' }))).toEqual({});
  const both = of(key('1', 300, 100, { ended: true }), key('2', 100, 1), key('3', 90, 1));
  expect(both).toEqual({ AKIA2: ['AKIA1'] });
});
