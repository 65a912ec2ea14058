import { join } from 'node:path';
import { buildFunctions } from '../functions/build.ts';

await buildFunctions(join(import.meta.dirname, '../dist'));
