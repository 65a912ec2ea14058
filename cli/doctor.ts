import { Command } from 'commander';
import { regionName } from './deploy/deploy-options.ts';
import type { DoctorGiven } from './deploy/doctor/run-doctor.ts';

const help = `
It changes nothing. --state is a file that rescind replay wrote. Without a replay of your own logs, it calls no policy ready to
enforce; with one, it says how often each action would have disturbed whom.

Exit status: 0 all is well; 1 something is wrong, each with one sentence and a remedy; 2 it cannot check the deployment.

Example:
  rescind doctor --region eu-west-1 --json`;

export function doctorCommand(): Command {
  return new Command('doctor')
    .description(
      'Checks that a deployment is complete and receives events, and whether its policy is ready to enforce.',
    )
    .option('--profile <name>', 'profile of your AWS configuration')
    .option('--region <name>', 'Region of the deployment', regionName)
    .option('--state <file>', 'what rescind replay --state wrote (default: rescind.sqlite)')
    .option('--json', 'as one JSON object')
    .addHelpText('after', help)
    .action(async (given: DoctorGiven) => {
      const { runDoctor } = await import('./deploy/doctor/run-doctor.ts');
      process.exitCode = await runDoctor(given);
    });
}
