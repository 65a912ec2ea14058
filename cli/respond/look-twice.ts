import { awsClients } from '../../adapters/aws/clients.ts';
import { awsWitness } from '../../adapters/aws/made-since.ts';
import type { Arn } from '../../core/model/brand.ts';
import { second } from '../../core/model/instant.ts';
import { describeOutcome } from '../../core/outcome/outcome.ts';
import type { RespondPorts } from '../../core/outcome/ports.ts';
import { lookAgain, looks } from '../../core/outcome/second-look.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { OwnAws } from './aws.ts';

/**
 * Waits until IAM has spread what was done, and looks twice for what the thief used that time for. `secret`: whose rotation
 * may have made a key meanwhile. Ctrl-C loses nothing.
 */
export async function lookTwice(
  outcomeId: string,
  ports: RespondPorts,
  { sdk }: OwnAws,
  secret: Arn | null,
  terminal: Terminal,
): Promise<void> {
  const clients = awsClients({ memberRole: null, sessionName: 'rescind', sdk });
  const witness = awsWitness(clients, clients, () => secret);
  const began = ports.clock.now();
  for (const wait of looks) {
    for (let left = wait; left > 0; left = began + wait - ports.clock.now()) {
      terminal.progress(
        `IAM is propagating the change; checking again in ${Math.ceil(left / second)} s`,
        1 - left / wait,
      );
      await ports.clock.sleep(Math.min(left, second));
    }
    const look = await lookAgain(outcomeId, { ...ports, witness });
    if (look === null) return terminal.note('It was undone meanwhile: nothing to check.');
    for (const sentence of look.found) terminal.note(sentence);
    for (const { sentence, outcome } of look.actions) terminal.note(sentence, ` (${describeOutcome(outcome)})`);
  }
  terminal.note('Checked again after a minute: what was done is in force.');
}
