import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { Activities } from '../cli/replay/activity.ts';
import { readContext, wordsOf } from '../cli/replay/context.ts';
import { judgeStandings } from '../cli/replay/judge-standings.ts';
import { replay } from '../cli/replay/replay.ts';
import { formatInstant } from '../core/model/instant.ts';
import type { Decision } from '../core/plan/decision.ts';
import { emptySpent } from '../core/plan/limits.ts';
import { defaultPolicy } from '../core/policy/policy.ts';
import type { Assessment } from '../core/verdict/assessment.ts';
import type { Labels } from '../simulator/labels.ts';
import { simulate } from '../simulator/simulate.ts';
import { writeSimulation } from '../simulator/write.ts';
import {
  type Caught,
  DaysOfUse,
  type Found,
  fewEvents,
  foundOf,
  isInTime,
  isOfDifficulty,
  rareCalledStale,
  standingKinds,
  type Tally,
  tally,
} from './tally.ts';

export async function detection(args: readonly string[]): Promise<void> {
  await command().parseAsync(args, { from: 'user' });
}

function command(): Command {
  return new Command('detection')
    .description('Replays simulated organisations and holds the decisions against what really happened.')
    .option('--seeds <list>', 'seeds, separated by commas', '1,2,3')
    .option('--days <n>', 'days of traffic', Number, 30)
    .option('--credentials <n>', 'about how many credentials', Number, 60)
    .option('--incidents <n>', 'thefts in each organisation', Number, 20)
    .option('--changes <n>', 'benign changes in each organisation', Number, 21)
    .option('--list', 'name every theft that was missed and everyone who was disturbed')
    .action(run);
}

interface Given {
  readonly seeds: string;
  readonly days: number;
  readonly credentials: number;
  readonly incidents: number;
  readonly changes: number;
  readonly list?: true;
}

async function run(given: Given): Promise<void> {
  const tallies: Tally[] = [];
  const standings: Standings[] = [];
  for (const seed of given.seeds.split(',').map(Number)) {
    const result = await judgeOrganisation(seed, given);
    tallies.push(result.tally);
    standings.push(result);
    if (given.list) list(seed, result.labels, result.tally);
  }
  print(tallies, given);
  printStandings(standings);
}

interface Standings {
  readonly labels: Labels;
  /** Ids of the signals that each credential's standing raised. */
  readonly judged: ReadonlyMap<string, ReadonlySet<string>>;
}

async function judgeOrganisation(seed: number, given: Given): Promise<Standings & { tally: Tally }> {
  const { days, credentials, incidents, changes } = given;
  const simulation = simulate({ seed, days, credentials, incidents, benignChanges: changes });
  const folder = mkdtempSync(join(tmpdir(), 'rescind-detection-'));
  try {
    await writeSimulation(simulation, folder);
    const context = await readContext(join(folder, 'context'));
    const decisions: Decision[] = [];
    const used = new DaysOfUse();
    const activities = new Activities();
    const circumstances = { policy: defaultPolicy, exemptions: [], spent: emptySpent() };
    await replay({
      paths: [join(folder, 'trail')],
      surroundings: {
        ...wordsOf(context),
        onUse: (use, network) => {
          used.note(use.credential, use.at);
          activities.noteUse(use, network);
        },
      },
      circumstances,
      onDecision: (decision) => decisions.push(decision),
    });
    const judged = new Map<string, Set<string>>();
    const note = ({ credential, signals }: Assessment) => {
      judged.set(credential.id, new Set(signals.map((signal) => signal.id)));
    };
    for (const _ of judgeStandings(context.standings, activities, activities.to, circumstances, note));
    return { labels: simulation.labels, judged, tally: tally(simulation.labels, decisions, used.count) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(tallies: readonly Tally[], given: Given): void {
  const caught = tallies.flatMap((one) => one.caught);
  const days = tallies.reduce((sum, one) => sum + one.credentialDays, 0);
  console.log(`Seeds ${given.seeds}: ${given.days} days, about ${given.credentials} credentials each\n`);
  console.log(`| thefts | number | contained | within ${fewEvents} hostile events or a tenth of them |`);
  console.log('|---|---|---|---|');
  for (const difficulty of ['blatant', 'plain', 'stealthy'] as const) {
    printRow(difficulty, caught.filter(isOfDifficulty(difficulty)));
  }
  printRow('all', caught);
  console.log(`\n| on credentials of nobody but their owners (${days} credential-days) | number | per 10,000 days |`);
  console.log('|---|---|---|');
  for (const action of ['pin', 'quarantine', 'revoke-sessions', 'disable'] as const) {
    const count = tallies.flatMap((one) => one.disturbed).filter((decision) => decision.action === action).length;
    console.log(`| ${action} | ${count} | ${((count / days) * 1e4).toFixed(1)} |`);
  }
  const notices = tallies.flatMap((one) => one.notices).length;
  console.log(`| notify | ${notices} | ${((notices / days) * 1e4).toFixed(1)} |`);
}

function printStandings(standings: readonly Standings[]): void {
  const sum = (founds: readonly Found[]) =>
    founds.reduce((a, b) => ({
      labelled: a.labelled + b.labelled,
      found: a.found + b.found,
      unlabelled: a.unlabelled + b.unlabelled,
    }));
  console.log('\n| standings | labelled | found | told of without the label |');
  console.log('|---|---|---|---|');
  for (const kind of standingKinds) {
    const { labelled, found, unlabelled } = sum(standings.map((one) => foundOf(kind, one.labels, one.judged)));
    console.log(`| ${kind} | ${labelled} | ${found} | ${unlabelled} |`);
  }
  const rare = sum(standings.map((one) => rareCalledStale(one.labels, one.judged)));
  console.log(`| needed-but-rare called stale | ${rare.labelled} | ${rare.found} | – |`);
}

function printRow(name: string, caught: readonly Caught[]): void {
  const contained = caught.filter(({ answer }) => answer !== null).length;
  const inTime = caught.filter(isInTime).length;
  console.log(`| ${name} | ${caught.length} | ${share(contained, caught)} | ${share(inTime, caught)} |`);
}

function share(count: number, of: readonly unknown[]): string {
  return of.length === 0 ? '–' : `${count} (${Math.round((100 * count) / of.length)} %)`;
}

function list(seed: number, labels: Labels, { caught, disturbed }: Tally): void {
  for (const { incident, answer } of caught.filter((one) => one.answer === null)) {
    console.log(
      `seed ${seed} missed ${incident.technique} (${incident.difficulty}) of ${incident.credential}: ${answer}`,
    );
  }
  for (const { credential, action, at, reason } of disturbed) {
    const changes = labels.benignChanges.filter((change) => change.credentials.includes(credential));
    const kinds = changes.map((change) => change.kind).join(', ') || 'nothing';
    console.log(`seed ${seed} disturbed ${credential} by ${action} at ${formatInstant(at)} (${kinds}): ${reason}`);
  }
}
