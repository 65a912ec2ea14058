import { Command, InvalidArgumentError } from 'commander';
import { exitStatusHelp } from './exit.ts';
import { failOn } from './fail-on.ts';
import type { SweepGiven } from './sweep/given.ts';

const help = `
It reads with your own AWS credentials (environment, profile, SSO; AWS_ENDPOINT_URL is honoured) and changes nothing
unless you give --apply: then it shows what is due, asks, acts within the policy's limits, and says how to undo it. It also acts
in observe mode, which only holds back automatic actions. Nothing is ever deleted.
Without --accounts and --organization it reads the account of your credentials. It reads other accounts through the role
--role-name, in sessions that can only read what a sweep reads.
With --state, a sweep reports what is new since the last one, and an interrupted one continues where it stopped.
${exitStatusHelp()}

Example:
  rescind sweep --profile audit --organization --report sweep.html --state sweep.db
  rescind sweep --profile audit --organization --state sweep.db --apply --yes`;

/** The role that AWS Organizations makes in every account that it creates. */
const usualRole = 'OrganizationAccountAccessRole';

export function sweepCommand(): Command {
  return new Command('sweep')
    .description(
      'Lists the credentials of an account or an organisation: which are stale, which have too many permissions.',
    )
    .option('--profile <name>', 'profile of your AWS configuration')
    .option('--accounts <ids>', 'only these accounts, separated by commas', accountIds)
    .option('--organization', 'all accounts of the organisation')
    .option('--role-name <name>', 'role to assume in other accounts', usualRole)
    .option('--regions <names>', 'look for secrets only in these Regions', names)
    .option('--policy <file>', 'policy to judge by, instead of the default')
    .option('--context <dir>', 'folder with the owners’ declarations (credentials.json, exemptions.json, people.txt)')
    .option('--identity-center', 'ask Identity Center who works here, to recognise people who left')
    .option('--trail <path...>', 'CloudTrail files, for habits, places, who created credentials, and past calls')
    .option('--report <file>', 'write an HTML report')
    .option(
      '--inventory <file>',
      'list every credential with all that is known about it, one JSON object per line; - for stdout',
    )
    .option('--decisions <file>', 'write the decisions, one JSON object per line; - for stdout')
    .option(
      '--right-size <dir>',
      'write a smaller policy and a permissions boundary for everybody with more permissions than they use',
    )
    .option('--state <file>', 'remember what was found, for the next sweep and for rescind explain')
    .option('--apply', 'carry out the steps that are due, after showing the plan and asking')
    .option('--yes', 'do not ask')
    .option('--print-policy', 'print the IAM policy that a sweep needs, and do nothing')
    .option('--json', 'print the summary as one JSON object')
    .option('--quiet', 'show no progress')
    .option('--fail-on <action|score>', 'exit with 1 if a decision is at or above this', failOn)
    .addHelpText('after', help)
    .action(async (given: SweepGiven) => {
      const { runSweep } = await import('./sweep/run-sweep.ts');
      process.exitCode = await runSweep(given);
    });
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
