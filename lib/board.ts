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
          graph('From evidence to action, in seconds', [
            measured('respond', 'DetectToActSeconds', 'p99', hour),
            measured('respond', 'OwnSeconds', 'p99', hour),
            measured('observe', 'OwnSeconds', 'p99', hour),
          ]),
        ],
        [
          graph('From announcing a notice to delivering it, in seconds', [
            measured(tells, 'NoticeDeliveredSeconds', 'p99', hour),
          ]),
          graph('Most memory used by a function, in per cent, and its slowest start, in milliseconds', [
            measured('every', 'MemoryUsedPercent', 'Maximum', hour),
            measured('every', 'ColdInitMs', 'Maximum', hour),
          ]),
        ],
        [
          graph('Done, undone, not possible so far', [
            counted('respond', 'ActionsTaken', hour),
            counted('respond', 'TakenBack', hour),
            counted('respond', 'Irrevocable', hour),
          ]),
          graph('Used of the limit that is closest to its end, in per cent', [
            measured('respond', 'BudgetUsedPercent', 'Maximum', hour),
          ]),
        ],
        [
          graph('Accounts not heard, by lane, and for how many seconds', [
            counted('heartbeat', 'SilentFast', hour),
            counted('heartbeat', 'SilentBulk', hour),
            measured('heartbeat', 'AgeFast', 'Maximum', hour),
            measured('heartbeat', 'AgeBulk', 'Maximum', hour),
          ]),
          graph('Accounts that no sweep could see', [counted('sweep', 'Unseen', Duration.days(1))]),
        ],
        [
          graph('Undone within a day, per cent of the credentials contained in seven days', [
            measured('respond', 'WrongPercent', 'Maximum', hour),
          ]),
          graph('Age of the oldest containment that AWS refuses, in seconds', [
            measured('respond', 'IrrevocableOldestSeconds', 'Maximum', hour),
          ]),
        ],
        [
          graph(
            'Oldest waiting message, in seconds',
            workers.map(({ queue }) => queue.metricApproximateAgeOfOldestMessage()),
          ),
          graph(
            'Dead letters: how many, and the age of the oldest in seconds',
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
