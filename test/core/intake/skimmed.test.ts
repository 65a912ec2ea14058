import { expect, test } from 'vitest';
import { Caller, Calling, Skimmed, takeSkimmed } from '../../../core/intake/skimmed.ts';
import { record, stranger, user, without } from './sample.ts';

test('a call that does not say in whose log it is, is in the log of each of its callers', () => {
  const calling = new Calling(without(record(user), 'userIdentity', 'recipientAccountId'));
  const recipients = [user, { ...user, accountId: stranger }, user].map((who, nth) => {
    const { told } = takeSkimmed(new Skimmed(new Caller(who), calling, `e${nth}`, Date.UTC(2026, 10, 2)));
    return told !== null && 'what' in told && told.what.recipientAccountId;
  });
  expect(recipients).toEqual([user.accountId, stranger, user.accountId]);
});
