import { expect, test } from 'vitest';
import { judgeStanding } from '../../core/assess-standing.ts';
import type { Arn } from '../../core/model/brand.ts';
import { emptySpent } from '../../core/plan/limits.ts';
import { defaultPolicy } from '../../core/policy/policy.ts';
import type { Standing } from '../../core/signals/standing/standing.ts';
import { daysAgo, declared, granted, now, standing } from '../cases/standing.ts';

const secret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:backup-AbCdEf' as Arn;
const old = standing({
  createdAt: daysAgo(300),
  grants: granted('s3:GetObject'),
  declared: declared({ rotation: { secret } }),
});

const decided = (one: Standing) =>
  judgeStanding(one, { policy: defaultPolicy, exemptions: [], spent: emptySpent() }, now)?.decision;

test('who does not see everything of a credential may speak of it, and not act', () => {
  expect(decided(old)).toMatchObject({ action: 'rotate', heldBack: null });
  expect(decided({ ...old, grants: null })).toMatchObject({
    action: 'notify',
    heldBack: 'its permissions could not be seen',
  });
  expect(decided({ ...old, lastUse: { kind: 'unknown' } })).toMatchObject({
    action: 'notify',
    heldBack: 'its last use could not be seen',
  });
});

test('what is switched off hides nothing that matters', () => {
  expect(decided({ ...old, status: 'inactive', lastUse: { kind: 'unknown' } })).toBeUndefined();
});
