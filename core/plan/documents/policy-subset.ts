import { type Fields, manyOf } from '../../intake/fields.ts';
import { matchesGlob } from '../../model/glob.ts';

/**
 * Why the smaller statements may allow what the old ones do not; null where each Allow is one of the old with fewer actions,
 * in the same places and under the same conditions, and every old Deny is there still. Sufficient, not necessary: what it
 * cannot show it does not claim.
 */
export function isWithin(smaller: readonly Fields[], old: readonly Fields[]): string | null {
  for (const statement of smaller) {
    if (statement.Effect !== 'Allow') continue;
    const alike = old.filter((one) => one.Effect === 'Allow' && same(one, statement));
    if (!alike.some((one) => actionsWithin(statement, one))) {
      return 'a statement of it cannot be shown to lie within the old policies';
    }
  }
  const denies = new Set(smaller.filter(({ Effect }) => Effect === 'Deny').map(bare));
  return old.every((one) => one.Effect !== 'Deny' || denies.has(bare(one)))
    ? null
    : 'it lacks a Deny of the old policies';
}

function same(a: Fields, b: Fields): boolean {
  return (['Resource', 'NotResource', 'Condition'] as const).every(
    (key) => JSON.stringify(a[key]) === JSON.stringify(b[key]),
  );
}

function bare({ Sid: _, ...rest }: Fields): string {
  return JSON.stringify(rest);
}

function actionsWithin(statement: Fields, old: Fields): boolean {
  if (statement.NotAction !== undefined) {
    return JSON.stringify(statement.NotAction) === JSON.stringify(old.NotAction);
  }
  const actions = manyOf(statement.Action).map(String);
  if (old.NotAction !== undefined) {
    const left = manyOf(old.NotAction).map(String);
    return actions.every((action) => !/[*?]/.test(action) && !left.some((pattern) => matchesGlob(pattern, action)));
  }
  return actions.every((action) => manyOf(old.Action).some((pattern) => isNarrower(action, String(pattern))));
}

/** `?` would match the `*` of a wider pattern, so where both are wild only `*` is trusted. */
function isNarrower(action: string, pattern: string): boolean {
  if (action.toLowerCase() === pattern.toLowerCase()) return true;
  return /[*?]/.test(action) && pattern.includes('?') ? false : matchesGlob(pattern, action);
}
