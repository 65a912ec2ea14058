#!/usr/bin/env node
// The door that `npx rescind` opens. Plain JavaScript: whatever Node starts it, the command line itself runs on Node 24.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as module from 'node:module';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const entry = new URL('rescind.ts', import.meta.url);
const packages = fileURLToPath(new URL('../node_modules', import.meta.url));
// What was compiled once is kept among the packages, where only who installed them can write: half a second a start.
const compiled = join(packages, '.cache', 'rescind');
const bundledNode = join(packages, `node-${process.platform}-${process.arch}`, 'bin', 'node');

if (!existsSync(join(packages, '.package-lock.json'))) {
  process.stderr.write('Rescind is not installed yet: run `npm ci` (or `npm start`) in its folder first.\n');
  process.exit(2);
}
if (Number(process.versions.node.split('.')[0]) >= 24) {
  module.enableCompileCache(compiled);
  await import(entry.href);
} else if (bundledNodeRuns()) {
  handOver();
} else {
  process.stderr.write(
    `Rescind runs on Node 24; this is ${process.versions.node}${existsSync(bundledNode) ? `, and the Node 24 that npm brought does not run on this system, as with musl (Alpine) or an old glibc` : ''}. Install Node 24 or newer and try again.\n`,
  );
  process.exit(2);
}

/** Whoever ends this process means the one that works: it is told, and how it ended is how this one does. */
function handOver() {
  const env = { NODE_COMPILE_CACHE: compiled, ...process.env };
  const work = spawn(bundledNode, [fileURLToPath(entry), ...process.argv.slice(2)], { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => work.kill(signal));
  work.on('exit', (status, signal) => process.exit(signal === null ? status : 128 + constants.signals[signal]));
}

/** That it is there does not say that its loader and libraries are. */
function bundledNodeRuns() {
  return spawnSync(bundledNode, ['--version'], { stdio: 'ignore' }).status === 0;
}
