import { env, stdout } from 'node:process';
import { Command } from 'commander';
import type { Decision } from '../core/plan/decision.ts';
import { Random } from '../simulator/random.ts';
import { type Simulation, simulate } from '../simulator/simulate.ts';
import { byDelivery, deliver } from '../simulator/trail/delivery.ts';
import { contained, inTime, told } from './detection/columns.ts';
import { withOrganisation } from './detection/organisation.ts';
import { printTable, shareWithin } from './detection/table.ts';
import type { Caught } from './detection/tally.ts';
import { type RecordedAttack, readAttacks } from './transplant/attacks.ts';
import { hostsIn } from './transplant/hosts.ts';
import { callersOf, type Guise, guises, transplant } from './transplant/transplant.ts';

export async function transplanted(args: readonly string[]): Promise<void> {
  await new Command('transplanted')
    .description(
      'Plants recorded attacks on credentials of simulated organisations and holds the decisions against them.',
    )
    .option(
      '--attacks <folder>',
      'CloudTrail files of one attack each',
      env.RESCIND_ATTACKS ?? '../shared/data/attacks',
    )
    .option('--seeds <list>', 'seeds, separated by commas', '1,2,3,4,5')
    .option('--days <n>', 'days of traffic', Number, 30)
    .option('--credentials <n>', 'about how many credentials', Number, 60)
    .option('--guises <list>', 'what the attacker works with, separated by commas', guises.join(','))
    .option('--list', 'say of every attack that was not contained what was seen of it')
    .action(run)
    .parseAsync(args, { from: 'user' });
}

interface Given {
  readonly attacks: string;
  readonly seeds: string;
  readonly days: number;
  readonly credentials: number;
  readonly guises: string;
  readonly list?: true;
}

async function run(given: Given): Promise<void> {
  const attacks = readAttacks(given.attacks);
  if (attacks === null) {
    stdout.write(`Skipped: ${given.attacks} holds no recorded attacks. Give their folder with --attacks.\n`);
    return;
  }
  const outcomes = new Map<Guise, Caught[]>();
  for (const guise of guises) if (given.guises.split(',').includes(guise)) outcomes.set(guise, []);
  for (const seed of given.seeds.split(',').map(Number)) {
    const { days, credentials } = given;
    const quiet = simulate({ seed, days, credentials, incidents: 0, benignChanges: 10 });
    for (const [guise, caught] of outcomes) {
      const { ours } = await withOrganisation(planted(quiet, attacks, guise), (judge) => judge());
      caught.push(...ours.caught);
      if (given.list) for (const one of ours.caught) listOne(seed, one);
    }
  }
  print(attacks, outcomes);
}

/** The quiet organisation with every attack in it, each on hosts of its own. */
function planted(quiet: Simulation, attacks: readonly RecordedAttack[], guise: Guise): Simulation {
  const random = new Random(`transplant/${quiet.options.seed}`);
  const hosts = hostsIn(quiet, random);
  const all = attacks.flatMap((attack) => {
    const chosen = callersOf(attack).flatMap((kind) => {
      const index = hosts.findIndex((host) => host.kind === kind);
      return index < 0 ? [] : hosts.splice(index, 1);
    });
    return chosen.length === 0 ? [] : [transplant(attack, chosen, guise, random.fork(attack.name))];
  });
  const records = all.flatMap(({ log, label }) => deliver(log, random.fork(`delivery/${label.id}`)));
  return {
    ...quiet,
    records: [...quiet.records, ...records].sort(byDelivery),
    labels: { ...quiet.labels, incidents: all.map(({ label }) => label) },
  };
}

function print(attacks: readonly RecordedAttack[], outcomes: ReadonlyMap<Guise, readonly Caught[]>): void {
  const rows = attacks.map(({ name, records }) => [
    `${name} (${records.length})`,
    ...[...outcomes.values()].map((caught) => inWords(caught.filter(({ incident }) => incident.technique === name))),
  ]);
  const all = [
    'all contained',
    ...[...outcomes.values()].map((caught) => shareWithin(caught.filter(contained).length, caught.length)),
  ];
  printTable(['recorded attack (records)', ...outcomes.keys()], [...rows, all]);
  stdout.write('\nContained / of these in time / told at least / planted.\n');
}

/** `4 / 3 / 5 / 5` */
function inWords(caught: readonly Caught[]): string {
  return [contained, inTime, told]
    .map((came) => caught.filter(came).length)
    .concat(caught.length)
    .join(' / ');
}

function listOne(seed: number, { incident, answer, notice }: Caught<Decision>): void {
  if (answer !== null) return;
  const held = notice?.heldBack == null ? '' : ` (held back: ${notice.heldBack})`;
  const seen =
    notice === null
      ? 'no word'
      : `score ${notice.score}${held}: ${notice.signals.map(({ id, bits }) => `${id} ${bits}`).join(' ')}`;
  stdout.write(`seed ${seed} not contained ${incident.id} on ${incident.credential}: ${seen}\n`);
}
