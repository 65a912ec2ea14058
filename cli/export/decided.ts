import * as v from 'valibot';
import type { CredentialKind } from '../../core/model/credential.ts';
import { parseInstant } from '../../core/model/instant.ts';
import { fail, ok, type Result } from '../../core/model/result.ts';
import { plainIssue } from '../../core/policy/plain-issue.ts';
import { actionNames } from '../../core/policy/policy.ts';

const text = v.pipe(v.string(), v.minLength(1));
const instant = v.pipe(
  v.string(),
  v.check((at) => parseInstant(at) !== null, 'is not a time like 2026-09-07T08:15:00Z'),
);

/** All of them: a kind that is left out is a type error. */
const kinds: Readonly<Record<CredentialKind, true>> = {
  'access-key': true,
  role: true,
  'session-token': true,
  'console-password': true,
  root: true,
  'service-specific': true,
  'signing-certificate': true,
  'ssh-key': true,
  secret: true,
  'oauth-token': true,
  'api-token': true,
  parameter: true,
  'roles-anywhere': true,
  'event-connection': true,
  'identity-provider': true,
};

/** What a decision may be about. */
export const decidedKinds = Object.keys(kinds) as CredentialKind[];

/** One line of a decisions file. Keys that are not known here are carried along, so that no format loses any. */
const decidedSchema = v.looseObject({
  id: text,
  at: instant,
  accountId: text,
  credential: text,
  kind: v.picklist(decidedKinds),
  principal: text,
  owner: v.nullable(v.string()),
  action: v.picklist(actionNames),
  score: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
  verdict: v.picklist(['benign', 'suspicious', 'compromised', 'stale', 'overprivileged', 'insufficient-data']),
  families: v.array(v.string()),
  signals: v.array(v.looseObject({ id: v.string(), bits: v.number(), group: v.string(), evidence: v.string() })),
  reason: v.string(),
  eventID: v.nullable(v.string()),
  mode: v.picklist(['observe', 'enforce']),
  reversible: v.boolean(),
  expires: v.nullable(instant),
  session: v.optional(v.nullable(v.string()), null),
  heldBack: v.optional(v.nullable(v.string()), null),
});

/** A decision as it is exported. */
export type Decided = v.InferOutput<typeof decidedSchema>;

/** The decision on one line of a decisions file, or why there is none, in a clause. */
export function readDecided(line: string): Result<Decided, string> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // fails toward: told by line, not exported
    return fail('is not JSON');
  }
  const read = v.safeParse(decidedSchema, value);
  if (read.success) return ok(read.output);
  const [issue] = read.issues;
  const path = issue.path?.map(({ key }) => String(key)).join('.') ?? '';
  return fail(path === '' ? 'is not a decision' : `is not a decision: ${path} ${plainIssue(issue)}`);
}
