import { Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { noGuard, noTrail } from '../contract/env.ts';
import { alarm, counted, laneAlarms, measured } from './alarm.ts';
import { calls, type Hears, reportedUses } from './calls.ts';
import type { Foundation } from './foundation.ts';
import type { TrailGiven } from './trail.ts';
import { Worker } from './worker.ts';

export interface ObserveProps {
  readonly foundation: Foundation;
  readonly bundles: string;
  /** Whether the days before are learned first; until then the policy only observes. */
  readonly learning: 'first' | 'none';
  readonly hears: Hears;
  /** Which accounts are watched: `ownReach`, and units of the organisation. AWS may tell of others, too. */
  readonly reach: readonly string[];
  readonly homes: string;
  /** Whether this account is among the watched. */
  readonly watchesItself: boolean;
  /** Of whose files the other lane hears; null where there is none. */
  readonly trail: TrailGiven | null;
  /** The bus that other accounts forward to; null where only this one is watched. */
  readonly hubName: string | null;
}

/** CloudTrail's calls by way of EventBridge and a queue to the function that judges them. */
export class Observe extends Construct {
  readonly worker: Worker<'observe'>;

  constructor(scope: Construct, id: string, props: ObserveProps) {
    super(scope, id);
    const { foundation, bundles, learning, hears, reach, homes, watchesItself, trail, hubName } = props;
    const { memory, bus, settings, alarms } = foundation;
    const worker = new Worker(this, 'Worker', {
      name: 'observe',
      description: 'Judges uses of credentials as they happen, and plans what to contain; acts on nothing',
      env: {
        table: memory.tableName,
        bus: bus.eventBusName,
        settings: settings.bucketName,
        trail: trail?.name ?? noTrail,
        learning,
        reach: reach.join(','),
        account: Stack.of(this).account,
        homes,
        guard: noGuard,
      },
      bundles,
      alarms,
      timeout: Duration.minutes(2),
      // A burst is judged many at a time, which takes fewer reads and writes for each.
      batchSize: 1_000,
      tooOld: Duration.minutes(2),
    });
    this.worker = worker;
    foundation.letJudge(worker);
    if (watchesItself) worker.feed('Calls', calls(hears));
    alarm(this, 'SettingsAlarm', alarms, {
      section: 'settings',
      metric: counted('observe', 'SettingsProblems', Duration.minutes(5)),
      threshold: 1,
    });
    laneAlarms(this, 'observe', alarms);
    alarm(this, 'SlowAlarm', alarms, {
      section: 'slow-lane',
      metric: measured('observe', 'OwnSeconds', 'p99', Duration.minutes(10)),
      threshold: 120,
    });
    alarm(this, 'SilenceAlarm', alarms, {
      section: 'silence',
      metric: counted('observe', 'Heard', Duration.hours(1)),
      threshold: 'silence',
    });
    worker.feed('ReportedUses', { ...reportedUses, eventBusName: bus.eventBusName });
    if (hubName === null) return;
    worker.feed('ForwardedCalls', { ...calls(hears), eventBusName: hubName });
    worker.feed('ForwardedUses', { ...reportedUses, eventBusName: hubName });
  }
}
