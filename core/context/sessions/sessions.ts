import type { CredentialUse } from '../../intake/credential-use.ts';
import type { Minted } from '../../intake/testimony.ts';
import { subjectOf } from '../../model/credential.ts';
import { hour, type Instant } from '../../model/instant.ts';
import { subjectWithoutBranch } from '../sighting.ts';
import {
  beginnerOf,
  emptySession,
  markSession,
  notePlace,
  type SessionParent,
  type SessionRecord,
} from './session-record.ts';

/** The time of a session's last use is only kept this exactly, so that a busy session is not written more often. */
const lastAtStep = 6 * hour;
/**
 * The most links of a chain of roles that are followed one by one; from there it goes on at the beginning of the chain. AWS limits chains only
 * by the hour that each session lives, and forged records not even by that.
 */
export const longestChain = 16;
/** No session lives longer than 36 hours. */
const longestSession = 37 * hour + lastAtStep;
/** How late a record from before a session's end may come. */
const latestRecord = 6 * hour;
/** Not more often than this: to look through all sessions takes long, and a few too many do no harm. */
const betweenSweeps = 6 * hour;

export interface Tracked extends SessionRecord {
  /** To six hours. */
  lastAt: Instant;
  /** Absent where nobody saw it made. */
  expiresAt?: Instant;
  /** The credential that the session belongs to, once it was used. */
  subject: string | null;
  /** For a key: the session that its uses belong to, where that has another name. */
  of?: string;
  /** How it had to be taken back, while it is not known who made it. */
  untold?: TakenSession;
  /** Its maker has been told of that. */
  told?: true;
}

export interface TakenSession {
  readonly at: Instant;
  readonly eventId: string | null;
  /** The credential that the session belongs to. */
  readonly credential: string;
}

/** Whether no record of its uses is to be expected any more. */
export function isOver({ lastAt, expiresAt }: Tracked, now: Instant): boolean {
  return now > (expiresAt === undefined ? lastAt + longestSession : expiresAt + latestRecord);
}

/** Adds to `into` what another note tells of the same session. */
export function joinSessions(
  into: Tracked,
  { places, parent, lastAt, subject, expiresAt, of, untold, told, marks }: Tracked,
): void {
  for (const place of places) notePlace(into.places, place);
  if (into.parent === null || (into.parent.accessKeyId === null && parent?.accessKeyId != null)) into.parent = parent;
  into.lastAt = Math.max(into.lastAt, lastAt);
  into.subject ??= subject;
  if (marks !== undefined) into.marks = { ...marks, ...into.marks };
  if (of !== undefined) into.of ??= of;
  if (untold !== undefined) keepFirst(into, untold);
  if (told !== undefined) into.told = told;
  if (into.expiresAt === undefined && expiresAt !== undefined) into.expiresAt = expiresAt;
}

/** Short-lived sessions: where they were seen, and who had them made. Forgets them when they must be over. */
export class Sessions {
  /** By the session's key. */
  readonly #tracked: Map<string, Tracked>;
  #sweptAt: Instant = 0;

  constructor(tracked = new Map<string, Tracked>()) {
    this.#tracked = tracked;
  }

  /** The session that a use belongs to, with its parent if its making was seen; null for long-lived credentials. */
  of(use: CredentialUse): SessionRecord | null {
    if (use.session === null) return null;
    const session = this.#track(use.session, use.at);
    session.subject = subjectOf(use.credential);
    markSession(session, use);
    if (use.accessKeyId === null) return session;
    // Others know the session by a program's key: notices about it, and the sessions opened with it.
    if (!use.console && use.accessKeyId !== use.session) {
      const key = this.#track(use.accessKeyId, use.at);
      key.subject = session.subject;
      key.of = use.session;
      markSession(key, use);
    }
    session.parent ??= this.#tracked.get(use.accessKeyId)?.parent ?? null;
    return session;
  }

  /** The session that goes by this name, be that its key; null where nothing is known of it. */
  named(session: string): SessionRecord | null {
    return this.#tracked.get(session) ?? null;
  }

  /** Notes who had a session made. Of a cross-account call only the caller's copy names the key, so it prevails. */
  noteMint(minted: Minted): void {
    const { parent, child, at } = minted;
    const peer = peerOfMint(parent);
    if (peer === null) return;
    const session = this.#track(child.accessKeyId, at);
    if (child.expiresAt !== null) session.expiresAt = child.expiresAt;
    if (session.parent?.accessKeyId != null && parent.accessKeyId === null) return;
    const { federation } = parent;
    const before = parent.accessKeyId === null ? null : this.parentOf(parent.accessKeyId);
    // A person who takes on one role after the other stays who they were in the first.
    const person = parent.person ?? (before === null ? null : beginnerOf(before));
    const first = before?.first ?? before?.accessKeyId ?? null;
    session.parent = {
      peer,
      accessKeyId: parent.accessKeyId,
      principal: parent.principalArn,
      tags: parent.tags,
      federation,
      person: person ?? undefined,
      first: first ?? undefined,
    };
  }

  /** Its maker, the maker of what that was done with, and so on back to the first on record: keys, else principals. */
  makersOf(session: SessionRecord | null): readonly string[] {
    const makers: string[] = [];
    let parent = session?.parent ?? null;
    while (parent !== null) {
      const maker = parent.accessKeyId ?? parent.principal;
      // Forged records may go round in a circle.
      if (maker === null || makers.includes(maker)) break;
      const isTooFar = makers.length === longestChain;
      makers.push(isTooFar && parent.first !== undefined ? `others, the first of them by ${parent.first}` : maker);
      if (isTooFar) break;
      parent = parent.accessKeyId === null ? null : this.parentOf(parent.accessKeyId);
    }
    return makers;
  }

  /** Who had the session with this key made; null where no record showed it. */
  parentOf(accessKeyId: string): SessionParent | null {
    return this.#tracked.get(accessKeyId)?.parent ?? null;
  }

  /** Remembers that the session with this key had to be taken back, for when it becomes known who made it. */
  noteTaken(accessKeyId: string, taken: TakenSession): void {
    const session = this.#tracked.get(accessKeyId);
    if (session !== undefined) keepFirst(session, taken);
  }

  /** Whether the maker of the session with this key was told that it had to be taken back, and all that this called for was done. */
  isTold(accessKeyId: string): boolean {
    return this.#tracked.get(accessKeyId)?.told === true;
  }

  noteTold(accessKeyId: string): void {
    const session = this.#tracked.get(accessKeyId);
    if (session !== undefined) session.told = true;
  }

  /** What `noteTaken` remembered. */
  takenOf(accessKeyId: string): TakenSession | null {
    return this.#tracked.get(accessKeyId)?.untold ?? null;
  }

  /** The session that uses with this key belong to; null where nothing is known of it. */
  sessionOf(accessKeyId: string): string | null {
    const session = this.#tracked.get(accessKeyId);
    return session === undefined ? null : (session.of ?? accessKeyId);
  }

  /** Subject of the credential that a session's access key id belongs to. */
  subjectOf(accessKeyId: string): string | null {
    return this.#tracked.get(accessKeyId)?.subject ?? null;
  }

  forget(now: Instant): void {
    if (now - this.#sweptAt < betweenSweeps) return;
    this.#sweptAt = now;
    for (const [key, session] of this.#tracked) if (now - session.lastAt > longestSession) this.#tracked.delete(key);
  }

  #track(key: string, at: Instant): Tracked {
    const known = this.#tracked.get(key);
    const lastAt = at - (at % lastAtStep);
    if (known !== undefined) {
      known.lastAt = Math.max(known.lastAt, lastAt);
      return known;
    }
    const session = { ...emptySession(), lastAt, subject: null };
    this.#tracked.set(key, session);
    return session;
  }
}

function keepFirst(session: Tracked, taken: TakenSession): void {
  const { untold } = session;
  const isFirst =
    untold === undefined ||
    taken.at < untold.at ||
    (taken.at === untold.at && (taken.eventId ?? '') < (untold.eventId ?? ''));
  if (isFirst) session.untold = taken;
}

/** Session names change at will; the role or user behind them does not. */
function peerOfMint(parent: Minted['parent']): string | null {
  if (parent.federatedSubject !== null) return subjectWithoutBranch(parent.federatedSubject);
  if (parent.federation?.kind === 'certificate') return `certificate ${parent.federation.commonName}`;
  if (parent.principalArn !== null) return parent.principalArn.replace(/(:assumed-role\/[^/]+)\/.*$/, '$1');
  return parent.service;
}
