import { Command, InvalidArgumentError } from 'commander';
import { type Instant, parseInstant } from '../core/model/instant.ts';
import type { HoldGiven } from './respond/run-hold.ts';
import { usualState } from './respond/state.ts';

const help = `
It undoes whatever is in force on the credential, with your own AWS credentials. From then on, nothing that uses this state file
acts on it, not even rescind contain, until the hold ends or is lifted. A user's or role's ARN holds all credentials of that
user or role. A key that was switched off because of its use stays off, unless you give --enable-key.

With --deployment, the deployment in --region holds it instead: it asks AWS who you are, and its policy must name you under
people, as an approver. Whatever takes two people to undo stays in force. rescind status --region lists holds, and the ledger
records who placed them.

Exit status: 0 done; 1 not all of it could be undone, or the deployment declined; 2 bad usage.

Example:
  rescind hold AKIAIOSFODNN7EXAMPLE --reason "Restore test until noon" --until 2027-01-31T12:00:00Z
  rescind hold AKIAIOSFODNN7EXAMPLE --reason "Release week" --deployment --region us-east-1`;

export function holdCommand(): Command {
  return new Command('hold')
    .description('Undoes what is in force on a credential, and keeps Rescind from containing it for a while.')
    .argument('<credential>', 'an access key id or an ARN, as rescind status prints it')
    .option('--reason <text>', 'why, in a sentence')
    .option(
      '--until <time>',
      'when it ends: a day (until its end, UTC), or ISO 8601 with a zone; open-ended if left out',
      end,
    )
    .option('--enable-key', 'switch a key on again despite evidence that it was stolen')
    .option('--lift', 'end the hold; nothing else is done')
    .option('--profile <name>', 'profile of your AWS configuration')
    .option(
      '--region <name>',
      'Region of the deployment; without --deployment, the Region to sign requests for outside the aws partition',
    )
    .option('--state <file>', 'where what was done is recorded', usualState)
    .option('--deployment', 'let the deployment in --region hold it, in your name')
    .option('--json', 'print what was undone as one JSON object')
    .addHelpText('after', help)
    .action(async (credential: string, given: HoldGiven) => {
      const { runHold } = await import('./respond/run-hold.ts');
      process.exitCode = await runHold(credential, given);
    });
}

function end(text: string): Instant {
  const at = parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T23:59:59Z` : text);
  if (at === null) throw new InvalidArgumentError('Give 2027-01-31 or 2027-01-31T18:00:00Z.');
  return at;
}
