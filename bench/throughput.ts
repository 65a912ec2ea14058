import { cpuUsage, resourceUsage, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { floor } from './floor.ts';
import { withTraffic } from './traffic.ts';
import { wholePath } from './whole-path.ts';

interface Round {
  /** Processor seconds, of all threads: a busy neighbour does not change them. */
  readonly floor: number;
  readonly whole: number;
}

/** Both ways over the same files in turn, the first round thrown away, for a quiet organisation and for a busy one. */
export async function throughput(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { events: { type: 'string', default: '120000' }, rounds: { type: 'string', default: '7' } },
  });
  for (const density of [1, 10]) {
    await withTraffic({ events: Number(values.events), density }, async (folder, events) => {
      tell(density, events, await roundsOver(folder, Number(values.rounds)));
    });
  }
  stdout.write(`peak memory ${Math.round(resourceUsage().maxRSS / 1024)} MB\n`);
}

async function roundsOver(folder: string, count: number): Promise<Round[]> {
  const rounds: Round[] = [];
  for (let i = 0; i <= count; i++) {
    const round = { floor: await secondsOf(() => floor(folder)), whole: await secondsOf(() => wholePath(folder)) };
    if (i > 0) rounds.push(round);
  }
  return rounds;
}

function tell(density: number, events: number, rounds: readonly Round[]): void {
  const perSecond = (seconds: number) => `${Math.round(events / seconds / 1000)} k records/s`;
  const ratio = median(rounds.map((round) => round.whole / round.floor));
  stdout.write(
    `${events} records, each call made ${density} times; median of ${rounds.length} rounds, per processor second\n`,
  );
  stdout.write(`  gunzip, JSON.parse, pick 21 fields   ${perSecond(median(rounds.map((round) => round.floor)))}\n`);
  stdout.write(`  gzip files to decisions              ${perSecond(median(rounds.map((round) => round.whole)))}\n`);
  stdout.write(`  ratio of the times                   ${ratio.toFixed(2)}\n`);
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const before = cpuUsage();
  await work();
  const { user, system } = cpuUsage(before);
  return (user + system) / 1e6;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
