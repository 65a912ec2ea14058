import type { Instant } from '../../core/model/instant.ts';
import { letters, uuid } from '../organisation/ids.ts';
import { originAt, type Place } from '../organisation/places.ts';
import type { Random } from '../random.ts';
import { type ActionFacts, factsOf } from './action.ts';
import type { CloudTrailRecord, JsonObject } from './cloudtrail-record.ts';
import { type Failure, failureText } from './failure.ts';
import { wholeSecond } from './identity.ts';
import type { Signer } from './signer.ts';

export interface Circumstances {
  readonly at: Instant;
  readonly region: string;
  readonly place: Place;
  readonly agent: string;
}

export interface Call {
  /** `s3:GetObject` */
  readonly action: string;
  readonly parameters?: JsonObject | null;
  readonly response?: JsonObject | null;
  readonly resources?: readonly JsonObject[];
  readonly additional?: JsonObject;
  readonly failure?: Failure;
}

/** Services that drop the request of a refused call. */
const silentOnRefusal = new Set(['iam', 'sts', 'organizations', 'secretsmanager', 'ssm', 'kms', 'dynamodb']);

export function recordOf(random: Random, signer: Signer, where: Circumstances, call: Call): CloudTrailRecord {
  const facts = factsOf(call.action);
  const region = facts.global ? 'us-east-1' : where.region;
  const origin = originAt(where.place, where.at, random);
  const dropsRequest = call.failure === 'denied' && silentOnRefusal.has(facts.service);
  const additional = additionalData(random, signer, facts, call);
  return {
    eventVersion: random.chance(0.8) ? '1.11' : '1.10',
    userIdentity: signer.identity(random),
    eventTime: wholeSecond(where.at),
    eventSource: facts.eventSource,
    eventName: facts.eventName,
    awsRegion: region,
    sourceIPAddress: origin.address,
    userAgent: facts.service === 's3' ? `[${where.agent}]` : where.agent,
    ...(call.failure === undefined ? {} : failureText(call.failure, facts, signer.arn, random)),
    requestParameters: dropsRequest ? null : (call.parameters ?? null),
    responseElements: call.failure === undefined ? (call.response ?? null) : null,
    ...(additional === null ? {} : { additionalEventData: additional }),
    requestID: facts.service === 's3' ? letters(random, 16).toUpperCase() : uuid(random),
    eventID: uuid(random),
    readOnly: facts.readOnly,
    ...(call.resources === undefined ? {} : { resources: call.resources }),
    eventType: 'AwsApiCall',
    managementEvent: !facts.data,
    recipientAccountId: signer.accountId,
    ...(origin.endpoint === undefined
      ? {}
      : { vpcEndpointId: origin.endpoint.id, vpcEndpointAccountId: origin.endpoint.accountId }),
    eventCategory: facts.data ? 'Data' : 'Management',
    ...(signer.console ? { sessionCredentialFromConsole: 'true' as const } : {}),
    ...(signer.console ? {} : { tlsDetails: tlsDetails(facts, region) }),
  };
}

function additionalData(random: Random, signer: Signer, facts: ActionFacts, call: Call): JsonObject | null {
  if (facts.service === 's3') {
    return {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      bytesTransferredIn: facts.readOnly ? 0 : random.between(200, 90_000),
      AuthenticationMethod: 'AuthHeader',
      'x-amz-id-2': letters(random, 24),
      bytesTransferredOut: facts.readOnly ? random.between(200, 90_000) : 0,
      ...call.additional,
    };
  }
  if (signer.bearer) return { ...call.additional, callWithBearerToken: true };
  return call.additional ?? null;
}

function tlsDetails(facts: ActionFacts, region: string): JsonObject {
  const host = facts.global ? facts.eventSource : facts.eventSource.replace('.amazonaws', `.${region}.amazonaws`);
  return { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', clientProvidedHostHeader: host };
}
