import { execFile } from 'node:child_process';
import { execPath, stdout } from 'node:process';
import { parseArgs, promisify } from 'node:util';
import { withTraffic } from './traffic.ts';

/** Replays ever more records, each amount in a process of its own: the peak is to stay where it is. */
export async function memory(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { full: { type: 'boolean', default: false } } });
  stdout.write('     records   peak memory            time\n');
  for (const millions of values.full ? [0.1, 0.5, 2, 5] : [0.1, 0.5, 2]) {
    await withTraffic({ events: millions * 1e6, density: 4 }, async (folder, events) => {
      const { megabytes, seconds } = await replayApart(folder);
      const row = [String(events).padStart(12), `${megabytes} MB`.padStart(13), `${seconds} s`.padStart(13)];
      stdout.write(`${row.join(' ')}\n`);
    });
  }
}

async function replayApart(folder: string): Promise<{ megabytes: number; seconds: number }> {
  const script = new URL('./replay-apart.ts', import.meta.url).pathname;
  const { stdout: told } = await promisify(execFile)(execPath, [script, folder]);
  return JSON.parse(told);
}
