import { expect, test } from 'vitest';
import { letsRoleIn } from './lets-service-in.ts';

const hub = 'arn:aws:events:eu-west-1:999999999999:event-bus/rescind-hub';
const forward = { arn: 'arn:aws:iam::111122223333:role/rescind-forward', accountId: '111122223333' };
const put = { action: 'events:PutEvents', resource: hub, accountId: '999999999999' };
const allowed = {
  Effect: 'Allow',
  Principal: '*',
  Action: 'events:PutEvents',
  Resource: hub,
  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-simulated1' } },
};
const letsIn = (Statement: readonly object[], organization = 'o-simulated1') =>
  letsRoleIn(JSON.stringify({ Version: '2012-10-17', Statement }), forward, {
    ...put,
    context: { 'aws:principalorgid': organization },
  });

test('a bus lets in who forwards to it from the organisation', () => {
  expect(letsIn([allowed])).toBe(true);
  expect(letsIn([allowed], 'o-another1')).toBe(false);
});

test.each([
  { Action: 'events:PutRule' },
  { Resource: hub.replace('rescind-hub', 'default') },
  { Principal: { AWS: '222233334444' } },
  { Effect: 'Deny' },
])('nobody where its policy says %j', (change) => {
  expect(letsIn([{ ...allowed, ...change }])).toBe(false);
});

test('nor where another statement denies it, or there is none', () => {
  const { Condition: _, ...always } = allowed;
  expect(letsIn([allowed, { ...always, Effect: 'Deny' }])).toBe(false);
  expect(letsIn([])).toBe(false);
});
