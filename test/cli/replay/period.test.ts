import { expect, test } from 'vitest';
import { takeIn } from '../../../cli/replay/read-file.ts';
import { emptySummary } from '../../../cli/replay/summary.ts';
import { formatInstant, minute } from '../../../core/model/instant.ts';
import { record, role, user } from '../../core/intake/sample.ts';

const since = Date.UTC(2026, 10, 2);
const until = since + 60 * minute;
const moments = [since - 1, since, until - 1, until];

/** A provider's word had a session made: nobody's use, and yet something is told. */
const mint = {
  userIdentity: { type: 'WebIdentityUser', userName: 'repo:org/app', identityProvider: 'p' },
  eventSource: 'sts.amazonaws.com',
  eventName: 'AssumeRoleWithWebIdentity',
  responseElements: {
    credentials: { accessKeyId: role.accessKeyId },
    assumedRoleUser: { assumedRoleId: role.principalId, arn: role.arn },
  },
};

test.each([
  ['a use', { userIdentity: user }, { scored: 2, ignored: { 'outside-period': 2 } }],
  ['what only testifies', mint, { scored: 0, ignored: { 'outside-period': 2, 'no-credential': 2 } }],
])('a period has its beginning and not its end: %s', (_, changes, counts) => {
  const summary = emptySummary();
  const told = moments.map((at) => {
    const one = record(user, { ...changes, eventTime: formatInstant(at) });
    return takeIn(one, { since, until }, summary) !== null;
  });
  expect(told).toEqual([false, true, true, false]);
  expect(summary.records).toMatchObject(counts);
});
