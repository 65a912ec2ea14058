import type { Dossier } from '../assess.ts';
import { doubtVisit, type Exit, exitKey, isFrequented, isOfTheHouse, noteVisit } from '../context/exits.ts';
import { daysSeen, daysToSettle, valuesBefore } from '../context/habits/familiarity.ts';
import { textBytes } from '../context/habits/fingerprint.ts';
import { emptyRecent } from '../context/recent.ts';
import type { Network } from '../context/recorded-context.ts';
import { isByProvider, type SessionRecord } from '../context/sessions/session-record.ts';
import { isPersonByRecord, lineOf } from '../context/sighting.ts';
import { addressOf, type CredentialUse } from '../intake/credential-use.ts';
import { isOfIdentityCenter } from '../intake/who/identity.ts';
import { dayOf } from '../model/instant.ts';
import { keptIn } from '../model/kept.ts';
import type { Policy } from '../policy/policy.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { weightOf } from '../verdict/score.ts';

/** What an address at a provider of servers is taken for on one day. */
interface Way {
  day: number;
  network: Network;
  /** Those noted today already as having been here and being at home elsewhere. */
  readonly told: Set<string>;
  readonly line: string;
  readonly ofHouse: Network;
  readonly ofMany: Network;
}

/** The most addresses that are kept; beyond that all are looked up anew. */
const mostWays = 4_096;

/** The house's own ways out at providers of servers, as learned from its people. Only uses from such providers cost anything. */
export class Exits {
  readonly #exits: Map<string, Exit>;
  readonly #ways = new Map<string, Way>();

  constructor(exits: Map<string, Exit>) {
    this.#exits = exits;
  }

  /**
   * The network that the use came from, which is one of its own where it is a way out of the house. Machines in a cloud may share a gateway
   * with people on desktops there: for them nothing changes.
   */
  placeOf(use: CredentialUse, located: Network | null, session: SessionRecord | null): Network | null {
    if (located === null || !mayBeExit(located)) return located;
    const isPerson = isPersonByRecord(use, session);
    if (!isPerson && located.kind === 'cloud') return located;
    const way = this.#wayOf(use, located);
    if (way === null) return located;
    const today = dayOf(use.at);
    if (way.day !== today) {
      way.day = today;
      way.told.clear();
      way.network = this.#takenFor(way, located, today);
    }
    return isPerson || way.network === way.ofHouse ? way.network : located;
  }

  #takenFor({ line, ofHouse, ofMany }: Way, located: Network, today: number): Network {
    const exit = this.#exits.get(exitKey(located, line));
    if (exit !== undefined && isOfTheHouse(exit, today)) return ofHouse;
    const provider = isOneOfMany(located) ? this.#exits.get(exitKey(located)) : undefined;
    return provider !== undefined && isFrequented(provider, today) ? ofMany : located;
  }

  /** Notes who was there, if it is somebody who may vouch for the place and does only their usual work there. */
  note(
    use: CredentialUse,
    located: Network | null,
    session: SessionRecord | null,
    dossier: Pick<Dossier, 'baseline' | 'principalBaseline' | 'personBaseline' | 'handsBaseline'>,
    assessment: Assessment | null,
    policy: Policy,
  ): void {
    if (located === null || !mayBeExit(located)) return;
    const person = provenPerson(use, session);
    const isDoubted = assessment?.verdict === 'compromised';
    if (person === null || (!isDoubted && (use.denied || !isUsualWork(use, assessment, policy)))) return;
    const way = this.#wayOf(use, located);
    if (way === null) return;
    const today = dayOf(use.at);
    if (!isDoubted && way.told.has(person)) return;
    const isKnown = isEstablishedElsewhere(dossier, located, today);
    if (isKnown && way.day === today) way.told.add(person);
    for (const key of keysOf(located, way.line)) {
      const exit = keptIn(this.#exits, key, emptyRecent);
      if (isDoubted) doubtVisit(exit, person, today);
      else noteVisit(exit, person, today, way.line, isKnown);
    }
  }

  #wayOf(use: CredentialUse, located: Network): Way | null {
    const address = addressOf(use);
    if (address === null) return null;
    const known = this.#ways.get(address);
    if (known !== undefined) return known;
    const line = lineOf(use, located);
    if (line === null) return null;
    const ofHouse: Network = { ...located, id: exitId(located, line), kind: 'corp', house: true };
    // Under a name of its own, so that what is learned from people says nothing to keys and machines.
    const ofMany: Network = { ...located, id: exitId(located, 'people'), frequented: true };
    const way = { day: -1, network: located, told: new Set<string>(), line, ofHouse, ofMany };
    if (this.#ways.size >= mostWays) this.#ways.clear();
    this.#ways.set(address, way);
    return way;
  }
}

/**
 * The name of such a network: its provider and address, as far as a baseline keeps that word for word. A pin could let nobody through by a
 * shortened name.
 */
function exitId(located: Network, line: string): string {
  return [...providerNames(located).map((name) => `${name} ${line}`), line].find(isKept) ?? line;
}

function isKept(name: string): boolean {
  return name.length <= textBytes;
}

function providerNames({ id, asn }: Network): string[] {
  return asn === null ? [id] : [id, `AS${asn}`, String(asn)];
}

/** Whether a place on record is the provider itself, or one of its addresses. */
function isOf(located: Network, place: string): boolean {
  return place === located.id || providerNames(located).some((name) => place.startsWith(`${name} `));
}

/** Where companies let their people out: rented servers, and desktops in a cloud. Never Tor. */
function mayBeExit({ kind }: Network): boolean {
  return kind === 'hosting' || kind === 'vpn' || kind === 'cloud';
}

/** A VPN may come out at another of its provider's servers each time, so the provider counts. A cloud is everybody's: there only the address does. */
function isOneOfMany({ kind }: Network): boolean {
  return kind === 'hosting' || kind === 'vpn';
}

/** The keys of what is remembered of the ways out that a use may have come by. */
export function exitKeysOf(use: CredentialUse, located: Network): readonly string[] {
  // A key may come from any address of a cloud: it teaches no way out there, and is never taken to be behind one.
  if (!mayBeExit(located) || (located.kind === 'cloud' && !mayBePersons(use))) return [];
  const line = lineOf(use, located);
  return line === null ? [] : keysOf(located, line);
}

function keysOf(located: Network, line: string): readonly string[] {
  return isOneOfMany(located) ? [exitKey(located, line), exitKey(located)] : [exitKey(located, line)];
}

/** As far as that can be told before it is known who made the session. */
function mayBePersons(use: CredentialUse): boolean {
  return use.credential.kind === 'role' || isPersonByRecord(use, null);
}

/**
 * Somebody whom no thief can be by just taking a name: a person of Identity Center, here or at the beginning of a chain, or a user with a
 * second factor. Not somebody whom another provider vouches for: whoever holds that provider's key can be anybody.
 */
function provenPerson({ credential, mfa }: CredentialUse, session: SessionRecord | null): string | null {
  if (credential.kind !== 'role') return mfa === true ? credential.principal : null;
  const person = isOfIdentityCenter(credential.id) ? credential.person : (session?.parent?.person ?? null);
  return person === null || isByProvider(person) ? null : `person ${person}`;
}

/** Nothing but the place is odd enough to bear witness. */
function isUsualWork({ at }: CredentialUse, assessment: Assessment | null, { thresholds }: Policy): boolean {
  if (assessment === null) return true;
  return assessment.signals.every((signal) => {
    if (signal.group === 'origin') return signal.authority !== 'pin' && signal.authority !== 'hard';
    return weightOf(signal, at) < thresholds.quorumBits;
  });
}

/** Is at home at another place than this one. */
function isEstablishedElsewhere(
  { baseline, principalBaseline, personBaseline, handsBaseline }: Parameters<Exits['note']>[3],
  located: Network,
  day: number,
): boolean {
  const own = handsBaseline ?? personBaseline ?? principalBaseline ?? baseline;
  return valuesBefore(own, 'network', day).some(
    (place) => !isOf(located, place) && daysSeen(own, 'network', place, day) >= daysToSettle,
  );
}
