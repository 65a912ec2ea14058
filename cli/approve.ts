import { Command, InvalidArgumentError, Option } from 'commander';
import { choices } from '../core/plan/approval.ts';
import type { ApproveGiven } from './respond/run-approve.ts';

const help = `
DECISION_ID is the id in the notice. The answer goes to the deployment that asked, which identifies you by your own AWS
credentials: the policy must name them under people. To approve or refuse, you must be an approver there. If the policy says so, two
people have to agree. Nobody may answer for a credential that they are using themselves. Every answer is recorded in the ledger.

Exit status: 0 noted or settled; 1 the answer did not count, and it says why; 2 bad usage, or the deployment cannot be reached.

Example:
  rescind approve d_6bb3c2a1f09d4e57 --region us-east-1`;

export function approveCommand(): Command {
  return new Command('approve')
    .description(
      'Answers a deployment’s question about a decision: approves it, refuses it, or says who was behind it.',
    )
    .argument('<decision>', 'a decision id (d_…)', decisionId)
    .addOption(
      new Option('--answer <answer>', 'your answer; only the owner can answer mine or stranger')
        .choices(choices)
        .default('approve'),
    )
    .option('--profile <name>', 'profile of your AWS configuration')
    .option('--region <name>', 'Region of the deployment')
    .option('--json', 'print the result as one JSON object')
    .addHelpText('after', help)
    .action(async (id: string, given: ApproveGiven) => {
      const { runApprove } = await import('./respond/run-approve.ts');
      process.exitCode = await runApprove(id, given);
    });
}

function decisionId(text: string): string {
  if (!/^d_[\w-]{1,60}$/.test(text)) throw new InvalidArgumentError('Give the id in the notice, like d_6bb3….');
  return text;
}
