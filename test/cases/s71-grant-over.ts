import type { GrantMade } from '../../core/context/grants/grant-made.ts';
import type { PolicyText } from '../../core/context/grants/policy-texts.ts';
import { temporaryGrants } from '../../core/context/grants/temporary-grants.ts';
import type { Fields } from '../../core/intake/fields.ts';
import type { Arn } from '../../core/model/brand.ts';
import { grantOver } from '../../core/signals/overprivileged/grant-over.ts';
import type { StandingCases } from './case.ts';
import { accessed, accessKey, daysAgo, now, standing } from './standing.ts';

const given = (days: number, policy: string, byHand = true): GrantMade => ({
  accountId: accessKey.accountId,
  action: 'iam:PutUserPolicy',
  to: 'backup',
  policy,
  by: 'arn:aws:iam::111122223333:user/kim' as Arn,
  byHand,
  at: daysAgo(days),
});

/** A user with one inline policy, what the trail has of it, and what its permissions were used for. */
function holds(name: string, made: readonly GrantMade[], defaultDays: number | null, rest: Fields = {}) {
  const statement = { Effect: 'Allow', Action: ['s3:GetObject', 'ec2:RunInstances'], Resource: '*', ...rest };
  const text: PolicyText = { name, by: 'inline', statements: [statement] };
  return standing({
    temporary: temporaryGrants([text], accessKey.principal, made, defaultDays),
    accessed: accessed({ s3: [5], ec2: null }),
  });
}

const until = (time: string) => ({ Condition: { DateLessThan: { 'aws:CurrentTime': time } } });

export const cases: StandingCases = {
  signal: grantOver,
  fires: [
    {
      name: 'the policy’s name says until when, and part of it is used',
      standing: holds('migration-until-2026-05-01', [given(60, 'migration-until-2026-05-01')], null),
      now,
      expect: { bits: [9, 9], says: ['user/kim', 'was to end on', '1 of its 2 actions were not used'] },
    },
    {
      name: 'AWS itself has ended it',
      standing: holds('migration', [], null, until('2026-05-01T00:00:00Z')),
      now,
      expect: { bits: [9, 9], says: ['by its own condition', 'remove it'] },
    },
    {
      name: 'given by hand, without an end',
      standing: holds('extra', [given(200, 'extra'), given(40, 'extra')], 30),
      now,
      expect: { bits: [8, 8], says: ['was given no end'] },
    },
  ],
  silent: [
    { name: 'its end is to come', standing: holds('temp-20261231', [], null), now, expect: null },
    {
      name: 'given again lately',
      standing: holds('extra', [given(200, 'extra'), given(5, 'extra')], 30),
      now,
      expect: null,
    },
    { name: 'it has no end', standing: holds('work', [given(200, 'work')], null), now, expect: null },
  ],
  lookalike: [
    {
      name: 'a permission that a pipeline gave and manages',
      standing: holds('work', [given(200, 'work', false)], 30),
      now,
      expect: null,
    },
    {
      name: 'a date in its name that is a version',
      standing: holds('ReadOnly-2012-10-17', [], null),
      now,
      expect: null,
    },
  ],
};
