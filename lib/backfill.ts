import { Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { accountsAtOnce } from '../contract/concurrency.ts';
import type { Foundation } from './foundation.ts';
import { OwnFunction } from './own-function.ts';
import { eachAccount, StateMachine, step } from './state-machine.ts';
import { letList, letReadFiles, type TrailGiven } from './trail.ts';

export interface BackfillProps {
  readonly foundation: Foundation;
  readonly bundles: string;
  readonly trail: TrailGiven;
  /** How many functions the account runs at once. */
  readonly concurrency: number;
  /** Which accounts are watched: `ownReach`, and units of the organisation. The trail may be of more. */
  readonly reach: readonly string[];
  /** How far back it goes. */
  readonly days: number;
}

/** What the trail wrote in the days before is learned. Until it is, nothing acts. */
export class Backfill extends Construct {
  readonly steps: OwnFunction<'backfill'>;

  constructor(scope: Construct, id: string, { foundation, bundles, concurrency, trail, reach, days }: BackfillProps) {
    super(scope, id);
    const { memory, settings, alarms } = foundation;
    const from = trail.prefix === '' ? trail.name : `${trail.name}/${trail.prefix}`;
    const steps = new OwnFunction(this, 'Steps', {
      name: 'backfill',
      description: 'Learns how credentials were used before the deployment; tells nobody, and acts on nothing',
      env: {
        table: memory.tableName,
        settings: settings.bucketName,
        trail: from,
        days: String(days),
        reach: reach.join(','),
        account: Stack.of(this).account,
      },
      bundles,
      alarms,
      timeout: Duration.minutes(15),
    });
    this.steps = steps;
    steps.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], memory.tableArn);
    foundation.letReadSettings(steps);
    letList(steps.role, trail);
    letReadFiles(steps.role, trail);
    new StateMachine(this, 'Machine', {
      name: 'backfill',
      description: 'Learns the days before the deployment; once all are learned, it ends at its first step',
      steps,
      definition: definition(steps.function.functionArn, accountsAtOnce(concurrency)),
      every: 'rate(1 hour)',
      alarms,
      section: 'learning',
    });
  }
}

/** In Amazon's States Language; the function carries out every step, of `atOnce` accounts at a time. */
export function definition(functionArn: string, atOnce: number): object {
  const learn = { 'step.$': '$.step', 'day.$': '$.day', 'account.$': '$.account', 'folders.$': '$.folders' };
  const account = {
    Learn: step(functionArn, learn, { Next: 'More files' }),
    'More files': {
      Type: 'Choice',
      Choices: [{ Variable: '$.more', BooleanEquals: true, Next: 'Learn' }],
      Default: 'Over',
    },
    // The map run gathers the answers of all accounts, and takes little.
    Over: { Type: 'Succeed', OutputPath: null },
  };
  const hands = { 'day.$': '$.day', 'folders.$': '$.folders' };
  const list = step(functionArn, { step: 'slice', ...hands, 'slice.$': '$.slice' }, { Next: 'Each account' });
  const item = { step: 'learn', 'day.$': '$.day', 'account.$': '$$.Map.Item.Value', 'folders.$': '$.folders' };
  return {
    Comment:
      'One day after the other, as habits grow; the accounts of a day side by side. What is left is tried again within the hour.',
    StartAt: 'Begin',
    States: {
      Begin: step(functionArn, { step: 'begin', 'run.$': '$$.Execution.Id' }, { Next: 'Anything left' }),
      'Anything left': {
        Type: 'Choice',
        Choices: [{ Variable: '$.idle', BooleanEquals: true, Next: 'Idle' }],
        Default: 'Days',
      },
      Idle: { Type: 'Succeed' },
      Days: {
        Type: 'Map',
        ItemsPath: '$.days',
        ItemSelector: { 'day.$': '$$.Map.Item.Value', 'slices.$': '$.slices', 'folders.$': '$.folders' },
        MaxConcurrency: 1,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'Accounts',
          States: {
            Accounts: eachAccount({ hands, list, item, first: 'Learn', states: account, atOnce }, 'Day'),
            Day: step(functionArn, { step: 'day', 'day.$': '$.day' }, { End: true }),
          },
        },
        ResultPath: null,
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'End' }],
        Next: 'End',
      },
      End: step(functionArn, { step: 'end' }, { Next: 'Whole' }),
      Whole: {
        Type: 'Choice',
        Choices: [{ Variable: '$.whole', BooleanEquals: true, Next: 'Learned' }],
        Default: 'Not learned',
      },
      Learned: { Type: 'Succeed' },
      // It fails, so that its alarm rings for as long as anything is left.
      'Not learned': {
        Type: 'Fail',
        Error: 'NotLearned',
        Cause: 'Part of the past is not learned. rescind status says which, and what to do.',
      },
    },
  };
}
