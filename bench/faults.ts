import { availableParallelism } from 'node:os';
import { stdout } from 'node:process';
import { Command } from 'commander';
import { playAll } from './faults/players.ts';
import type { Run } from './faults/run.ts';
import { type Invariant, invariants } from './faults/watch.ts';
import { type FaultKind, faultsInjected } from './faults/weather.ts';

interface Given {
  readonly runs: number;
  readonly from: number;
  readonly workers: number;
  readonly trace?: true;
}

export async function faults(args: readonly string[]): Promise<void> {
  await new Command('faults')
    .description(
      'Plays containment and its undoing on simulated AWS under faults, and holds every run to the invariants.',
    )
    .option('--runs <n>', 'how many runs, each from its own seed', Number, 200)
    .option('--from <seed>', 'the first seed', Number, 1)
    .option('--workers <n>', 'threads to play on', Number, availableParallelism())
    .option('--trace', 'print what happened in each run')
    .action(run)
    .parseAsync(args, { from: 'user' });
}

async function run({ runs, from, workers, trace }: Given): Promise<void> {
  const began = performance.now();
  const totals = new Map<FaultKind, number>();
  const broken = new Map<Invariant, Run[]>();
  let steps = 0;
  await playAll(from, runs, workers, (played) => {
    steps += played.steps;
    for (const [kind, times] of played.faults) totals.set(kind, (totals.get(kind) ?? 0) + times);
    for (const { invariant } of played.violations) {
      broken.set(invariant, [...(broken.get(invariant) ?? []), played]);
    }
    if (trace) tell(played);
  });
  const seconds = (performance.now() - began) / 1_000;
  const threads = workers === 1 ? 'one thread' : `${workers} threads`;
  stdout.write(`${runs} runs from seed ${from}, ${steps} steps, ${seconds.toFixed(1)} s on ${threads}\n\nfaults\n`);
  for (const [kind, sentence] of Object.entries(faultsInjected)) {
    stdout.write(`  ${kind.padEnd(20)}${String(totals.get(kind as FaultKind) ?? 0).padStart(9)}  ${sentence}\n`);
  }
  const all = [...totals.values()].reduce((sum, times) => sum + times, 0);
  stdout.write(`  ${'in all'.padEnd(20)}${String(all).padStart(9)}\n\nviolations\n`);
  for (const [name, sentence] of Object.entries(invariants)) {
    const found = (broken.get(name as Invariant) ?? []).toSorted((a, b) => a.seed - b.seed);
    stdout.write(`  ${name.padEnd(16)}${String(found.length).padStart(6)}  ${sentence}\n`);
    const [first] = found;
    if (first === undefined) continue;
    const what = first.violations.find(({ invariant }) => invariant === name)?.what;
    stdout.write(`    seed ${first.seed}: ${what}\n`);
    stdout.write(`    again: npm run bench -- faults --runs 1 --trace --from ${first.seed}\n`);
    process.exitCode = 1;
  }
}

function tell({ seed, timeline, violations }: Run): void {
  stdout.write(`seed ${seed}\n${timeline.map((line) => `  ${line}\n`).join('')}`);
  for (const { invariant, what } of violations) stdout.write(`  broken: ${invariant}: ${what}\n`);
}
