#!/usr/bin/env node
// The door that `npx rescind` opens. Plain JavaScript: whatever Node starts it, the command line itself runs on Node 24.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const entry = join(here, 'rescind.ts');
const bundledNode = join(here, '..', 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');

if (!existsSync(join(here, '..', 'node_modules', '.package-lock.json'))) {
  process.stderr.write('Rescind is not installed yet: run `npm ci` (or `npm start`) in its folder first.\n');
  process.exit(2);
}
if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import(entry);
} else if (existsSync(bundledNode)) {
  const run = spawnSync(bundledNode, [entry, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exit(run.status ?? 1);
} else {
  process.stderr.write(`Rescind runs on Node 24; this is ${process.versions.node}. Install Node 24 or newer and try again.\n`);
  process.exit(2);
}
