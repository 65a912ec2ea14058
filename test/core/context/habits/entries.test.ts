import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Entries } from '../../../../core/context/habits/entries.ts';

const key = fc.constantFrom('a', 'b', 1, 2);
const step = fc.tuple(fc.constantFrom('get', 'set', 'delete'), key, fc.nat(64));

test('whatever is asked, set and taken out, it answers as a map does', () => {
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const entries = new Entries();
      const map = new Map<string | number, { low: number; high: number; firstDay: number }>();
      for (const [deed, key, firstDay] of steps) {
        const entry = { low: 0, high: 0, firstDay };
        if (deed === 'set') [entries, map].forEach((one) => void one.set(key, entry));
        if (deed === 'delete') [entries, map].forEach((one) => void one.delete(key));
        expect(entries.get(key)).toBe(map.get(key));
        expect(entries.has(key)).toBe(map.has(key));
        expect([...entries]).toEqual([...map]);
        expect([...entries.keys()]).toEqual([...map.keys()]);
        expect([...entries.values()]).toEqual([...map.values()]);
        const visited: unknown[] = [];
        entries.forEach((entry, key) => void visited.push([key, entry]));
        expect(visited).toEqual([...map]);
        expect(entries.size).toBe(map.size);
      }
    }),
  );
});
