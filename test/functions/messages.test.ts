import type { SQSRecord } from 'aws-lambda';
import { expect, it } from 'vitest';
import { secondsWaited } from '../../functions/messages.ts';

const sentAt = (SentTimestamp?: string) => ({ attributes: { SentTimestamp } }) as SQSRecord;

it('a batch has waited for as long as its oldest message, wherever that stands in it', () => {
  const now = Date.UTC(2026, 10, 28);
  const ago = (seconds: number) => sentAt(String(now - 1_000 * seconds));
  expect(secondsWaited([ago(5), ago(90), ago(1)], now)).toBe(90);
  expect(secondsWaited([sentAt(), ago(7)], now)).toBe(7);
  // Another machine's clock may be ahead.
  expect(secondsWaited([ago(-3)], now)).toBe(0);
  expect([secondsWaited([], now), secondsWaited([sentAt()], now)]).toEqual([null, null]);
});
