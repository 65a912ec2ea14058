import { UsageError } from '../exit.ts';

/** What an AWS error means to whoever typed the command, and what to do about it. */
export function faultOf(error: unknown): UsageError {
  if (error instanceof UsageError) return error;
  const { name = 'Error', message = '', code } = error as Error & { readonly code?: string };
  const told = message === '' ? '' : ` AWS says: ${message}`;
  if (name === 'CredentialsProviderError' || /could not load credentials/i.test(message)) {
    return new UsageError(
      `No AWS credentials to act with: ${message || name}.`,
      'Sign in (aws sso login), or name a profile that has some: --profile NAME.',
    );
  }
  if (/^ExpiredToken/.test(name) || name === 'RequestExpired') {
    return new UsageError('Your own AWS credentials have expired.', 'Sign in again, then repeat the command.');
  }
  if (/InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature/.test(name)) {
    return new UsageError(
      'AWS does not accept your own credentials: switched off, deleted or mistyped.',
      'Use others: --profile NAME.',
    );
  }
  if (/AccessDenied|UnauthorizedOperation/.test(name)) {
    return new UsageError(
      `Your credentials lack a permission.${told}`,
      'Use a profile that has it; docs/respond.md lists what is needed.',
    );
  }
  if (/Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/.test(name)) {
    return new UsageError('AWS asks to slow down.', 'Wait a minute and repeat the command: it goes on where it was.');
  }
  if (/^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|ENET)/.test(code ?? '') || name === 'TimeoutError') {
    return new UsageError(
      `AWS cannot be reached: ${message || code || name}.`,
      'Check the network and AWS_ENDPOINT_URL, then repeat the command.',
    );
  }
  return new UsageError(`AWS answered ${name}.${told}`, 'Nothing was changed by this call.');
}

/** For calls that read: an AWS error becomes a sentence for the user. */
export async function orFault<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    // fails toward: no action
    throw faultOf(error);
  }
}
