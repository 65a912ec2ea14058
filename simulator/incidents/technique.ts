import type { Actor, Archetype } from '../actors/actor.ts';
import type { Difficulty, Tactic } from '../labels.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Random } from '../random.ts';
import type { Attack } from './attack.ts';
import type { Means } from './means.ts';

export interface Technique {
  readonly technique: string;
  readonly tactic: Tactic;
  readonly victims: readonly Archetype[];
  readonly difficulties: readonly Difficulty[];
  /** Done with the victim's own network and tools. */
  readonly own?: true;
  /** Done with means of its own, whatever the difficulty. */
  readonly means?: (victim: Actor, organisation: Organisation, random: Random) => Means;
  /** How many days before the end it must begin. */
  readonly lasts?: number;
  readonly story: string;
  readonly play: (attack: Attack) => void;
}

export const keyHolders = ['ci-key', 'developer', 'batch'] as const;
export const everyLevel: readonly Difficulty[] = ['blatant', 'plain', 'stealthy'];
