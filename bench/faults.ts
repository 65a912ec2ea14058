import { stdout } from 'node:process';
import { Command } from 'commander';
import { playRun, type Run } from './faults/run.ts';
import { type Invariant, invariants } from './faults/watch.ts';

interface Given {
  readonly runs: number;
  readonly from: number;
  readonly trace?: true;
}

export async function faults(args: readonly string[]): Promise<void> {
  await new Command('faults')
    .description(
      'Plays containment and its undoing on simulated AWS under faults, and holds every run to the invariants.',
    )
    .option('--runs <n>', 'how many runs, each from its own seed', Number, 200)
    .option('--from <seed>', 'the first seed', Number, 1)
    .option('--trace', 'print what happened in each run')
    .action(run)
    .parseAsync(args, { from: 'user' });
}

async function run({ runs, from, trace }: Given): Promise<void> {
  const began = performance.now();
  const totals = new Map<string, number>();
  const broken = new Map<Invariant, { seeds: number[]; what: string }>();
  let steps = 0;
  for (let seed = from; seed < from + runs; seed += 1) {
    const played = await playRun(seed);
    steps += played.steps;
    for (const [kind, times] of played.faults) totals.set(kind, (totals.get(kind) ?? 0) + times);
    for (const { invariant, what } of played.violations) {
      const known = broken.get(invariant) ?? { seeds: [], what: `seed ${seed}: ${what}` };
      broken.set(invariant, { ...known, seeds: [...known.seeds, seed] });
    }
    if (trace) tell(played);
  }
  const seconds = (performance.now() - began) / 1_000;
  stdout.write(`${runs} runs from seed ${from}, ${steps} steps, ${seconds.toFixed(1)} s\n\nfaults\n`);
  for (const [kind, times] of [...totals].toSorted()) stdout.write(`  ${kind.padEnd(20)}${times}\n`);
  stdout.write('\nviolations\n');
  for (const [name, sentence] of Object.entries(invariants)) {
    const found = broken.get(name as Invariant);
    stdout.write(`  ${name.padEnd(16)}${String(found?.seeds.length ?? 0).padStart(6)}  ${sentence}\n`);
    if (found === undefined) continue;
    stdout.write(`    ${found.what}\n`);
    stdout.write(`    again: npm run bench -- faults --runs 1 --trace --from ${found.seeds[0]}\n`);
    process.exitCode = 1;
  }
}

function tell({ seed, timeline, violations }: Run): void {
  stdout.write(`seed ${seed}\n${timeline.map((line) => `  ${line}\n`).join('')}`);
  for (const { invariant, what } of violations) stdout.write(`  broken: ${invariant}: ${what}\n`);
}
