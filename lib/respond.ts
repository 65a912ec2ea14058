import { Duration } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { eventSource } from '../contract/events.ts';
import { memberRoles, revocationPermissions, sessionPermissions } from '../contract/permissions.ts';
import type { Section } from '../contract/runbook.ts';
import { deedsTable, taughtKeyPatterns } from '../contract/tables.ts';
import { accepted } from './accepted.ts';
import { alarm, counted, measured, refusals } from './alarm.ts';
import type { Foundation } from './foundation.ts';
import { memberRoleArn, Worker } from './worker.ts';

export interface RespondProps {
  readonly foundation: Foundation;
  readonly bundles: string;
  /** Secrets with which tokens are revoked: servers' endpoints and clients, and the tokens. */
  readonly tokenSecrets: readonly string[];
  /** Whether the days before are learned first; until then the policy only observes. */
  readonly learning: 'first' | 'none';
  /** In every account of the organisation, or in this one only. */
  readonly everywhere: boolean;
  readonly homes: string;
  /** Whether the accounts have the role that writes inline denies. */
  readonly inlineDenies: boolean;
}

/** Decisions by way of the bus and a queue to the function that carries them out, and looks after what it did. */
export class Respond extends Construct {
  readonly worker: Worker<'respond'>;

  constructor(
    scope: Construct,
    id: string,
    { foundation, bundles, learning, everywhere, homes, inlineDenies, tokenSecrets }: RespondProps,
  ) {
    super(scope, id);
    const { memory, deeds, bus, settings, alarms } = foundation;
    const worker = new Worker(this, 'Worker', {
      name: 'respond',
      description: 'Carries out decisions where the policy enforces, and undoes them',
      env: {
        table: memory.tableName,
        deeds: deeds.tableName,
        bus: bus.eventBusName,
        settings: settings.bucketName,
        inlineDenies: inlineDenies ? 'yes' : 'no',
        homes,
        learning,
      },
      bundles,
      alarms,
      // Shorter than the lease on a containment: whoever was stopped has stopped writing.
      timeout: Duration.minutes(4),
      batchSize: 1,
      tooOld: Duration.minutes(30),
    });
    worker.allow(['dynamodb:GetItem'], memory.tableArn);
    worker.role.addToPolicy(
      new PolicyStatement({
        actions: ['dynamodb:PutItem'],
        resources: [memory.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...taughtKeyPatterns] } },
      }),
    );
    worker.allow(['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem'], deeds.tableArn);
    worker.allow(['dynamodb:Query'], `${deeds.tableArn}/index/${deedsTable.openIndex}`);
    worker.allow(['events:PutEvents'], bus.eventBusArn);
    if (tokenSecrets.length > 0) worker.allow(revocationPermissions, ...tokenSecrets);
    const acting = [memberRoles.contain, memberRoles.rotate, ...(inlineDenies ? [memberRoles.scope] : [])];
    const arns = acting.map((role) => memberRoleArn(this, role, everywhere));
    worker.allow(['sts:AssumeRole', ...sessionPermissions], ...arns);
    for (const role of everywhere ? acting : []) {
      const resource = `arn:<AWS::Partition>:iam::*:role/${role}`;
      accepted(worker.role, `IAM5[Resource::${resource}]`, 'One role in any account; each trusts this function alone.');
    }
    foundation.letReadSettings(worker);
    worker.feed('Decisions', {
      description: 'Every decision that is to be carried out or told',
      eventBusName: bus.eventBusName,
      eventPattern: { source: [eventSource], 'detail-type': ['ActionPlanned'] },
    });
    worker.feed('Upkeep', {
      description: 'Lifts what has expired, retries what failed, and checks again what was just done',
      scheduleExpression: 'rate(1 minute)',
    });
    this.#watch(alarms);
    this.worker = worker;
  }

  #watch(alarms: ITopic): void {
    const [soon, hourly] = [Duration.minutes(5), Duration.hours(1)];
    const rings = (id: string, section: Section, metric: IMetric, threshold = 1, periods = 1) =>
      alarm(this, id, alarms, { section, metric, threshold, periods });
    const sum = (name: string, period: Duration) => counted('respond', name, period);
    rings('IrrevocableAlarm', 'irrevocable', measured('respond', 'IrrevocableStanding', 'Maximum', hourly));
    rings('ShutAlarm', 'shut-roles', measured('respond', 'RolesShut', 'Maximum', hourly));
    rings('HarmAlarm', 'harm', sum('HarmUndone', soon));
    rings('DemotedAlarm', 'demoted', sum('Demoted', hourly));
    rings('UndoAlarm', 'undo', sum('UndoFailed', soon));
    rings('DriftAlarm', 'undo', sum('DriftOnRestore', soon));
    rings('PolicyAlarm', 'tamper', sum('PolicyHashMismatch', soon));
    refusals(this, 'respond', alarms);
    rings('SlowAlarm', 'slow-lane', measured('respond', 'OwnSeconds', 'p99', Duration.minutes(10)), 120);
    const used = measured('respond', 'BudgetUsedPercent', 'Maximum', soon);
    rings('BudgetAlarm', 'budget', used, 80);
    rings('BudgetSpentAlarm', 'budget-spent', used, 100);
    rings('StuckAlarm', 'stuck', measured('respond', 'Stuck', 'Maximum', soon), 1, 3);
    // More than five, of which the function rounds to tenths.
    rings('WrongAlarm', 'wrong-actions', measured('respond', 'WrongPercent', 'Maximum', soon), 5.1);
  }
}
