import { InvalidArgumentError } from 'commander';
import type { Decision } from '../core/plan/decision.ts';
import { rankOf } from '../core/plan/ladder.ts';
import { actionNames } from '../core/policy/policy.ts';

/** Is the decision at or above what `--fail-on` names? */
export type FailOn = (decision: Decision) => boolean;

export function failOn(text: string): FailOn {
  if (/^(100|\d{1,2})$/.test(text)) return ({ score }) => score >= Number(text);
  const least = actionNames.find((name) => name === text);
  if (least === undefined) throw new InvalidArgumentError(`Give a score from 0 to 100, or ${actionNames.join(', ')}.`);
  return ({ action }) => rankOf(action) >= rankOf(least);
}
