import { Command, InvalidArgumentError } from 'commander';
import { exitStatusHelp } from './exit.ts';
import { failOn } from './fail-on.ts';
import type { SweepGiven } from './sweep/given.ts';

const help = `
Reads with your own AWS credentials (environment, profile, SSO; AWS_ENDPOINT_URL is honoured) and changes nothing
unless you say --apply: then it shows what is due, asks, acts within the policy's limits, and says what undoes it. It acts
in observe mode too: that mode is for the automaton. Nothing is ever deleted.
Without --accounts and --organization it reads the account that the credentials belong to. Other accounts are read
through the role of --role-name, in sessions that may do nothing but read what a sweep reads.
With --state, a sweep tells what is new since the last one, and one that was interrupted goes on where it was.
${exitStatusHelp()}

Example:
  rescind sweep --profile audit --organization --report sweep.html --state sweep.db
  rescind sweep --profile audit --organization --state sweep.db --apply --yes`;

/** The role that AWS Organizations makes in every account that it creates. */
const usualRole = 'OrganizationAccountAccessRole';

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
    .option('--identity-center', 'ask Identity Center who works here, so that leavers are told apart')
    .option('--trail <path...>', 'CloudTrail files, for habits, places, makers of credentials and past calls')
    .option('--report <file>', 'write an HTML report')
    .option('--inventory <file>', 'list every credential with all that is known of it, one JSON a line; - for stdout')
    .option('--decisions <file>', 'write the decisions, one JSON a line; - for stdout')
    .option(
      '--right-size <dir>',
      'write a smaller policy and a permissions boundary for everybody who holds more than they use',
    )
    .option('--state <file>', 'remember what was found, for the next sweep and for rescind explain')
    .option('--apply', 'carry out the steps that are due, after showing the plan and asking')
    .option('--yes', 'do not ask')
    .option('--print-policy', 'print the IAM policy that a sweep needs, and do nothing')
    .option('--json', 'print the summary as one JSON object')
    .option('--quiet', 'no progress')
    .option('--fail-on <action|score>', 'exit with 1 if a decision is at or above it', failOn)
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
