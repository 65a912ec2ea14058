import type { AccountId, EventId, Region } from '../../model/brand.ts';
import type { Instant } from '../../model/instant.ts';
import { once } from '../../model/once.ts';
import type { CredentialUse } from '../credential-use.ts';
import { accountOf, textOf, untrusted } from '../fields.ts';
import { isByLink, link, sourceOf } from '../place.ts';
import type { TrailRecord } from '../trail-record.ts';
import type { Signs, Who } from '../who/who.ts';
import type { Call } from './call.ts';
import { targetOf } from './target.ts';

/** The part of a use that its call decides, whoever makes it. */
export type What = Omit<CredentialUse, keyof Who | 'id' | 'at'>;

/** `owner` is the account of the caller's credential, which is no stranger to itself. For `deliveredFrom` see `Unwrapped`. */
export function whatOf(
  record: TrailRecord,
  call: Call,
  { bearerToken }: Signs,
  owner: AccountId,
  deliveredFrom: AccountId | null,
): What {
  const byLink = isByLink(record);
  return {
    recipientAccountId: accountOf(record.recipientAccountId) ?? deliveredFrom ?? owner,
    service: call.service,
    action: call.action,
    readOnly: call.readOnly,
    region: (textOf(record.awsRegion) ?? 'unknown') as Region,
    source: byLink ? link : sourceOf(record.sourceIPAddress),
    vpcEndpointId: byLink ? null : textOf(record.vpcEndpointId),
    vpcEndpointAccountId: byLink ? null : accountOf(record.vpcEndpointAccountId),
    userAgent: byLink ? null : userAgentOf(record.userAgent),
    errorCode: call.errorCode,
    denied: call.denied,
    explicitlyDenied: call.explicitlyDenied,
    bearerToken,
    target: targetOf(record, call.service, call.action, owner),
  };
}

const agents = once(2_048, readAgent);

function userAgentOf(value: unknown): CredentialUse['userAgent'] {
  return typeof value === 'string' ? agents(value) : null;
}

/** Only S3 prints agents in brackets. */
function readAgent(value: string): CredentialUse['userAgent'] {
  const bracketed = value.startsWith('[') && value.endsWith(']');
  return untrusted(bracketed ? value.slice(1, -1) : value, 256);
}

/** Field by field, since this is made for every record, and spreading takes several times as long. */
export function useFrom(who: Who, what: What, at: Instant, id: EventId): CredentialUse {
  return {
    id,
    at,
    credential: who.credential,
    principal: who.principal,
    accessKeyId: who.accessKeyId,
    session: who.session,
    sessionIssuedAt: who.sessionIssuedAt,
    recipientAccountId: what.recipientAccountId,
    service: what.service,
    action: what.action,
    readOnly: what.readOnly,
    region: what.region,
    source: what.source,
    vpcEndpointId: what.vpcEndpointId,
    vpcEndpointAccountId: what.vpcEndpointAccountId,
    userAgent: what.userAgent,
    errorCode: what.errorCode,
    denied: what.denied,
    explicitlyDenied: what.explicitlyDenied,
    mfa: who.mfa,
    console: who.console,
    sourceIdentity: who.sourceIdentity,
    federatedSubject: who.federatedSubject,
    issuedTo: who.issuedTo,
    bearerToken: what.bearerToken,
    target: what.target,
    onBehalfOf: who.onBehalfOf,
  };
}
