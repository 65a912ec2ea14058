import * as v from 'valibot';
import { envNames } from '../../contract/env.ts';
import { minutesBetweenRounds, regionsPerRound } from '../../contract/heartbeat.ts';
import { watcherOutput } from '../../contract/watcher.ts';
import { fieldsOf } from '../../core/intake/fields.ts';
import type { Template } from './template.ts';
import type { Basis } from './trail/volume.ts';

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
  objectEventsPerMillion: amount,
  objectListsPerMillion: amount,
  logsPerGb: amount,
  alarmPerMonth: amount,
  compositeAlarmPerMonth: amount,
  metricPerMonth: amount,
  dashboardPerMonth: amount,
  secretPerMonth: amount,
  metricCallsPerThousand: amount,
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
  /** What S3 tells by EventBridge, which AWS counts among events that one has asked for. */
  objectEventsPerMillion: 1,
  objectListsPerMillion: 5,
  logsPerGb: 0.5,
  alarmPerMonth: 0.1,
  compositeAlarmPerMonth: 0.5,
  metricPerMonth: 0.3,
  dashboardPerMonth: 3,
  secretPerMonth: 0.4,
  metricCallsPerThousand: 0.01,
};

type Amounts = Readonly<
  Record<'sqsRequests' | 'gbSeconds' | 'calls' | 'reads' | 'writes' | 'objects' | 'lists' | 'logBytes', number>
>;

/** What one management call costs in work, in a quiet organisation; docs/cost.md says what of it is measured. */
const perEvent: Readonly<Record<'fast' | 'bulk', Amounts>> = {
  fast: { sqsRequests: 1.2, gbSeconds: 0.01, calls: 0.1, reads: 1, writes: 1.5, objects: 0, lists: 0, logBytes: 40 },
  bulk: {
    ...{ sqsRequests: 0.12, gbSeconds: 0.003, calls: 0.001, reads: 0.64, writes: 0.73 },
    ...{ objects: 0.1, lists: 0, logBytes: 1 },
  },
};

/** Of management calls, those that come at once where the trail's files bring the rest. */
const decisiveShare = 0.35;

/** What the minute's bell costs where nothing is to be done, log line included. */
const perBell: Amounts = {
  ...{ sqsRequests: 3, gbSeconds: 0.041, calls: 1, reads: 13, writes: 0 },
  ...{ objects: 0, lists: 1, logBytes: 300 },
};

/** A bell of those who tell: assumed to take what the minute's takes, and rung this often. */
const minutesBetweenTellersBells = 5;

/** Lambda asks each queue for messages with five pollers, which wait twenty seconds. */
const pollsPerMinute = 15;
/** Names that the functions count under, each with its function, where every part is deployed. */
export const metrics = 46;
/** Alarms, counts, and calls of a round: what watches from another Region. */
const watcher = { alarms: 2, metrics: 2, callsPerRound: 2 };
const daysPerMonth = 365 / 12;
const minutesPerMonth = daysPerMonth * 24 * 60;
const million = 1_000_000;

export interface CostGiven {
  readonly template: Template;
  readonly prices: Prices;
  /** Null where nobody knows. */
  readonly eventsPerDay: number | null;
  /** How that is known. */
  readonly basis?: Basis | null;
  /** Whether members forward their events. */
  readonly forwards: boolean;
}

export interface Cost {
  /** A month, whatever happens; with the heartbeats of one account. */
  readonly fixed: number;
  /** A month, for each account more: its heartbeats, which each lane hears. */
  readonly perAccount: number;
  readonly perMillionEvents: number;
  readonly eventsPerDay: number | null;
  /** How that is known; null where it is not. */
  readonly basis: Basis | null;
  /** A month in all; null where the number of events is not known. */
  readonly perMonth: number | null;
}

export function costOf({ template, prices, eventsPerDay, basis = null, forwards }: CostGiven): Cost {
  const all = Object.entries(template.Resources);
  const number = (type: string) => all.filter(([, { Type }]) => Type === type).length;
  const settled = all.filter(([, { Type, Properties }]) => {
    return Type === 'AWS::Lambda::Function' && JSON.stringify(Properties).includes(settingsVariable);
  }).length;
  const tellersBells = all.filter(([, { Type, Properties }]) => {
    return Type === 'AWS::Events::Rule' && JSON.stringify(Properties).includes('"rate(5 minutes)"');
  }).length;
  const atOnce = million * workOf(perEvent.fast, prices) + (forwards ? prices.forwardedEventsPerMillion : 0);
  const hasFiles = all.some(([id]) => id.startsWith('IngestWorker'));
  // A bucket that we make tells the queue itself.
  const hearsByBus = all.some(([, { Type, Properties }]) => {
    return Type === 'AWS::Events::Rule' && JSON.stringify(Properties).includes('"aws.s3"');
  });
  const telling = hearsByBus ? perEvent.bulk.objects * prices.objectEventsPerMillion : 0;
  const byFiles = hasFiles ? million * workOf(perEvent.bulk, prices) + telling : 0;
  const perMillionEvents = hasFiles ? byFiles + decisiveShare * atOnce : atOnce;
  const rounds = minutesPerMonth / minutesBetweenRounds;
  const watched = template.Outputs?.[watcherOutput.name]?.Value ?? watcherOutput.nobody;
  const watching =
    watched === watcherOutput.nobody
      ? 0
      : watcher.alarms * prices.alarmPerMonth +
        watcher.metrics * prices.metricPerMonth +
        ((rounds * watcher.callsPerRound) / 1_000) * prices.metricCallsPerThousand;
  const perAccount = ((rounds * beatsPerRound(template) * eventsPerBeat) / million) * (atOnce + byFiles);
  const fixed =
    watching +
    perAccount +
    number('AWS::CloudWatch::Alarm') * prices.alarmPerMonth +
    number('AWS::CloudWatch::CompositeAlarm') * prices.compositeAlarmPerMonth +
    number('AWS::CloudWatch::Dashboard') * prices.dashboardPerMonth +
    metrics * prices.metricPerMonth +
    number('AWS::SecretsManager::Secret') * prices.secretPerMonth +
    minutesPerMonth * (1 + tellersBells / minutesBetweenTellersBells) * workOf(perBell, prices) +
    (minutesPerMonth / million) *
      (number('AWS::Lambda::EventSourceMapping') * pollsPerMinute * prices.sqsPerMillionRequests +
        // The function that the bell wakes lists the settings anyway.
        Math.max(0, settled - 1) * prices.objectListsPerMillion);
  const perMonth = eventsPerDay === null ? null : fixed + ((eventsPerDay * daysPerMonth) / million) * perMillionEvents;
  return { fixed, perAccount, perMillionEvents, eventsPerDay, basis, perMonth };
}

/** Decisive calls, that come by every lane there is: the one that is made, and that its role is assumed, which STS logs on both sides. */
const eventsPerBeat = 3;

/** Calls of one account, of as many Regions as take turns. */
function beatsPerRound({ Resources }: Template): number {
  const found = Object.values(Resources).map(
    ({ Properties }) => fieldsOf(fieldsOf(fieldsOf(Properties).Environment).Variables)[envNames.heartbeat.regions],
  );
  // One Region alone is a reference to the stack's own.
  const named = found.find((regions) => typeof regions === 'string') ?? '';
  return regionsPerRound(named.split(',').length);
}

/** Functions that look once a minute, while they have anything to do, whether the settings changed. */
const settingsVariable = envNames.observe.settings;

/** In dollars, once. */
function workOf(amounts: Amounts, prices: Prices): number {
  return (
    amounts.gbSeconds * prices.lambdaPerGbSecond +
    (amounts.logBytes / 1e9) * prices.logsPerGb +
    (amounts.sqsRequests * prices.sqsPerMillionRequests +
      amounts.calls * prices.lambdaPerMillionCalls +
      amounts.reads * prices.tableReadsPerMillion +
      amounts.writes * prices.tableWritesPerMillion +
      amounts.objects * prices.objectReadsPerMillion +
      amounts.lists * prices.objectListsPerMillion) /
      million
  );
}
