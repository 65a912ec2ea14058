import { Command } from 'commander';
import { outFolder } from './deploy/deploy-options.ts';
import type { DestroyGiven } from './deploy/run-destroy.ts';

const help = `
What is contained now is listed first, with how to restore it; nothing is lifted and nothing destroyed while any of it is
in force, unless --leave-contained says that it is to stay so, which a seal cannot. Tables, logs and bucket stay and are named.

Exit status: 0 destroyed, or nothing there; 1 something is contained, so nothing was destroyed; 2 it cannot be.

Example:
  rescind destroy --dry-run --region us-east-1`;

export function destroyCommand(): Command {
  return new Command('destroy')
    .description('Undoes what deploy did; lifts no containment, and leaves none behind without asking.')
    .option('--profile <name>', 'profile of your AWS configuration')
    .option('--region <name>', 'Region of the deployment')
    .option('--leave-contained', 'go on although containments would stay in force with nobody to lift them')
    .addOption(outFolder())
    .option('--dry-run', 'list what would go and what stays, change nothing')
    .option('--yes', 'do not ask')
    .option('--json', 'print what is in force and what would go as one JSON object')
    .addHelpText('after', help)
    .action(async (given: DestroyGiven) => {
      const { runDestroy } = await import('./deploy/run-destroy.ts');
      process.exitCode = await runDestroy(given);
    });
}
