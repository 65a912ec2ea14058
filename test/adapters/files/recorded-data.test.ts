import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openInputs } from '../../../adapters/files/inputs.ts';
import { intake } from '../../../core/intake/intake.ts';
import { readAll } from './reading.ts';

const data = '../shared/data';

/** Uses, and the rest by reason. */
async function takeAll(folder: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for await (const input of openInputs([folder])) {
    if (input.kind === 'skipped' || input.kind === 'unnamed') continue;
    if (input.kind === 'unreadable') throw new Error(`${input.path} ${input.reason}`);
    const { records, unreadable } = await readAll(input.file);
    expect(unreadable).toBe(null);
    for (const record of records) {
      const taken = intake(record);
      const kind = taken.kind === 'use' ? `use ${taken.use.credential.kind}` : taken.reason;
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
  }
  return counts;
}

describe.skipIf(!existsSync(data))('recorded data, where it is at hand', () => {
  it('every record of a real account’s hour is a use, or not for a known reason', async () => {
    expect(await takeAll(`${data}/account-hour`)).toEqual({
      'service-made': 121,
      'service-event': 1,
      'use access-key': 443,
      'use session-token': 1,
      'use console-password': 4,
      'use role': 38,
    });
  });

  it('every record of the attacks is a use', async () => {
    expect(await takeAll(`${data}/attacks`)).toEqual({ 'use access-key': 121, 'use session-token': 1, 'use role': 63 });
  });
});
