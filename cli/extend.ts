import { Command, InvalidArgumentError } from 'commander';
import { exitStatusHelp } from './exit.ts';
import { usualState } from './respond/state.ts';
import type { ExtendGiven } from './sweep/run-extend.ts';

const help = `
An owner's word that a credential is still wanted. For so many days no step is taken against it for want of use, and its
lease, where it is on one, goes on. It lifts nothing that is in force: see rescind restore.
${exitStatusHelp('fine', 'usage')}

Example:
  rescind extend AKIAIOSFODNN7EXAMPLE --by ada --days 180 --state sweep.db`;

export function extendCommand(): Command {
  return new Command('extend')
    .description('Says for its owner that a credential is still wanted, for some time.')
    .argument('<credential>', 'an access key id or an ARN')
    .requiredOption('--by <name>', 'who says so')
    .option('--days <n>', 'for how long', wholeDays, 90)
    .option('--state <file>', 'the file that rescind sweep remembers in', usualState)
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
