/**
 * `npm run build:skim`: skim.as.ts → skim.wasm, which is committed with the hash of its source, so that a test can tell
 * whether it is up to date. The compiler is fetched for this and is no dependency: it is twice as large as all of them.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { section, sourceHash } from './source.ts';

const compiler = 'assemblyscript@0.28.20';

const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const options = ['-O3', '--converge', '--runtime', 'stub', '--enable', 'simd', '--enable', 'bulk-memory'];
const files = [pathOf('./skim.as.ts'), '-o', pathOf('./skim.wasm')];
execFileSync('npx', ['--yes', `--package=${compiler}`, 'asc', ...files, ...options], { stdio: 'inherit' });

const compiled = readFileSync(pathOf('./skim.wasm'));
const whole = Buffer.concat([compiled, section(sourceHash())]);
writeFileSync(pathOf('./skim.wasm'), whole);
console.log(`skim.wasm: ${whole.length} bytes by ${compiler}`);
