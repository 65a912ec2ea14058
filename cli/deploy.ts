import { Command } from 'commander';
import {
  amount,
  keyArn,
  outFolder,
  regionName,
  regionNames,
  runbookLink,
  secretArns,
  trailBucket,
  unitIds,
  watcher,
} from './deploy/deploy-options.ts';
import type { DeployGiven } from './deploy/given.ts';

const help = `
It finds out who you are, in which account and Region, and whether the account is bootstrapped. It says what it will create and
what that costs per month, asks, deploys, and checks that all is well. Without options it deploys to this account and Region, and
only observes. It acts with your own AWS credentials; docs/deploy.md lists the permissions that they need.

Exit status: 0 deployed and fine, or nothing done as you wished; 1 deployed, and doctor found something; 2 it cannot deploy.

Example:
  rescind deploy --dry-run --region us-east-1`;

export function deployCommand(): Command {
  return new Command('deploy')
    .description(
      'Deploys to AWS: explains what it will create and what that costs, asks, deploys, and checks the result.',
    )
    .option('--profile <name>', 'profile of your AWS configuration')
    .option('--region <name>', 'Region to deploy to', regionName)
    .option('--organization [units]', 'watch all accounts of the organisation, or those under ou-…,ou-…', unitIds)
    .option(
      '--regions <names>',
      'Regions of the organisation to watch; by default all that are switched on',
      regionNames,
    )
    .option(
      '--trail-bucket <name>',
      'bucket of this account and Region that a trail writes to, or NAME/PREFIX; new: create both; none: do not use even the organisation’s own trail',
      trailBucket,
    )
    .option('--trail-key <arn>', 'your own key, if the files in that bucket are encrypted with it', keyArn)
    .option('--backfill-days <n>', 'earlier days to learn from that bucket before anything acts', amount)
    .option('--inspector <arn>', 'a role or user that may sweep the accounts, read-only')
    .option('--slack-secret <name>', 'secret with the Slack bot’s token')
    .option('--rotate <file>', 'which users’ access keys are in which secrets, for the function that rotates them')
    .option('--token-secrets <arns>', 'secrets with which OAuth and API tokens are revoked', secretArns)
    .option(
      '--no-inline-denies',
      'leave out the role that writes inline policies: no pins, no denies on single sessions',
    )
    .option(
      '--guard',
      'add a service control policy that protects the seal, Rescind’s roles and its rules in the members',
    )
    .option(
      '--watch <region>',
      'other Region that watches this deployment; none: nobody notices if this one goes silent',
      watcher,
    )
    .option('--runbook <url>', 'address of your copy of docs/runbook.md: alarms link to its sections', runbookLink)
    .option('--events-per-day <n>', 'management events per day, for the cost estimate', amount)
    .option('--prices <file>', 'prices to use instead of the list prices of us-east-1')
    .addOption(outFolder())
    .option('--remove', 'remove what an earlier deployment created and this one does not have')
    .option('--revert-drift', 'restore what somebody else changed or removed to what the template says')
    .option('--dry-run', 'explain and synthesize, change nothing')
    .option('--yes', 'do not ask')
    .option('--json', 'print the plan, or the doctor’s findings, as one JSON object')
    .addHelpText('after', help)
    .action(async (given: DeployGiven) => {
      // The SDK takes half a second to load, which nobody waits for who asks for help.
      const { runDeploy } = await import('./deploy/run-deploy.ts');
      process.exitCode = await runDeploy(given);
    });
}
