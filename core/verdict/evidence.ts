import { commonest } from '../model/counts.ts';
import { dayOf, type Instant } from '../model/instant.ts';
import { offHours } from '../signals/anomalous/off-hours.ts';
import type { Authority, Basis, Signal } from '../signals/signal.ts';
import { stepsWindow } from '../signals/steps.ts';

/**
 * The signals that still speak about one credential. One piece a signal, a thing and a day: seen again it only gets
 * the more certain of its values, so order and repetition change nothing.
 */
export interface Evidence {
  readonly signals: Signal[];
}

/** More than this tells a person nothing; the weakest give way, of the group that has most. */
export const signalsKept = 24;

/** Sessions of a role that one piece is held against: the latest, since a flood of them must not hold it against anybody else. */
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

/** Lets go of what is too old to matter at `now`. At what hour somebody worked yesterday says nothing of who works at this one. */
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
 * What speaks of whoever is at work now: colleagues who take on one role in turn do not answer for each other. Where it is not
 * known who it is, all of it does.
 */
export function signalsAbout({ signals }: Evidence, holder: string | null, session: string | null): readonly Signal[] {
  if (holder === null) return signals;
  return signals.filter((signal) => signal.holder === holder || (signal.holder === undefined && isOf(signal, session)));
}

/** What other sessions gave, of which nobody knows who bore them, is nobody else's. */
function isOf({ sessions }: Signal, session: string | null): boolean {
  return sessions === undefined || (session !== null && sessions.includes(session));
}

/** What speaks of one session of a role, and what is said of the role as such. */
export function signalsOfSession(signals: readonly Signal[], session: string): readonly Signal[] {
  return signals.filter((signal) => isOf(signal, session));
}

/**
 * The earliest sighting gives the record and the words are those of the strongest; the later of the two keeps it alive. It may do
 * what either may: what an owner did from the desk does not take the witness from what a thief does after it. And it is held against
 * whoever gave it: who comes after a thief takes nothing off him.
 */
function merged(a: Signal, b: Signal): Signal {
  const first = a.at < b.at || (a.at === b.at && (a.eventId ?? '') <= (b.eventId ?? '')) ? a : b;
  const strongest = isStronger(a, b) ? a : b;
  const authority = ranks[a.authority] > ranks[b.authority] ? a.authority : b.authority;
  const lastAt = Math.max(a.lastAt, b.lastAt);
  const sessions = together(a.sessions, b.sessions);
  return { ...strongest, authority, at: first.at, eventId: first.eventId, lastAt, sessions };
}

/** Of two as heavy the surer one, and then always the same. */
function isStronger(a: Signal, b: Signal): boolean {
  const surer = sureness[a.basis] - sureness[b.basis];
  return a.bits > b.bits || (a.bits === b.bits && (surer > 0 || (surer === 0 && a.evidence <= b.evidence)));
}

const sureness: Readonly<Record<Basis, number>> = { habit: 0, word: 1, fact: 2 };

/** Undefined where it is said of the role as such. */
function together(a: Signal['sessions'], b: Signal['sessions']): Signal['sessions'] {
  if (a === undefined || b === undefined) return undefined;
  // Mostly it is the same session again.
  if (b.every((session) => a.includes(session))) return a;
  return [...new Set([...a, ...b])].slice(-sessionsKept);
}

const ranks: Readonly<Record<Authority, number>> = { notify: 0, corroborate: 1, pin: 2, hard: 3 };

/** Each group is a witness: whoever looks into everything must not drown the one that says from where. */
function dropWeakest(signals: Signal[]): void {
  // Of groups as crowded as each other the first by name, so that it is the same one in whatever order they came.
  const [crowded] = [...commonest(signals, ({ group }) => group)].sort();
  const weakest = signals
    .filter(({ group }) => group === crowded)
    .reduce((weakest, signal) => (isWeaker(signal, weakest) ? signal : weakest));
  signals.splice(signals.indexOf(weakest), 1);
}

function isWeaker(a: Signal, b: Signal): boolean {
  return a.bits < b.bits || (a.bits === b.bits && a.at < b.at);
}
