import { isSeenWithoutDoubt } from '../context/habits/familiarity.ts';
import { calledWithin, countRecent, noteRecent, type Recent, seenWithin } from '../context/recent.ts';
import { ownBaselines } from '../context/recorded-context.ts';
import { openedBy } from '../context/sighting.ts';
import { trailOf } from '../context/trail.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import { day, type Instant } from '../model/instant.ts';
import type { Observation } from './observation.ts';

const madePrefix = 'made trail ';
/** Of those that it made, the ones that began to watch. */
const startedPrefix = 'started trail ';
/** And those that it stopped, narrowed or sent elsewhere after that or before, or made for one Region alone. */
const spoiledPrefix = 'spoiled trail ';
/** Of those that it did not make, the ones that it put one of its own in the place of. */
const replacedPrefix = 'replaced trail ';

/** Remembers who made a trail, and had it watch: nobody relied on it before. An attempt makes none, least of all where there is one of that name. */
export function noteMadeTrail({ use, story }: Observation): void {
  const trail = use.errorCode === null ? trailOf(use) : null;
  if (trail === null) return;
  if (use.action === 'cloudtrail:CreateTrail') {
    noteRecent(story, madePrefix + trail, use.at);
    if (use.target.everywhere !== true) noteRecent(story, spoiledPrefix + trail, use.at);
  }
  if (isMade(story, trail, use)) {
    if (use.action === 'cloudtrail:StartLogging') noteRecent(story, startedPrefix + trail, use.at);
    if (spoils.has(use.action) || use.target.blinding === true) noteRecent(story, spoiledPrefix + trail, use.at);
  }
  if (replaces(story, trail, use)) noteRecent(story, replacedPrefix + trail, use.at);
}

/** Whether a call ends a trail after another of its account, which the caller made within a day, began to watch all Regions: one for each. */
export function replacesTrail({ use, story }: Observation): boolean {
  const trail = trailOf(use);
  return trail !== null && replaces(story, trail, use);
}

function replaces(story: Recent, trail: string, use: CredentialUse): boolean {
  if (!ends.has(use.action) || isMade(story, trail, use)) return false;
  const replaced = calledWithin(story, replacedPrefix, use.at, day).filter((one) => one !== trail);
  return watching(story, use.at).filter((own) => accountOf(own) === accountOf(trail)).length > replaced.length;
}

function watching(story: Recent, at: Instant): string[] {
  const isSpoiled = (own: string) => seenWithin(story, spoiledPrefix + own, at, spoiledFor);
  return calledWithin(story, startedPrefix, at, day).filter((own) => !isSpoiled(own));
}

/** For as long as what was made before it can begin to watch, and then stand for another. */
const spoiledFor = 2 * day;

/** Of `eu-west-1:111122223333:trail/name`. */
function accountOf(trail: string): string | undefined {
  return trail.split(':')[1];
}

const ends = new Set(['cloudtrail:StopLogging', 'cloudtrail:DeleteTrail']);
/** That a trail is narrowed by its selectors, those say. */
const spoils = new Set([...ends, 'cloudtrail:UpdateTrail']);

/**
 * Whether a call arranges a trail that watched nobody: one that the caller made within a day, or one that was kept for data alone by the caller's
 * own word before, on a day without doubt.
 */
export function isOwnTrail({ use, context, day: today, story }: Observation): boolean {
  const trail = trailOf(use);
  if (trail === null) return false;
  // What others are watched by in place of an older one is nobody's own any more.
  if (isMade(story, trail, use)) return countRecent(story, replacedPrefix, use.at, day) === 0;
  if (use.action !== 'cloudtrail:PutEventSelectors' || use.target.blinding !== true) return false;
  const narrowed = openedBy(use) ?? '';
  return ownBaselines(context).some((own) => own !== null && isSeenWithoutDoubt(own, 'resource', narrowed, today));
}

function isMade(story: Recent, trail: string, { at }: CredentialUse): boolean {
  return seenWithin(story, madePrefix + trail, at, day);
}
