import { allowsParent } from '../../context/declared/declared.ts';
import type { Observation } from '../observation.ts';
import type { UseSignal } from '../signal.ts';

export const declaredParent: UseSignal = {
  judges: 'use',
  hears: ['declared'],
  id: 'S61',
  name: 'declared-parent-breached',
  family: 'anomalous',
  group: 'identity',
  authority: 'corroborate',
  basis: 'word',
  sentence: 'The session acts for a person or workflow that its owner did not declare.',
  attack: ['T1550.001', 'T1199'],
  falsePositives: ['Another workflow starts to use the agent, and the declaration is old.'],
  judge(observation) {
    const { context, nature, policy } = observation;
    const names = behind(observation);
    const tags = context.session?.parent?.tags ?? null;
    if (allowsParent(context.declared, names, tags) !== false) return null;
    const who = names[0] ?? tags?.join(', ') ?? 'nobody named';
    const finding = {
      bits: nature === 'agent' ? 8 : 5,
      key: who,
      evidence: `Its owner declared that it acts for ${(context.declared?.expected.parents ?? []).join(', ')}; it acts for ${who}`,
    };
    return policy.declared === 'enforce' ? { ...finding, bits: 20, authority: 'hard' } : finding;
  },
};

/** Who stands behind the session, the unchangeable names first. */
function behind({ use, context: { session } }: Observation): string[] {
  const parent = session?.parent ?? null;
  const names = [use.sourceIdentity, use.federatedSubject, parent?.peer ?? null, parent?.principal ?? null];
  return [...new Set(names.filter((name) => name !== null))];
}
