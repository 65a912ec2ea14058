import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openReplayState } from '../../../cli/replay/replay-state.ts';
import { keepSweep } from '../../../cli/sweep/kept-sweep.ts';
import { givenName, noteGrant } from '../../../core/context/grants/given.ts';
import type { GrantMade } from '../../../core/context/grants/grant-made.ts';
import type { AccountId, Arn } from '../../../core/model/brand.ts';

const accountId = '111122223333' as AccountId;
const made: GrantMade = {
  accountId,
  action: 'iam:PutRolePolicy',
  to: 'deploy',
  policy: 'migration',
  by: 'arn:aws:iam::111122223333:role/Admin' as Arn,
  byHand: true,
  at: Date.UTC(2026, 9, 1),
  endsAt: Date.UTC(2026, 9, 31),
};

test('a grant that a replay saw is there for the next one, and for the sweeps of the same state file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rescind-grants-'));
  try {
    const path = join(folder, 's.db');
    const first = openReplayState(path);
    noteGrant(givenName(accountId, 'role deploy'), made, first.remembered.memory.given);
    first.commit();
    const next = openReplayState(path).remembered.memory.given;
    expect(next.get('111122223333 role deploy')?.grants).toEqual([made]);
    expect(keepSweep(path, 'all', Date.UTC(2026, 10, 1)).grants(accountId)).toEqual([made]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
