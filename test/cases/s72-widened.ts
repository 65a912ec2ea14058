import type { GrantMade } from '../../core/context/grants/grant-made.ts';
import type { Arn } from '../../core/model/brand.ts';
import { widened } from '../../core/signals/overprivileged/widened.ts';
import type { Standing } from '../../core/signals/standing/standing.ts';
import type { StandingCases } from './case.ts';
import { accessKey, daysAgo, now, role, standing } from './standing.ts';

const made = (changes: Partial<GrantMade> = {}): GrantMade => ({
  accountId: accessKey.accountId,
  action: 'iam:AttachUserPolicy',
  to: 'backup',
  policy: 'arn:aws:iam::aws:policy/AdministratorAccess',
  by: 'arn:aws:iam::111122223333:user/kim' as Arn,
  byHand: true,
  at: now,
  ...changes,
});

const grown = (before: number | null, after: number, one = made(), rest: Partial<Standing> = {}) =>
  standing({ ...rest, widened: { made: one, before, after, why: 'every action' } });

const byPipeline = made({ action: 'iam:PutRolePolicy', to: 'deploy', policy: 'work', byHand: false });

export const cases: StandingCases = {
  signal: widened,
  fires: [
    {
      name: 'somebody makes a backup user an administrator',
      standing: grown(0.1, 1),
      now,
      expect: { bits: [10, 12], says: ['AdministratorAccess', 'user/kim', 'without an end', 'from 10 % to 100 %'] },
    },
    {
      name: 'a role is given secrets until a day',
      standing: grown(0, 0.6, made({ policy: 'migration', endsAt: daysAgo(-30) }), { credential: role }),
      now,
      expect: { bits: [5, 6.5], says: ['until 2026-07-01'] },
    },
    {
      name: 'a pipeline gives a role more than before',
      standing: grown(0, 0.8, byPipeline, { credential: role }),
      now,
      expect: { bits: [5, 6] },
    },
    {
      name: 'somebody makes it administrator, and nobody knows what it held',
      standing: grown(null, 1),
      now,
      expect: { bits: [10, 12], says: ['that alone is worth 100 % of the account'] },
    },
  ],
  silent: [
    { name: 'nobody gave it anything', standing: standing(), now, expect: null },
    { name: 'it was administrator before', standing: grown(1, 1), now, expect: null },
    { name: 'it is switched off', standing: grown(0, 1, made(), { status: 'inactive' }), now, expect: null },
  ],
  lookalike: [
    { name: 'permission to write to one more bucket', standing: grown(0.1, 0.24), now, expect: null },
    {
      name: 'a role of Identity Center, which is not the owner’s to change',
      standing: grown(0, 1, made(), { keeper: 'identity-center' }),
      now,
      expect: null,
    },
  ],
};
