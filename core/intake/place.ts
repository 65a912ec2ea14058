import { parseAddress } from '../model/ip.ts';
import { once } from '../model/once.ts';
import type { Source } from './credential-use.ts';
import { textOf } from './fields.ts';
import { extraOf, type TrailRecord } from './trail-record.ts';

const canonical = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const unknown: Source = { kind: 'unknown' };

/**
 * Whether the call was made by a link that the credential signed for one object: anybody with the link may have made it. Nobody hands out
 * links that list, delete by the dozen, or administer buckets, so such a call is the holder's own. Fails toward: the holder's own.
 */
export function isByLink(record: TrailRecord): boolean {
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
