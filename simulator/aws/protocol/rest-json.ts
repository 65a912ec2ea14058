import type { AwsError } from '../aws-error.ts';
import type { Answer } from '../operation.ts';
import { jsonAnswer, sharedNames } from './json.ts';
import type { WireRequest, WireResponse } from './wire.ts';

/** `/listRegions` is the operation ListRegions. */
export function operationOf({ path }: WireRequest): string {
  const name = path.split('?')[0]?.slice(1) ?? '';
  return name.charAt(0).toUpperCase() + name.slice(1);
}

export function restAnswer(_operation: string, answer: Answer): WireResponse {
  return { ...jsonAnswer(answer), headers: { 'content-type': 'application/json' } };
}

/** The name of the error goes into a header, and here the status tells what it was. */
export function restError({ code, status, message }: AwsError): WireResponse {
  const name = sharedNames[code] ?? code;
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': name };
  return { status: name === 'TooManyRequestsException' ? 429 : status, headers, body: JSON.stringify({ message }) };
}
