import { Command, InvalidArgumentError, Option } from 'commander';
import { choices } from '../core/plan/approval.ts';
import type { ApproveGiven } from './respond/run-approve.ts';

const help = `
DECISION_ID is what the notice names. It goes to the deployment that asked, which takes who you are from your own AWS
credentials: the policy must name them under people, and as an approver. Two people have to agree where the policy says
so; nobody answers for the credential that they act by. Every answer is in the ledger.

Exit status: 0 noted or settled; 1 it did not count, and it says why; 2 bad usage, or the deployment cannot be reached.

Example:
  rescind approve d_6bb3c2a1f09d4e57 --region us-east-1`;

export function approveCommand(): Command {
  return new Command('approve')
    .description('Answers what a deployment asks about a decision: approve it, refuse it, or say whose doing it was.')
    .argument('<decision>', 'a decision id (d_…)', decisionId)
    .addOption(
      new Option('--answer <answer>', 'what to say; mine and stranger are its owner’s to say')
        .choices(choices)
        .default('approve'),
    )
    .option('--profile <name>', 'profile of your AWS configuration')
    .option('--region <name>', 'Region of the deployment')
    .option('--json', 'print what came of it as one JSON object')
    .addHelpText('after', help)
    .action(async (id: string, given: ApproveGiven) => {
      const { runApprove } = await import('./respond/run-approve.ts');
      process.exitCode = await runApprove(id, given);
    });
}

function decisionId(text: string): string {
  if (!/^d_[\w-]{1,60}$/.test(text))
    throw new InvalidArgumentError('Write the id that the notice names, like d_6bb3….');
  return text;
}
