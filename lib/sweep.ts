import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { accountsAtOnce } from '../contract/concurrency.ts';
import { controlPermissions, peoplePermissions } from '../contract/permissions.ts';
import { bySchedule } from '../contract/steps.ts';
import { deedsTable } from '../contract/tables.ts';
import { alarm, counted, measured, refusals } from './alarm.ts';
import type { Foundation } from './foundation.ts';
import { OwnFunction } from './own-function.ts';
import { letReach } from './reach-accounts.ts';
import { eachAccount, StateMachine, step } from './state-machine.ts';

export interface SweepProps {
  readonly foundation: Foundation;
  readonly bundles: string;
  /** How many functions the account runs at once. */
  readonly concurrency: number;
  /** Which accounts are watched: `ownReach`, and units of the organisation. */
  readonly reach: readonly string[];
  /** `first` where a past is to be learned, `none` where there is none. */
  readonly learning: 'first' | 'none';
}

/** Once a day, every account is looked through for what is stale, overprivileged or nobody's. */
export class Sweep extends Construct {
  readonly steps: OwnFunction<'sweep'>;

  constructor(scope: Construct, id: string, { foundation, bundles, concurrency, reach, learning }: SweepProps) {
    super(scope, id);
    const { memory, deeds, bus, settings, alarms } = foundation;
    const steps = new OwnFunction(this, 'Steps', {
      name: 'sweep',
      description: 'Reads which credentials an account has, and judges them; acts on nothing',
      env: {
        table: memory.tableName,
        deeds: deeds.tableName,
        bus: bus.eventBusName,
        settings: settings.bucketName,
        reach: reach.join(','),
        learning,
      },
      bundles,
      alarms,
      timeout: Duration.minutes(15),
    });
    this.steps = steps;
    alarm(this, 'UnseenAlarm', alarms, {
      section: 'sweep',
      metric: counted('sweep', 'Unseen', Duration.days(1)),
      threshold: 1,
      periods: 2,
    });
    alarm(this, 'CoverageAlarm', alarms, {
      section: 'sweep',
      // More than one in a hundred, which the function rounds to tenths.
      metric: measured('sweep', 'UnseenPercent', 'Maximum', Duration.days(1)),
      threshold: 1.1,
    });
    alarm(this, 'LedgerAlarm', alarms, {
      section: 'tamper',
      metric: counted('sweep', 'LedgerBroken', Duration.hours(1)),
      threshold: 1,
    });
    refusals(this, 'sweep', alarms);
    foundation.letJudge(steps);
    steps.allow(['dynamodb:BatchGetItem'], memory.tableArn);
    // What became of the steps that it decided on, and whose tags are not to be believed.
    steps.allow(['dynamodb:BatchGetItem', 'dynamodb:GetItem'], deeds.tableArn);
    steps.allow(['dynamodb:Query'], `${deeds.tableArn}/index/${deedsTable.openIndex}`);
    letReach(steps, 'inspect', reach, [
      'organizations:ListAccounts',
      'organizations:ListTagsForResource',
      ...controlPermissions,
      ...peoplePermissions,
    ]);
    new StateMachine(this, 'Machine', {
      name: 'sweep',
      description:
        'Sweeps every account once a day; each hour it resumes a sweep that was interrupted, or ends at its first step',
      steps,
      definition: definition(steps.function.functionArn, accountsAtOnce(concurrency)),
      every: 'rate(1 hour)',
      input: bySchedule,
      alarms,
      section: 'sweep',
    });
  }
}

/** In Amazon's States Language; the function carries out every step, of `atOnce` accounts at a time. */
export function definition(functionArn: string, atOnce: number): object {
  const account = step(functionArn, { 'step.$': '$.step', 'run.$': '$.run', 'account.$': '$.account' }, { End: true });
  const list = step(functionArn, { step: 'slice', 'run.$': '$.run', 'slice.$': '$.slice' }, { Next: 'Each account' });
  const item = { step: 'account', 'run.$': '$.run', 'account.$': '$$.Map.Item.Value' };
  return {
    Comment:
      'Every account for itself; one that refuses is named at the end. What broke off goes on where it was, within two hours.',
    StartAt: 'Begin',
    States: {
      Begin: step(
        functionArn,
        { step: 'begin', 'run.$': '$$.Execution.Id', 'input.$': '$' },
        { Next: 'Anything to do' },
      ),
      'Anything to do': {
        Type: 'Choice',
        Choices: [{ Variable: '$.idle', BooleanEquals: true, Next: 'Idle' }],
        Default: 'Accounts',
      },
      Idle: { Type: 'Succeed' },
      Accounts: eachAccount(
        { hands: { 'run.$': '$.run' }, list, item, first: 'Account', states: { Account: account }, atOnce },
        'Tell',
      ),
      Tell: step(functionArn, { step: 'end', 'run.$': '$.run' }, { End: true }),
    },
  };
}
