import type { AccessKeyId, Arn } from '../../model/brand.ts';
import type { Instant } from '../../model/instant.ts';
import { accessKeyOf, arnOf, type Fields, fieldsOf } from '../fields.ts';
import { expiryOf } from '../time.ts';
import { type Response, requestOf, responseOf, type TrailRecord } from '../trail-record.ts';
import { roleOfSession } from './identity.ts';

/** A short-lived credential that a call made, from an STS response. */
export interface Mint {
  readonly accessKeyId: AccessKeyId;
  /** ARN of the assumed-role or federated-user session; null for GetSessionToken. */
  readonly sessionArn: Arn | null;
  readonly role: Arn | null;
  readonly expiresAt: Instant | null;
}

/** The credential that a successful call made, known by the access key id in its response. The secret parts are not read. */
export function mintOf(record: TrailRecord): Mint | null {
  const response = record.responseElements;
  if (typeof response !== 'object' || response === null) return null;
  const vended = vendedBy(responseOf(record));
  const credentials = fieldsOf(vended.credentials);
  const accessKeyId = accessKeyOf(credentials.accessKeyId);
  if (accessKeyId === null) return null;
  const sessionArn = arnOf(fieldsOf(vended.assumedRoleUser).arn) ?? arnOf(fieldsOf(vended.federatedUser).arn);
  return {
    accessKeyId,
    sessionArn,
    role: roleMade(record, vended, sessionArn),
    expiresAt: expiryOf(credentials.expiration),
  };
}

/** STS answers with the credentials themselves, IAM Roles Anywhere with a list of one. */
function vendedBy(elements: Response): Fields {
  const set = elements.credentialSet;
  return Array.isArray(set) ? fieldsOf(set[0]) : elements;
}

function roleMade(record: TrailRecord, vended: Fields, sessionArn: Arn | null): Arn | null {
  const named = arnOf(requestOf(record).roleArn) ?? arnOf(vended.roleArn);
  if (named !== null) return named;
  return sessionArn?.includes(':assumed-role/') ? roleOfSession(sessionArn) : null;
}
