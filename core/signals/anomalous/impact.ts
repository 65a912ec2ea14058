import { fleets } from '../grave-actions.ts';
import type { Observation } from '../observation.ts';
import { graveSignal, targetWords } from '../what/grave-signal.ts';
import { isShuttingOut, mostOfResponder } from '../what/stopping.ts';
import { isAtDesk } from '../who/at-home.ts';
import { isBuilder } from '../who/builder.ts';
import { isHousekeeping } from './data-destruction.ts';
import { concernsItself } from './persistence.ts';

export const impact = graveSignal({
  id: 'S21',
  name: 'impact',
  tactic: 'impact',
  base: 4,
  authority: 'corroborate',
  basis: 'habit',
  sentence:
    'The credential destroys data, locks it away or runs up costs: deletions, also of keys, and machines by the dozen.',
  attack: ['T1485', 'T1486', 'T1490', 'T1496.001', 'T1531'],
  falsePositives: [
    'An environment is torn down.',
    'A team starts to run its own machines.',
    'A pipeline rolls out its first service, cluster or endpoint.',
  ],
  deed: (observation) => `${observation.use.action} ${targetWords(observation)}`.trim(),
  /** Deleting one’s own key harms nobody. */
  weigh: (observation, bits) => {
    const { action } = observation.use;
    if (concernsItself(observation)) return null;
    if (isShuttingOut(observation) || isHousekeeping(observation))
      return { bits: Math.min(bits, mostOfResponder), authority: 'notify' };
    // What is encrypted is lost with its key, whoever did it and however young: the first half of a ransom.
    if (disposal.test(action))
      return {
        bits: bits > 0 ? bits + 3 : 0,
        authority: leavesTime(observation) ? 'corroborate' : 'pin',
        basis: 'fact',
      };
    if (/^kms:|^backup:|DeleteBackup$/.test(action)) return { bits: bits + 1 };
    return { bits: isRollout(observation) ? bits * rolloutShare : bits };
  },
});

/** Machines that go on running are what a builder is there for, so a first fleet of theirs needs a louder second witness. */
function isRollout(observation: Observation): boolean {
  return fleets.has(observation.use.action) && isBuilder(observation);
}

const rolloutShare = 0.7;

/** AWS waits for days before it deletes a key: where that is asked for at home, the owner can take it back. */
function leavesTime(observation: Observation): boolean {
  return observation.use.action === 'kms:ScheduleKeyDeletion' && isAtDesk(observation);
}

const disposal = /^kms:(?:ScheduleKeyDeletion|DeleteImportedKeyMaterial)$/;
