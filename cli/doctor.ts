import { Command } from 'commander';
import { regionName } from './deploy/deploy-options.ts';
import type { DoctorGiven } from './deploy/run-doctor.ts';

const help = `
It changes nothing. With --state it reads the file of rescind replay: without a replay of your own logs on record, no
policy is called ready to enforce, and with one it says how often each action would have disturbed whom.

Exit status: 0 all is well; 1 something is wrong, each with one sentence and a remedy; 2 it cannot be looked at.

Example:
  rescind doctor --region eu-west-1 --json`;

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Looks whether a deployment is whole and hears, and whether its policy is ready to enforce.')
    .option('--profile <name>', 'profile of your AWS configuration')
    .option('--region <name>', 'Region of the deployment', regionName)
    .option('--state <file>', 'what rescind replay --state wrote (default: rescind.sqlite)')
    .option('--json', 'as one JSON object')
    .addHelpText('after', help)
    .action(async (given: DoctorGiven) => {
      const { runDoctor } = await import('./deploy/run-doctor.ts');
      process.exitCode = await runDoctor(given);
    });
}
