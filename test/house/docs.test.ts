import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { actionsPage, undoOf } from '../../bin/actions-page.ts';
import { commandsPage } from '../../bin/commands-page.ts';
import { catalogue } from '../cases/catalogue.ts';
import { actionsTable } from '../stories/actions-table.ts';

it.each([
  ['docs/signals.md says what the signals and their cases say', 'signals.md', catalogue],
  ['docs/commands.md says what --help says', 'commands.md', commandsPage],
  ['docs/actions.md says what the measures do', 'actions.md', async () => actionsPage(await actionsTable(undoOf))],
])('%s; if not: npm run build:docs', async (_, name, page) => {
  const committed = readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
  expect(committed).toBe(await page());
});
