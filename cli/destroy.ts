import { Command } from 'commander';
import { outFolder, regionName } from './deploy/deploy-options.ts';
import type { DestroyGiven } from './deploy/run-destroy.ts';

const help = `
It first lists what is contained now, with how to restore it. While any containment is in force, nothing is undone and nothing
destroyed, unless you give --leave-contained. Tables, logs and the bucket stay and are listed.

Exit status: 0 destroyed, or nothing there; 1 something is contained, so nothing was destroyed; 2 it cannot destroy.

Example:
  rescind destroy --dry-run --region us-east-1`;

export function destroyCommand(): Command {
  return new Command('destroy')
    .description('Removes what deploy created; undoes no containment, and leaves none behind without asking.')
    .option('--profile <name>', 'profile of your AWS configuration')
    .option('--region <name>', 'Region of the deployment', regionName)
    .option('--leave-contained', 'continue although containments stay in force and nobody can undo them')
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
