import { Command, InvalidArgumentError } from 'commander';
import { sweepSessions } from '../adapters/aws/inventory/sessions.ts';
import { inspectPermissions, reachAllPermissions } from '../contract/permissions.ts';
import type { Decision } from '../core/plan/decision.ts';
import { emptySpent } from '../core/plan/limits.ts';
import { defaultPolicy } from '../core/policy/policy.ts';
import { renderReport } from '../report/render.ts';
import { exitStatus, exitStatusHelp, UsageError } from './exit.ts';
import { type FailOn, failOn } from './fail-on.ts';
import { readPolicyFile } from './policy/policy-file.ts';
import { readContext } from './replay/context.ts';
import { decisionLine } from './replay/decision-line.ts';
import { LineFile, mustBeWritable, writeOutput } from './replay/outputs.ts';
import { keepSweep } from './sweep/kept-sweep.ts';
import { readPeople } from './sweep/people.ts';
import { printSweep } from './sweep/print-sweep.ts';
import { reportOfSweep } from './sweep/report-of-sweep.ts';
import { summaryOf } from './sweep/summary.ts';
import { sweep } from './sweep/sweep.ts';
import { whichAccounts } from './sweep/which-accounts.ts';
import { writeBoundaries } from './sweep/write-boundaries.ts';
import { openTerminal } from './terminal/terminal.ts';
import { bold, count } from './terminal/words.ts';

const help = `
Reads with your own AWS credentials (environment, profile, SSO; AWS_ENDPOINT_URL is honoured) and changes nothing.
Without --accounts and --organization it reads the account that the credentials belong to. Other accounts are read
through the role of --role-name, in sessions that may do nothing but read what a sweep reads.
With --state, a sweep tells what is new since the last one, and one that was interrupted goes on where it was.
${exitStatusHelp()}

Example:
  rescind sweep --profile audit --organization --report sweep.html --state sweep.db`;

/** The role that AWS Organizations makes in every account that it creates. */
const usualRole = 'OrganizationAccountAccessRole';

/** For the role or user that sweeps; an account that is read through a role needs the first statement only. */
const policyOfASweep = {
  Version: '2012-10-17',
  Statement: [
    { Sid: 'ReadAnAccount', Effect: 'Allow', Action: inspectPermissions, Resource: '*' },
    { Sid: 'ReachTheOthers', Effect: 'Allow', Action: reachAllPermissions, Resource: '*' },
  ],
};

interface Given {
  readonly profile?: string;
  readonly accounts?: readonly string[];
  readonly organization?: true;
  readonly roleName: string;
  readonly regions?: readonly string[];
  readonly policy?: string;
  readonly context?: string;
  readonly report?: string;
  readonly decisions?: string;
  readonly rightSize?: string;
  readonly state?: string;
  readonly printPolicy?: true;
  readonly json?: true;
  readonly quiet?: true;
  readonly failOn?: FailOn;
}

export function sweepCommand(): Command {
  return new Command('sweep')
    .description('Reads what credentials an account or an organisation has: which are stale, which hold too much.')
    .option('--profile <name>', 'profile of your AWS configuration')
    .option('--accounts <ids>', 'these accounts, separated by commas', accountIds)
    .option('--organization', 'all accounts of the organisation')
    .option('--role-name <name>', 'role to assume in other accounts', usualRole)
    .option('--regions <names>', 'look for secrets in these Regions only', names)
    .option('--policy <file>', 'policy to judge by, instead of the default')
    .option('--context <dir>', 'folder with the owners’ words (credentials.json, exemptions.json, people.txt)')
    .option('--report <file>', 'write an HTML report')
    .option('--decisions <file>', 'write the decisions, one JSON a line; - for stdout')
    .option('--right-size <dir>', 'write a permissions boundary for everybody who holds more than they use')
    .option('--state <file>', 'remember what was found, for the next sweep and for rescind explain')
    .option('--print-policy', 'print the IAM policy that a sweep needs, and do nothing')
    .option('--json', 'print the summary as one JSON object')
    .option('--quiet', 'no progress')
    .option('--fail-on <action|score>', 'exit with 1 if a decision is at or above it', failOn)
    .addHelpText('after', help)
    .action(async (given: Given) => {
      process.exitCode = await run(given);
    });
}

async function run(given: Given): Promise<number> {
  const began = performance.now();
  const terminal = openTerminal(given);
  if (given.printPolicy === true) {
    for (const line of JSON.stringify(policyOfASweep, null, 2).split('\n')) terminal.print(line);
    return exitStatus.fine;
  }
  if (given.accounts !== undefined && given.organization === true) {
    throw new UsageError('--accounts and --organization exclude each other.', 'Give one of them.');
  }
  const policy = given.policy === undefined ? defaultPolicy : readPolicyFile(given.policy);
  const context = await readContext(given.context);
  const decisionsFile = new LineFile(given.decisions);
  if (given.report !== undefined) mustBeWritable(given.report);

  const sessions = sweepSessions({
    roleName: given.roleName,
    sdk: {
      region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1',
      ...(given.profile === undefined ? {} : { profile: given.profile }),
    },
  });
  const which = await whichAccounts(sessions, {
    accounts: given.accounts ?? null,
    organization: given.organization === true,
  });
  const scope = JSON.stringify([
    which.accounts.map(({ id }) => id),
    given.regions ?? null,
    policy.version,
    given.rightSize !== undefined,
  ]);
  const kept = keepSweep(given.state ?? ':memory:', scope, Date.now());
  if (kept.done.length > 0) {
    terminal.note(`Going on with an interrupted sweep: ${count(kept.done.length, 'account')} done before.`);
  }
  const outcome = await sweep({
    sessions,
    which,
    kept,
    judging: {
      now: kept.startedAt,
      regions: given.regions ?? null,
      declarations: context.declarations,
      surroundings: { ownerTags: policy.ownerTags, people: readPeople(given.context), ours: which.ours },
      circumstances: { policy, exemptions: context.exemptions, spent: emptySpent() },
      observed: kept.observed,
      rightSize: given.rightSize !== undefined,
    },
    onProgress: (done, of) => terminal.progress(`${done} of ${count(of, 'account')}`),
  });
  sessions.close();

  const read = summaryOf(outcome, which.closed);
  const summary = { ...read, unread: [...read.unread, ...context.unread] };
  const decisions = outcome.results.flatMap((result) => result.decisions).toSorted(inOrder);
  for (const decision of decisions) decisionsFile.add(decisionLine(decision));
  await decisionsFile.write();
  if (given.report !== undefined) {
    await writeOutput(given.report, renderReport(reportOfSweep(outcome, summary, policy, kept.startedAt)));
  }
  const seconds = Math.round(performance.now() - began) / 1000;
  if (given.json) terminal.printJson({ ...summary, seconds });
  else printSweep(terminal, summary, outcome, seconds);
  if (given.rightSize !== undefined) {
    const written = writeBoundaries(given.rightSize, outcome.results);
    terminal.note(`${count(written, 'permissions boundary', 'permissions boundaries')} in `, bold(given.rightSize));
  }
  if (given.report !== undefined) terminal.note('The report: ', bold(given.report));
  if (summary.unread.length > 0) return exitStatus.unread;
  return given.failOn !== undefined && decisions.some(given.failOn) ? exitStatus.finding : exitStatus.fine;
}

function inOrder(a: Decision, b: Decision): number {
  const [one, other] = [a, b].map(({ accountId, credential, id }) => `${accountId} ${credential} ${id}`);
  return (one ?? '') < (other ?? '') ? -1 : 1;
}

function accountIds(text: string): readonly string[] {
  const ids = [...new Set(names(text))];
  if (!ids.every((id) => /^\d{12}$/.test(id))) throw new InvalidArgumentError('Account ids have twelve digits.');
  return ids.toSorted();
}

function names(text: string): readonly string[] {
  const list = text.split(',').map((name) => name.trim());
  if (list.includes('')) throw new InvalidArgumentError('Separate the names by single commas.');
  return list;
}
