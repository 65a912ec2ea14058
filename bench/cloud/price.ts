import type { Prices } from '../../cli/deploy/cost.ts';

/** What an event took, measured. */
export interface Amounts {
  readonly requests: number;
  readonly calls: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly objects: number;
  /** Files that S3 told of by EventBridge. */
  readonly objectEvents: number;
  /** That the functions put on the bus. */
  readonly events: number;
  readonly logBytes: number;
}

/** Of a million such events, in US dollars. */
export function millionAt(amounts: Amounts, gbSeconds: number, prices: Prices): number {
  return (
    amounts.requests * prices.sqsPerMillionRequests +
    amounts.calls * prices.lambdaPerMillionCalls +
    gbSeconds * 1_000_000 * prices.lambdaPerGbSecond +
    amounts.readUnits * prices.tableReadsPerMillion +
    amounts.writeUnits * prices.tableWritesPerMillion +
    amounts.objects * prices.objectReadsPerMillion +
    amounts.objectEvents * prices.objectEventsPerMillion +
    amounts.events * prices.forwardedEventsPerMillion +
    (amounts.logBytes / 1_000) * prices.logsPerGb
  );
}
