import { describe, expect, it } from 'vitest';
import { longestChain, Sessions, type Tracked } from '../../../../core/context/sessions/sessions.ts';
import type { Minted } from '../../../../core/intake/testimony.ts';
import type { AccessKeyId, AccountId, Arn } from '../../../../core/model/brand.ts';
import { noon, use } from '../../../cases/use.ts';

const accountId = '111122223333' as AccountId;
const role = 'arn:aws:iam::111122223333:role/Deploy' as Arn;
const long = 'AKIAIOSFODNN7EXAMPLE' as AccessKeyId;
const key = (n: number) => `ASIA${String(n).padStart(16, '0')}` as AccessKeyId;
const bearing = (session: string, accessKeyId: AccessKeyId | null, console = false) =>
  use({
    session,
    accessKeyId,
    console,
    credential: { kind: 'role', id: role, accountId, principal: role, person: null },
  });

/** Somebody opens the session with this key. */
function mint(by: AccessKeyId | null, child: AccessKeyId): Minted {
  const parent = { accessKeyId: by, principalArn: role, federatedSubject: null, service: null, tags: [] };
  return {
    kind: 'mint',
    at: noon,
    eventId: child,
    accountId,
    parent,
    child: { accessKeyId: child, role, sessionArn: null, expiresAt: null },
  };
}

describe('the session of a use', () => {
  it('that goes by another name than its key is found by the key, too', () => {
    const sessions = new Sessions();
    sessions.noteMint(mint(long, key(1)));
    expect(sessions.of(bearing('Deploy 12:00', key(1)))?.parent?.accessKeyId).toBe(long);
    expect(sessions.sessionOf(key(1))).toBe('Deploy 12:00');
    expect(sessions.subjectOf(key(1))).toBe(`role ${role}`);
  });

  it('whose record shows no key is one all the same', () => {
    const tracked = new Map<string, Tracked>();
    expect(new Sessions(tracked).of(bearing('Deploy 12:00', null))).not.toBeNull();
    expect([...tracked.keys()]).toEqual(['Deploy 12:00']);
  });

  it('in the console has a new key with every click, and none of them is kept', () => {
    const tracked = new Map<string, Tracked>();
    const sessions = new Sessions(tracked);
    for (const n of [1, 2, 3]) sessions.of(bearing('sign-in', key(n), true));
    expect([...tracked.keys()]).toEqual(['sign-in']);
  });

  it('that goes by its key has no other name', () => {
    const tracked = new Map<string, Tracked>();
    new Sessions(tracked).of(bearing(key(1), key(1)));
    expect(tracked.get(key(1))?.of).toBeUndefined();
  });

  it('of a key that lasts is none', () => {
    expect(new Sessions().of(use())).toBeNull();
  });
});

describe('who made a session', () => {
  const chainOf = (links: number) => {
    const sessions = new Sessions();
    for (let n = 1; n <= links; n++) sessions.noteMint(mint(n === 1 ? long : key(n - 1), key(n)));
    return sessions.makersOf(sessions.of(bearing(key(links), key(links))));
  };
  const all = (links: number) => [...Array.from({ length: links - 1 }, (_, n) => key(links - 1 - n)), long];

  it('is told link by link as far as that is of use, and then by whom it all began', () => {
    for (const links of [1, 2, longestChain, longestChain + 1]) expect(chainOf(links)).toEqual(all(links));
    for (const links of [longestChain + 2, 100]) {
      expect(chainOf(links).slice(0, longestChain)).toEqual(all(links).slice(0, longestChain));
      expect(chainOf(links).slice(longestChain)).toEqual([`others, the first of them by ${long}`]);
    }
  });

  it('is nobody twice where forged records go in a circle', () => {
    const sessions = new Sessions();
    for (const [by, child] of [
      [key(1), key(2)],
      [key(2), key(1)],
    ] as const)
      sessions.noteMint(mint(by, child));
    expect(sessions.makersOf(sessions.of(bearing(key(1), key(1))))).toEqual([key(2), key(1)]);
  });
});
