import { stdout } from 'node:process';
import { Command } from 'commander';
import { quantile } from './detection/bounds.ts';
import { printTable } from './detection/table.ts';
import { type ActedOn, containOnce, deeds } from './faults/contained.ts';

interface Given {
  readonly runs: number;
  readonly from: number;
}

/** How long it takes from a delivered decision until AWS refuses the thief, with networks and IAM as slow as they are said to be. */
export async function contained(args: readonly string[]): Promise<void> {
  await new Command('contained')
    .description(
      'Times containment in virtual time: every call takes its way, and IAM takes seconds to spread a change.',
    )
    .option('--runs <n>', 'runs of each answer', Number, 300)
    .option('--from <seed>', 'the first seed', Number, 1)
    .action(run)
    .parseAsync([...args], { from: 'user' });
}

async function run({ runs, from }: Given): Promise<void> {
  stdout.write(
    `${runs} runs of each answer from seed ${from}; seconds of virtual time since the decision was delivered\n`,
  );
  const rows: string[][] = [];
  for (const deed of deeds) {
    const acted: ActedOn[] = [];
    for (let seed = from; seed < from + runs; seed += 1) acted.push(await containOnce(seed, deed));
    const spread = (pick: (one: ActedOn) => number) => {
      const sorted = acted.map(pick).toSorted((a, b) => a - b);
      return [0.5, 0.9, 0.99].map((part) => (quantile(sorted, part) / 1_000).toFixed(1)).join(' / ');
    };
    const most = (pick: (one: ActedOn) => number) => {
      const sorted = acted.map(pick).toSorted((a, b) => a - b);
      return `${quantile(sorted, 0.5)} / ${quantile(sorted, 0.99)}`;
    };
    rows.push([
      deed.name,
      spread(({ writtenAfter }) => writtenAfter),
      spread(({ refusedAfter }) => refusedAfter),
      spread(({ knownAfter }) => knownAfter),
      most(({ writes }) => writes),
      most(({ calls }) => calls),
      most(({ storeCalls }) => storeCalls),
    ]);
  }
  const quantiles = 'p50 / p90 / p99';
  printTable(
    [
      'answer',
      `last write taken, ${quantiles}`,
      `thief refused, ${quantiles}`,
      `seen and told, ${quantiles}`,
      'writes, p50 / p99',
      'calls to AWS, p50 / p99',
      'calls to the store and ledger',
    ],
    rows,
  );
}
