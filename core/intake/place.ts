import { parseAddress } from '../model/ip.ts';
import { once } from '../model/once.ts';
import type { Source } from './credential-use.ts';
import { flagOf, textOf } from './fields.ts';
import { extraOf, type TrailRecord } from './trail-record.ts';

const canonical = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const unknown: Source = { kind: 'unknown' };

/** Whether the credential signed the call and somebody else sent it, for all that the record shows. Fails toward: the holder's own. */
export function isByLink(record: TrailRecord): boolean {
  return isOfObject(record) || isProofHandedOn(record);
}

/**
 * A signed question for one's own name is a proof of it: Vault, other clouds, clusters and databases let in whoever hands them one, and send it on
 * themselves, by no program that one looks into accounts with.
 */
function isProofHandedOn({ eventSource, eventName, userAgent, sessionCredentialFromConsole }: TrailRecord): boolean {
  if (eventSource !== 'sts.amazonaws.com' || eventName !== 'GetCallerIdentity') return false;
  const program = textOf(userAgent);
  return program !== null && !asksForItself.test(program) && flagOf(sessionCredentialFromConsole) !== true;
}

/** AWS's own programs and whatever names them, and tools that are made to look into accounts and for keys. */
const asksForItself = /aws|boto|amazon|s3|cyberduck|trufflehog|gitleaks|pacu|cloudfox|prowler|scoutsuite|steampipe/i;

/**
 * A link that was signed for one object: anybody with it may have made the call. Nobody hands out links that list, delete by the dozen, or
 * administer buckets.
 */
function isOfObject(record: TrailRecord): boolean {
  return (
    record.eventCategory === 'Data' &&
    ofLinks.has(textOf(record.eventName) ?? '') &&
    extraOf(record).AuthenticationMethod === 'QueryString'
  );
}

const ofLinks = new Set([
  ...['GetObject', 'GetObjectAttributes', 'GetObjectTagging', 'HeadObject', 'SelectObjectContent'],
  ...[
    'PutObject',
    'CreateMultipartUpload',
    'UploadPart',
    'ListParts',
    'CompleteMultipartUpload',
    'AbortMultipartUpload',
  ],
  'DeleteObject',
]);

export const link: Source = { kind: 'link' };

/** `sourceIPAddress`: an address in any spelling, a service's name, or `AWS Internal`. */
export function sourceOf(value: unknown): Source {
  const text = textOf(value);
  return text === null ? unknown : sources(text);
}

const sources = once(16_384, readSource);

function readSource(text: string): Source {
  if (canonical.test(text)) return { kind: 'address', address: text };
  const address = parseAddress(text);
  if (address !== null) return { kind: 'address', address: address.toString() };
  return text === 'AWS Internal' || serviceName.test(text) ? { kind: 'service', name: text.slice(0, 128) } : unknown;
}

const serviceName = /^[a-z0-9.-]+\.(?:amazonaws\.com(?:\.cn)?|amazon\.com|aws\.internal|aws)$/;
