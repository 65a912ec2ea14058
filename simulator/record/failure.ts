import type { Random } from '../random.ts';
import type { ActionFacts } from './action.ts';

export type Failure = 'denied' | 'throttled' | 'missing';

export interface FailureText {
  readonly errorCode: string;
  readonly errorMessage: string;
}

/** Services that spell a refusal with `Exception` at the end. */
const exceptionSpellers = new Set([
  'bedrock',
  'kms',
  'secretsmanager',
  'ssm',
  'lambda',
  'dynamodb',
  'logs',
  'organizations',
  'ecr',
  'ecs',
]);

export function failureText(failure: Failure, facts: ActionFacts, who: string, random: Random): FailureText {
  const { service, eventName } = facts;
  switch (failure) {
    case 'denied':
      return denied(service, eventName, who, random);
    case 'throttled':
      return service === 'ec2'
        ? { errorCode: 'Client.RequestLimitExceeded', errorMessage: 'Request limit exceeded.' }
        : { errorCode: 'ThrottlingException', errorMessage: 'Rate exceeded' };
    case 'missing':
      return missing(service, eventName);
  }
}

function denied(service: string, eventName: string, who: string, random: Random): FailureText {
  if (service === 'ec2') {
    const message = `You are not authorized to perform this operation. User: ${who} is not authorized to perform: ec2:${eventName} because no identity-based policy allows the ec2:${eventName} action. Encoded authorization failure message: ${random.text('abcdefXYZ0123456789_-', 64)}`;
    return { errorCode: 'Client.UnauthorizedOperation', errorMessage: message };
  }
  const spelling = exceptionSpellers.has(service) ? 'AccessDeniedException' : 'AccessDenied';
  const errorCode = service === 'organizations' ? 'AccessDenied' : spelling;
  return {
    errorCode,
    errorMessage: `User: ${who} is not authorized to perform: ${service}:${eventName} because no identity-based policy allows the ${service}:${eventName} action`,
  };
}

function missing(service: string, eventName: string): FailureText {
  if (service === 'iam') return { errorCode: 'NoSuchEntityException', errorMessage: 'The entity cannot be found.' };
  if (service === 's3' && eventName.startsWith('GetBucket')) {
    return { errorCode: 'NoSuchBucketPolicy', errorMessage: 'The bucket policy does not exist' };
  }
  if (service === 's3') return { errorCode: 'NoSuchKey', errorMessage: 'The specified key does not exist.' };
  if (service === 'ec2')
    return { errorCode: 'Client.InvalidInstanceID.NotFound', errorMessage: 'The instance ID does not exist' };
  return { errorCode: 'ResourceNotFoundException', errorMessage: 'The specified resource does not exist.' };
}
