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
It finds out by itself who you are, where, and whether the account is bootstrapped; says what it will make and what that
costs a month; asks; deploys; and looks whether all is well. With no option: this account and Region, observing only.
It acts with your own AWS credentials. What they need is in docs/deploy.md.

Exit status: 0 deployed and fine, or nothing done as you wished; 1 deployed, and doctor found something; 2 it cannot be.

Example:
  rescind deploy --dry-run --region us-east-1`;

export function deployCommand(): Command {
  return new Command('deploy')
    .description('Deploys to AWS: explains what it will make and what that costs, asks, deploys, and looks after it.')
    .option('--profile <name>', 'profile of your AWS configuration')
    .option('--region <name>', 'Region to deploy to', regionName)
    .option('--organization [units]', 'watch all accounts of the organisation, or those under ou-…,ou-…', unitIds)
    .option('--regions <names>', 'Regions that are watched of an organisation; all that are on without it', regionNames)
    .option(
      '--trail-bucket <name>',
      'bucket of this account and Region that a trail writes to, or NAME/PREFIX; new: make both; none: not even that of the organisation’s own trail',
      trailBucket,
    )
    .option('--trail-key <arn>', 'key of your own that the files in that bucket are encrypted with', keyArn)
    .option('--backfill-days <n>', 'days before the first that are learned from it before anything acts', amount)
    .option('--inspector <arn>', 'a role or user that may sweep the accounts, read-only')
    .option('--slack-secret <name>', 'secret with the Slack bot’s token')
    .option('--rotate <file>', 'which users’ access keys lie in which secrets, for the function that rotates them')
    .option('--token-secrets <arns>', 'secrets with which OAuth and API tokens are revoked', secretArns)
    .option('--no-inline-denies', 'leave out the role that writes inline policies: no pin, no deny on single sessions')
    .option(
      '--guard',
      'a service control policy that keeps the seal, our roles and our rules as they are in the members',
    )
    .option('--watch <region>', 'Region to be watched from; none: nobody sees it where this one goes silent', watcher)
    .option('--runbook <url>', 'where your copy of docs/runbook.md is read: alarms link to its sections', runbookLink)
    .option('--events-per-day <n>', 'management events a day, for the estimate of costs', amount)
    .option('--prices <file>', 'other prices than the list prices of us-east-1')
    .addOption(outFolder())
    .option('--remove', 'remove what an earlier deployment made and this one has not')
    .option('--revert-drift', 'put back what somebody else changed or removed of what stands, as the template has it')
    .option('--dry-run', 'explain and synthesize, change nothing')
    .option('--yes', 'do not ask')
    .option('--json', 'print the plan, or what the doctor then finds, as one JSON object')
    .addHelpText('after', help)
    .action(async (given: DeployGiven) => {
      // The SDK takes half a second to load, which nobody waits for who asks for help.
      const { runDeploy } = await import('./deploy/run-deploy.ts');
      process.exitCode = await runDeploy(given);
    });
}
