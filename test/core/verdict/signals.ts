import type { EventId } from '../../../core/model/brand.ts';
import type { Credential } from '../../../core/model/credential.ts';
import { subjectOf } from '../../../core/model/credential.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import type { Group, Signal } from '../../../core/signals/signal.ts';
import type { Assessment, Rotation } from '../../../core/verdict/assessment.ts';
import { score } from '../../../core/verdict/score.ts';
import { judge } from '../../../core/verdict/verdict.ts';
import { noon, use } from '../../cases/use.ts';

/** Learned evidence that counts only together with other; say what is different. */
export function signal(group: Group, bits: number, changes: Partial<Signal> = {}): Signal {
  const at = changes.at ?? noon;
  return {
    id: 'S99',
    name: 'made-up',
    family: 'anomalous',
    group,
    authority: 'corroborate',
    basis: 'habit',
    bits,
    key: group,
    at,
    eventId: 'event' as EventId,
    lastAt: at,
    evidence: `${group} says ${bits}`,
    ...changes,
  };
}

/** Where somebody calls from and what they do are both new: a quorum. */
export const quorum = [signal('origin', 8), signal('action', 8)];
/** Enough by itself to switch a credential off. */
export const proof = [signal('context', 20, { authority: 'hard', basis: 'fact' })];

/** The assessment that these signals alone come to, of a credential with a month on record. */
export function assessment(
  signals: readonly Signal[],
  {
    at = noon,
    activeDays = 30,
    credential = use().credential,
    establishedNetworks = ['AS16509'],
    purpose = null,
    rotation = null,
    session = null,
    holder = null,
    isSignedIn = false,
    isWorkload = false,
  }: {
    readonly at?: number;
    readonly activeDays?: number;
    readonly credential?: Credential;
    readonly establishedNetworks?: readonly string[];
    readonly purpose?: readonly string[] | null;
    readonly rotation?: Rotation | null;
    readonly session?: string | null;
    readonly holder?: string | null;
    readonly isSignedIn?: boolean;
    readonly isWorkload?: boolean;
  } = {},
): Assessment {
  const weight = score(signals, at);
  return {
    subject: subjectOf(credential),
    credential,
    session,
    sitting: session,
    holder,
    isSignedIn,
    isAtRentedPlace: false,
    madeBy: [],
    ofSession: null,
    owner: { kind: 'team', name: 'storage' },
    at,
    eventId: 'event' as EventId,
    signals,
    longDoubt: null,
    stakes: null,
    siblings: 0,
    alike: [],
    score: weight,
    ...judge(
      weight,
      signals,
      {
        isKnown: activeDays >= defaultPolicy.thresholds.learningDays,
        rollout: [],
        oldNews: [],
        isWorkload: () => isWorkload,
      },
      defaultPolicy,
      at,
    ),
    families: ['anomalous'],
    establishedNetworks,
    activeDays,
    purpose,
    rotation,
    policyVersion: '1',
  };
}
