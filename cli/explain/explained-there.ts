import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { stackResources } from '../../adapters/aws/deployment/stack.ts';
import { dynamodbContainmentStore } from '../../adapters/dynamodb/containment-store.ts';
import { dynamodbLedger } from '../../adapters/dynamodb/ledger.ts';
import { dynamodbNoteStore } from '../../adapters/dynamodb/note-store.ts';
import { announcementOf } from '../../core/observe/note-keys.ts';
import { decisionIdOf, outcomeIdOf } from '../../core/outcome/containment.ts';
import { deploymentFault, known } from '../deploy/deployment-fault.ts';
import { deedsIn } from '../deploy/destruction.ts';
import { openPlace, type Where } from '../deploy/open.ts';
import { stackName } from '../deploy/tools.ts';
import { UsageError } from '../exit.ts';
import { decisionLine } from '../replay/decision-line.ts';
import { type Explained, plannedIn } from './explained.ts';

/** From a deployment's own tables, with the credentials of whoever asks; it only reads. `name`: id of a decision or its outcome. */
export async function explainedThere(name: string, where: Where): Promise<Explained[]> {
  if (!/^[do]_[\w-]{1,60}$/.test(name)) {
    throw new UsageError(`${name} is not a decision of a deployment.`, 'Give the id in the notice: d_… or o_….');
  }
  const { sdk, clients, place } = await openPlace(where);
  const resources = known(await stackResources(stackName, clients.cloudformation), 'The deployment cannot be read');
  const memory = resources?.find(({ logicalId }) => logicalId.startsWith('FoundationMemory'))?.physicalId;
  const deeds = deedsIn(resources ?? []);
  if (memory === undefined || deeds === null) {
    throw new UsageError(
      `Rescind is not deployed in account ${place.accountId}, ${place.region}.`,
      'Name the Region of the deployment: --region NAME.',
    );
  }
  const client = new DynamoDBClient({ ...sdk, maxAttempts: 2 });
  const id = decisionIdOf(name);
  try {
    const announced = await announcementOf(id, dynamodbNoteStore({ client, name: memory }));
    if (announced === null) return [];
    const table = { client, name: deeds };
    const done = await dynamodbContainmentStore(table).ofOutcome(outcomeIdOf(id));
    const planned = await plannedIn(announced.decision, dynamodbLedger(table));
    return [{ decision: decisionLine(announced.decision), assessment: announced.weighed ?? null, done, planned }];
  } catch (error) {
    // fails toward: saying that it cannot be looked at
    throw deploymentFault(error);
  } finally {
    client.destroy();
  }
}
