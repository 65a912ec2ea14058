import { expect, test } from 'vitest';
import { Activities } from '../../../cli/replay/activity.ts';
import { judgeStandings } from '../../../cli/replay/judge-standings.ts';
import type { DeclaredContext } from '../../../core/context/recorded-context.ts';
import type { Arn } from '../../../core/model/brand.ts';
import { emptySpent } from '../../../core/plan/limits.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { daysAgo, declared } from '../../cases/standing.ts';
import { accountId, noon, use } from '../../cases/use.ts';

const id = 'arn:aws:iam::111122223333:user/chat' as Arn;

/** The signals that a key for Bedrock raises, which no list names, by the words about its user. */
function raisedBy(words: DeclaredContext | null): string[] {
  const activities = new Activities();
  activities.noteUse({ ...use(), credential: { kind: 'service-specific', id, accountId, principal: id } }, null);
  const context = { standings: [], declared: new Map(words === null ? [] : [[id, words]]) };
  const circumstances = { policy: defaultPolicy, exemptions: [], spent: emptySpent() };
  const raised: string[] = [];
  for (const _ of judgeStandings(context, activities, noon, circumstances, ({ signals }) => {
    raised.push(...signals.map((signal) => signal.id).sort());
  }));
  return raised;
}

test('what was seen and no list names is judged by its owner’s word: whose it is, how old it is and what it may do', () => {
  const administrator = declared({ granted: ['AdministratorAccess'], createdAt: daysAgo(400) });
  expect(raisedBy(null)).toEqual(['S35']);
  expect(raisedBy(declared({ createdAt: null }))).toEqual([]);
  expect(raisedBy(administrator)).toEqual(['S34', 'S37']);
  // The age is that of its user's key.
  expect(raisedBy({ ...administrator, accessKeyId: use().accessKeyId })).toEqual(['S37']);
});
