import { stdout } from 'node:process';
import { Command } from 'commander';
import fc from 'fast-check';
import { isReversible } from '../core/plan/measures/measure.ts';
import { remains } from '../core/plan/measures/remains.ts';
import { examplesOf, isSame, stories, undo, undoHandOver, undoings } from '../test/stories/identity.ts';

interface Given {
  readonly runs: number;
  readonly seed: number;
}

const handOverEvery = 20;

/** How often each was met. */
class Counts {
  readonly #of = new Map<string, number>();

  add(names: readonly string[]): void {
    for (const name of names) this.#of.set(name, (this.#of.get(name) ?? 0) + 1);
  }

  lines(names: readonly string[]): string {
    return names.map((name) => `  ${name.padEnd(28)}${String(this.#of.get(name) ?? 0).padStart(7)}\n`).join('');
  }
}

export async function restored(args: readonly string[]): Promise<void> {
  await new Command('restored')
    .description(
      'Contains credentials of every kind in accounts made up at random, restores them, and compares the whole account with what it was.',
    )
    .option('--runs <n>', 'how many accounts, beside one for each kind of credential', Number, 1_000)
    .option('--seed <n>', 'what they are made up from', Number, 1)
    .action(run)
    .parseAsync(args, { from: 'user' });
}

async function run({ runs, seed }: Given): Promise<void> {
  const began = performance.now();
  const [kinds, credentials] = [new Counts(), new Counts()];
  const differing: number[] = [];
  const given = [...stories.flatMap(examplesOf), ...fc.sample(fc.tuple(...undoings), { numRuns: runs, seed })];
  for (const [i, one] of given.entries()) {
    for (const undone of [await undo(...one), ...(i % handOverEvery === 0 ? [await undoHandOver(one[0])] : [])]) {
      kinds.add(undone.kinds);
      credentials.add(undone.credentials);
      if (!isSame(undone)) differing.push(i);
    }
  }
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  stdout.write(`${given.length} accounts from seed ${seed}, ${seconds} s\n\nmeasures put on and taken off\n`);
  stdout.write(kinds.lines(Object.keys(remains).filter((kind) => isReversible(kind as keyof typeof remains))));
  stdout.write(
    `\ncredentials contained and restored\n${credentials.lines([...new Set(stories.map(({ kind }) => kind))])}`,
  );
  stdout.write(`\naccounts that were not as before: ${differing.length}${differing.map((i) => ` ${i}`).join('')}\n`);
  if (differing.length > 0) process.exitCode = 1;
}
