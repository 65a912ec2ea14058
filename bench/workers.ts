import { stdout } from 'node:process';
import { Command } from 'commander';
import { type Apart, replayApart } from './apart.ts';
import { withTraffic } from './traffic.ts';

/** A whole history each, in a process of its own, by turns: whoever starts another thread waits until that is compiled, too. */
export async function workers(args: readonly string[]): Promise<void> {
  await new Command('workers')
    .description('Replays a long history with one thread that reads, and with two.')
    .option('--events <n>', 'records at least', Number, 1_000_000)
    .option('--density <n>', 'how often each call is made', Number, 1)
    .option('--rounds <n>', 'each way', Number, 3)
    .action(run)
    .parseAsync([...args], { from: 'user' });
}

async function run({ rounds, ...amount }: { events: number; density: number; rounds: number }): Promise<void> {
  await withTraffic(amount, async (folder, records) => {
    stdout.write(`${records} records, each call made ${amount.density} times\n`);
    const quicker: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const one = await replayApart(folder, 1);
      tell('one thread', one);
      const two = await replayApart(folder, 2);
      tell('two threads', two);
      quicker.push(one.seconds / two.seconds);
    }
    const all = quicker.toSorted((a, b) => a - b).map((times) => times.toFixed(2));
    stdout.write(`two are ${all.join(', ')} times as quick\n`);
  });
}

function tell(who: string, { reading, seconds, processor, megabytes }: Apart): void {
  const [read, judged, all, of] = [reading, seconds - reading, seconds, processor].map((one) => one.toFixed(1));
  stdout.write(`  ${who.padEnd(12)} read ${read} s, judged ${judged} s, in all ${all} s; `);
  stdout.write(`${of} processor seconds, ${megabytes} MB\n`);
}
