import { Command } from 'commander';
import { decisionIdOf } from '../core/outcome/containment.ts';
import { UsageError } from './exit.ts';
import type { RestoreGiven } from './respond/run-restore.ts';
import { usualState } from './respond/state.ts';

const help = `
OUTCOME_ID is what rescind contain printed; rescind status lists the ones in force. It undoes what is on record under that id,
place by place, and nothing else. Whatever somebody changed since is left as it is and reported. Running it again is safe: it
finds everything undone. It acts with your own AWS credentials.

With --deployment, the deployment in --region undoes it instead: it asks AWS who you are, its policy must name you under people,
as the credential's owner or an approver, and on hard evidence two people have to agree. It is recorded in its ledger.

Exit status: 0 all of it is undone; 1 not all of it could be; 2 bad usage, or nothing may be done.

Example:
  rescind restore o_6bb3c2a1f09d4e57 --dry-run`;

export function restoreCommand(): Command {
  return new Command('restore')
    .description('Undoes exactly what one outcome did: shows the difference, asks, then restores.')
    .argument('<outcome>', 'an outcome id (o_…)')
    .option('--profile <name>', 'profile of your AWS configuration')
    .option('--region <name>', 'Region to sign requests for, outside the aws partition')
    .option('--state <file>', 'where what was done is recorded', usualState)
    .option('--dry-run', 'show the difference, change nothing')
    .option('--yes', 'do not ask')
    .option('--enable-key', 'switch a key on again despite evidence that it was stolen')
    .option('--deployment', 'let the deployment in --region undo what it did, in your name')
    .option('--json', 'print the outcome as one JSON object')
    .addHelpText('after', help)
    .action(async (outcomeId: string, { deployment, ...given }: RestoreGiven & { readonly deployment?: true }) => {
      if (deployment === true) {
        const { runApprove } = await import('./respond/run-approve.ts');
        process.exitCode = await runApprove(decisionNamedBy(outcomeId), { ...given, answer: 'undo' });
        return;
      }
      const { runRestore } = await import('./respond/run-restore.ts');
      process.exitCode = await runRestore(outcomeId, given);
    });
}

function decisionNamedBy(outcomeId: string): string {
  // The pin that stands in for a decision is taken back with it.
  if (/^o_[\w.-]{1,60}$/.test(outcomeId)) return decisionIdOf(outcomeId).replace(/-pin$/, '');
  throw new UsageError(`${outcomeId} is not an outcome id.`, 'Give the id in the notice, like o_6bb3….');
}
