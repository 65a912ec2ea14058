import type { Arn } from '../../model/brand.ts';
import type { Decision } from '../decision.ts';
import type { BoundaryDocument } from '../documents/boundary.ts';
import { caseOf, type Described } from './measure.ts';
import { remains } from './remains.ts';
import type { Target } from './target.ts';

/**
 * A permissions boundary put on a user or role that has none, by a managed policy of its own: one per case, so that undo is
 * exact. A boundary that somebody else made is never replaced.
 */
export interface BoundaryOn extends Described {
  readonly kind: 'permissions-boundary';
  readonly target: Target;
  /** `…:policy/rescind/Rescind-Boundary-<case>` */
  readonly policyArn: Arn;
  readonly document: BoundaryDocument;
}

/** What a place holds whose boundary is off, or not on yet, while its policy is there: both go or stay together. */
export const unattached = 'the policy is there, and on nobody';

export const boundaryPath = '/rescind/';

export function boundaryOn(decision: Decision, target: Target, document: BoundaryDocument): BoundaryOn {
  const [, partition = 'aws'] = target.arn.split(':');
  return {
    kind: 'permissions-boundary',
    target,
    policyArn:
      `arn:${partition}:iam::${target.accountId}:policy${boundaryPath}Rescind-Boundary-${caseOf(decision.id)}` as Arn,
    document,
    sentence: `${target.kind === 'user' ? 'User' : 'Role'} ${target.name} keeps what it uses: a permissions boundary removes the rest.`,
    doesNotStop: remains['permissions-boundary'],
    expiresAt: decision.expiresAt,
  };
}
