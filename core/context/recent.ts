import { commonest } from '../model/counts.ts';
import { hour, type Instant } from '../model/instant.ts';

/**
 * What a credential did within the last hours that only matters as a set: which secrets it opened that it never opened
 * before, which kinds of grave call it tried. Kept as distinct things with their first time, or their
 * first and their last, so order and repetition change nothing.
 */
export interface Recent {
  readonly seen: Map<string, Instant>;
}

/** The most distinct things remembered; a flood beyond that has long been noticed. */
const thingsKept = 128;
const remembered = 24 * hour;

/** Before a thing whose last time is kept beside its first. */
export const again = 'again ';

export function emptyRecent(): Recent {
  return { seen: new Map() };
}

/**
 * Remembers `thing`; true when it was not there, or was there longer ago than `within`. Where it says how many are `kept`, the oldest go, of
 * whatever kind.
 */
export function noteRecent(recent: Recent, thing: string, at: Instant, kept?: number, within = remembered): boolean {
  const known = recent.seen.get(thing);
  if (known !== undefined && at - known <= within) {
    if (known <= at) return false;
    recent.seen.set(thing, at);
    return true;
  }
  recent.seen.delete(thing);
  recent.seen.set(thing, at);
  if (kept === undefined) makeRoom(recent);
  else if (recent.seen.size > kept) forgetOldest(recent, () => true);
  return true;
}

/** Remembers when `thing` was seen last, and no more. */
export function noteLast(recent: Recent, thing: string, at: Instant): void {
  const known = recent.seen.get(thing);
  if (known !== undefined && known >= at) return;
  recent.seen.set(thing, at);
  makeRoom(recent);
}

/** The things that begin with `prefix` and were seen up to and including `at`, without the prefix. */
export function recentCalled(recent: Recent, prefix: string, at: Instant): (readonly [thing: string, at: Instant])[] {
  const found: (readonly [string, Instant])[] = [];
  for (const [thing, seenAt] of recent.seen) {
    if (seenAt <= at && thing.startsWith(prefix)) found.push([thing.slice(prefix.length), seenAt]);
  }
  return found;
}

/** From the kind that there is most of: whoever floods one kind with names pushes out only those, and no deeds. */
function makeRoom(recent: Recent): void {
  if (recent.seen.size <= thingsKept) return;
  const kinds = commonest(recent.seen.keys(), kindOf);
  forgetOldest(recent, (thing) => kinds.has(kindOf(thing)));
}

function forgetOldest(recent: Recent, isMeant: (thing: string) => boolean): void {
  let oldest: string | null = null;
  let oldestAt = Number.POSITIVE_INFINITY;
  for (const [thing, seenAt] of recent.seen) {
    if (!isMeant(thing)) continue;
    if (seenAt < oldestAt || (seenAt === oldestAt && (oldest === null || thing < oldest))) {
      oldest = thing;
      oldestAt = seenAt;
    }
  }
  if (oldest !== null) recent.seen.delete(oldest);
}

/** `secret prod/db` is one of the secrets, and so is `again secret prod/db`. */
function kindOf(thing: string): string {
  const from = thing.startsWith(again) ? again.length : 0;
  return thing.slice(from, thing.indexOf(' ', from));
}
