import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { buildFunctions } from '../functions/build.ts';

/** Imports a bundle, and prints how long that took by the clock and of a processor, in milliseconds. */
const timed = `const at = performance.now(), cpu = process.cpuUsage();
await import(process.argv[1]);
const { user, system } = process.cpuUsage(cpu);
console.log(performance.now() - at, (user + system) / 1000);
process.exit();`;

/** `npm run bench -- init [--runs N]` */
export async function initBench(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { runs: { type: 'string', default: '15' } } });
  const folder = mkdtempSync(join(tmpdir(), 'rescind-init-'));
  try {
    await buildFunctions(folder);
    stdout.write('function      KB   gzip KB   init ms   of a processor\n');
    for (const name of readdirSync(folder).toSorted()) {
      const path = join(folder, name, 'index.mjs');
      const runs = Array.from({ length: Number(values.runs) }, () => {
        const { stdout: text } = spawnSync(execPath, ['--input-type=module', '-e', timed, path], { encoding: 'utf8' });
        return text.split(' ').map(Number);
      });
      const median = (at: number) => runs.map((run) => run[at] ?? 0).toSorted((a, b) => a - b)[runs.length >> 1] ?? 0;
      const sizes = [statSync(path).size, gzipSync(readFileSync(path)).length].map((bytes) =>
        Math.round(bytes / 1_000),
      );
      const cells = [...sizes, Math.round(median(0)), Math.round(median(1))].map((cell) => String(cell).padStart(9));
      stdout.write(`${name.padEnd(10)}${cells.join(' ')}\n`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
