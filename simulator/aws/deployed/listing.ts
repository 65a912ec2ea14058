import { AwsError } from '../aws-error.ts';
import { optionalNumber, optionalText, type Parameters } from '../parameters.ts';

export interface Listing {
  readonly keys: readonly string[];
  /** What keys have in common up to the delimiter, once each. */
  readonly commonPrefixes: readonly string[];
  /** To be sent back for the next page; null on the last one. */
  readonly next: string | null;
  /** The most that a page may have of both. */
  readonly most: number;
}

/** S3 gives no more than this, whatever it is asked for. */
const mostKeys = 1_000;

/** A page of a bucket's keys as ListObjectsV2 gives it: by the bytes of their names, keys and common prefixes counted together. */
export function listingOf(all: readonly string[], parameters: Parameters): Listing {
  const asked = optionalNumber(parameters, 'MaxKeys') ?? mostKeys;
  if (!Number.isInteger(asked) || asked < 0)
    throw invalid('Argument maxKeys must be an integer between 0 and 2147483647');
  const most = Math.min(asked, mostKeys);
  const prefix = optionalText(parameters, 'Prefix') ?? '';
  const delimiter = optionalText(parameters, 'Delimiter') || null;
  const token = optionalText(parameters, 'ContinuationToken');
  // With a token, S3 goes on where it was and does not look at this again.
  const startAfter = token === null ? optionalText(parameters, 'StartAfter') : null;
  // Whether S3 would then name a prefix that begins before and ends after is not documented.
  if (startAfter !== null && delimiter !== null)
    throw new AwsError('NotImplemented', 501, 'StartAfter beside Delimiter is not simulated');
  const after = token === null ? startAfter : placeIn(token);
  const under = all.filter((key) => key.startsWith(prefix));
  const named = under.map((key) => (delimiter === null ? key : nameOf(key, prefix, delimiter)));
  const items = [...new Set(named)].toSorted(byBytes).filter((one) => after === null || byBytes(one, after) > 0);
  const page = items.slice(0, most);
  const isRolled = (one: string) => delimiter !== null && one.indexOf(delimiter, prefix.length) >= 0;
  const last = page.at(-1);
  return {
    keys: page.filter((one) => !isRolled(one)),
    commonPrefixes: page.filter(isRolled),
    next: last !== undefined && page.length < items.length ? tokenFor(last) : null,
    most,
  };
}

/** The key, or what it is counted under. */
function nameOf(key: string, prefix: string, delimiter: string): string {
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? key : key.slice(0, at + delimiter.length);
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const sealed = 'after ';

/** Opaque to who lists, so that nobody makes one up. */
function tokenFor(last: string): string {
  return Buffer.from(`${sealed}${last}`).toString('base64');
}

function placeIn(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith(sealed)) throw invalid('The continuation token provided is incorrect');
  return text.slice(sealed.length);
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidArgument', 400, message);
}
