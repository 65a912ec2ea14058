import { fail, ok, type Result } from '../../model/result.ts';
import type { Decision } from '../decision.ts';
import type { Described } from './measure.ts';
import { remains } from './remains.ts';
import type { Target } from './target.ts';

/** One of a user's credentials other than an access key, switched off: it keeps its id, and can be switched on again. */
export interface CredentialStatus extends Described {
  readonly kind: 'service-credential-status' | 'ssh-key-status' | 'certificate-status';
  readonly target: Target;
  /** `ACCA…`, `APKA…`, or a certificate's id. */
  readonly credentialId: string;
}

const measureOf = {
  'service-specific': { kind: 'service-credential-status', words: 'Service-specific credential' },
  'ssh-key': { kind: 'ssh-key-status', words: 'SSH key' },
  'signing-certificate': { kind: 'certificate-status', words: 'Signing certificate' },
} as const;

/** Fails with a sentence where the decision does not say which of the user's credentials it is about. */
export function credentialOff(
  decision: Decision,
  target: Target,
  of: keyof typeof measureOf,
): Result<CredentialStatus, string> {
  const credentialId = credentialIdIn(decision);
  if (credentialId === null) return fail(`it is not known which of the credentials of user ${target.name} it is`);
  const { kind, words } = measureOf[of];
  return ok({
    kind,
    target,
    credentialId,
    sentence: `${words} ${credentialId} of user ${target.name} is switched off.`,
    doesNotStop: remains[kind],
    expiresAt: decision.expiresAt,
  });
}

/** `arn:…:user/bot/ACCA…` → `ACCA…`; null where the user is all that is known. */
export function credentialIdIn({ credential, principal }: Decision): string | null {
  const id = credential.startsWith(`${principal}/`) ? credential.slice(principal.length + 1) : null;
  return id !== null && /^[\w]{16,128}$/.test(id) ? id : null;
}
