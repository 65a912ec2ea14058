import type { CredentialUse } from '../../core/intake/credential-use.ts';
import type { Told } from '../../core/intake/told.ts';

/** Variants of one credential's one call that are compared. */
const variantsKept = 8;

/**
 * A credential makes the same call again and again, from the same place with the same program. Of all records that differ
 * in nothing but their id and time, one stands for the others.
 */
export class Exemplars {
  /** By credential, then by action. */
  readonly #byWho = new Map<string, Map<string, Told[]>>();

  /** The record that stands for `told`: an earlier one, or itself from now on. */
  standingFor(told: Told): Told {
    const { use } = told;
    // Whoever testifies says something of his own.
    if (use === null || told.testimony !== null) return told;
    const variants = this.#variantsOf(use);
    for (const known of variants) if (known.use !== null && isAlike(known.use, use)) return known;
    if (variants.length >= variantsKept) variants.shift();
    variants.push(told);
    return told;
  }

  clear(): void {
    this.#byWho.clear();
  }

  #variantsOf({ accessKeyId, principal, action }: CredentialUse): Told[] {
    const who = accessKeyId ?? principal.arn;
    let byAction = this.#byWho.get(who);
    if (byAction === undefined) {
      byAction = new Map();
      this.#byWho.set(who, byAction);
    }
    let variants = byAction.get(action);
    if (variants === undefined) {
      variants = [];
      byAction.set(action, variants);
    }
    return variants;
  }
}

function isAlike(a: CredentialUse, b: CredentialUse): boolean {
  for (const name in a) {
    const field = name as keyof CredentialUse;
    if (a[field] !== b[field] && field !== 'id' && field !== 'at' && !isEqual(a[field], b[field])) return false;
  }
  return true;
}

/** Equality of plain data. */
function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [names, others] = [Object.keys(a), Object.keys(b)];
  return (
    names.length === others.length && names.every((name) => name in b && isEqual(a[name as never], b[name as never]))
  );
}

/** About the bytes that it takes to hold, but for the strings that it shares with nobody knows whom. */
export function weightOf(value: unknown): number {
  if (typeof value === 'string') return 24 + value.length;
  if (typeof value !== 'object' || value === null) return 8;
  let weight = 24;
  for (const name in value) weight += 8 + weightOf(value[name as never]);
  return weight;
}
