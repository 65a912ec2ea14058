import type { Sighting } from '../context/habits/lesson.ts';
import type { Decision } from './decision.ts';
import type { Facts } from './facts.ts';
import type { Weighed } from './weighed.ts';

/** A decision, with what its readers need beside it. */
export interface Announcement {
  readonly decision: Decision;
  readonly subject: string;
  readonly policyVersion: string;
  /** What was known when it was decided, for whoever plans on it later. */
  readonly known: Pick<Facts, 'established' | 'session' | 'lastUsedAt'> & Partial<Pick<Facts, 'inUse'>>;
  /** What there is to remember of the use that it came from, should its owner say that it was theirs. */
  readonly lesson?: Sighting | null;
  /** Absent of how a credential stands, and of a person's order. */
  readonly weighed?: Weighed;
}

/** Port: tells the world. Throws unless all were taken; readers know a decision by its id, so twice is as good as once. */
export interface Announcer {
  announce(announcements: readonly Announcement[]): Promise<void>;
}
