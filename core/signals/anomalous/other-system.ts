import { agentOf } from '../../context/client.ts';
import { settledBefore } from '../../context/habits/familiarity.ts';
import { daysToSettle, isSettled, isUsual, type Observation, recordFor, surpriseOf } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { newsWords } from '../words.ts';
import { isCloudShell } from './new-network.ts';

export const otherSystem: UseSignal = {
  judges: 'use',
  hears: ['system'],
  id: 'S64',
  name: 'other-system',
  family: 'anomalous',
  group: 'client',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The usual program says that it runs on an operating system that it never ran on.',
  attack: ['T1078.004'],
  falsePositives: ['A new laptop.', 'A program is run in a container for the first time.'],
  judge(observation) {
    const { client, system } = agentOf(observation.use.userAgent);
    if (system === null || !isSettled(observation) || isCloudShell(observation)) return null;
    if (!isUsual(observation, 'client', client) || !ranElsewhere(observation, client)) return null;
    const bits = Math.min(mostBits, surpriseOf(observation, 'system', system));
    if (bits <= 0) return null;
    return { bits, key: system, evidence: newsWords(observation, 'system', system, `use by ${system}`) };
  },
};

/** Less than a witness: laptops are replaced, and the owner's work goes on. */
const mostBits = 3;

/** The program is at home on a system: what never said where it runs has no other. */
function ranElsewhere(observation: Observation, client: string): boolean {
  const { habits } = recordFor(observation, 'system');
  return settledBefore(habits, 'system', observation.day, daysToSettle).some((one) => one.startsWith(`${client} (`));
}
