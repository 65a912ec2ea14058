import { stdout } from 'node:process';
import { gzipSync } from 'node:zlib';
import { listPrices } from '../../cli/deploy/cost.ts';
import { day } from '../../core/model/instant.ts';
import { type Deployed, deployed } from '../../test/cloud/deployed.ts';
import { region } from '../../test/cloud/local-cloud.ts';
import { millionAt } from './price.ts';
import { administrator, inShort, membersOf, organization, trailBucket } from './scene.ts';
import { spentByAll } from './spent.ts';
import type { Traffic } from './traffic.ts';

/** Learns the traffic as days before the first, from files of so many records, each in the folder of its account and day. */
export async function learnPast(traffic: readonly Traffic[], length: number): Promise<void> {
  const members = membersOf(traffic);
  const first = Math.min(...traffic.map(({ deliveredAt }) => deliveredAt));
  const backfillDays = Math.ceil((Date.now() - first) / day) + 1;
  const here = await deployed({ organization, trailBucket, backfillDays }, { administrator, members });
  try {
    lay(traffic, length, here);
    here.cloud.ring('Round');
    await here.cloud.settle();
    const before = spentByAll(here);
    const began = performance.now();
    const ended = await here.cloud.run('backfill');
    const seconds = (performance.now() - began) / 1_000;
    const after = spentByAll(here);
    const spent = (what: keyof typeof after) => (after[what] - before[what]) / traffic.length;
    const amounts = {
      ...{ requests: spent('requests'), calls: spent('calls'), objectEvents: 0, events: spent('events') },
      ...{ readUnits: spent('readUnits'), writeUnits: spent('writeUnits') },
      ...{ objects: spent('objects'), logBytes: spent('logBytes') },
    };
    const [clock, processor] = [spent('milliseconds'), spent('cpu')];
    const sum = here.cloud.function('backfill').lines.findLast((line) => line.includes('a day is over'));
    const lines = [
      `past: ${traffic.length} events of ${backfillDays} days and ${members.length} accounts, in files of ${length}: ${ended}`,
      `the last day: ${sum}`,
      `${seconds.toFixed(1)} s, accounts one after the other`,
      `an event: ${clock.toPrecision(3)} ms by the clock of this machine, ${processor.toPrecision(3)} ms of a processor: ${Math.round(1_000 / clock)} and ${Math.round(1_000 / processor)} events a second of one account`,
      `an event: ${inShort(amounts)}`,
      `a million: $${millionAt(amounts, clock / 1_000, listPrices).toFixed(3)} by the clock, without steps of Step Functions and lists`,
    ];
    stdout.write(`${lines.join('\n')}\n`);
  } finally {
    await here.close();
  }
}

function lay(traffic: readonly Traffic[], length: number, { cloud }: Deployed): void {
  const places = Map.groupBy(traffic, ({ accountId, deliveredAt }) => {
    const date = new Date(deliveredAt).toISOString().slice(0, 10).replaceAll('-', '/');
    return `AWSLogs/o-simulated1/${accountId}/CloudTrail/${region}/${date}`;
  });
  for (const [folder, all] of places) {
    for (let from = 0; from < all.length; from += length) {
      const Records = all.slice(from, from + length).map(({ record }) => record);
      const name = `f${String(from).padStart(8, '0')}.json.gz`;
      cloud.objects.set(`${trailBucket}/${folder}/${name}`, gzipSync(JSON.stringify({ Records })));
    }
  }
}
