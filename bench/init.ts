import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { buildFunctions } from '../functions/build.ts';
import { weigh } from './weights.ts';

/** Imports a bundle, and prints how long that took by the clock and of a processor, in milliseconds. */
const timed = `const at = performance.now(), cpu = process.cpuUsage();
await import(process.argv[1]);
const { user, system } = process.cpuUsage(cpu);
console.log(performance.now() - at, (user + system) / 1000);
process.exit();`;

/** `npm run bench -- init [--runs N]`: what each function weighs, and, of as many runs, how long it takes to start. */
export async function initBench(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { runs: { type: 'string', default: '15' } } });
  const folder = mkdtempSync(join(tmpdir(), 'rescind-init-'));
  try {
    await buildFunctions(folder);
    stdout.write('function      code KB  gzip KB  whole KB  gzip KB  init ms  of a processor\n');
    for (const { name, code, codePacked, whole, wholePacked } of weigh(folder)) {
      const path = join(folder, name, 'index.mjs');
      const runs = Array.from({ length: Number(values.runs) }, () => {
        const { stdout: text } = spawnSync(execPath, ['--input-type=module', '-e', timed, path], { encoding: 'utf8' });
        return text.split(' ').map(Number);
      });
      const median = (at: number) => runs.map((run) => run[at] ?? 0).toSorted((a, b) => a - b)[runs.length >> 1] ?? 0;
      const times = Number(values.runs) === 0 ? [] : [median(0), median(1)].map(Math.round);
      const cells = [code, codePacked, whole, wholePacked, ...times].map((cell) => String(cell).padStart(9));
      stdout.write(`${name.padEnd(12)}${cells.join('')}\n`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
