import type { CredentialUse } from '../../intake/credential-use.ts';
import type { AccountId, Arn } from '../../model/brand.ts';
import { type Credential, subjectOf } from '../../model/credential.ts';
import type { Instant } from '../../model/instant.ts';
import { nameIn } from '../../model/own-name.ts';
import { personOf } from './grant-made.ts';

/** Who made a credential, or its principal. */
export interface Maker {
  readonly by: Arn;
  /** The person behind the call, as far as the session names one; an address or a user's name. */
  readonly person: string | null;
  readonly at: Instant;
  /** The maker's credential, and its session or key. */
  readonly subject: string;
  readonly accessKeyId: string | null;
}

const makes: Readonly<Record<string, ((target: CredentialUse['target']) => string | null) | undefined>> = {
  'iam:CreateAccessKey': ({ accessKeyId }) => accessKeyId,
  'iam:CreateServiceSpecificCredential': ({ accessKeyId }) => accessKeyId,
  'iam:CreateLoginProfile': ({ principalName }) => principalName && `password ${principalName}`,
  'iam:CreateUser': ({ principalName }) => principalName && `user ${principalName}`,
  'iam:CreateRole': ({ principalName }) => principalName && `role ${principalName}`,
  'secretsmanager:CreateSecret': ({ resource }) => resource && `secret ${resource}`,
};

/** What a call makes, as `111122223333 user ada`, and who makes it; null for every other call, and for one that failed. */
export function makingOf(use: CredentialUse): readonly [name: string, maker: Maker] | null {
  const { action, credential, target, at, errorCode } = use;
  const name = errorCode === null ? (makes[action]?.(target) ?? null) : null;
  if (name === null) return null;
  return [
    madeName(credential.accountId, name),
    {
      by: holderArn(credential),
      person: personOf(use),
      at,
      subject: subjectOf(credential),
      // The console changes the key with each click.
      accessKeyId: use.session ?? use.accessKeyId,
    },
  ];
}

/** The names by which a credential, else its principal, was made. */
export function madeNames(credential: Credential): readonly string[] {
  const names = [...new Set([credential.id, holderArn(credential)].map(lastName))];
  if (credential.kind === 'console-password') names.unshift(`password ${nameIn(credential.principal)}`);
  return names.map((name) => madeName(credential.accountId, name));
}

/** The name under which a key's making is noted. */
export function madeKeyName({ accountId, id }: Credential): string {
  return madeName(accountId, id);
}

function madeName(accountId: AccountId, name: string): string {
  return `${accountId} ${name}`;
}

export function holderArn(credential: Credential): Arn {
  return credential.kind === 'role' ? credential.id : credential.principal;
}

/** `role deploy` for a role's ARN, `secret prod/db` for a secret's; access keys and service-specific credentials go by their ids. */
function lastName(name: string): string {
  const ofService = /\/(ACCA[A-Z0-9]+)$/.exec(name)?.[1];
  if (ofService !== undefined) return ofService;
  const secret = /:secret:(.+)-[A-Za-z0-9]{6}$/.exec(name);
  if (secret !== null) return `secret ${secret[1] ?? name}`;
  const kind = /^arn:[^:]*:iam::\d*:(user|role)\//.exec(name)?.[1];
  return kind === undefined ? name : `${kind} ${nameIn(name)}`;
}
