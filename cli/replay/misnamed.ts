import { accessKeyOf } from '../../core/intake/fields.ts';
import { isSlipOf } from '../../core/model/nearest.ts';

export interface Misnamed {
  readonly written: string;
  readonly seen: string;
}

/** Access keys that were declared and never seen, beside one that was seen, is spelt nearly so, and of which nothing is said. */
export function misnamed(declared: readonly string[], seen: readonly string[]): Misnamed[] {
  const names = new Set(declared);
  const found = new Set(seen);
  const unsaid = seen.filter((id) => accessKeyOf(id) !== null && !names.has(id));
  return declared
    .filter((name) => accessKeyOf(name) !== null && !found.has(name))
    .flatMap((written) => unsaid.filter((id) => isSlipOf(written, id)).map((id) => ({ written, seen: id })));
}
