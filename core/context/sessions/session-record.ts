import { addressOf, type CredentialUse } from '../../intake/credential-use.ts';
import type { Federation } from '../../intake/who/federation.ts';
import { isSignIn } from '../../intake/who/session.ts';
import type { AccessKeyId, EventId } from '../../model/brand.ts';
import type { Instant } from '../../model/instant.ts';
import { sortFew } from '../../model/sort-few.ts';
import { saysItRunsInFunction } from '../client.ts';
import { isLong, saysCloudShell } from '../place.ts';
import type { Network } from '../recorded-context.ts';
import { joinMoments, type Moments, momentsAt, sharedMoments } from './moments.ts';

/** The places one session was seen at, earliest sighting of each. Joins in any order: earliest wins, earliest few are kept. */
export interface SessionRecord {
  readonly places: SessionPlace[];
  /** Who had the session made, once a record of its making was seen. */
  parent: SessionParent | null;
  /** Absent until it is seen in use, and where it is no role's. */
  marks?: SessionMarks;
}

/** By what IAM can tell one session of a role from the others: the same in each of its uses. */
export interface SessionMarks {
  readonly name: string;
  sourceIdentity?: string | undefined;
  issuedTo?: NonNullable<CredentialUse['issuedTo']> | undefined;
  /** `arn:aws:signin:…`: the sign-in that the console drew it from. */
  signIn?: string | undefined;
  /** The person's id in the identity store. */
  person?: string | undefined;
}

/** Notes by what the session can be told from others. Not every record shows all of it. */
export function markSession(session: SessionRecord, use: CredentialUse): void {
  const { principal, sourceIdentity, issuedTo, onBehalfOf } = use;
  if (principal.kind !== 'role-session') return;
  session.marks ??= { name: principal.sessionName };
  const { marks } = session;
  marks.sourceIdentity ??= sourceIdentity ?? undefined;
  marks.issuedTo ??= issuedTo ?? undefined;
  marks.signIn ??= isSignIn(use.session) ? use.session : undefined;
  marks.person ??= onBehalfOf;
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
  readonly federation?: Federation | undefined;
  /** The person who began the chain of roles, by Identity Center or the company's own sign-in; absent where nobody is known. */
  readonly person?: string | undefined;
  /** The key that the chain of roles began with, as far as was on record when the session was made; absent where it is this one. */
  readonly first?: AccessKeyId | undefined;
}

/** What a person is called further down a chain that a SAML provider's word began. Names by Identity Center have no spaces. */
const byProvider = 'by SAML ';

/** Who began the chain, for whatever the session of this parent has made in turn. */
export function beginnerOf({ person, federation }: Pick<SessionParent, 'person' | 'federation'>): string | null {
  const signedIn = person === undefined ? signedInBy(federation) : null;
  return person ?? (signedIn === null ? null : byProvider + signedIn);
}

/** By the word of the company's own sign-in: its subject, or the session's name where it says another subject every time. */
function signedInBy(federation: Federation | undefined): string | null {
  return federation?.kind === 'saml' ? (federation.subject ?? federation.name ?? null) : null;
}

/** Whoever has the key of a company's provider is everybody of it; nobody is whom Identity Center names but they. */
export function isByProvider(person: string): boolean {
  return person.startsWith(byProvider);
}

/** The person behind a session that such a parent had made: by itself, or at the beginning of its own chain. */
export function personBehind({ person, federation }: SessionParent): string | null {
  return person ?? signedInBy(federation);
}

export interface SessionPlace {
  readonly network: Network;
  readonly address: string | null;
  firstAt: Instant;
  eventId: EventId;
  /** The function that it was issued to was at work there: its own program said that it runs in one. */
  own?: true;
  /** When it was seen there of late; noted once the session was somewhere else, too, and so absent of nearly all. */
  moments?: Moments;
}

/** More places than this in one session add nothing to the story. */
const placesKept = 6;

export function emptySession(): SessionRecord {
  return { places: [], parent: null };
}

/** Notes where a use shows the session to be. The console's terminal is a page of it, and nobody's place. */
export function noteSessionAt({ places }: SessionRecord, use: CredentialUse, network: Network | null): void {
  if (network === null) return;
  const { at, id } = use;
  const address = addressOf(use);
  const own = use.issuedTo?.kind === 'function' && saysItRunsInFunction(use);
  let isBeside = false;
  let isNoted = false;
  for (const place of places) {
    if (isApart(place.network, network)) isBeside = true;
    else if (isPlace(place, network, address) && place.firstAt < at) isNoted = place.own === true || !own;
  }
  // Nearly always it is where it was.
  if (isNoted && !isBeside) return;
  if (saysCloudShell(use, network)) return;
  notePlace(places, {
    network,
    address,
    firstAt: at,
    eventId: id,
    ...(own && { own }),
    ...(isBeside && { moments: momentsAt(at) }),
  });
}

function isPlace(place: SessionPlace, network: Network, address: string | null): boolean {
  return place.address === address && place.network.id === network.id;
}

/** Adds a place, or its earlier sighting, and when it was seen there. */
export function notePlace(places: SessionPlace[], noted: SessionPlace): void {
  const { network, address, firstAt, eventId, own, moments } = noted;
  for (const place of places) {
    if (!isPlace(place, network, address)) continue;
    if (byFirstSight(noted, place) < 0) {
      Object.assign(place, { firstAt, eventId });
      sortFew(places, byFirstSight);
    }
    if (own !== undefined) place.own = own;
    if (moments !== undefined)
      place.moments = place.moments === undefined ? moments : joinMoments(place.moments, moments);
    return;
  }
  places.push({ ...noted });
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

/** Where the function itself was at work before `at`: all of it, and what of it this place can be held against. */
export function ownPlaces({ places }: SessionRecord, network: Network, at: Instant) {
  const own = places.filter((place) => place.own === true && place.firstAt < at);
  return { own, alike: own.filter((place) => isAlike(place.network, network)) };
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

/** Where else a session goes on beside this network, and in how many five minutes of the last hour it was at both. */
export interface Beside {
  readonly network: Network;
  readonly times: number;
}

/**
 * The place that a session is at in turn with that of this use, for the longest. Only what came after it was first seen at both counts, and only
 * addresses of one family: one machine has several, and takes them in turn as they come.
 */
export function besideOf({ places }: SessionRecord, use: CredentialUse, network: Network): Beside | null {
  const alike = places.filter(({ address }) => isLong(address) === isLong(addressOf(use)));
  const here = stayAt(alike, network);
  let most: Beside | null = null;
  if (here === null) return null;
  for (const { network: other } of alike) {
    const there = isApart(other, network) ? stayAt(alike, other) : null;
    if (there === null) continue;
    const times = sharedMoments(here.moments, there.moments, Math.max(here.firstAt, there.firstAt), use.at);
    if (times > (most?.times ?? 0)) most = { network: other, times };
  }
  return most;
}

interface Stay {
  readonly firstAt: Instant;
  readonly moments: Moments;
}

/** By all of its addresses there. */
function stayAt(places: readonly SessionPlace[], { id }: Network): Stay | null {
  const ofNetwork = places.filter(({ network }) => network.id === id);
  const [first, ...rest] = ofNetwork.flatMap(({ moments }) => (moments === undefined ? [] : [moments]));
  if (first === undefined) return null;
  return { firstAt: Math.min(...ofNetwork.map(({ firstAt }) => firstAt)), moments: rest.reduce(joinMoments, first) };
}

/** Two houses. What AWS calls for somebody comes from addresses of its own, and one machine has endpoints beside its way out. */
function isApart(a: Network, b: Network): boolean {
  if (a.aws || b.aws || a.id === b.id || !isAlike(a, b)) return false;
  const isOne = (name: 'asn' | 'organisation') => a[name] !== null && a[name] === b[name];
  return !isOne('asn') && !isOne('organisation');
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
