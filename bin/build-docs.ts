/** `npm run build:docs`: writes docs/signals.md from the registry of signals and their cases. */
import { writeFileSync } from 'node:fs';
import { catalogue } from '../test/cases/catalogue.ts';

writeFileSync(new URL('../docs/signals.md', import.meta.url), catalogue());
