import { describeStack, stackResources } from '../../adapters/aws/deployment/stack.ts';
import { hour } from '../../core/model/instant.ts';
import { UsageError } from '../exit.ts';
import { openTerminal } from '../terminal/terminal.ts';
import { bold } from '../terminal/words.ts';
import { known } from './deployment-fault.ts';
import { openPlace, type Where } from './open.ts';
import { pulseChecks, readPulse } from './pulse.ts';
import { stackName } from './tools.ts';

const titles: Readonly<Record<string, string>> = { lanes: 'Heard', learning: 'Learned', sweep: 'Swept' };

/** What a deployment says of itself; nothing is judged, which is the doctor's part. */
export async function deploymentStatus(given: Where & { readonly json?: true }): Promise<void> {
  const terminal = openTerminal();
  const { sdk, clients, place } = await openPlace(given);
  const unread = 'The deployment cannot be looked at';
  const stack = known(await describeStack(stackName, clients.cloudformation), unread);
  const resources = known(await stackResources(stackName, clients.cloudformation), unread);
  if (stack === null || resources === null) {
    throw new UsageError(
      `Rescind is not deployed in account ${place.accountId}, ${place.region}.`,
      'Run rescind deploy, or name the Region where it is: --region NAME.',
    );
  }
  const now = Date.now();
  const checks = pulseChecks(await readPulse(resources, sdk), now, now - stack.createdAt < hour);
  if (given.json) terminal.printJson({ ...place, bootstrap: undefined, checks });
  else for (const { about, sentence } of checks) terminal.print(bold((titles[about] ?? about).padEnd(8)), sentence);
}
