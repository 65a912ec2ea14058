import { commonest } from '../model/counts.ts';
import { dayOf, type Instant } from '../model/instant.ts';
import { offHours } from '../signals/anomalous/off-hours.ts';
import type { Authority, Basis, Signal } from '../signals/signal.ts';
import { stepsWindow } from '../signals/what/steps.ts';

/**
 * The signals that still speak about one credential, one piece of evidence for each signal, thing and day. Seen again, a piece only takes
 * the stronger values, so order and repetition change nothing.
 */
export interface Evidence {
  readonly signals: Signal[];
}

/** More than this tells a person nothing. The weakest gives way, of the group that has most. */
export const signalsKept = 24;

/** The most sessions of a role that one piece is held against: the latest, whatever a flood of sessions may bring. */
const sessionsKept = 64;

/** Evidence older than this has faded to nothing that counts. */
const daysKept = 4;

export function emptyEvidence(): Evidence {
  return { signals: [] };
}

/** Adds a signal, or strengthens the same one of the same day. */
export function addEvidence(evidence: Evidence, signal: Signal): void {
  const { signals } = evidence;
  const at = signals.findIndex((known) => isSamePiece(known, signal));
  const known = signals[at];
  if (known === undefined) signals.push(signal);
  else signals[at] = merged(known, signal);
  if (signals.length > signalsKept) dropWeakest(signals);
}

/** Drops what is too old to matter at `now`. An odd hour is over soon: at what hour somebody worked yesterday says nothing about who works now. */
export function fadeEvidence(evidence: Evidence, now: Instant): void {
  const { signals } = evidence;
  if (signals.length === 0) return;
  const speaks = ({ id, at, lastAt }: Signal) =>
    dayOf(now) - dayOf(at) < daysKept && (id !== offHours.id || now - lastAt <= stepsWindow);
  const kept = signals.filter(speaks);
  if (kept.length < signals.length) signals.splice(0, signals.length, ...kept);
}

function isSamePiece(a: Signal, b: Signal): boolean {
  return a.id === b.id && a.key === b.key && a.holder === b.holder && dayOf(a.at) === dayOf(b.at);
}

/**
 * What speaks about whoever is at work now: colleagues who take on one role in turn do not answer for each other. All of it, where it is not
 * known who that is.
 */
export function signalsAbout({ signals }: Evidence, holder: string | null, session: string | null): readonly Signal[] {
  if (holder === null) return signals;
  return signals.filter((signal) => signal.holder === holder || (signal.holder === undefined && isOf(signal, session)));
}

/** What other sessions gave is not held against this one, even where it is not known who was in them. */
function isOf({ sessions }: Signal, session: string | null): boolean {
  return sessions === undefined || (session !== null && sessions.includes(session));
}

/** What speaks about one session of a role, and what is said of the role as such. */
export function signalsOfSession(signals: readonly Signal[], session: string): readonly Signal[] {
  return signals.filter((signal) => isOf(signal, session));
}

/**
 * Of two sightings of one piece, the earlier gives the time and the record, the stronger gives the words, and the later keeps it alive. It may
 * do what either may, so that what the owner did at the desk before does not excuse the thief; and it is held against the sessions of both,
 * so that whoever comes after a thief takes nothing off him.
 */
function merged(a: Signal, b: Signal): Signal {
  const first = a.at < b.at || (a.at === b.at && (a.eventId ?? '') <= (b.eventId ?? '')) ? a : b;
  const strongest = isStronger(a, b) ? a : b;
  const authority = ranks[a.authority] > ranks[b.authority] ? a.authority : b.authority;
  const lastAt = Math.max(a.lastAt, b.lastAt);
  const sessions = together(a.sessions, b.sessions);
  const onTheWay = a.onTheWay && b.onTheWay;
  return { ...strongest, authority, at: first.at, eventId: first.eventId, lastAt, sessions, onTheWay };
}

/** Of two with as many bits the surer is the stronger; the last comparison only makes the choice a fixed one. */
function isStronger(a: Signal, b: Signal): boolean {
  const surer = sureness[a.basis] - sureness[b.basis];
  return a.bits > b.bits || (a.bits === b.bits && (surer > 0 || (surer === 0 && a.evidence <= b.evidence)));
}

const sureness: Readonly<Record<Basis, number>> = { habit: 0, word: 1, fact: 2 };

/** Undefined where either is said of the role as such. */
function together(a: Signal['sessions'], b: Signal['sessions']): Signal['sessions'] {
  if (a === undefined || b === undefined) return undefined;
  // Mostly it is the same session again.
  if (b.every((session) => a.includes(session))) return a;
  return [...new Set([...a, ...b])].slice(-sessionsKept);
}

const ranks: Readonly<Record<Authority, number>> = { notify: 0, corroborate: 1, pin: 2, hard: 3 };

/** From the most crowded group, since each group is a witness: a flood of looks must not push out the one that says from where they come. */
function dropWeakest(signals: Signal[]): void {
  // Of equally crowded groups the first by name, so that the order in which they came does not matter.
  const [crowded] = [...commonest(signals, ({ group }) => group)].sort();
  const weakest = signals
    .filter(({ group }) => group === crowded)
    .reduce((weakest, signal) => (isWeaker(signal, weakest) ? signal : weakest));
  signals.splice(signals.indexOf(weakest), 1);
}

function isWeaker(a: Signal, b: Signal): boolean {
  return a.bits < b.bits || (a.bits === b.bits && a.at < b.at);
}
