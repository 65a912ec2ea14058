/** A share of trials with its 95 % interval. */
export interface Estimate {
  readonly hits: number;
  readonly trials: number;
  readonly low: number;
  readonly high: number;
}

const z = 1.96;

/** Wilson's interval; where nothing was hit, the rule of three: at most three in so many trials. */
export function estimate(hits: number, trials: number): Estimate {
  if (trials === 0) return { hits, trials, low: 0, high: 1 };
  if (hits === 0) return { hits, trials, low: 0, high: Math.min(1, 3 / trials) };
  const share = hits / trials;
  const spread = z * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  const scale = 1 + z ** 2 / trials;
  const middle = share + z ** 2 / (2 * trials);
  return { hits, trials, low: Math.max(0, (middle - spread) / scale), high: Math.min(1, (middle + spread) / scale) };
}

/** The value below which the given share of the numbers lies. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
