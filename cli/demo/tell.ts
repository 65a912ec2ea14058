import { formatDay } from '../../core/model/instant.ts';
import { outcomeIdOf } from '../../core/outcome/containment.ts';
import { describeOutcome } from '../../core/outcome/outcome.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import type { Incident, Labels } from '../../simulator/labels.ts';
import type { Simulation } from '../../simulator/simulate.ts';
import { printTrust } from '../replay/print-summary.ts';
import type { Span, Terminal } from '../terminal/terminal.ts';
import { bold, clockTime, count, dim, green, red, shortId, yellow } from '../terminal/words.ts';
import type { Play, Scene } from './play.ts';

export function printOpening(terminal: Terminal, { records, labels, options }: Simulation): void {
  const accounts = new Set(records.map(({ accountId }) => accountId)).size;
  terminal.print(bold('Rescind demo'), dim(`  seed ${options.seed}`));
  terminal.print(
    `A made-up organisation: ${count(accounts, 'AWS account')}, ${count(records.length, 'CloudTrail record')} in ${count(options.days, 'day')}. `,
    `Hidden in them: ${count(labels.incidents.length, 'theft')} and ${count(labels.benignChanges.length, 'unusual but honest change')}.`,
  );
  terminal.print(
    dim('The engine and the AWS adapters are real; the accounts are simulated, and nothing else is changed.'),
  );
  terminal.print('');
  terminal.print(
    dim(formatDay(options.start)),
    '  Learning what each credential does, where and when. That takes about a week.',
  );
}

export function printScene(terminal: Terminal, scene: Scene, labels: Labels): void {
  const { decision, response } = scene;
  const incident = incidentOf(scene, labels);
  terminal.print('');
  terminal.print(
    dim(clockTime(decision.at)),
    '  ',
    headline(scene),
    ' ',
    bold(shortId(decision.credential)),
    dim(`  score ${decision.score}, ${decision.verdict}`),
  );
  terminal.print(dim('  seen   '), decision.reason);
  for (const { sentence, outcome } of response.actions)
    terminal.print(dim('  done   '), sentence, dim(` (${describeOutcome(outcome)})`));
  if (response.actions.length === 0)
    for (const sentence of response.plan.sentences) terminal.print(dim('  done   '), sentence);
  if (decision.heldBack !== null) terminal.print(dim('  held   '), decision.heldBack);
  const proof = proofOf(scene, incident);
  if (isDisruptive(decision.action) && response.actions.length > 0 && proof.length > 0)
    terminal.print(dim('  proof  '), ...proof);
  terminal.print(dim('  truth  '), incident === null ? 'no theft: something unusual but honest' : incident.story);
}

function headline({ decision, response }: Scene): Span {
  if (!isDisruptive(decision.action)) return yellow('OWNER TOLD');
  return response.actions.length > 0 ? red(`CONTAINED (${decision.action})`) : yellow('A PERSON IS CALLED');
}

/** What the next calls came to. Where there was no theft, there is no thief to speak of. */
export function proofOf(
  { thiefDenied, ownerServed }: Pick<Scene, 'thiefDenied' | 'ownerServed'>,
  incident: Incident | null,
): Span[] {
  if (incident === null) {
    if (ownerServed === null) return [];
    return [ownerServed ? green('the owner’s next call still passes') : yellow('the owner’s next call is denied')];
  }
  const thief =
    thiefDenied === null
      ? 'the thief has made its last call'
      : thiefDenied
        ? green('the thief’s next call is denied')
        : red('the thief’s next call goes through');
  if (ownerServed === null) return [thief];
  return [
    thief,
    ', ',
    ownerServed ? green('the workload’s own call still passes') : yellow('the workload’s own call is denied, too'),
  ];
}

export function incidentOf({ decision }: Scene, { incidents }: Labels): Incident | null {
  return incidents.find((incident) => isAbout(incident, decision.credential, decision.principal)) ?? null;
}

export function isAbout({ credential, alsoAcceptable }: Incident, ...names: readonly string[]): boolean {
  return [credential, ...alsoAcceptable].some((name) => names.includes(name));
}

/** A containment taken back, and whether AWS then held what it held before. */
export interface Restored extends Scene {
  readonly exactly: boolean;
}

export function printEnd(
  terminal: Terminal,
  played: Play,
  labels: Labels,
  restored: Restored | null,
  report: string | false,
): void {
  terminal.print('');
  printIncidents(terminal, played, labels);
  printChanges(terminal, played, labels);
  if (restored !== null) printRestored(terminal, restored);
  printTrust(terminal, played.trust);
  terminal.print('');
  if (report !== false) terminal.print('The whole story: ', bold(report));
  const told = restored ?? played.scenes[0];
  if (told !== undefined) terminal.print('Why, in detail:  ', bold(`npx rescind explain ${told.decision.id}`));
  terminal.print(
    'Your own logs:   ',
    bold('npx rescind replay PATH'),
    dim('  a folder of CloudTrail files or s3://bucket/prefix; it only reads'),
  );
}

function printIncidents(terminal: Terminal, { scenes, aftermath }: Play, { incidents }: Labels): void {
  const rows: Span[][] = [[bold('Thefts'), dim('noticed at'), dim('answer'), dim('thief denied'), dim('owner denied')]];
  for (const incident of incidents) {
    const mine = scenes.filter(({ decision }) => isAbout(incident, decision.credential, decision.principal));
    const disruptive = mine.filter(({ decision }) => isDisruptive(decision.action));
    const first = disruptive[0] ?? mine[0];
    const name = `  ${incident.technique}`;
    if (first === undefined) {
      rows.push([name, red('not noticed')]);
      continue;
    }
    const { thief, owner } = aftermath.of(first.decision.principal);
    const denied = `${owner.denied} of ${owner.calls}`;
    rows.push([
      name,
      clockTime(first.decision.at).slice(5),
      answerOf(disruptive),
      `${thief.denied} of ${thief.calls}`,
      owner.denied === 0 ? green(denied) : yellow(denied),
    ]);
  }
  terminal.table(rows);
}

/** The strongest thing that was done; what AWS lets nobody do is a person's to do. */
export function answerOf(disruptive: readonly Scene[]): string {
  const done = disruptive.filter(({ response }) => response.actions.length > 0);
  if (done.length > 0) return done.at(-1)?.decision.action ?? '';
  return disruptive.length > 0 ? 'a person is called' : 'owner told';
}

function printChanges(terminal: Terminal, { scenes }: Play, labels: Labels): void {
  const disturbing = scenes.filter(
    (scene) => isDisruptive(scene.decision.action) && incidentOf(scene, labels) === null,
  );
  const disturbed = labels.benignChanges.filter(({ credentials }) =>
    disturbing.some(({ decision }) => credentials.includes(decision.credential)),
  );
  terminal.print('');
  terminal.print(
    bold('Honest changes  '),
    `${labels.benignChanges.length - disturbed.length} of ${labels.benignChanges.length} left alone: `,
    dim(
      labels.benignChanges
        .filter((change) => !disturbed.includes(change))
        .map(({ kind }) => kind)
        .join(', '),
    ),
  );
  for (const { story } of disturbed) terminal.print(yellow('  disturbed     '), story);
}

function printRestored(terminal: Terminal, { decision, exactly }: Restored): void {
  const outcome = exactly ? green('restored exactly as it was before') : red('restored, but not as it was before');
  terminal.print('');
  terminal.print(
    bold('Undone          '),
    `${shortId(decision.credential)}: `,
    outcome,
    dim(`  ${outcomeIdOf(decision.id)}`),
  );
}
