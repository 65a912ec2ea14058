import type { AwsError } from '../aws-error.ts';
import type { Answer } from '../operation.ts';
import type { Parameters } from '../parameters.ts';
import type { WireResponse } from './wire.ts';

const headers = { 'content-type': 'application/x-amz-json-1.1' };

export function parseJson(body: string): Parameters {
  return body === '' ? {} : (JSON.parse(body) as Parameters);
}

/** Null fields are left out. */
export function jsonAnswer(answer: Answer): WireResponse {
  const body = JSON.stringify(answer, (_, value) => (value === null ? undefined : value));
  return { status: 200, headers, body };
}

/** Errors that every AWS service shares have other names here than in the query protocol. */
export const sharedNames: Readonly<Record<string, string>> = {
  AccessDenied: 'AccessDeniedException',
  InvalidClientTokenId: 'UnrecognizedClientException',
  SignatureDoesNotMatch: 'InvalidSignatureException',
  ExpiredToken: 'ExpiredTokenException',
  InvalidAction: 'UnknownOperationException',
};

const names: Readonly<Record<string, string>> = {
  ...sharedNames,
  ValidationError: 'ValidationException',
  Throttling: 'ThrottlingException',
};

export function jsonError({ code, status, message }: AwsError): WireResponse {
  // This protocol knows no 403, 404 or 409: what the caller did wrong is always 400.
  const body = JSON.stringify({ __type: names[code] ?? code, message });
  return { status: status < 500 ? 400 : status, headers, body };
}
