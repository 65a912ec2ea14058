import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stdout } from 'node:process';
import { Command } from 'commander';
import { memoryContextStore } from '../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../adapters/memory/note-store.ts';
import { listPrices } from '../cli/deploy/cost.ts';
import { readContext, wordsOf } from '../cli/replay/context.ts';
import { inTimeOrder } from '../core/intake/told.ts';
import { type Instant, minute, parseInstant } from '../core/model/instant.ts';
import { type ObserveSurroundings, observe } from '../core/observe/observe.ts';
import { isDisruptive } from '../core/plan/ladder.ts';
import { defaultPolicy } from '../core/policy/policy.ts';
import { takeIn } from '../functions/records.ts';
import { calls, type Hears } from '../lib/calls.ts';
import { type Simulation, simulate } from '../simulator/simulate.ts';
import type { SimulatedRecord } from '../simulator/trail/delivery.ts';
import { matchesPattern } from '../test/cloud/pattern.ts';
import { quantile } from './detection/bounds.ts';
import { printTable, share } from './detection/table.ts';
import { type Answer, type Caught, credentialDays, DaysOfUse, tally } from './detection/tally.ts';

/** EventBridge's way takes about so long. */
const atOnce = minute;

const arrangements = ['all at once', 'the decisive at once', 'by the files alone'] as const;
type Arrangement = (typeof arrangements)[number];

/** When it was announced, beside the event time of the record that caused it. */
interface Timely extends Answer {
  readonly announcedAt: Instant;
}

interface Outcome {
  readonly caught: readonly Caught<Timely>[];
  readonly disturbed: readonly Timely[];
}

interface Given {
  readonly seeds: readonly number[];
  readonly days: number;
  readonly credentials: number;
  readonly incidents: number;
}

export async function lanes(args: readonly string[]): Promise<void> {
  await new Command('lanes')
    .description('Times containment in simulated organisations, by which calls come at once and which in files.')
    .option('--seeds <n,n>', 'the organisations', (text) => text.split(',').map(Number), [1, 2, 3])
    .option('--days <n>', 'of each', Number, 30)
    .option('--credentials <n>', 'of each, about', Number, 40)
    .option('--incidents <n>', 'in each', Number, 20)
    .action(run)
    .parseAsync([...args], { from: 'user' });
}

async function run({ seeds, days, credentials, incidents }: Given): Promise<void> {
  const outcomes = new Map<Arrangement, Outcome[]>(arrangements.map((one) => [one, []]));
  const counts = { management: 0, data: 0, decisive: 0 };
  for (const seed of seeds) {
    const simulation = simulate({ seed, days, credentials, incidents });
    for (const { record } of simulation.records) {
      counts[record.managementEvent ? 'management' : 'data']++;
      if (isHeard(record, 'decisive')) counts.decisive++;
    }
    const surroundings = await surroundingsOf(simulation);
    for (const [arrangement, found] of outcomes) found.push(await play(simulation, surroundings, arrangement));
  }
  const { management, data, decisive } = counts;
  const paid = listPrices.forwardedEventsPerMillion;
  stdout.write(
    `${management} management events and ${data} of data; decisive ${share(decisive, management)} of the first.\n` +
      `To forward a million management events: $${paid.toFixed(2)} all, $${((paid * decisive) / management).toFixed(2)} the decisive.\n`,
  );
  printTable(
    ['calls come', 'thefts', 'contained', 'minutes after the first hostile call', 'hostile calls by then', 'innocents'],
    arrangements.map((arrangement) => row(arrangement, outcomes.get(arrangement) ?? [])),
  );
}

function row(arrangement: Arrangement, outcomes: readonly Outcome[]): string[] {
  const caught = outcomes.flatMap((one) => one.caught);
  const contained = caught.filter(({ answer }) => answer !== null);
  const delays = contained.map((one) => delayOf(one) / minute);
  const done = contained.map(({ incident: { hostileEventIds }, answer }) => {
    const at = answer?.eventId == null ? -1 : hostileEventIds.indexOf(answer.eventId);
    return at + 1;
  });
  const three = (all: readonly number[]) =>
    [0.5, 0.9, 0.99].map((part) => quantile(all, part).toFixed(1).replace('.0', '')).join(' / ');
  const disturbed = outcomes.reduce((sum, one) => sum + credentialDays(one.disturbed), 0);
  return [
    arrangement,
    String(caught.length),
    share(contained.length, caught.length),
    three(delays),
    three(done),
    String(disturbed),
  ];
}

function delayOf({ incident, answer }: Caught<Timely>): number {
  return (answer?.announcedAt ?? 0) - (parseInstant(incident.firstHostileAt) ?? 0);
}

/** One organisation as the cloud would judge it: what is delivered within a minute is one batch. */
async function play(
  { records, labels }: Simulation,
  surroundings: ObserveSurroundings,
  arrangement: Arrangement,
): Promise<Outcome> {
  const ports = {
    contexts: memoryContextStore(),
    notes: memoryNoteStore(),
    announcer: { announce: async () => {} },
  };
  const circumstances = { policy: defaultPolicy, exemptions: [] };
  const used = new DaysOfUse();
  const answers: { disruptions: Timely[]; notices: Timely[] } = { disruptions: [], notices: [] };
  const batches = Map.groupBy(deliveriesIn(records, arrangement), ({ at }) => Math.floor(at / minute));
  for (const [at, batch] of [...batches].toSorted(([a], [b]) => a - b)) {
    const told = batch.flatMap(({ record }) => takeIn(record, record.recipientAccountId).told ?? []);
    for (const { use } of told) if (use !== null) used.note(use.credential.id, use.at);
    if (told.length === 0) continue;
    for (const { decision } of await observe(inTimeOrder(told).told, surroundings, circumstances, ports)) {
      const answer = { ...decision, announcedAt: (at + 1) * minute };
      answers[isDisruptive(decision.action) ? 'disruptions' : 'notices'].push(answer);
    }
  }
  const { caught, disturbed } = tally(labels, answers, used);
  return { caught, disturbed };
}

function deliveriesIn(records: readonly SimulatedRecord[], arrangement: Arrangement) {
  return records.flatMap(({ record, deliveredAt }) => {
    const soon = { at: (parseInstant(record.eventTime) ?? 0) + atOnce, record };
    const later = { at: deliveredAt, record };
    // EventBridge has no data events that no trail logs, and those come by its files.
    const hears = arrangement === 'all at once' ? 'all' : 'decisive';
    const isSoon = arrangement !== 'by the files alone' && record.managementEvent && isHeard(record, hears);
    return isSoon ? [soon, later] : [later];
  });
}

function isHeard(detail: SimulatedRecord['record'], hears: Hears): boolean {
  const source = `aws.${detail.eventSource.split('.')[0]}`;
  const type = detail.eventSource.startsWith('signin.')
    ? 'AWS Console Sign In via CloudTrail'
    : 'AWS API Call via CloudTrail';
  return matchesPattern(calls(hears).eventPattern, { source, 'detail-type': type, detail });
}

async function surroundingsOf({ context }: Simulation): Promise<ObserveSurroundings> {
  const folder = mkdtempSync(join(tmpdir(), 'rescind-lanes-'));
  try {
    for (const [name, text] of context) writeFileSync(join(folder, name), text);
    return wordsOf(await readContext(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
