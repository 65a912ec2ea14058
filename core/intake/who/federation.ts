import type { Arn } from '../../model/brand.ts';
import { nameIn } from '../../model/own-name.ts';
import { arnOf, fieldsOf, textOf } from '../fields.ts';
import { callerOf, type Response, requestOf, responseOf, type TrailRecord } from '../trail-record.ts';

/** Who outside AWS vouched for a role's session, and for whom. */
export type Federation =
  | { readonly kind: 'oidc'; readonly provider: Arn; readonly subject: string }
  /**
   * `subject` is null where the provider gives another one at every sign-in, or where it is not known: then only the session's name lasts.
   * `name` is that name, which the provider signs and no caller chooses; absent where the subject lasts, or the making was not seen.
   */
  | { readonly kind: 'saml'; readonly provider: Arn; readonly subject: string | null; readonly name?: string }
  | { readonly kind: 'certificate'; readonly commonName: string };

/** From the record of the call that traded an outside identity for a session; null for every other call. */
export function federationOf(record: TrailRecord): Federation | null {
  const user = callerOf(record);
  const request = requestOf(record);
  const response = responseOf(record);
  switch (record.eventName) {
    case 'AssumeRoleWithWebIdentity':
      return oidc(
        arnOf(user.identityProvider) ?? arnOf(response.provider),
        textOf(response.subjectFromWebIdentityToken) ?? textOf(user.userName),
      );
    case 'AssumeRoleWithSAML':
      return saml(
        arnOf(request.principalArn) ?? arnOf(user.identityProvider),
        textOf(response.subject) ?? textOf(user.userName),
        textOf(response.subjectType),
        sessionNameOf(record),
      );
    case 'CreateSession':
      return record.eventSource === 'rolesanywhere.amazonaws.com' ? certificate(response) : null;
    default:
      return null;
  }
}

function oidc(provider: Arn | null, subject: string | null): Federation | null {
  return provider === null || subject === null ? null : { kind: 'oidc', provider, subject };
}

function saml(
  provider: Arn | null,
  subject: string | null,
  type: string | null,
  name: string | null,
): Federation | null {
  if (provider === null) return null;
  if (subject !== null && type !== 'transient') return { kind: 'saml', provider, subject };
  return { kind: 'saml', provider, subject: null, ...(name !== null && { name }) };
}

/** Of the session that was made. */
function sessionNameOf(record: TrailRecord): string | null {
  const arn = arnOf(fieldsOf(responseOf(record).assumedRoleUser).arn);
  return arn === null ? null : nameIn(arn);
}

/** The certificate's common name, by which Roles Anywhere names the source of the session. */
function certificate(response: Response): Federation | null {
  const set = response.credentialSet;
  const name = textOf(fieldsOf(Array.isArray(set) ? set[0] : null).sourceIdentity)?.replace(/^CN=/, '') ?? '';
  return name === '' ? null : { kind: 'certificate', commonName: name };
}
