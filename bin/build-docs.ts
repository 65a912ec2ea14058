/** `npm run build:docs`: writes docs/signals.md from the signals and their cases, and docs/actions.md from the measures. */
import { writeFileSync } from 'node:fs';
import { catalogue } from '../test/cases/catalogue.ts';
import { actionsTable } from '../test/stories/actions-table.ts';
import { actionsPage, undoOf } from './actions-page.ts';
import { commandsPage } from './commands-page.ts';

writeFileSync(new URL('../docs/signals.md', import.meta.url), catalogue());
writeFileSync(new URL('../docs/commands.md', import.meta.url), await commandsPage());
writeFileSync(new URL('../docs/actions.md', import.meta.url), actionsPage(await actionsTable(undoOf)));
