import { quantile } from './bounds.ts';
import { naiveRules } from './naive.ts';
import type { Judged } from './organisation.ts';
import { perTenThousand, shareWithin } from './table.ts';
import { type Caught, credentialDays, type Tally } from './tally.ts';

/** Rescind and the naive rules, each with its tally of every organisation. */
export interface Column {
  readonly name: string;
  readonly tallies: readonly Tally[];
}

export function columnsOf(judged: readonly Judged[]): Column[] {
  return [
    { name: 'Rescind', tallies: judged.map((one) => one.ours) },
    ...naiveRules.map((rule) => ({ name: rule, tallies: judged.map((one) => one.naive[rule]) })),
  ];
}

export const contained = ({ answer }: Caught) => answer !== null;
export const inTime = (caught: Caught) => caught.inTime;
export const told = ({ answer, notice }: Caught) => answer !== null || notice !== null;

/** How many of the thefts that are `among` came out `as`, in every column. */
export function theftRow(
  name: string,
  columns: readonly Column[],
  among: (caught: Caught) => boolean,
  as: (caught: Caught) => boolean,
): string[] {
  return [
    name,
    ...columns.map(({ tallies }) => {
      const caught = tallies.flatMap((one) => one.caught).filter(among);
      return shareWithin(caught.filter(as).length, caught.length);
    }),
  ];
}

/** How many of the thefts that a bare fact gives away it gave away by the first record that shows it. */
export function hardAtOnce(judged: readonly Judged[]): string {
  const those = judged.flatMap(({ hardSignals }) => hardSignals);
  return shareWithin(those.filter(({ isAtOnce }) => isAtOnce).length, those.length);
}

export function disturbedIn(tallies: readonly Tally[]): string {
  const days = tallies.reduce((sum, one) => sum + one.innocentDays, 0);
  return perTenThousand(
    tallies.reduce((sum, one) => sum + credentialDays(one.disturbed), 0),
    days,
  );
}

/** Notices about innocents, a day, were there a thousand credentials. */
export function noticesPerDay(judged: readonly Judged[]): string {
  const notices = judged.reduce((sum, one) => sum + one.ours.noticed.length, 0);
  const days = judged.reduce((sum, one) => sum + one.days * one.credentials, 0);
  return ((1000 * notices) / days).toFixed(1);
}

/** `1490 / 2700 / 3200` */
export function stateSizes(judged: readonly Judged[]): string {
  const bytes = judged.flatMap((one) => one.stateBytes);
  return [quantile(bytes, 0.5), quantile(bytes, 0.95), Math.max(...bytes)].join(' / ');
}
