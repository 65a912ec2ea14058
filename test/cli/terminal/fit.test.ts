import fc from 'fast-check';
import { expect, test } from 'vitest';
import { barOf, columns, fitted } from '../../../cli/terminal/fit.ts';
import type { Span } from '../../../cli/terminal/terminal.ts';

const plain = (line: readonly Span[]) => line.map((span) => (typeof span === 'string' ? span : span.text)).join('');

test('a long line is broken at blanks, and what follows is indented', () => {
  const line = ['  ', 'key', { text: '  since the first of the month', as: 'dim' as const }, ' and not since before'];
  expect(fitted(line, 24).map(plain)).toEqual([
    '  key  since the first ',
    '    of the month and not',
    '    since before',
  ]);
  expect(fitted(line, 200).map(plain)).toEqual([plain(line)]);
});

test('no word is lost, none is cut, and only a word that is too long sticks out', () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(words, fc.integer({ min: 40, max: 90 }), (all, width) => {
      const lines = fitted(
        all.map((word) => `${word} `),
        width,
      ).map(plain);
      expect(lines.join(' ').trim().split(/\s+/)).toEqual(all);
      expect(Math.max(...lines.map((line) => line.trimEnd().length))).toBeLessThanOrEqual(width);
    }),
  );
});

test('a table is as wide as what is in it, and its first column gives way', () => {
  const rows = [
    ['name', 'when', 'n'],
    ['a-rather-long-name', '09-18', '3'],
  ];
  expect(columns(rows, 100).map(plain)).toEqual(['name                when   n', 'a-rather-long-name  09-18  3']);
  expect(columns(rows, 22).map(plain)).toEqual(['name          when   n', 'a-rather-lo…  09-18  3']);
});

test('a table keeps every row within the terminal, whichever column is long', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'b', '1'), minLength: 1, maxLength: 60 });
  const table = fc.array(fc.tuple(cell, cell, cell, cell), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(table, fc.integer({ min: 40, max: 120 }), (rows, width) => {
      const lines = columns(rows, width).map(plain);
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
      expect(lines).toHaveLength(rows.length);
    }),
  );
});

test('a bar is as full as what is done, and no fuller', () => {
  expect([-1, 0, 0.5, 0.999, 1, 2].map(barOf)).toEqual([
    `${'─'.repeat(20)}   0 %`,
    `${'─'.repeat(20)}   0 %`,
    `${'━'.repeat(10)}${'─'.repeat(10)}  50 %`,
    `${'━'.repeat(20)}  99 %`,
    `${'━'.repeat(20)} 100 %`,
    `${'━'.repeat(20)} 100 %`,
  ]);
});
