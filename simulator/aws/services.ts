import { accountOperations } from './account-service.ts';
import type { AwsError } from './aws-error.ts';
import { cloudformationOperations } from './cloudformation/operations.ts';
import { connectionOperations } from './connections.ts';
import { decodeFunctionsRequest, functionOperations } from './deployed/functions.ts';
import { decodeObjectRequest, objectAnswer, objectError, objectOperations } from './deployed/objects.ts';
import { eventsOperations, queueOperations, topicOperations, watchOperations } from './deployed/watched.ts';
import { historyOperations } from './event-history.ts';
import { iamOperations } from './iam/operations.ts';
import { identityCenterOperations, identityStoreOperations } from './identity-center.ts';
import type { Answer, Operations } from './operation.ts';
import { organizationsOperations } from './organizations.ts';
import { parameterStoreOperations } from './parameter-store.ts';
import type { Parameters } from './parameters.ts';
import { jsonAnswer, jsonError, parseJson } from './protocol/json.ts';
import { parseForm, queryAnswer, queryError } from './protocol/query.ts';
import { operationOf, restAnswer, restError } from './protocol/rest-json.ts';
import type { WireRequest, WireResponse } from './protocol/wire.ts';
import { decodeAnywhereRequest, rolesAnywhereOperations } from './roles-anywhere.ts';
import { secretsManagerOperations } from './secrets-manager.ts';
import { stsOperations } from './sts.ts';
import { trailOperations } from './trails.ts';

/** One AWS service: its operations, and how it speaks. */
export interface Service {
  readonly operations: Operations;
  readonly throttlingCode: string;
  readonly decode: (request: WireRequest) => { readonly operation: string; readonly parameters: Parameters };
  readonly answer: (operation: string, answer: Answer, requestId: string) => WireResponse;
  readonly error: (error: AwsError, requestId: string) => WireResponse;
}

const query = {
  decode: ({ body }: WireRequest) => {
    const { Action, Version, ...parameters } = parseForm(body);
    return { operation: String(Action), parameters };
  },
  answer: queryAnswer,
  error: queryError,
};

const json = {
  decode: ({ headers, body }: WireRequest) => {
    const operation = (headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';
    return { operation, parameters: parseJson(body) };
  },
  answer: (_operation: string, answer: Answer) => jsonAnswer(answer),
  error: jsonError,
};

const rest = {
  decode: (request: WireRequest) => ({ operation: operationOf(request), parameters: parseJson(request.body) }),
  answer: restAnswer,
  error: restError,
};

const anywhere = { ...rest, decode: decodeAnywhereRequest };

const objects = { decode: decodeObjectRequest, answer: objectAnswer, error: objectError };

/** By the name that requests are signed for. */
export const services: ReadonlyMap<string, Service> = new Map<string, Service>([
  ['iam', { ...query, operations: iamOperations, throttlingCode: 'Throttling' }],
  ['sts', { ...query, operations: stsOperations, throttlingCode: 'Throttling' }],
  ['secretsmanager', { ...json, operations: secretsManagerOperations, throttlingCode: 'ThrottlingException' }],
  ['account', { ...rest, operations: accountOperations, throttlingCode: 'TooManyRequestsException' }],
  ['cloudformation', { ...query, operations: cloudformationOperations, throttlingCode: 'Throttling' }],
  [
    'events',
    { ...json, operations: { ...eventsOperations, ...connectionOperations }, throttlingCode: 'ThrottlingException' },
  ],
  ['sns', { ...query, operations: topicOperations, throttlingCode: 'Throttled' }],
  ['sqs', { ...json, operations: queueOperations, throttlingCode: 'RequestThrottled' }],
  ['monitoring', { ...json, operations: watchOperations, throttlingCode: 'ThrottlingException' }],
  ['s3', { ...objects, operations: objectOperations, throttlingCode: 'SlowDown' }],
  ['rolesanywhere', { ...anywhere, operations: rolesAnywhereOperations, throttlingCode: 'TooManyRequestsException' }],
  ['sso', { ...json, operations: identityCenterOperations, throttlingCode: 'ThrottlingException' }],
  ['identitystore', { ...json, operations: identityStoreOperations, throttlingCode: 'ThrottlingException' }],
  ['ssm', { ...json, operations: parameterStoreOperations, throttlingCode: 'ThrottlingException' }],
  [
    'cloudtrail',
    { ...json, operations: { ...historyOperations, ...trailOperations }, throttlingCode: 'ThrottlingException' },
  ],
  [
    'lambda',
    {
      ...rest,
      decode: decodeFunctionsRequest,
      operations: functionOperations,
      throttlingCode: 'TooManyRequestsException',
    },
  ],
  ['organizations', { ...json, operations: organizationsOperations, throttlingCode: 'TooManyRequestsException' }],
]);
