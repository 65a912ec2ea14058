import { stdout } from 'node:process';
import { Command } from 'commander';
import { replayApart } from './apart.ts';
import { withOrganisations, withTraffic } from './traffic.ts';

/** Of records alone the peak is to stay where it is. */
export async function memory(args: readonly string[]): Promise<void> {
  await new Command('memory')
    .description('Replays ever more records, or ever more credentials, each amount in a process of its own.')
    .option('--full', 'up to five million records', false)
    .option('--credentials <n,n>', 'so many credentials at least, in place of records', (text) =>
      text.split(',').map(Number),
    )
    .action(run)
    .parseAsync([...args], { from: 'user' });
}

async function run({ full, credentials: amounts }: { full: boolean; credentials?: readonly number[] }): Promise<void> {
  tell(amounts === undefined ? ['records'] : ['records', 'credentials'], 'peak memory', 'time');
  for (const credentials of amounts ?? []) {
    await withOrganisations(credentials, async (folder, records) => {
      const { judged, megabytes, seconds } = await replayApart(folder);
      tell([String(records), String(judged)], `${megabytes} MB`, `${Math.round(seconds)} s`);
    });
  }
  if (amounts !== undefined) return;
  for (const millions of full ? [0.1, 0.5, 2, 5] : [0.1, 0.5, 2]) {
    await withTraffic({ events: millions * 1e6, density: 4 }, async (folder, records) => {
      const { megabytes, seconds } = await replayApart(folder);
      tell([String(records)], `${megabytes} MB`, `${Math.round(seconds)} s`);
    });
  }
}

function tell(amounts: readonly string[], memory: string, time: string): void {
  const cells = [...amounts.map((amount) => amount.padStart(12)), memory.padStart(13), time.padStart(13)];
  stdout.write(`${cells.join(' ')}\n`);
}
