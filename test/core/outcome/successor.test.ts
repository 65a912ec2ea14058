import { expect, it } from 'vitest';
import { minute, second } from '../../../core/model/instant.ts';
import { ok } from '../../../core/model/result.ts';
import type { SecretRotated } from '../../../core/outcome/ports.ts';
import { sortKeys } from '../../../core/outcome/successor.ts';
import { now } from '../plan/decisions.ts';

/** What a key is taken for that IAM dates so many milliseconds after the secret's own dates. */
function takenFor(late: number, rotated: Partial<SecretRotated>): string {
  const key = { kind: 'access-key', name: 'AKIASUCCESSOR0000001', at: now + late, isOwn: true } as const;
  const sorted = sortKeys([key], true, ok({ at: null, isUnderWay: false, changedAt: null, ...rotated }), now + minute);
  if (sorted.successor !== null) return 'successor';
  return sorted.foreign.length > 0 ? 'foreign' : 'unclear';
}

// IAM dates by the second, and Secrets Manager by the millisecond.
it('a key that IAM dates within a second of the rotation’s end is its successor, one of later is not', () => {
  expect([0, second, second + 1].map((late) => takenFor(late, { at: now }))).toEqual([
    'successor',
    'successor',
    'foreign',
  ]);
});

it('one that it dates within a second of the secret’s last change may still become that', () => {
  const rotated = { at: now - 60 * minute, changedAt: now };
  expect([0, second, second + 1].map((late) => takenFor(late, rotated))).toEqual(['unclear', 'unclear', 'foreign']);
});
