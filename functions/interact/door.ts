import { type Click, clickIn } from '../../adapters/slack/click.ts';
import { isSignedBySlack } from '../../adapters/slack/signature.ts';
import type { Instant } from '../../core/model/instant.ts';

/** What a function URL hands over, as far as it is read. */
export interface UrlRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** Nobody who cannot sign is told anything. */
interface UrlAnswer {
  readonly statusCode: 200 | 401;
  readonly body: '';
}

export interface Door {
  readonly signingSecrets: readonly string[];
  readonly now: () => Instant;
  /** Keeps the click for whoever works it off. */
  readonly keep: (click: Click) => Promise<void>;
}

/** Far more than a click takes. */
const mostBytes = 256 * 1024;

/**
 * Lets in what Slack signed, and nothing else. The click is kept before Slack hears that it was taken, within its three
 * seconds; what comes of it is another's work. What cannot be kept throws: Slack then shows the person that it failed.
 */
export async function enter(
  { headers, body = '', isBase64Encoded = false }: UrlRequest,
  door: Door,
): Promise<UrlAnswer> {
  // The signature is over the bytes as they came, before anybody reads anything into them.
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  const timestamp = headers['x-slack-request-timestamp'];
  const signature = headers['x-slack-signature'];
  const isSlack =
    bytes.length <= mostBytes &&
    isSignedBySlack({ body: bytes, timestamp, signature }, door.signingSecrets, door.now());
  if (!isSlack) return { statusCode: 401, body: '' };
  const click = clickIn(bytes);
  if (click !== null) await door.keep(click);
  return { statusCode: 200, body: '' };
}
