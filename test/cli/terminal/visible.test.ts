import fc from 'fast-check';
import { expect, test } from 'vitest';
import { visible, visibleJson } from '../../../cli/terminal/visible.ts';

const esc = String.fromCharCode(0x1b);
const override = String.fromCharCode(0x202e);

test('spells out what a terminal would act upon', () => {
  expect(visible(`${esc}[2Jgone${override}`)).toBe('\\u{1b}[2Jgone\\u{202e}');
  expect(visible('Ünïcode, 日本 and 🙂 stay')).toBe('Ünïcode, 日本 and 🙂 stay');
});

test('JSON says the same value in harmless characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const json = visibleJson({ text });
      expect(JSON.parse(json)).toEqual({ text });
      expect(json).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    }),
  );
});
