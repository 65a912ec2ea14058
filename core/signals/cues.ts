import { setsLimits } from '../context/declared/declared.ts';
import { type TableName, tableNames } from '../context/habits/baseline.ts';
import { newsIn } from '../context/habits/familiarity.ts';
import { isBusyHour } from '../context/habits/volume.ts';
import { isByStrangersEndpoint } from '../context/place.ts';
import { hasLeft } from '../context/sessions/session-record.ts';
import { daysAtSecondPlace } from './anomalous/second-home.ts';
import { tacticOf } from './grave-actions.ts';
import { newsOfHands, type Observation } from './observation.ts';
import { longSilence } from './silence.ts';

/**
 * What makes a signal worth asking: something in the use is not a habit yet in one of the tables, or one of the facts below is true of it.
 * Most uses give no cue, so hardly any signal has to be asked. A signal must have nothing to say about a use that gives none of its cues.
 */
export type Cue = TableName | Fact;

type Fact = keyof typeof facts;

/** Each of them is quick to check. */
const facts = {
  declared: ({ context }: Observation) => context.declared !== null && setsLimits(context.declared),
  tactic: ({ use }: Observation) => tacticOf(use) !== null,
  root: ({ use }: Observation) => use.credential.kind === 'root',
  refusal: ({ use }: Observation) => use.denied,
  'second place': ({ use, network, context }: Observation) => hasLeft(context.session, use, network),
  'second home': (observation: Observation) => daysAtSecondPlace(observation) !== null,
  "stranger's endpoint": ({ use }: Observation) => isByStrangersEndpoint(use),
  'locked away': ({ use }: Observation) => use.target.lockedWith !== undefined,
  'busy hour': ({ use, context }: Observation) => isBusyHour(context.baseline, use.at),
  silence: (observation: Observation) => longSilence(observation) !== null,
  "parent's doubt": ({ context }: Observation) => context.parentDoubt > 0 || context.isMadeWhileTaken === true,
} as const;

const names = Object.keys(facts) as readonly Fact[];
const tests = Object.values(facts);

/** The cues that a use gives, as bits. */
export function cuesOf(observation: Observation): number {
  const { lesson, day, habits, kin } = observation;
  let cues = newsIn(lesson, day, habits, kin) | newsOfHands(observation);
  for (let i = 0; i < tests.length; i++) if (tests[i]?.(observation) === true) cues |= 1 << (tableNames.length + i);
  return cues;
}

/** The same for what a signal listens for. */
export function bitsOf(cues: readonly Cue[]): number {
  return cues.reduce((bits, cue) => bits | bitOf(cue), 0);
}

function bitOf(cue: Cue): number {
  const table = tableNames.indexOf(cue as TableName);
  return 1 << (table >= 0 ? table : tableNames.length + names.indexOf(cue as Fact));
}
