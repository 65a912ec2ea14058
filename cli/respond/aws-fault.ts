import { UsageError } from '../exit.ts';
import { profilesThere } from './profiles.ts';

/** What an AWS error means to whoever typed the command, and what to do about it. `profile`: the one that was named. */
export function faultOf(error: unknown, profile: string | undefined = process.env.AWS_PROFILE): UsageError {
  if (error instanceof UsageError) return error;
  const { name = 'Error', message = '', code } = error as Error & { readonly code?: string };
  const told = message === '' ? '' : ` AWS says: ${message}`;
  if (name === 'CredentialsProviderError' || /could not load credentials/i.test(message)) {
    return noCredentials((message || name).replace(/\.+$/, ''), profile);
  }
  if (/^ExpiredToken/.test(name) || name === 'RequestExpired') {
    return new UsageError('Your own AWS credentials have expired.', 'Sign in again, then repeat the command.');
  }
  if (/InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature/.test(name)) {
    return new UsageError(
      'AWS does not accept your own credentials: switched off, deleted or mistyped.',
      'Use other credentials: --profile NAME.',
    );
  }
  if (/AccessDenied|UnauthorizedOperation/.test(name)) {
    return new UsageError(
      `Your credentials lack a permission.${told}`,
      'Use a profile that has it; docs/respond.md lists what is needed.',
    );
  }
  if (/Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/.test(name)) {
    return new UsageError(
      'AWS is throttling the calls.',
      'Wait a minute and repeat the command: it continues where it was.',
    );
  }
  if (/^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|ENET)/.test(code ?? '') || name === 'TimeoutError') {
    return new UsageError(
      `AWS cannot be reached: ${message || code || name}.`,
      'Check the network and AWS_ENDPOINT_URL, then repeat the command.',
    );
  }
  return new UsageError(`AWS answered ${name}.${told}`, 'Nothing was changed by this call.');
}

function noCredentials(why: string, profile: string | undefined): UsageError {
  const there = profilesThere();
  if (profile !== undefined && !there.includes(profile)) {
    const others = there.length === 0 ? 'It names none' : `There are ${there.join(', ')}`;
    return new UsageError(
      `Your AWS configuration has no profile ${profile}. ${others}.`,
      'Name one of them with --profile or AWS_PROFILE, or make it: aws configure sso.',
    );
  }
  if (/multi-factor authentication/i.test(why)) {
    const named = profile ?? 'NAME';
    return new UsageError(
      `The profile ${named} needs an MFA code, which this command does not ask for.`,
      `Have the AWS command line ask for it, and go on without --profile: eval "$(aws configure export-credentials --profile ${named} --format env)"`,
    );
  }
  return new UsageError(
    `There are no AWS credentials to act with: ${why}.`,
    'Sign in (aws sso login), or name a profile that has some: --profile NAME.',
  );
}

/** For calls that read: an AWS error becomes a sentence for the user. */
export async function orFault<T>(call: Promise<T>, profile?: string): Promise<T> {
  try {
    return await call;
  } catch (error) {
    // fails toward: no action
    throw faultOf(error, profile);
  }
}
