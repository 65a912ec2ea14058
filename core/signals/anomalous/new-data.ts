import { countSettled, wasFull } from '../../context/habits/familiarity.ts';
import { type Observation, surpriseOf } from '../observation.ts';
import type { Finding, UseSignal } from '../signal.ts';
import { wasBesideTools } from '../what/beside-tools.ts';
import { asDuty } from '../who/duty.ts';
import { isScript } from '../who/hand.ts';
import { newsWords } from '../words.ts';

export const newData: UseSignal = {
  judges: 'use',
  hears: ['data'],
  id: 'S65',
  name: 'new-data',
  family: 'anomalous',
  group: 'scope',
  authority: 'corroborate',
  basis: 'habit',
  sentence:
    'The credential reads a data set that is new to it: another bucket, another folder in a bucket, another table or repository.',
  attack: ['T1530', 'T1213.006'],
  falsePositives: ['A release reads one more data set.', 'A person is asked for different figures.'],
  judge(observation) {
    const { use } = observation;
    const { data } = use.target;
    const bits = newsOfData(observation);
    if (data === undefined || bits === 0) return null;
    const deed = `read of ${data} (${use.action})${use.denied ? ', refused' : ''}`;
    // One key for all sets: whoever names them must not fill the evidence with them.
    return { ...asReading(observation, bits), key: 'data', evidence: newsWords(observation, 'data', data, deed) };
  },
};

/** Bits by which the data set that it reads is news. One that reads another every week says nothing by one more. */
export function newsOfData(observation: Observation): number {
  const { data } = observation.use.target;
  const bits = data === undefined ? 0 : surpriseOf(observation, 'data', data);
  if (bits < least || !isOnRecord(observation)) return 0;
  // Once more sets were read than are remembered, this one may have been among them.
  return wasFull(observation.habits, 'data', observation.day) ? 0 : Math.min(most, bits);
}

/**
 * What a person is asked to read is a duty; what a script reads was written into it, even if with a tool made for people. An agent that left
 * its tools in these hours, for other data than this, reads for somebody else.
 */
export function asReading(observation: Observation, bits: number): Pick<Finding, 'bits' | 'authority'> {
  const { use, context } = observation;
  if (wasBesideTools(context.recent, use)) return { bits, authority: 'pin' };
  return isScript(observation) ? { bits, authority: 'corroborate' } : asDuty(observation, bits);
}

const least = 2.5;
/** Folders are made more often than services are. */
const most = 5;

/** Reads are on record only where the owner has them recorded: on the day on which that begins, all of them are firsts. */
function isOnRecord({ habits, context: { accountBaseline }, day }: Observation): boolean {
  return [habits, accountBaseline].some((one) => one !== null && countSettled(one, 'data', day) > 0);
}
