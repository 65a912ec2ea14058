import { addressOf, type CredentialUse } from '../intake/credential-use.ts';
import type { Federation } from '../intake/federation.ts';
import type { AccessKeyId, EventId } from '../model/brand.ts';
import type { Instant } from '../model/instant.ts';
import { sortFew } from '../model/sort-few.ts';
import type { Network } from './recorded-context.ts';

/** The places one session was seen at, earliest sighting of each. Joins in any order: earliest wins, earliest few are kept. */
export interface SessionRecord {
  readonly places: SessionPlace[];
  /** Who had the session made, once a record of its making was seen. */
  parent: SessionParent | null;
}

/** The credential, role, subject or service behind a session. */
export interface SessionParent {
  /** As remembered among a role's peers: an ARN without session name, a federated subject without branch, a service. */
  readonly peer: string;
  /** The long-lived key that signed the request, where the record shows it. */
  readonly accessKeyId: AccessKeyId | null;
  /** The principal that asked, as its own uses name it. */
  readonly principal: string | null;
  /** Session tags given at its making, `key=value`; null where the record shows none of it. */
  readonly tags: readonly string[] | null;
  /** Who outside AWS vouched for it; absent where nobody did. */
  readonly federation?: Federation;
  /** The person who began the chain of roles, by Identity Center or the company's own sign-in; absent where nobody is known. */
  readonly person?: string;
}

/** What a person is called further down a chain that a SAML provider's word began. Names by Identity Center have no spaces. */
const byProvider = 'by SAML ';

/** Who began the chain, for whatever the session of this parent has made in turn. */
export function beginnerOf({ person, federation }: Pick<SessionParent, 'person' | 'federation'>): string | null {
  if (person !== undefined) return person;
  return federation?.kind === 'saml' && federation.subject !== null ? byProvider + federation.subject : null;
}

/** Whoever has the key of a company's provider is everybody of it; nobody is whom Identity Center names but they. */
export function isByProvider(person: string): boolean {
  return person.startsWith(byProvider);
}

/** The person behind a session that such a parent had made: by itself, or at the beginning of its own chain. */
export function personBehind({ person, federation }: SessionParent): string | null {
  return person ?? (federation?.kind === 'saml' ? federation.subject : null);
}

export interface SessionPlace {
  readonly network: Network;
  readonly address: string | null;
  firstAt: Instant;
  readonly eventId: EventId;
}

/** More places than this in one session add nothing to the story. */
const placesKept = 6;

export function emptySession(): SessionRecord {
  return { places: [], parent: null };
}

/** Notes where a use shows the session to be. */
export function noteSessionAt({ places }: SessionRecord, use: CredentialUse, network: Network | null): void {
  if (network === null) return;
  const { at, id } = use;
  notePlace(places, { network, address: addressOf(use), firstAt: at, eventId: id });
}

/** Adds a place, or its earlier sighting. */
export function notePlace(places: SessionPlace[], { network, address, firstAt, eventId }: SessionPlace): void {
  for (const place of places) {
    if (place.network.id !== network.id || place.address !== address) continue;
    if (place.firstAt > firstAt) place.firstAt = firstAt;
    return;
  }
  places.push({ network, address, firstAt, eventId });
  sortFew(places, byFirstSight);
  if (places.length > placesKept) places.length = placesKept;
}

/**
 * The earliest place before `at` that this one can be held against. One machine reaches some services
 * by endpoints of its own network and others by its way out: that the one is not the other says nothing, unless they are AWS's
 * in two countries.
 */
export function originOf({ places }: SessionRecord, network: Network, at: Instant): SessionPlace | null {
  const alike = places.find((place) => place.firstAt < at && isAlike(place.network, network)) ?? null;
  if (alike !== null && alike.network.id !== network.id) return alike;
  return places.find((place) => place.firstAt < at && isAbroad(place.network, network)) ?? alike;
}

function isAlike(a: Network, b: Network): boolean {
  return isInside(a) === isInside(b);
}

function isAbroad(a: Network, b: Network): boolean {
  return a.aws && b.aws && a.country !== null && b.country !== null && a.country !== b.country;
}

function isInside({ kind }: Network): boolean {
  return kind === 'private' || kind === 'endpoint';
}

/** Whether a use is from another place. A machine has one way out, so that its address is its place. */
export function isElsewhere(place: SessionPlace, use: CredentialUse, network: Network): boolean {
  if (!isAlike(place.network, network)) return isAbroad(place.network, network);
  if (place.network.id !== network.id) return true;
  return use.issuedTo?.kind === 'instance' && place.address !== addressOf(use);
}

/** Whether the session was seen at another place first. */
export function hasLeft(session: SessionRecord | null, use: CredentialUse, network: Network | null): boolean {
  const origin = session === null || network === null ? null : originOf(session, network, use.at);
  return origin !== null && network !== null && isElsewhere(origin, use, network);
}

function byFirstSight(a: SessionPlace, b: SessionPlace): number {
  return a.firstAt - b.firstAt || (a.eventId < b.eventId ? -1 : 1);
}
