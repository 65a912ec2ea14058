import { type Connection, type EventBridgeClient, ListConnectionsCommand } from '@aws-sdk/client-eventbridge';
import type { ListedCredential } from '../../../core/intake/account/account-inventory.ts';
import type { AccountId, Arn } from '../../../core/model/brand.ts';
import { instantOf } from './instant-of.ts';

/** What EventBridge presents to other APIs. It tells when one was authorised, never when one was used. */
export async function connectionsIn(
  client: EventBridgeClient,
  accountId: AccountId,
): Promise<readonly ListedCredential[]> {
  const found: ListedCredential[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListConnectionsCommand({ NextToken }));
    found.push(...(page.Connections ?? []).map((one) => connectionOf(one, accountId)));
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return found;
}

function connectionOf(
  { ConnectionArn = '', ConnectionState, LastAuthorizedTime, CreationTime }: Connection,
  accountId: AccountId,
): ListedCredential {
  const arn = ConnectionArn as Arn;
  return {
    credential: { kind: 'event-connection', id: arn, accountId, principal: arn },
    active: ConnectionState !== 'DEAUTHORIZED' && ConnectionState !== 'DEAUTHORIZING' && ConnectionState !== 'DELETING',
    createdAt: instantOf(LastAuthorizedTime ?? CreationTime),
    lastUse: null,
    witness: 'list',
    expiresAt: null,
    byService: false,
    tags: [],
  };
}
