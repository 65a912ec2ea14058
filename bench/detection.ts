import { stdout } from 'node:process';
import { Command } from 'commander';
import { day as dayLength, formatInstant, parseInstant } from '../core/model/instant.ts';
import type { Decision } from '../core/plan/decision.ts';
import type { Labels, Tactic } from '../simulator/labels.ts';
import { shapeNames } from '../simulator/shapes.ts';
import { type Simulation, simulate } from '../simulator/simulate.ts';
import { calibrationRows } from './detection/calibration.ts';
import {
  columnsOf,
  contained,
  disturbedIn,
  hardAtOnce,
  inTime,
  noticesPerDay,
  stateSizes,
  theftRow,
  told,
} from './detection/columns.ts';
import { type Judged, withOrganisation } from './detection/organisation.ts';
import { type Found, foundOf, rareCalledStale, standingKinds } from './detection/standings.ts';
import { perTenThousand, printTable, share, shareWithin } from './detection/table.ts';
import { policyWithout, signalsOf, tactics } from './detection/tactics.ts';
import { type Caught, credentialDays, firstThefts } from './detection/tally.ts';

export async function detection(args: readonly string[]): Promise<void> {
  await command().parseAsync(args, { from: 'user' });
}

function command(): Command {
  return new Command('detection')
    .description('Replays simulated organisations and holds the decisions against what really happened.')
    .option('--seeds <list>', 'seeds, separated by commas', '1,2,3,4,5,6,7,8,9,10')
    .option('--days <n>', 'days of traffic', Number, 30)
    .option(
      '--skip <n>',
      'days at the trail’s beginning that nobody reads: the first honest change comes after two fifths',
      Number,
      0,
    )
    .option('--credentials <n>', 'about how many credentials', Number, 60)
    .option(
      '--incidents <n or names>',
      'thefts in each organisation, or techniques separated by commas',
      countOrNames,
      20,
    )
    .option(
      '--changes <n or names>',
      'benign changes in each organisation, or kinds separated by commas',
      countOrNames,
      21,
    )
    .option(
      '--without <tactic>',
      `switch off a tactic's own signals, or those of \`all\` in turn: ${tactics.join(', ')}`,
    )
    .option('--shapes <list>', `kinds of organisation, or \`all\`: ${shapeNames.join(', ')}`, 'small-company')
    .option('--list', 'name every theft that was missed or stopped late, and everyone who was disturbed')
    .action(run);
}

interface Given {
  readonly seeds: string;
  readonly days: number;
  readonly skip: number;
  readonly credentials: number;
  readonly incidents: number | readonly string[];
  readonly changes: number | readonly string[];
  readonly without?: string;
  readonly shapes: string;
  readonly list?: true;
}

async function run(given: Given): Promise<void> {
  stdout.write(`Seeds ${given.seeds}: ${given.days} days, about ${given.credentials} credentials each\n`);
  if (given.without !== undefined) return runWithout(given, given.without);
  const judged: Judged[] = [];
  for (const shape of shapesOf(given)) {
    for (const seed of seedsOf(given)) {
      const one = await withOrganisation(organisationOf(seed, shape, given), (judge) => judge());
      if (given.list) list(`${shape} ${seed}`, one);
      judged.push(one);
    }
  }
  printJudged(judged);
  if (shapesOf(given).length > 1) printShapes(judged);
  printMissed(judged);
  printDisturbed(judged);
  printCalibration(judged);
  printStandings(judged);
}

/** One replay with all signals, and one for each tactic without its own. */
async function runWithout(given: Given, wanted: string): Promise<void> {
  const chosen = wanted === 'all' ? tactics : tactics.filter((tactic) => tactic === wanted);
  if (chosen.length === 0) throw new Error(`unknown tactic ${wanted}; known are ${tactics.join(', ')}`);
  const whole: Caught[] = [];
  const blinded = new Map<Tactic, Caught[]>(chosen.map((tactic) => [tactic, []]));
  for (const [shape, seed] of shapesOf(given).flatMap((name) => seedsOf(given).map((one) => [name, one] as const))) {
    await withOrganisation(organisationOf(seed, shape, given), async (judge) => {
      whole.push(...(await judge()).ours.caught);
      for (const [tactic, caught] of blinded) {
        const { ours } = await judge(policyWithout(tactic));
        caught.push(...ours.caught.filter(({ incident }) => incident.tactic === tactic));
      }
    });
  }
  printTable(
    ['thefts by tactic', 'number', 'contained', 'without its own signals', 'told at least', 'switched off'],
    [...blinded].map(([tactic, without]) => {
      const seeing = whole.filter(({ incident }) => incident.tactic === tactic);
      const number = seeing.length;
      return [
        tactic,
        String(number),
        share(seeing.filter(contained).length, number),
        share(without.filter(contained).length, number),
        share(without.filter(told).length, number),
        signalsOf(tactic),
      ];
    }),
  );
}

function countOrNames(text: string): number | readonly string[] {
  return /^\d+$/.test(text) ? Number(text) : text.split(',');
}

function seedsOf({ seeds }: Given): number[] {
  return seeds.split(',').map(Number);
}

function shapesOf({ shapes }: Given): readonly string[] {
  return shapes === 'all' ? shapeNames : shapes.split(',');
}

function organisationOf(seed: number, shape: string, given: Given): Simulation {
  const { days, skip, credentials, incidents, changes } = given;
  const whole = simulate({ seed, shape, days, credentials, incidents, benignChanges: changes });
  if (skip === 0) return whole;
  const from = formatInstant(whole.options.start + skip * dayLength);
  return { ...whole, records: whole.records.filter(({ record }) => record.eventTime >= from) };
}

function printJudged(judged: readonly Judged[]): void {
  const columns = columnsOf(judged);
  const all = () => true;
  printTable(
    ['thefts', ...columns.map(({ name }) => name)],
    [
      theftRow('contained', columns, all, contained),
      theftRow('in time', columns, all, inTime),
      ...(['blatant', 'plain', 'stealthy'] as const).flatMap((level) => {
        const among = ({ incident }: Caught) => incident.difficulty === level;
        return [
          theftRow(`${level}, contained`, columns, among, contained),
          theftRow(`${level}, in time`, columns, among, inTime),
        ];
      }),
      ...tactics.map((tactic) =>
        theftRow(`${tactic}, in time`, columns, ({ incident }) => incident.tactic === tactic, inTime),
      ),
      ['hard signal with the first record that shows it', hardAtOnce(judged), '–', '–', '–'],
    ],
  );
  const days = judged.reduce((sum, { ours }) => sum + ours.innocentDays, 0);
  const ours = judged.map((one) => one.ours);
  printTable(
    [`innocents, per 10,000 of ${days} credential-days`, ...columns.map(({ name }) => name)],
    [
      ['disturbed', ...columns.map(({ tallies }) => disturbedIn(tallies))],
      ...(['pin', 'quarantine', 'revoke-sessions', 'disable'] as const).map((action) => {
        const disturbed = ours.flatMap((one) => one.disturbed).filter((decision) => decision.action === action);
        return [action, perTenThousand(credentialDays(disturbed), days), '', '', ''];
      }),
      ['notices a day and 1,000 credentials', noticesPerDay(judged), '–', '–', '–'],
      ['bytes of state, p50 / p95 / max', stateSizes(judged), '', '', ''],
    ],
  );
}

function printShapes(judged: readonly Judged[]): void {
  printTable(
    [
      'organisations',
      'thefts contained',
      'in time',
      'told at least',
      'disturbed per 10,000 days',
      'notices a day and 1,000',
    ],
    shapeNames.flatMap((shape) => {
      const these = judged.filter((one) => one.shape === shape);
      const caught = these.flatMap(({ ours }) => ours.caught);
      if (these.length === 0) return [];
      return [
        [
          shape,
          shareWithin(caught.filter(contained).length, caught.length),
          share(caught.filter(inTime).length, caught.length),
          share(caught.filter(told).length, caught.length),
          disturbedIn(these.map(({ ours }) => ours)),
          noticesPerDay(these),
        ],
      ];
    }),
  );
}

/** The techniques that were not always contained, the worst first. */
function printMissed(judged: readonly Judged[]): void {
  const caught = judged.flatMap(({ ours }) => ours.caught);
  const rows = [...Map.groupBy(caught, ({ incident }) => `${incident.technique}, ${incident.difficulty}`)]
    .map(([name, these]) => ({ name, these, left: these.filter((one) => !contained(one)).length }))
    .filter(({ left }) => left > 0)
    .sort((a, b) => b.left - a.left || (a.name < b.name ? -1 : 1));
  printTable(
    ['thefts not contained', 'number', 'contained', 'told at least'],
    rows.map(({ name, these }) => [
      name,
      String(these.length),
      String(these.filter(contained).length),
      String(these.filter(told).length),
    ]),
  );
}

/** What honest things had happened to those who were disturbed. */
function printDisturbed(judged: readonly Judged[]): void {
  const kinds = judged.flatMap(({ labels, ours }) =>
    ours.disturbed.map((decision) => `${happenedTo(decision, labels)} | ${decision.action}`),
  );
  printTable(
    ['innocents disturbed after', 'by', 'number'],
    [...Map.groupBy(kinds, (kind) => kind)].map(([kind, these]) => [kind, String(these.length)]),
  );
}

function happenedTo({ credential, at }: Decision, { benignChanges }: Labels): string {
  const changes = benignChanges.filter(
    (change) => change.credentials.includes(credential) && (parseInstant(change.from) ?? 0) <= at,
  );
  return changes.map((change) => change.kind).join(' + ') || 'nothing out of the ordinary';
}

/** What the numbers are worth: honest days by their p-value, and what a gate on it would spare and cost. */
function printCalibration(judged: readonly Judged[]): void {
  const all = judged.map(({ calibration, labels }) => {
    const stolen = firstThefts(labels.incidents);
    return { calibration, isInnocent: (id: string, at: number) => at < (stolen.get(id) ?? Number.POSITIVE_INFINITY) };
  });
  printTable(
    [
      'calibration',
      'honest days of a first month',
      'later honest days',
      'learned answers to innocents',
      'learned answers to thefts',
    ],
    calibrationRows(all),
  );
}

function printStandings(judged: readonly Judged[]): void {
  const rowOf = (name: string, founds: readonly Found[]) => {
    const sum = (count: keyof Found) => String(founds.reduce((total, found) => total + found[count], 0));
    return [name, sum('labelled'), sum('found'), sum('unlabelled')];
  };
  printTable(
    ['standings', 'labelled', 'found', 'told of without the label'],
    [
      ...standingKinds.map((kind) =>
        rowOf(
          kind,
          judged.map((one) => foundOf(kind, one.labels, one.standings)),
        ),
      ),
      rowOf(
        'needed-but-rare called stale',
        judged.map((one) => rareCalledStale(one.labels, one.standings)),
      ),
    ],
  );
}

function list(where: string, { labels, ours, hardSignals }: Judged): void {
  for (const { incident, isAtOnce } of hardSignals) {
    if (!isAtOnce) stdout.write(`${where} no hard signal by ${incident.giveaway}: ${incident.story}\n`);
  }
  for (const { incident, answer, inTime, notice } of ours.caught) {
    if (inTime) continue;
    const last = answer ?? notice;
    const word = notice === null ? 'missed' : `told, score ${notice.score}${held(notice)},`;
    const said = answer === null ? word : 'late';
    const why = last?.signals.map(({ id, bits }) => `${id} ${bits}`).join(' ') ?? 'no word';
    stdout.write(`${where} ${said} ${incident.technique} (${incident.difficulty}): ${incident.story}: ${why}\n`);
  }
  for (const decision of ours.disturbed) {
    const { credential, action, at, reason } = decision;
    const after = happenedTo(decision, labels);
    stdout.write(`${where} disturbed ${credential} by ${action} at ${formatInstant(at)} (${after}): ${reason}\n`);
  }
}

function held({ heldBack }: Decision): string {
  return heldBack === null ? '' : `, held back since ${heldBack}`;
}
