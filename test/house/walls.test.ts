import { describe, expect, test } from 'vitest';
import { houseFiles, readSource, type Source } from './source.ts';
import { type Wall, walls } from './walls.ts';

const house = houseFiles(/\.[cm]?[jt]sx?$/).map(({ path, text }) => readSource(path, text));

function offences(wall: Wall, sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const offence = wall.forbids(source);
    return offence === null ? [] : [`${source.path} ${offence}`];
  });
}

describe.each(walls)('$why', (wall) => {
  test('holds', () => {
    expect(offences(wall, house)).toEqual([]);
  });

  test('would be seen broken', () => {
    const { path, text } = wall.planted;
    expect(offences(wall, [readSource(path, text)])).toHaveLength(1);
  });
});

test('the guard looks at the whole house, and at its imports', () => {
  const parts = new Set(house.map(({ path }) => path.split('/')[0]));
  expect(house.length).toBeGreaterThan(30);
  expect([...parts]).toEqual(
    expect.arrayContaining(['adapters', 'bin', 'cli', 'contract', 'core', 'report', 'simulator']),
  );
  expect(house.flatMap(({ imports }) => imports).length).toBeGreaterThan(house.length);
});

test.each([
  ['static', `import { score } from '../verdict/score.ts'; score;`, false],
  ['for its side effect', `import '../verdict/score.ts';`, false],
  ['type-only', `import type { Score } from '../verdict/score.ts';`, true],
  ['type-only by name', `import { type Score } from '../verdict/score.ts';`, true],
  ['in a type', `type S = import('../verdict/score.ts').Score;`, true],
  ['dynamic', `await import('../verdict/score.ts');`, false],
  ['re-exported', `export { score } from '../verdict/score.ts';`, false],
  ['re-exported whole', `export * from '../verdict/score.ts';`, false],
])('an import is seen: %s', (_, text, typesOnly) => {
  expect(readSource('core/intake/x.ts', text).imports).toEqual([
    { from: 'core/intake/x.ts', to: 'core/verdict/score.ts', isPackage: false, typesOnly },
  ]);
});

test.each([
  ['called', 'Date();'],
  ['made', 'new Date();'],
  ['reached into', 'Date.now();'],
  ['reached around a corner', 'globalThis.process.exit();'],
  ['taken apart', 'const { random } = Math;'],
  ['given another name', 'const clock = Date;'],
  ['handed on', 'measure(performance);'],
  ['put into something', 'const clock = { of: Date };'],
  ['taken where nothing is given', 'const today = (from = Date) => from.now();'],
  ['named by a text', "Math['random']();"],
  ['given another name to be reached into', 'const chance = Math; chance.random();'],
  ['told of the file itself', 'export const here = import.meta.dirname;'],
])('the outside is seen where it is %s', (_, text) => {
  const pure = walls.find(({ why }) => why.startsWith('core is pure'));
  expect(pure?.forbids(readSource('core/verdict/x.ts', text))).toMatch(/^uses /);
});
