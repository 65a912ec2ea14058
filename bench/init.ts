import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath, stdout } from 'node:process';
import { Command } from 'commander';
import { buildFunctions } from '../functions/build.ts';
import { weigh } from './weights.ts';

/** Imports a bundle, and prints how long that took by the clock and of a processor, in milliseconds. */
const timed = `const at = performance.now(), cpu = process.cpuUsage();
await import(process.argv[1]);
const { user, system } = process.cpuUsage(cpu);
console.log(performance.now() - at, (user + system) / 1000);
process.exit();`;

/** What each function weighs, and, of as many runs, how long it takes to start. */
export async function initBench(args: readonly string[]): Promise<void> {
  await new Command('init')
    .description('Weighs each function as it is built, and times how long it takes to start.')
    .option('--runs <n>', 'starts of each, 0 for none', Number, 15)
    .action(run)
    .parseAsync([...args], { from: 'user' });
}

async function run({ runs: count }: { readonly runs: number }): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rescind-init-'));
  try {
    await buildFunctions(folder);
    stdout.write('function      code KB  gzip KB  whole KB  gzip KB  init ms  of a processor\n');
    for (const { name, code, codePacked, whole, wholePacked } of weigh(folder)) {
      const path = join(folder, name, 'index.mjs');
      const runs = Array.from({ length: count }, () => {
        const { stdout: text } = spawnSync(execPath, ['--input-type=module', '-e', timed, path], { encoding: 'utf8' });
        return text.split(' ').map(Number);
      });
      const median = (at: number) => runs.map((run) => run[at] ?? 0).toSorted((a, b) => a - b)[runs.length >> 1] ?? 0;
      const times = count === 0 ? [] : [median(0), median(1)].map(Math.round);
      const cells = [code, codePacked, whole, wholePacked, ...times].map((cell) => String(cell).padStart(9));
      stdout.write(`${name.padEnd(12)}${cells.join('')}\n`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
