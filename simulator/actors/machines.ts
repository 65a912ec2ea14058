import { hex } from '../organisation/ids.ts';
import type { Casts } from './part.ts';
import { compute, insidePlaces } from './principals.ts';

/** Services that run in AWS and get their sessions from it. */
export const machines: Casts<'lambda' | 'ec2' | 'ecs' | 'data-service'> = {
  lambda: (c) => ({
    access: compute(c, 'lambda', c.stock.functionName, c.random.between(3, 11)),
    rhythm: { kind: 'steady', stintsPerDay: 10 + c.random.next() * 12, calls: [1, 3] },
    workload: c.number % 3 === 0 ? 'secretReader' : 'function',
    places: insidePlaces(c, 'lambda'),
    tools: [c.random.pick(['lambdaPython', 'lambdaNode'])],
  }),
  ec2: (c) => ({
    access: compute(c, 'ec2', c.stock.instance, 6),
    rhythm: { kind: 'steady', stintsPerDay: 14 + c.random.next() * 8, calls: [1, 2] },
    workload: 'instance',
    places: insidePlaces(c, 'ec2'),
    tools: ['ssmAgent', c.random.pick(['java', 'boto3'])],
  }),
  ecs: (c) => ({
    access: compute(c, 'ecs-tasks', hex(c.random, 32), 6),
    rhythm: { kind: 'steady', stintsPerDay: 12 + c.random.next() * 8, calls: [1, 3] },
    workload: 'container',
    places: insidePlaces(c, 'ecs-tasks'),
    tools: ['ecs'],
  }),
  'data-service': (c) => ({
    access: compute(c, 'ecs-tasks', hex(c.random, 32), 6),
    rhythm: { kind: 'steady', stintsPerDay: 20, calls: [1, 3] },
    workload: 'dataService',
    places: [[c.account.endpoint, 1]],
    tools: ['java'],
  }),
};
