import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Network } from '../../../../core/context/recorded-context.ts';
import { besideOf, emptySession, noteSessionAt, ownPlaces } from '../../../../core/context/sessions/session-record.ts';
import { joinSessions, Sessions, type Tracked } from '../../../../core/context/sessions/sessions.ts';
import { tellerOf } from '../../../../core/context/sessions/story.ts';
import type { CredentialUse } from '../../../../core/intake/credential-use.ts';
import type { Minted } from '../../../../core/intake/testimony.ts';
import type { AccessKeyId, Arn, EventId } from '../../../../core/model/brand.ts';
import { minute } from '../../../../core/model/instant.ts';
import { awsIreland, awsOhio, home, hotel, inside, nextDoor, office, type Place } from '../../../cases/places.ts';
import { accountId, mia, noon, pipeline, use } from '../../../cases/use.ts';

const at = (place: Place, minutesLater: number): CredentialUse =>
  use({ ...mia, from: place, minutesLater, id: `${place.address} ${minutesLater}` as EventId });

const ofFunction = (place: Place, minutesLater: number): CredentialUse => ({
  ...at(place, minutesLater),
  issuedTo: { kind: 'function', id: 'thumbs' },
  userAgent: 'Boto3/1.35.0 exec-env/AWS_Lambda_python3.12' as CredentialUse['userAgent'],
});

type Step = readonly [place: Place, minutesLater: number];

/** How often it took turns, as the last of these uses shows. */
function turnsIn(steps: readonly Step[]): number {
  const session = emptySession();
  for (const [place, later] of steps) noteSessionAt(session, at(place, later), place.network);
  const [place, later] = steps.at(-1) ?? [office, 0];
  return besideOf(session, at(place, later), place.network)?.times ?? 0;
}

/** There and here every ten minutes, four times after the first. */
const inTurn = (a: Place, b: Place): Step[] =>
  [0, 10, 20, 30, 40].flatMap((later) => [[a, later] as const, [b, later + 2] as const]);

describe('besideOf', () => {
  it('counts the turns of two places', () => {
    expect(turnsIn(inTurn(office, home))).toBe(4);
  });

  it('is no journey, nor a VPN that is switched on, off and on again', () => {
    expect(turnsIn([...[0, 1, 2].map((n) => [office, n] as const), ...[3, 9, 15].map((n) => [home, n] as const)])).toBe(
      0,
    );
    const steps = [0, 4, 11, 18].map((later, n) => [n % 2 === 0 ? office : home, later] as const);
    expect(turnsIn(steps)).toBeLessThan(3);
  });

  it('says nothing of what one machine has several of', () => {
    const other = (from: Place, details: Partial<Network>, address = from.address): Place => ({
      address,
      network: { ...from.network, ...details },
    });
    expect(turnsIn(inTurn(home, nextDoor))).toBe(0);
    expect(turnsIn(inTurn(home, other(home, { id: 'AS3320 IE', organisation: null }, '198.51.100.77')))).toBe(0);
    expect(turnsIn(inTurn(home, other(hotel, { organisation: 'Telekom' })))).toBe(0);
    expect(turnsIn(inTurn(home, other(hotel, {}, '2001:db8::1')))).toBe(0);
    expect(turnsIn(inTurn(home, awsOhio))).toBe(0);
    expect(turnsIn(inTurn(awsIreland, awsOhio))).toBe(0);
    expect(turnsIn(inTurn(inside, home))).toBe(0);
  });

  it('takes the addresses of one network together', () => {
    const steps = inTurn(office, home).map(([place, later], n): Step => [n % 4 === 3 ? nextDoor : place, later]);
    expect(turnsIn(steps)).toBe(4);
  });
});

const step = fc.tuple(fc.constantFrom(office, home, hotel, awsOhio), fc.integer({ min: 0, max: 300 }));
const taken = fc.tuple(fc.constantFrom(noon, noon + 1), fc.constantFrom('e1', 'e2'));
const anySession = fc.tuple(fc.array(step, { maxLength: 30 }), fc.option(taken)).map(([steps, untold]): Tracked => {
  const session: Tracked = { ...emptySession(), lastAt: 0, subject: null };
  for (const [place, later] of steps) {
    const one = later % 2 === 0 ? at(place, later) : ofFunction(place, later);
    noteSessionAt(session, one, place.network);
  }
  if (untold !== null) session.untold = { at: untold[0], eventId: untold[1], credential: 'deploy' };
  return session;
});
const joined = (a: Tracked, b: Tracked): Tracked => {
  const into = structuredClone(a);
  joinSessions(into, structuredClone(b));
  return into;
};

describe('who is behind a session', () => {
  const sessions = new Sessions();
  const open = (by: Partial<Minted['parent']>, accessKeyId: string, into = sessions) => {
    const told = { at: noon, eventId: 'e', accountId };
    const parent = { accessKeyId: null, federatedSubject: null, service: null, tags: [], principalArn, ...by };
    const child = { accessKeyId: accessKeyId as AccessKeyId, sessionArn: null, role: null, expiresAt: null };
    into.noteMint({ kind: 'mint', ...told, parent, child });
  };
  const principalArn = 'arn:aws:sts::111122223333:assumed-role/deploy/x' as Arn;
  const by = (accessKeyId: string) =>
    use({ ...pipeline, accessKeyId: accessKeyId as AccessKeyId, session: accessKeyId });

  it('is whoever began the chain of roles, from one to the next', () => {
    open({ person: 'mia' }, 'ASIA1');
    open({ accessKeyId: 'ASIA1' as AccessKeyId }, 'ASIA2');
    const tellers = ['ASIA1', 'ASIA2', 'ASIA3'].map((key) => tellerOf(by(key), sessions.of(by(key))));
    expect(tellers).toEqual(['mia', 'mia', null]);
  });

  it.each([
    ['first', ['AKIA1', null]],
    ['last', [null, 'AKIA1']],
  ])('is the key that only the caller’s own record names, where that comes %s', (when, keys) => {
    for (const accessKeyId of keys) open({ accessKeyId: accessKeyId as AccessKeyId | null }, `ASIA ${when}`);
    const use = by(`ASIA ${when}`);
    expect(sessions.of(use)?.parent?.accessKeyId).toBe('AKIA1');
  });

  it('are all who made it and its maker, each named once, though forged records go in a circle', () => {
    open({ accessKeyId: 'ASIAa' as AccessKeyId }, 'ASIAb');
    open({ accessKeyId: 'ASIAb' as AccessKeyId }, 'ASIAa');
    expect(sessions.makersOf(sessions.of(by('ASIAa')))).toEqual(['ASIAb', 'ASIAa']);
  });

  it('is the same for a program of the session that has a key of its own, and its doings are the session’s', () => {
    const own = new Map<string, Tracked>();
    const one = new Sessions(own);
    open({ accessKeyId: 'AKIA1' as AccessKeyId }, 'ASIA of a program', one);
    const program = use({ ...pipeline, accessKeyId: 'ASIA of a program' as AccessKeyId, session: 'as it signed in' });
    expect(one.of(program)?.parent?.accessKeyId).toBe('AKIA1');
    expect(['ASIA of a program', 'as it signed in', 'ASIA of nobody'].map((key) => one.sessionOf(key))).toEqual([
      'as it signed in',
      'as it signed in',
      null,
    ]);
    const noted = own.get('ASIA of a program');
    if (noted === undefined) throw new Error('it was noted');
    expect(joined({ ...emptySession(), lastAt: 0, subject: null }, noted).of).toBe('as it signed in');
  });

  it('is the person whose role it is', () => {
    expect(tellerOf(use(mia), null)).toBe('mia');
  });
});

it('of what had to be taken back the first is kept for who had it made', () => {
  const [a, b] = [noon, noon + 1].map((at): Tracked => {
    return { ...emptySession(), lastAt: 0, subject: null, untold: { at, eventId: 'e', credential: 'deploy' } };
  });
  if (a === undefined || b === undefined) throw new Error('there are two');
  expect([joined(a, b).untold?.at, joined(b, a).untold?.at]).toEqual([noon, noon]);
});

describe('what is on record of a session', () => {
  it('joins in any order and as often as one likes', () => {
    fc.assert(
      fc.property(anySession, anySession, anySession, (a, b, c) => {
        expect(joined(a, b)).toEqual(joined(b, a));
        expect(joined(joined(a, b), c)).toEqual(joined(a, joined(b, c)));
        expect(joined(a, a)).toEqual(a);
      }),
    );
  });

  it('is no longer than before while it stays in one place', () => {
    const session = emptySession();
    for (const later of [0, 10, 20]) noteSessionAt(session, at(office, later), office.network);
    expect(session.places.map((place) => Object.keys(place))).toEqual([['network', 'address', 'firstAt', 'eventId']]);
  });

  it('is where a function was at work by its own word, whoever else was there before it, and elsewhere', () => {
    const session = emptySession();
    const carried = { ...ofFunction(awsOhio, 6), userAgent: at(awsOhio, 6).userAgent };
    for (const one of [at(awsIreland, 0), ofFunction(awsIreland, 5)]) noteSessionAt(session, one, awsIreland.network);
    noteSessionAt(session, carried, awsOhio.network);
    const own = (place: Place) => ownPlaces(session, place.network, noon + 9 * minute);
    expect(own(awsOhio).alike.map(({ address }) => address)).toEqual([awsIreland.address]);
    expect(own(inside)).toMatchObject({ own: [{ address: awsIreland.address }], alike: [] });
  });

  it('is nothing of the console’s terminal, but where a machine says that it is one', () => {
    const terminal = {
      ...at(awsIreland, 0),
      userAgent: 'aws-cli/2.17 exec-env/CloudShell' as CredentialUse['userAgent'],
    };
    const ofMachine = { ...terminal, issuedTo: { kind: 'instance', id: 'i-0123456789abcdef0' } as const };
    const placesOf = (one: CredentialUse) => {
      const session = emptySession();
      noteSessionAt(session, one, awsIreland.network);
      return session.places.map(({ address }) => address);
    };
    expect(placesOf(terminal)).toEqual([]);
    expect(placesOf(ofMachine)).toEqual([awsIreland.address]);
  });

  it('is the same where a record comes twice', () => {
    const steps = inTurn(office, home).map(([place, later]) => [at(place, later), place.network] as const);
    const [once, twice] = [emptySession(), emptySession()];
    for (const [one, network] of steps) noteSessionAt(once, one, network);
    for (const [one, network] of [...steps, ...steps]) noteSessionAt(twice, one, network);
    const last = steps.at(-1);
    if (last === undefined) throw new Error('no steps');
    expect(besideOf(twice, ...last)).toEqual(besideOf(once, ...last));
  });
});
