import { Command, InvalidArgumentError } from 'commander';
import { exitStatusHelp } from './exit.ts';
import { usualState } from './respond/state.ts';
import type { ExtendGiven } from './sweep/run-extend.ts';

const help = `
Records that the owner still wants a credential. For that many days, no step is taken against it for being unused, and its lease,
if it has one, continues. It undoes nothing that is in force: see rescind restore.
${exitStatusHelp('fine', 'usage')}

Example:
  rescind extend AKIAIOSFODNN7EXAMPLE --by ada --days 180 --state sweep.db`;

export function extendCommand(): Command {
  return new Command('extend')
    .description('Records, for its owner, that a credential is still wanted for some time.')
    .argument('<credential>', 'an access key id or an ARN')
    .requiredOption('--by <name>', 'the name of whoever says so')
    .option('--days <n>', 'for how many days', wholeDays, 90)
    .option('--state <file>', 'state file of rescind sweep', usualState)
    .option('--json', 'print the lease as JSON')
    .addHelpText('after', help)
    .action(async (credential: string, given: ExtendGiven) => {
      const { runExtend } = await import('./sweep/run-extend.ts');
      process.exitCode = runExtend(credential, given);
    });
}

function wholeDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 400) throw new InvalidArgumentError('Give 1 to 400 days.');
  return days;
}
