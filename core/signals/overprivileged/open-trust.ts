import type { StandingSignal } from '../signal.ts';
import { isNotForOwner } from '../stale/window.ts';

export const openTrust: StandingSignal = {
  judges: 'standing',
  id: 'S51',
  name: 'open-trust',
  family: 'overprivileged',
  group: 'standing',
  authority: 'notify',
  basis: 'fact',
  sentence: "The role's trust policy lets in somebody whom the owner may not know.",
  attack: ['T1199', 'T1078.004'],
  falsePositives: ['A public service checks its callers itself, or a partner cannot send an external id.'],
  judge(standing) {
    if (isNotForOwner(standing)) return null;
    const door = standing.openDoors.find(({ kind }) => kind === 'everyone') ?? standing.openDoors[0];
    if (door === undefined) return null;
    const bits = door.kind === 'everyone' ? 14 : 8;
    return { bits, key: door.who, evidence: `Its trust policy lets in ${door.who}` };
  },
};
