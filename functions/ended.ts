import type { EventDetail } from '../contract/events.ts';
import { decisionIdOf } from '../core/outcome/containment.ts';

/** `Undone by ada.` */
export function restoredSentence({ by, outcome }: EventDetail<'ActionRestored'>): string {
  const how = { done: '', 'already-so': ' It was so already.' }[outcome] ?? ` Not entirely: ${outcome}.`;
  return by === 'expiry' ? `Undone automatically when its time was over.${how}` : `Undone by ${by}.${how}`;
}

export function decisionOfRestored({ containmentId }: EventDetail<'ActionRestored'>): string {
  return decisionIdOf(containmentId);
}
