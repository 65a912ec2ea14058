import { paginateListSecrets, type SecretListEntry, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { ListedCredential } from '../../../core/intake/account/account-inventory.ts';
import type { AccountId, Arn } from '../../../core/model/brand.ts';
import { instantOf } from './instant-of.ts';
import { tagsOf } from './tags-of.ts';

/** A secret as one Region shows it. */
export interface RegionalSecret {
  readonly region: string;
  readonly entry: SecretListEntry;
}

export async function secretsIn(client: SecretsManagerClient, region: string): Promise<readonly RegionalSecret[]> {
  const found: RegionalSecret[] = [];
  for await (const page of paginateListSecrets({ client }, {})) {
    found.push(...(page.SecretList ?? []).map((entry) => ({ region, entry })));
  }
  return found;
}

/** A replica is the same secret: each Region tells only its own reads, so the latest of them counts. */
export function joinReplicas(secrets: readonly RegionalSecret[], accountId: AccountId): readonly ListedCredential[] {
  const alike = Map.groupBy(secrets, ({ region, entry }) => `${entry.PrimaryRegion ?? region} ${entry.Name}`);
  return [...alike.values()].flatMap((copies) => {
    const primary = copies.find(({ region, entry }) => (entry.PrimaryRegion ?? region) === region) ?? copies[0];
    return primary === undefined ? [] : [secretOf(primary.entry, copies, accountId)];
  });
}

function secretOf(entry: SecretListEntry, copies: readonly RegionalSecret[], accountId: AccountId): ListedCredential {
  const arn = (entry.ARN ?? '') as Arn;
  const reads = copies.flatMap((copy) => instantOf(copy.entry.LastAccessedDate) ?? []);
  return {
    credential: { kind: 'secret', id: arn, accountId, principal: arn },
    active: entry.DeletedDate === undefined,
    createdAt: instantOf(entry.LastRotatedDate ?? entry.LastChangedDate ?? entry.CreatedDate),
    lastUse: reads.length === 0 ? 'never' : Math.max(...reads),
    witness: 'secrets-manager',
    expiresAt: null,
    byService: entry.OwningService !== undefined,
    tags: tagsOf(entry.Tags),
  };
}
