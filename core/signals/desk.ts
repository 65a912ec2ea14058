import type { Baseline } from '../context/habits/baseline.ts';
import { settledBefore, valuesBefore } from '../context/habits/familiarity.ts';
import type { NetworkKind } from '../context/recorded-context.ts';

export function isOfDesks(kind: string): boolean {
  return deskKinds.has(kind);
}

/** Networks that people's desks are in. */
const deskKinds: ReadonlySet<string> = new Set(['isp', 'corp', 'gateway', 'vpn'] satisfies NetworkKind[]);

/** Whether a day before saw it at such a place. */
export function wasAtDesk(own: Baseline, day: number): boolean {
  return valuesBefore(own, 'networkKind', day).some(isOfDesks);
}

/** Whether it is used to such a place: a key is tried where it was made. */
export function worksAtDesk(own: Baseline, day: number): boolean {
  return settledBefore(own, 'networkKind', day).some(isOfDesks);
}
