import { join } from 'node:path';
import { buildFunctions } from '../functions/build.ts';

await buildFunctions(process.argv[2] ?? join(import.meta.dirname, '../dist'));
