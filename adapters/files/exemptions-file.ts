import * as v from 'valibot';
import { wordsOf } from '../../core/intake/account/account-details.ts';
import { fail, ok, type Result } from '../../core/model/result.ts';
import { strangeIn } from '../../core/plan/exemption.ts';
import { knownKeysOf } from '../../core/policy/known-keys.ts';
import { type Exemption, exemptionSchema, scopeForm } from '../../core/policy/policy.ts';

/** Keys that are not known are told of and let be: the file is kept by people and by other programs. */
const tolerant = v.object(exemptionSchema.entries);

export const exemptionKeys = knownKeysOf(tolerant);

/** One element of `exemptions.json`; a day alone lasts until its end. The error is a clause. */
export function readExemption(value: unknown): Result<Exemption, string> {
  const read = v.safeParse(tolerant, withEndOfDay(value));
  if (!read.success) return fail(wordsOf(read.issues));
  return strangeIn(read.output.scope) === null ? ok(read.output) : fail(`scope: ${scopeForm}`);
}

function withEndOfDay(value: unknown): unknown {
  const until = (value as { until?: unknown } | null)?.until;
  const isDay = typeof until === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(until);
  return isDay ? { ...(value as object), until: `${until}T23:59:59Z` } : value;
}
