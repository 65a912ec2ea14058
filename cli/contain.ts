import { Command, Option } from 'commander';
import { readNetwork } from './respond/networks.ts';
import { orderable } from './respond/order.ts';
import type { ContainGiven } from './respond/run-contain.ts';
import { usualState } from './respond/state.ts';
import { userCredentialKinds } from './respond/user-credential-kinds.ts';

const help = `
CREDENTIAL is an access key id, or the ARN of a user, a role, one session of a role, a secret, or any credential that
\`rescind sweep\` lists: a service-specific one (its ACCA… id is enough), an SSH key, a signing certificate, a profile, trust anchor or
revocation list of Roles Anywhere, an EventBridge connection, or a parameter whose owner declared what it holds. A user's ARN with
--kind means the console password, or every credential of that kind.

It acts with your own AWS credentials in their account (environment, profile, SSO; AWS_ENDPOINT_URL is honoured). It shows the
plan and asks before it changes anything, and saves how to undo it before the first change. It also acts in observe mode, which
only holds back automatic actions. Exemptions and holds stop it.

Exit status: 0 done; 1 not all of it could be done; 2 bad usage, or nothing may be done.

Example:
  rescind contain AKIAIOSFODNN7EXAMPLE --action disable --reason "Found in a public repository" --dry-run`;

export function containCommand(): Command {
  return new Command('contain')
    .description('Contains one credential now, by your order: shows the plan, asks, acts, and says how to undo it.')
    .argument('<credential>', 'an access key id or an ARN')
    .addOption(new Option('--action <action>', 'what to do').choices(orderable).makeOptionMandatory())
    .requiredOption('--reason <text>', 'why, in a sentence; it is recorded with what was done')
    .option('--user <name>', 'whose access key it is, instead of asking IAM')
    .addOption(
      new Option('--kind <kind>', 'which credential of the user, if a user’s ARN is given').choices(
        userCredentialKinds,
      ),
    )
    .option('--network <cidr>', 'network that a pin leaves open; can be repeated', readNetwork, [])
    .option('--profile <name>', 'profile of your AWS configuration')
    .option('--region <name>', 'Region to sign requests for, outside the aws partition')
    .option('--state <file>', 'where what was done is recorded', usualState)
    .option('--policy <file>', 'policy with limits and protected credentials')
    .option('--context <dir>', 'folder with exemptions.json and the owners’ declarations')
    .option('--dry-run', 'show the plan, change nothing')
    .option('--yes', 'do not ask')
    .option('--even-my-own', 'contain the credential that you are using')
    .option('--over-limit', 'act despite a limit, a wave, a change window or another brake')
    .option('--look', 'wait a minute and look for what was created meanwhile; the default on a terminal')
    .option('--no-look', 'do not wait')
    .option('--json', 'print the outcome as one JSON object')
    .addHelpText('after', help)
    .action(async (credential: string, given: ContainGiven) => {
      // The SDK takes half a second to load, which nobody waits for who asks for help.
      const { runContain } = await import('./respond/run-contain.ts');
      process.exitCode = await runContain(credential, given);
    });
}
