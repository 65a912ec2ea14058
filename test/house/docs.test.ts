import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { declaredFields } from '../../adapters/files/declared-credentials.ts';
import { actionsPage, undoOf } from '../../bin/actions-page.ts';
import { commandsPage } from '../../bin/commands-page.ts';
import { decisionLine } from '../../cli/replay/decision-line.ts';
import { nothingDeclared } from '../../core/context/recorded-context.ts';
import { remains } from '../../core/plan/measures/remains.ts';
import { catalogue } from '../cases/catalogue.ts';
import { decision } from '../core/plan/decisions.ts';
import { actionsTable, testOf } from '../stories/actions-table.ts';
import { kindStories } from '../stories/kinds.ts';

it.each([
  ['docs/signals.md says what the signals and their cases say', 'signals.md', catalogue],
  ['docs/commands.md says what --help says', 'commands.md', commandsPage],
  ['docs/actions.md says what the measures do', 'actions.md', async () => actionsPage(await actionsTable(undoOf))],
])('%s; if not: npm run build:docs', async (_, name, page) => {
  const committed = readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
  expect(committed).toBe(await page());
});

it('docs/model.md tells each field of a line of the decisions file, and no other', () => {
  const page = readFileSync(new URL('../../docs/model.md', import.meta.url), 'utf8');
  const [, section = ''] = page.split('## What a decision says\n');
  const rows = section.split('\n## ')[0]?.match(/^\| `.*?\|/gm) ?? [];
  const told = rows.flatMap((row) => [...row.matchAll(/`(\w+)`/g)].map(([, name]) => name));
  expect(told.toSorted()).toEqual(Object.keys(decisionLine(decision())).toSorted());
});

it('docs/context.md tells each field of credentials.json and each limit in it, and no other', () => {
  const page = readFileSync(new URL('../../docs/context.md', import.meta.url), 'utf8');
  const told = (head: string) => {
    const [, table = ''] = page.split(new RegExp(`\n\\| ${head} .*\n`));
    const [rows = ''] = table.split('\n\n');
    return [...rows.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name).toSorted();
  };
  expect(told('field')).toEqual(declaredFields.toSorted());
  expect(told('limit')).toEqual(Object.keys(nothingDeclared.expected).toSorted());
});

/** `| … | \`disable: an access key\` |` */
const lastColumn = /^\|.*\| `([^`|]+)` +\|$/gm;
const heldBy = /“(.+)”, in \[(test\/[^\]]+)\]/g;

it('each test that docs/actions.md names is there, and each measure and row of it names one', () => {
  const page = readFileSync(new URL('../../docs/actions.md', import.meta.url), 'utf8');
  const rows = Object.values(kindStories).flat().map(testOf);
  expect([...page.matchAll(lastColumn)].map(([, name]) => name)).toEqual(rows);
  expect(new Set(rows).size).toBe(rows.length);
  const kinds = readFileSync(new URL('../stories/kinds.test.ts', import.meta.url), 'utf8');
  expect(kinds).toContain("describe.each(rows)('%s'");
  for (const section of page.split('- Tested by:\n').slice(1)) {
    const named = [...(section.split('\n## ')[0] ?? '').matchAll(heldBy)];
    expect(named.length).toBeGreaterThan(0);
    for (const [, name = '', file] of named) {
      const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
      const isThere = ['it', 'test', 'describe'].some((word) => text.includes(`${word}('${name}'`));
      expect(isThere, `${file} has no test “${name}”`).toBe(true);
    }
  }
  expect(page.split('- Tested by:\n')).toHaveLength(Object.keys(remains).length + 1);
});
