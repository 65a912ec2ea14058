import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Instant, minute, second } from '../../core/model/instant.ts';

/** A request as it came in: the body byte for byte, and the two headers that Slack signs it with. */
export interface SignedRequest {
  readonly body: Uint8Array;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
}

/** Either way: a clock may be ahead, too. */
const window = 5 * minute;

/** Whether Slack signed the request within the last minutes with one of the secrets: two while one takes over from the other. */
export function isSignedBySlack(request: SignedRequest, secrets: readonly string[], now: Instant): boolean {
  const { body, timestamp = '', signature = '' } = request;
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp) * second) > window) return false;
  const given = Buffer.from(signature);
  return secrets.some((secret) => {
    if (secret === '') return false;
    const hash = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
    const due = Buffer.from(`v0=${hash}`);
    return given.length === due.length && timingSafeEqual(given, due);
  });
}
