import { isSeenWithoutDoubt } from '../context/habits/familiarity.ts';
import { noteRecent, type Recent, seenWithin } from '../context/recent.ts';
import type { RecordedContext } from '../context/recorded-context.ts';
import { openedBy } from '../context/sighting.ts';
import { storyOf } from '../context/story.ts';
import { trailOf } from '../context/trail.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import { day } from '../model/instant.ts';
import type { Observation } from './observation.ts';

const madePrefix = 'made trail ';

/** Remembers who made a trail: nobody relied on it before. An attempt makes none, least of all where there is one of that name. */
export function noteMadeTrail(use: CredentialUse, context: Pick<RecordedContext, 'story' | 'recent'>): void {
  if (use.action !== 'cloudtrail:CreateTrail' || use.errorCode !== null) return;
  const trail = trailOf(use);
  if (trail !== null) noteRecent(storyOf(context), madePrefix + trail, use.at);
}

/**
 * Whether a call arranges a trail that watched nobody: one that the caller made within a day, or one that was kept for data alone by the caller's
 * own word before, on a day without doubt.
 */
export function isOwnTrail({ use, context, day: today }: Observation): boolean {
  const trail = trailOf(use);
  if (trail === null) return false;
  if (isMade(storyOf(context), trail, use)) return true;
  if (use.action !== 'cloudtrail:PutEventSelectors' || use.target.blinding !== true) return false;
  const { baseline, principalBaseline, personBaseline } = context;
  const narrowed = openedBy(use) ?? '';
  return [baseline, principalBaseline, personBaseline].some(
    (own) => own !== null && isSeenWithoutDoubt(own, 'resource', narrowed, today),
  );
}

function isMade(story: Recent, trail: string, { at }: CredentialUse): boolean {
  return seenWithin(story, madePrefix + trail, at, day);
}
