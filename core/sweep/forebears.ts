import { type Forebear, lineages } from '../context/lineage.ts';
import type { AccountInventory } from '../intake/account/account-inventory.ts';
import { type Credential, subjectOf } from '../model/credential.ts';
import type { Declaration } from '../signals/standing/inventory.ts';
import type { AccountJudging } from './account-judging.ts';

/** Credential → those in whose place it came, by the lists, the trail, and what earlier sweeps saw. */
export function lineagesIn(
  inventory: AccountInventory,
  { trail, forebears = [], now }: Pick<AccountJudging, 'trail' | 'forebears' | 'now'>,
) {
  const { accountId, listed, gaps } = inventory;
  const isBlind = gaps.some(({ what }) => /^(?:the account|access keys|users|SSH keys|signing)/.test(what));
  const present = listed.map(
    ({ credential, createdAt, lastUse, active }): Forebear => ({
      credential,
      since: createdAt,
      lastUsedAt: typeof lastUse === 'number' ? lastUse : null,
      ended: !active,
    }),
  );
  const seen = (trail?.credentialsIn(accountId) ?? []).map((credential): Forebear => {
    const { firstUsedAt = null, lastUsedAt = null } = trail?.seen(credential) ?? {};
    // What a whole list lacks is gone; where the list is not whole, nobody knows.
    return { credential, since: firstUsedAt, lastUsedAt, ended: !isBlind };
  });
  const all = new Map([...seen, ...forebears, ...present].map((one) => [subjectOf(one.credential), one]));
  const found = lineages([...all.values()], now);
  return (credential: Credential) => found.get(credential.id) ?? [];
}

/**
 * The owner's words about credentials of this account only; those of others would look as if they were here. What was said
 * of a key holds for the one in its place.
 */
export function withDeclarations(
  inventory: AccountInventory,
  declarations: readonly Declaration[],
  forebearsOf: (credential: Credential) => readonly Credential[],
) {
  const own = declarations.filter(({ credential }) => credential.accountId === inventory.accountId);
  const said = new Map(own.map((one) => [one.credential.id as string, one]));
  const inherited = inventory.listed.flatMap(({ credential }): Declaration[] => {
    if (said.has(credential.id)) return [];
    const word = forebearsOf(credential).findLast(({ id }) => said.has(id));
    const one = word === undefined ? undefined : said.get(word.id);
    // The elder's age and last use are its own.
    return one === undefined
      ? []
      : [{ credential, declared: { ...one.declared, createdAt: null }, lastUse: { kind: 'unknown' } }];
  });
  const present = new Set(inventory.listed.map(({ credential }) => credential.id as string));
  const replaced = new Set(
    inherited.flatMap(({ credential }) => forebearsOf(credential).map(({ id }) => id as string)),
  );
  return {
    ...inventory,
    declarations: [...own.filter(({ credential: { id } }) => present.has(id) || !replaced.has(id)), ...inherited],
  };
}
