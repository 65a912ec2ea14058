import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capacity, emptyBaseline, tableNames } from '../../../../core/context/habits/baseline.ts';
import { decode, encode } from '../../../../core/context/habits/encode.ts';
import { knownDays } from '../../../../core/context/habits/familiarity.ts';
import { learn } from '../../../../core/context/habits/learn.ts';
import { hour } from '../../../../core/model/instant.ts';
import { anyBaseline, learned, monday, plain, sighting, steady } from '../sightings.ts';

/** The most that a stored state may take, said apart from the code: a limit that the code alone names moves with it. */
const mostBytes = 4_096;

/** Every table full of the longest texts, each on its own scatter of days; three busy hours. */
function flooded() {
  const baseline = learned(...steady(monday, 64));
  for (let i = 0; i < 100; i++) {
    for (let ahead = i % 7; ahead < 64; ahead += 2 + (i % 5)) {
      const values = Object.fromEntries(tableNames.map((name) => [name, `${name} number ${i} of a flood`]));
      learn(baseline, sighting(monday + ahead, { ...values, denied: true }), 'learn');
    }
  }
  for (let i = 0; i < 3_000; i++) {
    const at = sighting(monday + 63).at + (i % 3) * hour;
    learn(baseline, sighting(monday + 63, { at, action: `a:${i}`, denied: true }), 'learn');
  }
  return baseline;
}

function withChecksum(body: Uint8Array): Uint8Array {
  let sum = 0x811c9dc5;
  for (const byte of body) sum = Math.imul(sum ^ byte, 0x01000193);
  const bytes = new Uint8Array(body.length + 4);
  bytes.set(body);
  new DataView(bytes.buffer).setInt32(body.length, sum);
  return bytes;
}

const [version = 0] = encode(emptyBaseline());

describe('encode and decode', () => {
  it('give back the same baseline', () => {
    fc.assert(
      fc.property(anyBaseline(150), (baseline) => {
        const decoded = decode(encode(baseline));
        expect(decoded.ok && plain(decoded.value)).toEqual(plain(baseline));
      }),
      { numRuns: 200 },
    );
    expect(decode(encode(emptyBaseline()))).toEqual({ ok: true, value: emptyBaseline() });
  });

  it('need little for little', () => {
    expect(encode(learned(sighting(monday))).length).toBeLessThan(250);
  });

  it('stay within four kilobytes in a flood and keep what is established', () => {
    const baseline = flooded();
    for (const name of tableNames) expect(baseline.tables[name].entries.size).toBe(capacity[name]);
    const bytes = encode(baseline);
    expect(bytes.length).toBeLessThanOrEqual(mostBytes);
    expect(bytes.length).toBeGreaterThan(mostBytes - 100);
    const decoded = decode(bytes);
    if (!decoded.ok) throw new Error(decoded.error);
    expect(knownDays(decoded.value, 'network', 'AS16509', monday + 64).trusted).toBe(64);
    expect(encode(decoded.value)).toEqual(bytes);
    expect(encode(baseline)).toEqual(bytes);
  });

  it('have room for full tables of the longest texts, each on days that no pattern holds', () => {
    const baseline = flooded();
    const anyDays = { low: 0x2a5a5a5a, high: 0x15a5a5a5 };
    for (const name of tableNames) {
      Object.assign(baseline.tables[name].newDays, anyDays);
      for (const [, entry] of baseline.tables[name].entries)
        Object.assign(entry, anyDays, { firstDay: monday - 1_000 });
    }
    expect(encode(baseline).length).toBeLessThanOrEqual(mostBytes);
  });

  it('turn any change of a byte into an error', () => {
    const bytes = encode(learned(...steady(monday, 10)));
    for (let at = 0; at < bytes.length; at++) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      expect(decode(changed).ok).toBe(false);
    }
    for (let length = 0; length < bytes.length; length++) expect(decode(bytes.subarray(0, length)).ok).toBe(false);
  });

  it('refuse what no baseline comes to, though its checksum is right', () => {
    const region = (last: string) => ({ region: `eu-west-${last}` });
    const bytes = encode(learned(sighting(monday, region('1')), sighting(monday, region('3'))));
    const forged = (change: (body: number[]) => number[]) =>
      decode(withChecksum(Uint8Array.from(change([...bytes.slice(0, -4)]))));
    const renamed = (body: number[], last: string) => [
      ...Buffer.from(Buffer.from(body).toString('latin1').replace('eu-west-1', `eu-west-${last}`), 'latin1'),
    ];
    expect(forged((body) => renamed(body, '2')).ok).toBe(true);
    for (const last of ['3', '4']) {
      expect(forged((body) => renamed(body, last))).toMatchObject({ error: expect.stringContaining('not in order') });
    }
    expect(forged((body) => [...body, 0])).toMatchObject({ error: 'the checksum does not match' });
    for (const instant of ['firstAt', 'lastAt']) {
      const timeless = encode({ ...emptyBaseline(), [instant]: Number.NaN });
      expect(decode(timeless)).toEqual({ ok: false, error: expect.stringContaining('an instant is not a number') });
    }
  });

  it('never throw, even where the checksum was forged', () => {
    const random = fc.uint8Array({ maxLength: 400 }).map((bytes) => withChecksum(Uint8Array.from([version, ...bytes])));
    const distorted = fc.tuple(anyBaseline(100), fc.nat(), fc.nat(255)).map(([baseline, at, value]) => {
      const body = encode(baseline).slice(0, -4);
      body[1 + (at % (body.length - 1))] = value;
      return withChecksum(body);
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 5_000 }), random, distorted), (bytes) => {
        const decoded = decode(bytes);
        if (decoded.ok) expect(encode(decoded.value).length).toBeLessThanOrEqual(mostBytes);
        else expect(decoded.error).not.toBe('');
      }),
      { numRuns: 1_000 },
    );
  });

  it('say which version is not known', () => {
    expect(decode(Uint8Array.of(9))).toEqual({ ok: false, error: "version 9 of the baseline's format is not known" });
  });
});
