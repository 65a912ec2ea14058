/** An error as AWS sends it: the wire code, without the `Exception` that the SDK adds for some services. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', 404, message);
}

export function limitExceeded(message: string): AwsError {
  return new AwsError('LimitExceeded', 409, message);
}

export function entityAlreadyExists(message: string): AwsError {
  return new AwsError('EntityAlreadyExists', 409, message);
}

export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', 400, message);
}

export function malformedPolicy(message: string): AwsError {
  return new AwsError('MalformedPolicyDocument', 400, message);
}

export function accessDenied(message: string): AwsError {
  return new AwsError('AccessDenied', 403, message);
}
