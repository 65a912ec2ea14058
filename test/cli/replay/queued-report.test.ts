import { expect, test } from 'vitest';
import { takeIn } from '../../../cli/replay/read-file.ts';
import { emptySummary } from '../../../cli/replay/summary.ts';
import { gateway, reported } from '../../reported.ts';

test('a report of a token’s use is the same out of a queue, and believed of registered sources alone', () => {
  const sources = { [gateway.source]: { accountId: gateway.account, kinds: ['oauth-token' as const] } };
  const queued = { messageId: 'm', body: JSON.stringify(reported()) };
  const told = takeIn(queued, { sources }, emptySummary());
  expect(told?.use?.credential.kind).toBe('oauth-token');
  expect(told).toEqual(takeIn(reported(), { sources }, emptySummary()));
  expect(takeIn(queued, { sources: {} }, emptySummary())).toBe(null);
});
