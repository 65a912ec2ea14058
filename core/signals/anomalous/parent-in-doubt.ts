import type { UseSignal } from '../signal.ts';

export const parentInDoubt: UseSignal = {
  judges: 'use',
  hears: ["parent's doubt"],
  id: 'S49',
  name: 'parent-in-doubt',
  family: 'anomalous',
  group: 'identity',
  authority: 'corroborate',
  basis: 'fact',
  sentence: 'The session was made by a credential that is itself in doubt: what a thief mints is the thief’s.',
  attack: ['T1550.001', 'T1098.001'],
  falsePositives: ['The doubt about the parent turns out to be unfounded.'],
  judge({ context, isKnown }) {
    if (context.parentDoubt < leastDoubt) return null;
    const parent = context.session?.parent ?? null;
    // Nothing else could speak against a role that nobody ever saw before a key opened it that had to be taken back.
    const isAllThereIs = !isKnown && context.isParentTaken === true;
    return {
      bits: Math.min(isAllThereIs ? 8 : 6, context.parentDoubt / 2),
      ...(isAllThereIs && { authority: 'pin' as const }),
      key: parent?.peer ?? 'parent',
      evidence: `Its session was made by ${parent?.peer ?? 'another credential'}, which is in doubt itself`,
    };
  },
};

/** Bits: what an owner would be told about. */
export const leastDoubt = 8;
