import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { formatDay } from '../core/model/instant.ts';
import type { Where } from './deploy/open.ts';
import { exitStatus, exitStatusHelp, UsageError } from './exit.ts';
import { type Explained, explainedInFile, explainedInState } from './explain/explained.ts';
import { onRecordIn, printOnRecord } from './explain/on-record.ts';
import { printExplained } from './explain/print-explained.ts';
import { demoState } from './respond/state.ts';
import { findingHistory } from './sweep/finding-history.ts';
import { openTerminal, type Terminal } from './terminal/terminal.ts';
import { bold } from './terminal/words.ts';

const help = `
Without --state or --decisions it reads the state that the last demo left. A state file says more than a decisions file: what
was expected, how rare it is, and what would have been decided without each part of the evidence. With --deployment it
asks the deployment in --region, with your own AWS credentials, which need dynamodb:GetItem on its two tables. For a credential
about which nothing was decided, a replay's state shows what is usual for it, and the evidence against it.
${exitStatusHelp('fine', 'usage', 'unread')}

Example:
  rescind explain o_6bb3c2a1f09d4e57 --state rescind.sqlite
  rescind explain d_6bb3c2a1f09d4e57 --deployment --region us-east-1`;

interface Given {
  readonly state?: string;
  readonly decisions?: string;
  readonly deployment?: true;
  readonly region?: string;
  readonly profile?: string;
  readonly json?: true;
}

export function explainCommand(): Command {
  return new Command('explain')
    .description('Explains a decision: what was expected and seen, what would have changed it, and how to undo it.')
    .argument('<credential|decision>', 'an access key id, an ARN, or the id of a decision (d_…) or outcome (o_…)')
    .option('--state <file>', 'state file of a replay or demo')
    .option('--decisions <file>', 'decisions file of a replay')
    .option('--deployment', 'ask the deployment in --region')
    .option('--region <name>', 'Region of the deployment')
    .option('--profile <name>', 'profile of your AWS configuration, with --deployment')
    .option('--json', 'as JSON')
    .addHelpText('after', help)
    .action(async (name: string, given: Given) => {
      process.exitCode = await run(name, given);
    });
}

async function run(name: string, given: Given): Promise<number> {
  const { state, decisions, deployment, json, ...where } = given;
  const terminal = openTerminal();
  if (name.trim() === '')
    throw new UsageError('The name is empty.', 'Give an access key id, an ARN, or the id of a decision or outcome.');
  const { found, unread } =
    deployment === true
      ? { found: await findThere(name, where), unread: [] }
      : decisions === undefined
        ? { found: await findInState(name, state ?? demoState), unread: [] }
        : await explainedInFile(name, decisions);
  if (found.length === 0) {
    const seen = deployment === true || decisions !== undefined ? [] : onRecordIn(state ?? demoState, name);
    if (seen.length > 0) {
      if (json) terminal.printJson(seen.map((one) => ({ decision: null, ...one })));
      else for (const one of seen) printOnRecord(terminal, one);
      return exitStatus.fine;
    }
    throw new UsageError(
      `Nothing was decided about ${name}${unread.length === 0 ? '' : `, as far as ${decisions} can be read`}.`,
      'Decisions name credentials by access key id or by ARN.',
    );
  }
  if (json) terminal.printJson(found.map(({ done: _, ...one }) => one));
  else {
    for (const one of found) printExplained(terminal, one, undoneWith(given));
    if (state !== undefined && decisions === undefined)
      printHistory(terminal, found[0]?.decision.credential ?? name, state);
  }
  for (const { line, what } of unread.slice(0, namedAtMost)) terminal.note(`not read  line ${line} ${what}`);
  if (unread.length > namedAtMost) terminal.note(`and ${unread.length - namedAtMost} more`);
  return unread.length === 0 ? exitStatus.fine : exitStatus.unread;
}

/** What `rescind restore` is told beside an outcome's id; null for the demo, whose accounts are gone. */
function undoneWith({ state = demoState, deployment, region, profile }: Given): string | null {
  if (deployment !== true) return state === demoState ? null : ` --state ${state}`;
  const named = (name: string, value: string | undefined) => (value === undefined ? '' : ` --${name} ${value}`);
  return ` --deployment${named('region', region)}${named('profile', profile)}`;
}

/** Every reason with the day it came, every step, and how it ended. */
function printHistory(terminal: Terminal, credential: string, state: string): void {
  const history = findingHistory(state, credential);
  if (history.length === 0) return;
  terminal.print(bold('What sweeps remember'));
  for (const { at, what } of history) terminal.print('  ', `${formatDay(at)}  ${what}`);
}

const namedAtMost = 5;

async function findThere(name: string, where: Where): Promise<Explained[]> {
  const { explainedThere } = await import('./explain/explained-there.ts');
  return explainedThere(name, where);
}

function findInState(name: string, path: string): Promise<Explained[]> {
  if (!existsSync(path))
    throw new UsageError(
      `There is no state file ${path}.`,
      'Create one: rescind replay PATH --state FILE, or rescind demo.',
    );
  return explainedInState(name, path);
}
