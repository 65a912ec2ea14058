import type { GivenBook } from '../context/grants/given.ts';
import { beginnerOf } from '../context/sessions/session-record.ts';
import type { Tracked } from '../context/sessions/sessions.ts';
import { secretIn } from '../fleet/rotation-failed.ts';
import { nameOfHolder } from '../fleet/widening.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import type { Exposed, Found, Testimony } from '../intake/testimony.ts';
import { callIn, type Told } from '../intake/told.ts';
import { subjectOf } from '../model/credential.ts';
import { rootArn } from '../model/own-name.ts';
import { nameKey } from './note-keys.ts';

/** The credentials that were used or made, that had a session made, or that a notice may mean. */
export function subjectsOf(
  told: readonly Told[],
  tracked: ReadonlyMap<string, Tracked>,
  named: ReadonlyMap<string, ReadonlySet<string>>,
  given: GivenBook,
): Set<string> {
  const users = told.flatMap(({ use }) => (use === null ? [] : [subjectOf(use.credential)]));
  const keys = new Set([
    ...parentKeysOf(told, tracked),
    ...told.flatMap((one) => [...keysIn(one.testimony), ...keyMadeBy(callIn(one))]),
  ]);
  const byKey = [...keys].flatMap((key) => [
    `access-key ${key}`,
    ...[tracked.get(key)?.subject ?? null].filter((subject) => subject !== null),
  ]);
  const byName = told.flatMap(({ testimony }) =>
    isNotice(testimony) ? [...(named.get(nameKey(testimony.accountId, testimony.userName ?? '')) ?? [])] : [],
  );
  // Root has no name of its own.
  const roots = told.flatMap(({ testimony }) =>
    testimony?.kind === 'finding' && testimony.holder === 'root'
      ? [`root ${rootArn(testimony.accountId, testimony.partition)}`]
      : [],
  );
  const secrets = told.flatMap(({ testimony }) =>
    testimony?.kind === 'not-rotated' ? [subjectOf(secretIn(testimony))] : [],
  );
  const byGift = [...given.keys()].flatMap(keyOfGiven).flatMap((key) => [...(named.get(key) ?? [])]);
  return new Set([...users, ...byKey, ...byName, ...roots, ...secrets, ...byGift]);
}

/** Who may turn out to be at work: whom the records of the sessions' making name, of this stretch or an earlier one. */
export function tellersIn(told: readonly Told[], tracked: ReadonlyMap<string, Tracked>): readonly string[] {
  const made = new Map<string, string>();
  const ofKey = (key: string | null) => {
    if (key === null) return null;
    const parent = tracked.get(key)?.parent ?? null;
    return made.get(key) ?? (parent === null ? null : beginnerOf(parent));
  };
  for (const { testimony } of told) {
    if (testimony?.kind !== 'mint') continue;
    const { parent, child } = testimony;
    const teller = beginnerOf(parent) ?? ofKey(parent.accessKeyId);
    if (teller !== null) made.set(child.accessKeyId, teller);
  }
  const tellers = told.flatMap(({ use }) => {
    if (use?.credential.kind !== 'role') return [];
    return [use.credential.person, ofKey(use.session), ofKey(use.accessKeyId)].filter((one) => one !== null);
  });
  return [...new Set(tellers)];
}

/** The name that a user or role goes by, of whom a gift to `111122223333 user ada` is told. */
export function keyOfGiven(name: string): readonly string[] {
  const [account = '', kind = ''] = name.split(' ');
  return kind === 'user' || kind === 'role' ? [nameKey(account, nameOfHolder(name.slice(account.length + 1)))] : [];
}

export function isNotice(testimony: Testimony | null): testimony is Exposed | Found {
  return testimony?.kind === 'exposed' || testimony?.kind === 'finding';
}

/** The key that a call makes: it may have been used before the record of its making came. */
function keyMadeBy(call: CredentialUse | null): string[] {
  const key = call?.action === 'iam:CreateAccessKey' ? call.target.accessKeyId : null;
  return key === null ? [] : [key];
}

/** The access keys that a notice names. */
function keysIn(testimony: Testimony | null): string[] {
  if (!isNotice(testimony)) return [];
  const keys = testimony.kind === 'exposed' ? testimony.accessKeyIds : [testimony.accessKeyId];
  return keys.filter((key) => key !== null);
}

/** The keys of the sessions that were used or made, or that a notice names. */
export function sessionKeysOf(told: readonly Told[]): Set<string> {
  const keys = told.flatMap(({ use, testimony }) => [
    ...(use === null ? [] : [use.session, signedWith(use)]),
    ...(testimony?.kind === 'mint' ? [testimony.child.accessKeyId] : []),
    ...keysIn(testimony),
  ]);
  return new Set(keys.filter((key) => key !== null));
}

/** The key that STS may have made. The console draws a new one for a signed-in user's every click, and nobody asks STS for those. */
function signedWith({ accessKeyId, credential }: CredentialUse): string | null {
  return credential.kind === 'console-password' ? null : accessKeyId;
}

/** The keys with which those sessions were opened. */
export function parentKeysOf(told: readonly Told[], tracked: ReadonlyMap<string, Tracked>): Set<string> {
  const made = told.map(({ testimony }) => (testimony?.kind === 'mint' ? testimony.parent.accessKeyId : null));
  const known = [...tracked.values()].flatMap(({ parent }) => [parent?.accessKeyId ?? null, parent?.first ?? null]);
  return new Set([...made, ...known].filter((key) => key !== null));
}
