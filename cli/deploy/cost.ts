import * as v from 'valibot';
import type { Template } from './template.ts';

const amount = v.pipe(v.number(), v.minValue(0));

/** What the estimate is made from; docs/cost.md has the formula. All in US dollars, without free tiers and taxes. */
export const pricesSchema = v.strictObject({
  sqsPerMillionRequests: amount,
  lambdaPerGbSecond: amount,
  lambdaPerMillionCalls: amount,
  tableReadsPerMillion: amount,
  tableWritesPerMillion: amount,
  forwardedEventsPerMillion: amount,
  objectReadsPerMillion: amount,
  logsPerGb: amount,
  alarmPerMonth: amount,
  metricPerMonth: amount,
  dashboardPerMonth: amount,
});

export type Prices = v.InferOutput<typeof pricesSchema>;

/** List prices of us-east-1 as this was written; `--prices FILE` takes others. */
export const listPrices: Prices = {
  sqsPerMillionRequests: 0.4,
  lambdaPerGbSecond: 0.0000133334,
  lambdaPerMillionCalls: 0.2,
  tableReadsPerMillion: 0.125,
  tableWritesPerMillion: 0.625,
  forwardedEventsPerMillion: 1,
  objectReadsPerMillion: 0.4,
  logsPerGb: 0.5,
  alarmPerMonth: 0.1,
  metricPerMonth: 0.3,
  dashboardPerMonth: 3,
};

/** What one management call costs in work, where ten come at a time; docs/cost.md says what of it is measured. */
const perEvent = { sqsRequests: 1.2, gbSeconds: 0.01, calls: 0.1, reads: 1.4, writes: 3, logBytes: 40 };
/** Names that the functions count under, each with its function, where every part is deployed. */
const metrics = 15;
const daysPerMonth = 365 / 12;

export interface CostGiven {
  readonly template: Template;
  readonly prices: Prices;
  /** Null where nobody knows. */
  readonly eventsPerDay: number | null;
  /** Whether members forward their events. */
  readonly forwards: boolean;
}

export interface Cost {
  /** A month, whatever happens. */
  readonly fixed: number;
  readonly perMillionEvents: number;
  readonly eventsPerDay: number | null;
  /** A month in all; null where the number of events is not known. */
  readonly perMonth: number | null;
}

export function costOf({ template, prices, eventsPerDay, forwards }: CostGiven): Cost {
  const types = Object.values(template.Resources).map(({ Type }) => Type);
  const number = (type: string) => types.filter((other) => other === type).length;
  const fixed =
    number('AWS::CloudWatch::Alarm') * prices.alarmPerMonth +
    number('AWS::CloudWatch::Dashboard') * prices.dashboardPerMonth +
    metrics * prices.metricPerMonth;
  const million = 1_000_000;
  const perMillionEvents =
    perEvent.sqsRequests * prices.sqsPerMillionRequests +
    perEvent.gbSeconds * million * prices.lambdaPerGbSecond +
    perEvent.calls * prices.lambdaPerMillionCalls +
    perEvent.reads * prices.tableReadsPerMillion +
    perEvent.writes * prices.tableWritesPerMillion +
    perEvent.logBytes * (million / 1e9) * prices.logsPerGb +
    (forwards ? prices.forwardedEventsPerMillion : 0);
  const perMonth = eventsPerDay === null ? null : fixed + ((eventsPerDay * daysPerMonth) / million) * perMillionEvents;
  return { fixed, perMillionEvents, eventsPerDay, perMonth };
}
