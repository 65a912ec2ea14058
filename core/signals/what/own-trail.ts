import { isSeenWithoutDoubt } from '../../context/habits/familiarity.ts';
import type { Recent } from '../../context/recent.ts';
import { ownBaselines } from '../../context/recorded-context.ts';
import { openedBy } from '../../context/sighting.ts';
import { tracesOf } from '../../context/traces.ts';
import { trailOf } from '../../context/trail.ts';
import type { CredentialUse } from '../../intake/credential-use.ts';
import { day, type Instant } from '../../model/instant.ts';
import type { Observation } from '../observation.ts';

const madeTrails = tracesOf('made trail');
/** Of the trails that it made, those that began to watch. */
const startedTrails = tracesOf('started trail');
/** And those that it stopped, narrowed or redirected at any time, or made for one Region only. */
const spoiledTrails = tracesOf('spoiled trail');
/** Of the trails that it did not make, those that it replaced by one of its own. */
const replacedTrails = tracesOf('replaced trail');

/** Remembers that it made a trail and had it watch, since nobody relied on that trail before. A refused attempt makes none. */
export function noteMadeTrail({ use, story }: Observation): void {
  const trail = use.errorCode === null ? trailOf(use) : null;
  if (trail === null) return;
  if (use.action === 'cloudtrail:CreateTrail') {
    madeTrails.note(story, trail, use.at);
    if (use.target.everywhere !== true) spoiledTrails.note(story, trail, use.at);
  }
  if (isMade(story, trail, use)) {
    if (use.action === 'cloudtrail:StartLogging') startedTrails.note(story, trail, use.at);
    if (spoils.has(use.action) || use.target.blinding === true) spoiledTrails.note(story, trail, use.at);
  }
  if (replaces(story, trail, use)) replacedTrails.note(story, trail, use.at);
}

/** Whether a call ends a trail that the caller has replaced: within a day it made another for the account, which watches all Regions. Each replaces one. */
export function replacesTrail({ use, story }: Observation): boolean {
  const trail = trailOf(use);
  return trail !== null && replaces(story, trail, use);
}

function replaces(story: Recent, trail: string, use: CredentialUse): boolean {
  if (!ends.has(use.action) || isMade(story, trail, use)) return false;
  const replaced = replacedTrails.within(story, use.at, day).filter((one) => one !== trail);
  return watching(story, use.at).filter((own) => accountOf(own) === accountOf(trail)).length > replaced.length;
}

function watching(story: Recent, at: Instant): string[] {
  const isSpoiled = (own: string) => spoiledTrails.has(story, own, at, spoiledFor);
  return startedTrails.within(story, at, day).filter((own) => !isSpoiled(own));
}

/** A trail that was spoiled when it was made may begin to watch a day later, and then count as a replacement for another day. */
const spoiledFor = 2 * day;

/** Of `eu-west-1:111122223333:trail/name`. */
function accountOf(trail: string): string | undefined {
  return trail.split(':')[1];
}

const ends = new Set(['cloudtrail:StopLogging', 'cloudtrail:DeleteTrail']);
/** Without `PutEventSelectors`: its selectors tell whether it narrows a trail. */
const spoils = new Set([...ends, 'cloudtrail:UpdateTrail']);

/**
 * Whether a call changes a trail that watches nobody: one that the caller made within a day, or one that the caller itself had narrowed to
 * data events before, on a day without doubt.
 */
export function isOwnTrail({ use, context, day: today, story }: Observation): boolean {
  const trail = trailOf(use);
  if (trail === null) return false;
  // Once it has replaced an older trail it watches others, too, and is not the caller's own any more.
  if (isMade(story, trail, use)) return replacedTrails.count(story, use.at, day) === 0;
  if (use.action !== 'cloudtrail:PutEventSelectors' || use.target.blinding !== true) return false;
  const narrowed = openedBy(use) ?? '';
  return ownBaselines(context).some((own) => own !== null && isSeenWithoutDoubt(own, 'resource', narrowed, today));
}

function isMade(story: Recent, trail: string, { at }: CredentialUse): boolean {
  return madeTrails.has(story, trail, at, day);
}
