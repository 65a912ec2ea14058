import { hex } from '../organisation/ids.ts';
import type { Casting, Casts, Part } from './part.ts';
import { compute, insidePlaces } from './principals.ts';

/** Services that run in AWS and get their sessions from it. */
export const machines: Casts<'lambda' | 'ec2' | 'ecs' | 'worker' | 'task' | 'data-service'> = {
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
  worker: (c) => ({ ...machines.ec2(c), ...twoDoors(c) }),
  task: (c) => ({ ...machines.ecs(c), ...twoDoors(c) }),
  'data-service': (c) => ({
    access: compute(c, 'ecs-tasks', hex(c.random, 32), 6),
    rhythm: { kind: 'steady', stintsPerDay: 20, calls: [1, 3] },
    workload: 'dataService',
    places: [[c.account.endpoint, 1]],
    tools: ['java'],
  }),
};

const endpointed = ['kms', 'secretsmanager', 'ssm', 'logs', 'sqs', 'ecr'] as const;

/** S3 and a few more services through the VPC's endpoint, everything else through the NAT gateway. */
function twoDoors({ account, random }: Casting): Pick<Part, 'places' | 'byEndpoint'> {
  return {
    places: [
      [account.nat, 1],
      [account.endpoint, 0],
    ],
    byEndpoint: ['s3', ...random.shuffled(endpointed).slice(0, random.between(0, 3))],
  };
}
