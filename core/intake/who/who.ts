import type { CredentialUse, Mfa } from '../credential-use.ts';
import { accessKeyOf, type Fields, fieldsOf, flagOf, textOf } from '../fields.ts';
import type { Ignored, Rejected } from '../reasons.ts';
import { shared } from '../shared.ts';
import { extraOf, type TrailRecord } from '../trail-record.ts';
import { identify } from './identity.ts';
import { sessionOf } from './session.ts';

/** The part of a use that its caller decides. */
export type Who = Pick<
  CredentialUse,
  | 'credential'
  | 'principal'
  | 'accessKeyId'
  | 'session'
  | 'sessionIssuedAt'
  | 'mfa'
  | 'console'
  | 'sourceIdentity'
  | 'federatedSubject'
  | 'issuedTo'
  | 'onBehalfOf'
>;

/** What a call gives away about who made it. */
export interface Signs {
  readonly fromConsole: boolean;
  readonly mfaUsed: Mfa;
  readonly bearerToken: boolean;
  /** Git over SSH. */
  readonly git: boolean;
}

export function signsOf(record: TrailRecord): Signs {
  const extra = extraOf(record);
  return {
    fromConsole: flagOf(record.sessionCredentialFromConsole) === true || isConsoleEvent(record.eventType),
    mfaUsed: flagOf(extra.MFAUsed),
    bearerToken: flagOf(extra.callWithBearerToken) === true,
    // CodeCommit notes what it was asked over SSH, where no access key signs.
    git: record.eventSource === 'codecommit.amazonaws.com' && extra.protocol === 'SSH',
  };
}

function isConsoleEvent(eventType: unknown): boolean {
  return eventType === 'AwsConsoleSignIn' || eventType === 'AwsConsoleAction';
}

export function whoOf(user: Fields, signs: Signs): Who | Ignored | Rejected {
  const accessKeyId = accessKeyOf(user.accessKeyId);
  const session = sessionOf(user, signs, accessKeyId);
  const { bearerToken, git } = signs;
  const identity = identify(user, { accessKeyId, console: session.console, bearerToken, git });
  if ('kind' in identity) return identity;
  return {
    credential: shared(identity.credential),
    principal: shared(identity.principal),
    accessKeyId,
    session: session.key,
    sessionIssuedAt: session.issuedAt,
    mfa: session.mfa,
    console: session.console,
    sourceIdentity: session.sourceIdentity,
    federatedSubject: session.federatedSubject,
    issuedTo: session.issuedTo,
    onBehalfOf: textOf(fieldsOf(user.onBehalfOf).userId) ?? undefined,
  };
}
