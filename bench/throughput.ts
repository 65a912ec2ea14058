import { cpuUsage, resourceUsage, stdout } from 'node:process';
import { Command } from 'commander';
import { floor } from './floor.ts';
import { withTraffic } from './traffic.ts';
import { wholePath } from './whole-path.ts';

interface Round {
  /** Processor seconds, of all threads: a busy neighbour does not change them. */
  readonly floor: number;
  readonly whole: number;
}

/** A quiet organisation, and a busy one: how often each call is made, and for how many records. */
const organisations = [
  { density: 1, share: 1 },
  { density: 10, share: 2.5 },
] as const;

/**
 * The engine goes on compiling what a replay runs through for so many rounds: of the processor seconds of the fourth, a
 * fifteenth is its compiler's (`--trace-opt`). The floor runs through one loop, which is compiled within its first.
 */
const untilCompiled = 6;

/** Both ways over the same files in turn. Of the rounds until all is compiled, only the first is told. */
export async function throughput(args: readonly string[]): Promise<void> {
  await new Command('throughput')
    .description('Replays gzip files, and only gunzips and parses the same, in turn.')
    .option('--events <n>', 'records at least', Number, 120_000)
    .option('--rounds <n>', 'rounds that are told, after those in which the engine is compiled', Number, 7)
    .option('--like <folder>', 'a trail to play over and over, in place of simulated organisations')
    .action(run)
    .parseAsync([...args], { from: 'user' });
}

interface Given {
  readonly events: number;
  readonly rounds: number;
  readonly like?: string;
}

async function run({ events: least, rounds, ...given }: Given): Promise<void> {
  const like = given.like ?? null;
  for (const { density, share } of like === null ? organisations : [{ density: 1, share: 1 }]) {
    await withTraffic({ events: share * least, density, like }, async (folder, events) => {
      const what = like === null ? `each call made ${density} times` : 'the same days over and over';
      tell(`${events} records, ${what}`, events, await roundsOver(folder, rounds));
    });
  }
  stdout.write(`peak memory ${Math.round(resourceUsage().maxRSS / 1024)} MB\n`);
}

async function roundsOver(folder: string, count: number): Promise<Round[]> {
  const rounds: Round[] = [];
  for (let i = 0; i < untilCompiled + count; i++) {
    rounds.push({ floor: await timed(() => floor(folder)), whole: await timed(() => wholePath(folder)) });
  }
  return rounds;
}

function tell(what: string, events: number, all: readonly Round[]): void {
  const rounds = all.slice(untilCompiled);
  const perSecond = (seconds: number) => `${Math.round(events / seconds / 1000)} k records/s`;
  const over = (one: (round: Round) => number) => median(rounds.map(one));
  stdout.write(`${what}; median of ${rounds.length} rounds, per processor second\n`);
  stdout.write(`  gunzip, JSON.parse, pick its fields  ${perSecond(over((round) => round.floor))}\n`);
  stdout.write(`  gzip files to decisions              ${perSecond(over((round) => round.whole))}\n`);
  stdout.write(`  the same, before it is compiled      ${perSecond(all[0]?.whole ?? Number.NaN)}\n`);
  stdout.write(`  ratio of the times                   ${over((round) => round.whole / round.floor).toFixed(2)}\n`);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = cpuUsage();
  await work();
  const { user, system } = cpuUsage(before);
  return (user + system) / 1e6;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
