import { stdout } from 'node:process';
import { gzipSync } from 'node:zlib';
import { Command, Option } from 'commander';
import { listPrices } from '../cli/deploy/cost.ts';
import { keptIn } from '../core/model/kept.ts';
import { type Deployed, deployed } from '../test/cloud/deployed.ts';
import { region } from '../test/cloud/local-cloud.ts';
import { learnPast } from './cloud/past.ts';
import { millionAt } from './cloud/price.ts';
import { administrator, inShort, membersOf, organization, trailBucket } from './cloud/scene.ts';
import { spentBy, spentByAll } from './cloud/spent.ts';
import { type Tally, tallyOf } from './cloud/tally.ts';
import { type CloudRecord, type Traffic, trafficOf } from './cloud/traffic.ts';
import { type Made, sharesOf, sinceDelivery } from './cloud/waits.ts';

/** A message that nobody can read. */
const poison = '{"half';

/** More than any queue gives a message. */
const mostTries = 10;

const lanes = ['fast', 'bulk', 'bell', 'past'] as const;
type Lane = (typeof lanes)[number];

interface Given {
  readonly lane: Lane;
  readonly events: number;
  readonly file: number;
  readonly density: number;
  readonly incidents: number;
  readonly organizations: number;
}

export async function cloudBench(args: readonly string[]): Promise<void> {
  const lane = new Option(
    '--lane <name>',
    'bell: the minute’s, with nothing to do; past: days before the first, learned',
  );
  await new Command('cloud')
    .description('Sends a burst of simulated events through the local cloud, by one lane.')
    .addOption(lane.choices(lanes).default('fast'))
    .option('--events <n>', 'about how many, or how often the bell rings', Number, 100_000)
    .option('--file <n>', 'events in a file of the trail', Number, 1_000)
    .option('--density <n>', 'how often each call is made where the simulated organisation makes it once', Number, 10)
    .option('--incidents <n>', 'in each organisation', Number, 6)
    .option('--organizations <n>', 'how many', Number, 1)
    .action(run)
    .parseAsync([...args], { from: 'user' });
}

async function run({ lane, events, file, density, incidents, organizations }: Given): Promise<void> {
  if (lane === 'bell') return bells(events);
  const traffic = trafficOf(events, density, incidents, organizations);
  if (lane === 'past') return learnPast(traffic, file);
  const members = membersOf(traffic);
  // Alone, the fast lane has all calls; beside the other, only those that cannot wait.
  const props = lane === 'fast' ? { organization } : { organization, trailBucket, backfillDays: 0 };
  const here = await deployed(props, { administrator, members });
  const made: Made[] = [];
  here.cloud.onAnnounced = ({ type, detail, after }, messages) => {
    if (type !== 'ActionPlanned') return;
    const eventID = typeof detail.eventID === 'string' ? detail.eventID : null;
    made.push({ eventID, at: here.cloud.now(), sinceHandOver: after, messages });
  };
  try {
    const inFile = lane === 'fast' ? null : write(traffic, file, here);
    if (inFile === null) forward(traffic, here);
    const idsOf = (body: string) => idsIn(body, inFile);
    const done: string[][] = [];
    const judges = here.cloud.worksOff(judgeOf(lane));
    here.cloud.onWorked = (queue, bodies) => {
      if (queue === judges) done.push(bodies.flatMap(idsOf));
    };
    judges.send(poison);
    const began = performance.now();
    await here.cloud.settle();
    const seconds = (performance.now() - began) / 1_000;
    // What nobody can read comes again a few times, and goes aside.
    for (let tries = 0; tries < mostTries; tries++) {
      here.cloud.pass(86_400_000);
      await here.cloud.settle();
    }
    const left = [...judges.bodies(), ...here.cloud.setAside(judgeOf(lane)).map(({ body }) => body)];
    const sent = traffic.map(({ record }) => record.eventID);
    const counted = countedBy(judgeOf(lane), here);
    const deliveries = done.map((ids, at) => ({ done: ids, counted: counted[at] ?? null }));
    const waits = [
      `decisions ${made.length}; delivery to decision, with the wait in the queue: ${sharesOf(made.map((one) => sinceDelivery(one, idsOf)))}`,
      `hand-over to decision, without it: ${sharesOf(made.map(({ sinceHandOver }) => sinceHandOver))}`,
    ];
    report(lane, traffic.length, seconds, here, tallyOf(sent, deliveries, left.flatMap(idsOf)), waits);
  } finally {
    await here.close();
  }
}

/** So many minutes in which nothing happens. */
async function bells(minutes: number): Promise<void> {
  const here = await deployed({ organization, backfillDays: 0 }, { administrator, members: ['111122223333'] });
  try {
    for (let minute = 0; minute < minutes; minute++) {
      here.cloud.pass(60_000);
      here.cloud.ring('Upkeep');
      await here.cloud.settle();
    }
    const { calls, milliseconds, cpu } = here.cloud.function('respond').spent;
    const { readUnits = 0, writeUnits = 0, lists = 0 } = spentBy('respond', here);
    const each = Object.entries({ calls, milliseconds, ofProcessor: cpu, readUnits, writeUnits, lists }).map(
      ([name, amount]) => `${name} ${Number((amount / minutes).toPrecision(3))}`,
    );
    stdout.write(`${minutes} minutes in which nothing happens; a minute: ${each.join(', ')}\n`);
  } finally {
    await here.close();
  }
}

function forward(traffic: readonly Traffic[], { cloud }: Deployed): void {
  for (const { accountId, record } of traffic) {
    const source = `aws.${record.eventSource.split('.')[0]}`;
    const type = 'AWS API Call via CloudTrail';
    cloud.happen(accountId, {
      source,
      'detail-type': type,
      account: accountId,
      time: record.eventTime,
      detail: record,
    });
  }
}

/** Whose lane it is. */
function judgeOf(lane: Exclude<Lane, 'bell' | 'past'>): 'observe' | 'ingest' {
  return lane === 'fast' ? 'observe' : 'ingest';
}

/** The events that a message brings, by their ids; none where nobody can read it. */
function idsIn(body: string, inFile: ReadonlyMap<string, readonly string[]> | null): readonly string[] {
  if (body === poison) return [];
  const { detail } = JSON.parse(body) as { detail: { eventID: string; object?: { key: string } } };
  return inFile === null ? [detail.eventID] : (inFile.get(detail.object?.key ?? '') ?? []);
}

/** What the function says of each delivery, in their order: how many events had a fate. */
function countedBy(name: 'observe' | 'ingest', { cloud }: Deployed): number[] {
  return cloud.function(name).lines.flatMap((line) => {
    const { message, counts = {} } = JSON.parse(line) as { message?: string; counts?: { [fate: string]: number } };
    if (!['observed', 'ingested'].includes(message ?? '')) return [];
    return [Object.entries(counts).reduce((sum, [fate, times]) => sum + (fate === 'failed' ? 0 : times), 0)];
  });
}

/**
 * Each account's records in files of so many; files come when their last record is delivered, whoever's they are. Answers the ids of the
 * events in each, by its key.
 */
function write(traffic: readonly Traffic[], length: number, { cloud }: Deployed): ReadonlyMap<string, string[]> {
  let files = 0;
  const inFile = new Map<string, string[]>();
  const put = (accountId: string, Records: readonly CloudRecord[]) => {
    const key = `AWSLogs/o-simulated1/${accountId}/CloudTrail/${region}/2026/11/26/f${files++}.json.gz`;
    const body = gzipSync(JSON.stringify({ Records }));
    cloud.objects.set(`${trailBucket}/${key}`, body);
    inFile.set(
      key,
      Records.map(({ eventID }) => eventID),
    );
    const detail = { bucket: { name: trailBucket }, object: { key, size: body.length } };
    cloud.happen(administrator, { source: 'aws.s3', 'detail-type': 'Object Created', account: administrator, detail });
  };
  const open = new Map<string, CloudRecord[]>();
  for (const { accountId, record } of traffic) {
    const records = keptIn(open, accountId, () => []);
    if (records.push(record) < length) continue;
    put(accountId, records);
    open.delete(accountId);
  }
  for (const [accountId, records] of open) put(accountId, records);
  return inFile;
}

function report(
  lane: Exclude<Lane, 'bell' | 'past'>,
  events: number,
  seconds: number,
  { cloud }: Deployed,
  { lost, again, strange, miscounted }: Tally,
  waits: readonly string[],
): void {
  const name = judgeOf(lane);
  const fates: { [fate: string]: number } = {};
  for (const line of cloud.function(name).lines) {
    const { message, counts = {} } = JSON.parse(line) as { message?: string; counts?: { [fate: string]: number } };
    if (!['observed', 'ingested'].includes(message ?? '')) continue;
    for (const [fate, times] of Object.entries(counts)) fates[fate] = (fates[fate] ?? 0) + times;
  }
  const answered = Object.entries(fates).reduce((sum, [fate, times]) => sum + (fate === 'failed' ? 0 : times), 0);
  const parts = ['Observe', 'Respond', ...(lane === 'bulk' ? ['Ingest'] : [])];
  const reasonsOf = (part: string) => cloud.setAside(part.toLowerCase()).map(({ why }) => why ?? 'no reason');
  const aside = parts.map((part) => [reasonsOf(part).length, ...new Set(reasonsOf(part))].join(' '));
  const waiting = parts.map((part) => cloud.queue(`${part}WorkerQueue`).bodies().length);
  const spent = spentBy(name, { cloud });
  const { calls, milliseconds, cpu, peakKilobytes } = cloud.function(name).spent;
  const per = (amount: number) => amount / events;
  const all = spentByAll({ cloud });
  const files = lane === 'fast' ? 0 : Number(spent.objects ?? 0);
  const amounts = {
    requests: per(all.requests),
    calls: per(all.calls),
    gbSeconds: per(all.milliseconds / 1_000),
    ofProcessor: per(all.cpu / 1_000),
    readUnits: per(all.readUnits),
    writeUnits: per(all.writeUnits),
    objects: per(all.objects),
    // A bucket that was there before tells EventBridge; one that we make tells the queue itself.
    objectEvents: per(files),
    events: per(all.events),
    logBytes: per(all.logBytes),
  };
  const costAt = (gbSeconds: number, rest: Partial<typeof amounts> = {}) =>
    `$${millionAt({ ...amounts, ...rest }, gbSeconds, listPrices).toFixed(3)}`;
  const made = { objectEvents: 0 };
  const lines = [
    `${lane} lane: ${events} events, and one message that nobody can read`,
    `answered ${answered}: ${JSON.stringify(fates)}; by their ids: lost ${lost.length}, judged again ${again}, never sent ${strange.length}; deliveries that counted otherwise ${miscounted}`,
    `waiting at the end ${waiting.join(' + ')}; set aside ${aside.join(' + ')}`,
    `${seconds.toFixed(1)} s, ${Math.round(events / seconds)} events a second, all functions one after the other`,
    ...waits,
    `${name}: ${calls} calls, ${Math.round(milliseconds)} ms by the clock, ${Math.round(cpu)} ms of a processor, ${Math.round(peakKilobytes / 1_000)} MB at the most`,
    `all functions: ${all.calls} calls, ${Math.round(all.milliseconds)} ms by the clock, ${Math.round(all.cpu)} ms of a processor`,
    `${spent.racesLost ?? 0} races lost`,
    `an event, of all functions and queues: ${inShort(amounts)}`,
    `a million: ${costAt(amounts.gbSeconds)} by the clock of this machine, ${costAt(amounts.ofProcessor)} by the processor’s;`,
    ...(lane === 'fast'
      ? []
      : [`where the bucket is ours: ${costAt(amounts.gbSeconds, made)} and ${costAt(amounts.ofProcessor, made)};`]),
    'without what members forward and the trail itself',
    'units read + written, by what they are of, all functions:',
    ...[...cloud.gateway.unitsByKind]
      .toSorted(([, a], [, b]) => 5 * b.written + b.read - 5 * a.written - a.read)
      .map(([kind, { read, written }]) => `  ${kind} ${read} + ${written}`),
  ];
  stdout.write(`${lines.join('\n')}\n`);
}
