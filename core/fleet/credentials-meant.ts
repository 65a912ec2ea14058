import type { Sessions } from '../context/sessions/sessions.ts';
import type { Exposed, Found, Holder } from '../intake/testimony.ts';
import type { Arn } from '../model/brand.ts';
import { type Credential, isToken, subjectOf } from '../model/credential.ts';
import { nameIn, rootArn } from '../model/own-name.ts';
import { doubtBits } from '../signals/signal.ts';
import type { Member } from './members.ts';

/** The credentials that a notice speaks of: those with the key it names, else those of the user it names. */
export function credentialsMeant(
  testimony: Exposed | Found,
  members: ReadonlyMap<string, Member>,
  sessions: Sessions,
): Credential[] {
  const { accountId, userName } = testimony;
  const keys = testimony.kind === 'exposed' ? testimony.accessKeyIds : [testimony.accessKeyId];
  const subjects = keys.map((key) => (key === null ? null : sessions.subjectOf(key)));
  const mine = [...members.values()]
    .map((member) => member.credential)
    // AWS speaks of its own credentials; a token's client may have a user's name.
    .filter((credential) => credential.accountId === accountId && !isToken(credential.kind));
  const byKey = mine.filter(
    (credential) => keys.some((key) => key === credential.id) || subjects.includes(subjectOf(credential)),
  );
  if (byKey.length > 0) return byKey;
  const holder = testimony.kind === 'exposed' ? 'user' : testimony.holder;
  const byName = mine.filter((credential) => isOf(credential, holder, userName));
  return byName.length > 0 ? mostDoubtful(byName, members) : strangers(testimony);
}

/** Of several credentials of one user, those that something speaks against; all of them where nothing does. */
function mostDoubtful(credentials: Credential[], members: ReadonlyMap<string, Member>): Credential[] {
  const doubtful = credentials.filter((credential) =>
    members.get(subjectOf(credential))?.dossier.evidence.signals.some((signal) => signal.bits >= doubtBits),
  );
  return doubtful.length > 0 ? doubtful : credentials;
}

/** Of the user or role of that name, or of the root user. */
function isOf({ kind, principal }: Credential, holder: Holder, name: string | null): boolean {
  if (holder === 'root') return kind === 'root';
  return name !== null && nameIn(principal) === name && principal.includes(`:${holder}/`);
}

/** Credentials that a notice names and no record has shown yet. */
function strangers(testimony: Exposed | Found): Credential[] {
  const { accountId, partition, userName } = testimony;
  const keys = testimony.kind === 'exposed' ? testimony.accessKeyIds : [testimony.accessKeyId];
  const holder = testimony.kind === 'exposed' ? 'user' : testimony.holder;
  const principal =
    holder === 'root'
      ? rootArn(accountId, partition)
      : (`arn:${partition}:iam::${accountId}:${holder}/${userName ?? 'unknown'}` as Arn);
  const named = keys.flatMap((key) => (key?.startsWith('AKIA') === true ? [key] : []));
  if (named.length > 0) return named.map((id) => ({ kind: 'access-key', id, accountId, principal }));
  if (holder === 'root') return [{ kind: 'root', id: principal, accountId, principal }];
  if (userName === null) return [];
  return [
    holder === 'role'
      ? { kind: 'role', id: principal, accountId, principal, person: null }
      : { kind: 'console-password', id: principal, accountId, principal },
  ];
}
