import type { Archetype } from '../actors/actor.ts';
import type { Difficulty, Tactic } from '../labels.ts';
import type { Attack } from './attack.ts';

export interface Technique {
  readonly technique: string;
  readonly tactic: Tactic;
  readonly victims: readonly Archetype[];
  readonly difficulties: readonly Difficulty[];
  /** Done with the victim's own network and tools. */
  readonly own?: true;
  /** How many days before the end it must begin. */
  readonly lasts?: number;
  readonly story: string;
  readonly play: (attack: Attack) => void;
}

export const keyHolders = ['ci-key', 'developer', 'batch'] as const;
export const everyLevel: readonly Difficulty[] = ['blatant', 'plain', 'stealthy'];
