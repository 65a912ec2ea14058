import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { catalogue } from '../cases/catalogue.ts';

it('docs/signals.md says what the signals and their cases say; if not: npm run build:docs', () => {
  const committed = readFileSync(new URL('../../docs/signals.md', import.meta.url), 'utf8');
  expect(committed).toBe(catalogue());
});
