import * as v from 'valibot';
import { fail, ok, type Result } from '../model/result.ts';
import { type JsonPath, repeatedKey } from './json-places.ts';
import { knownKeysOf, strayKey } from './known-keys.ts';
import { plainIssue } from './plain-issue.ts';
import { type Policy, policySchema } from './policy.ts';

/** What is wrong with a policy. `syntax`: the text is not JSON, so nothing in it has a place. */
export interface PolicyFault {
  readonly kind: 'syntax' | 'repeated-key' | 'value';
  /** `['thresholds', 'notify']`; empty for the whole text. */
  readonly path: JsonPath;
  /** A clause that follows the path. */
  readonly what: string;
}

/** The text without the byte-order mark that editors on Windows write before it, which is not JSON. */
export function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

/** The policy that a text says, or everything that is wrong with it. */
export function readPolicy(written: string): Result<Policy, readonly PolicyFault[]> {
  const text = withoutMark(written);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // fails toward: no policy, hence no action
    return fail([{ kind: 'syntax', path: [], what: 'is not valid JSON from here on' }]);
  }
  const repeated = repeatedKey(text);
  if (repeated !== null) {
    return fail([{ kind: 'repeated-key', path: repeated.path, what: 'is there twice: keep the one that is meant' }]);
  }
  const read = v.safeParse(policySchema, value);
  return read.success ? ok(read.output) : fail(firstAtEach(read.issues.map(faultOf)));
}

/** One fault for each place: the checks after the first only find the same again. */
function firstAtEach(faults: readonly PolicyFault[]): PolicyFault[] {
  const placed = new Map<string, PolicyFault>();
  for (const fault of faults) {
    const place = JSON.stringify(fault.path);
    if (!placed.has(place)) placed.set(place, fault);
  }
  return [...placed.values()];
}

/** All that is wrong, in one line. */
export function clausesOf(faults: readonly PolicyFault[]): string {
  return faults.map(({ path, what }) => `${path.join('.')} ${what}`.trim()).join('; ');
}

const known = knownKeysOf(policySchema);

function faultOf(issue: v.BaseIssue<unknown>): PolicyFault {
  const { type, expected, path: steps } = issue;
  const path = steps?.map(({ key }) => key as string | number) ?? [];
  const isStray = type === 'strict_object' && expected === 'never';
  return { kind: 'value', path, what: isStray ? strayKey(path, known) : plainIssue(issue) };
}
