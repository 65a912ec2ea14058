import type { Baseline } from '../../context/habits/baseline.ts';
import { settledBefore, valuesBefore } from '../../context/habits/familiarity.ts';
import type { NetworkKind } from '../../context/recorded-context.ts';

export function isOfDesks(kind: string): boolean {
  return deskKinds.has(kind);
}

/** Kinds of network that people's desks are on. */
const deskKinds: ReadonlySet<string> = new Set(['isp', 'corp', 'gateway', 'vpn'] satisfies NetworkKind[]);

/** Whether it was seen on such a network on any day before. */
export function wasAtDesk(own: Baseline, day: number): boolean {
  return valuesBefore(own, 'networkKind', day).some(isOfDesks);
}

/** Whether it is at home on such a network. One visit does not make it so: a machine's key is often tried where it was made. */
export function worksAtDesk(own: Baseline, day: number): boolean {
  return settledBefore(own, 'networkKind', day).some(isOfDesks);
}
