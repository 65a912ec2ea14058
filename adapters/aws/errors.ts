import type { ExecutorError } from '../../core/outcome/ports.ts';

/** The same call would fail for ever: something about the request or the principal has to change first. */
const terminal = new Set([
  'DeleteConflictException',
  'InvalidInputException',
  'InvalidParameterException',
  'LimitExceededException',
  'MalformedPolicyDocumentException',
  'UnmodifiableEntityException',
  'ValidationError',
  'ValidationException',
  'WrongAccount',
]);

/**
 * The one place where an SDK error gets its meaning. What is not known to be terminal is tried again: a refused call may
 * be allowed tomorrow, and a lost answer may hide a success. fails toward: another try, later a visible stuck state
 */
export function executorError(error: unknown): ExecutorError {
  const name = error instanceof Error ? error.name : 'unknown error';
  const message = error instanceof Error ? error.message : String(error);
  const lasting = terminal.has(name) ? 'terminal' : 'transient';
  return { lasting, sentence: `${name}: ${message}`, ...(isRefused(error) && { isRefusal: true as const }) };
}

/** Whoever asks may not: the role cannot be taken, or does not reach so far. */
export function isRefused(error: unknown): boolean {
  return error instanceof Error && /AccessDenied|Unauthorized/.test(error.name);
}

const absent = new Set(['NoSuchEntity', 'NoSuchEntityException', 'ResourceNotFoundException']);

/** The user, role, key, policy or secret is not there. */
export function isGone(error: unknown): boolean {
  return error instanceof Error && absent.has(error.name);
}

/** Null for what is not there; every other error goes on. */
export async function orNull<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    // fails toward: the caller, except for plain absence
    if (isGone(error)) return null;
    throw error;
  }
}
