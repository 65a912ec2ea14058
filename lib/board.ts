import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { counted, measured } from './alarm.ts';
import type { Worker } from './worker.ts';

/** One page: what comes in, what is decided, what waits, what was set aside. */
export class Board extends Construct {
  constructor(
    scope: Construct,
    id: string,
    tells: 'notify' | 'mail',
    workers: readonly Pick<Worker<'observe'>, 'queue' | 'deadLetters' | 'function'>[],
  ) {
    super(scope, id);
    const hour = Duration.hours(1);
    const graph = (title: string, left: readonly IMetric[]) => new GraphWidget({ title, left: [...left], width: 12 });
    new Dashboard(this, 'Dashboard', {
      widgets: [
        [
          graph('Heard and decided', [counted('observe', 'Heard', hour), counted('observe', 'Decisions', hour)]),
          graph('From the evidence to the deed, in seconds', [
            measured('respond', 'DetectToActSeconds', 'p99', hour),
            measured('respond', 'OwnSeconds', 'p99', hour),
            measured('observe', 'OwnSeconds', 'p99', hour),
          ]),
        ],
        [
          graph('From the announcement until it was told, in seconds', [
            measured(tells, 'NoticeDeliveredSeconds', 'p99', hour),
          ]),
          graph(
            'The largest share of memory that a function took, in per cent, and its slowest start, in milliseconds',
            [measured('every', 'MemoryUsedPercent', 'Maximum', hour), measured('every', 'ColdInitMs', 'Maximum', hour)],
          ),
        ],
        [
          graph('Done, taken back, not possible so far', [
            counted('respond', 'ActionsTaken', hour),
            counted('respond', 'TakenBack', hour),
            counted('respond', 'Irrevocable', hour),
          ]),
          graph('Used of the limit that is nearest, in per cent', [
            measured('respond', 'BudgetUsedPercent', 'Maximum', hour),
          ]),
        ],
        [
          graph('Not heard, by lane, and for how many seconds', [
            counted('heartbeat', 'SilentFast', hour),
            counted('heartbeat', 'SilentBulk', hour),
            measured('heartbeat', 'AgeFast', 'Maximum', hour),
            measured('heartbeat', 'AgeBulk', 'Maximum', hour),
          ]),
          graph('Accounts that no sweep saw', [counted('sweep', 'Unseen', Duration.days(1))]),
        ],
        [
          graph('Let go within a day, of a hundred credentials that were contained within seven', [
            measured('respond', 'WrongPercent', 'Maximum', hour),
          ]),
          graph('For how many seconds the oldest has been wanted that AWS refuses', [
            measured('respond', 'IrrevocableOldestSeconds', 'Maximum', hour),
          ]),
        ],
        [
          graph(
            'Waiting, in seconds',
            workers.map(({ queue }) => queue.metricApproximateAgeOfOldestMessage()),
          ),
          graph(
            'Set aside',
            workers.flatMap(({ deadLetters }) => [
              deadLetters.metricApproximateNumberOfMessagesVisible(),
              deadLetters.metricApproximateAgeOfOldestMessage(),
            ]),
          ),
        ],
        [
          graph(
            'Errors',
            workers.map((worker) => worker.function.metricErrors()),
          ),
          graph(
            'Duration',
            workers.map((worker) => worker.function.metricDuration({ statistic: 'p99' })),
          ),
        ],
      ],
    });
  }
}
