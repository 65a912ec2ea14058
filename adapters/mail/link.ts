import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { type Instant, second } from '../../core/model/instant.ts';
import { type Choice, choices } from '../../core/plan/approval.ts';

/** What whoever opens a link says, once they confirm it: one choice, to one decision, in one person's name. */
export interface LinkSays {
  readonly decisionId: string;
  readonly choice: Choice;
  /** Their name in the policy. */
  readonly person: string;
  /** From then on it says nothing. */
  readonly until: Instant;
  /** Unique to the link: used again, it is the same word. */
  readonly id: string;
}

const saysSchema = v.strictTuple([
  v.pipe(v.string(), v.regex(/^d_[\w-]{1,60}$/)),
  v.picklist(choices),
  v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  v.pipe(v.number(), v.integer()),
  v.pipe(v.string(), v.regex(/^[\w-]{16,32}$/)),
]);

/** The path and query of a link that nobody without the key can make; `says` has no id yet. */
export function signedLink(base: string, says: Omit<LinkSays, 'id'>, key: string): string {
  const id = randomBytes(16).toString('base64url');
  const fields = [says.decisionId, says.choice, says.person, Math.floor(says.until / second), id];
  const payload = Buffer.from(JSON.stringify(fields)).toString('base64url');
  return `${base.replace(/\/$/, '')}/?t=${payload}.${signatureOf(payload, key)}`;
}

/** What a link says; null where we did not make it, or its time is over. */
export function readLink(token: string, key: string, now: Instant): LinkSays | null {
  const [payload = '', signature = '', ...rest] = token.split('.');
  const [given, due] = [Buffer.from(signature), Buffer.from(signatureOf(payload, key))];
  if (rest.length > 0 || given.length !== due.length || !timingSafeEqual(given, due)) return null;
  const read = v.safeParse(saysSchema, JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  if (!read.success) return null;
  const [decisionId, choice, person, seconds, id] = read.output;
  return seconds * second <= now ? null : { decisionId, choice, person, until: seconds * second, id };
}

/** The word before the payload keeps it apart from whatever else the key may ever sign. */
function signatureOf(payload: string, key: string): string {
  return createHmac('sha256', key).update(`link:${payload}`).digest('base64url');
}
