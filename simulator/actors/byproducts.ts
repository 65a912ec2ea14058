import { uuid } from '../organisation/ids.ts';
import type { Random } from '../random.ts';
import type { CloudTrailRecord, UserIdentity } from '../record/cloudtrail-record.ts';
import type { Log } from '../record/log.ts';
import type { Subject } from '../record/request.ts';

/** The calls that a service makes on the caller's behalf: same identity, but no place of its own. */
export function byproducts(random: Random, record: CloudTrailRecord, subject: Subject, log: Log): void {
  if (record.eventName === 'GetSecretValue')
    log.add(forwarded(random, record, 'secretsmanager.amazonaws.com', subject));
  if (record.eventName === 'GetParameter' && random.chance(0.5)) {
    log.add(forwarded(random, record, 'ssm.amazonaws.com', subject));
  }
  if (record.sessionCredentialFromConsole === 'true' && random.chance(0.08)) {
    log.add({ ...forwarded(random, record, 'AWS Internal', subject), userAgent: 'AWS Internal' });
  }
}

function forwarded(random: Random, record: CloudTrailRecord, service: string, subject: Subject): CloudTrailRecord {
  const { vpcEndpointId: _id, vpcEndpointAccountId: _owner, tlsDetails: _tls, ...rest } = record;
  const userIdentity: UserIdentity = { ...record.userIdentity, invokedBy: service };
  const key = `arn:aws:kms:${subject.region}:${subject.accountId}:key/${subject.stock.kmsKey}`;
  return {
    ...rest,
    userIdentity,
    eventSource: 'kms.amazonaws.com',
    eventName: 'Decrypt',
    sourceIPAddress: service,
    userAgent: service,
    requestParameters: { encryptionAlgorithm: 'SYMMETRIC_DEFAULT', keyId: key },
    responseElements: null,
    requestID: uuid(random),
    eventID: uuid(random),
    resources: [{ accountId: subject.accountId, type: 'AWS::KMS::Key', ARN: key }],
  };
}
