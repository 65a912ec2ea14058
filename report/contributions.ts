import type { Decision } from './report-data.ts';

type DecisionSignal = Decision['signals'][number];

/** One group's share of a score: its strongest signal speaks, the others say the same thing again. */
export interface Contribution {
  readonly group: string;
  readonly points: number;
  readonly signal: DecisionSignal;
  readonly echoes: readonly DecisionSignal[];
}

const pointsPerBit = 5;

export function contributionsOf(decision: Decision): readonly Contribution[] {
  const groups = Map.groupBy(decision.signals, ({ group }) => group);
  return [...groups]
    .flatMap(([group, signals]) => {
      const [signal, ...echoes] = signals.toSorted((a, b) => b.bits - a.bits);
      return signal === undefined ? [] : [{ group, points: signal.bits * pointsPerBit, signal, echoes }];
    })
    .toSorted((a, b) => b.points - a.points);
}
