import { assess } from '../../core/assess.ts';
import type { Assessment } from '../../core/verdict/assessment.ts';

/** `assess`, of a use that something can be said of. */
export function assessed(...given: Parameters<typeof assess>): Assessment {
  const assessment = assess(...given);
  if (assessment === null) throw new Error('nothing new can be said of it');
  return assessment;
}
