import { serviceSprawl } from '../../core/signals/anomalous/service-sprawl.ts';
import type { UseCases } from './case.ts';
import { burst, days, workdays } from './history.ts';
import { hosting, office, vpn } from './places.ts';
import { expects } from './standing.ts';
import { laptop, pipeline, use } from './use.ts';

const services = ['ec2', 'rds', 'lambda', 'sqs', 'sns', 'kms', 'ecs'];
const tour = (n: number) => ({ action: `${services[n % services.length]}:ListThings` });

export const cases: UseCases = {
  signal: serviceSprawl,
  fires: [
    {
      name: 'a key that only used S3 tries seven services in a row, and is refused at the last',
      history: days(30),
      earlier: burst(6, tour),
      use: use({ ...tour(6), denied: true }),
      expect: { bits: [3, 8], says: ['7 services', 'the last was ecs'], authority: 'pin' },
    },
    {
      name: 'a key of four days at home goes to a rented server, and through five services there: no habits are needed to see that',
      history: workdays(4, { ...laptop, from: office }),
      earlier: burst(4, (n) => ({ ...laptop, ...tour(n), from: hosting })),
      use: use({ ...laptop, ...tour(4), from: hosting }),
      expect: { bits: [6, 6], authority: 'corroborate', basis: 'fact' },
    },
  ],
  silent: [
    { name: 'the service it always calls', history: days(30), earlier: burst(6, tour), use: use(), expect: null },
    { name: 'one new service', history: days(30), use: use(tour(1)), expect: null },
  ],
  lookalike: [
    {
      name: 'a new tool goes through the services that the key’s owner declared',
      history: days(30),
      declared: expects({ actions: ['*:List*'] }),
      earlier: burst(6, (n) => ({ ...tour(n), by: 'aws-nuke/3.0' })),
      use: use({ ...tour(6), by: 'aws-nuke/3.0' }),
      expect: null,
    },
    ...[
      { where: 'where it began', days: 4, from: office, services: 5 },
      { where: 'behind a VPN', days: 4, from: vpn, services: 5 },
      { where: 'at a rented server, through four', days: 4, from: hosting, services: 4 },
      { where: 'at a rented server, after weeks at home', days: 30, from: hosting, services: 5 },
    ].map(({ where, days: age, from, services: many }) => ({
      name: `a young key that goes through some services is told of by its habits alone, ${where}`,
      history: workdays(age, { ...laptop, from: office }),
      earlier: burst(many - 1, (n) => ({ ...laptop, ...tour(n), from })),
      use: use({ ...laptop, ...tour(many - 1), from }),
      expect: { bits: [2, 8], basis: 'habit' } as const,
    })),
    {
      name: 'a job of the end of the quarter goes where it may, at its own place and with its own program',
      history: days(30),
      earlier: burst(6, tour),
      use: use(tour(6)),
      expect: { bits: [3, 8], authority: 'corroborate' },
    },
    {
      name: 'a person takes over a colleague’s work in five services: told, and no witness',
      history: workdays(30, { ...laptop, from: office }),
      earlier: burst(4, (n) => ({ ...laptop, ...tour(n), from: office })),
      use: use({ ...laptop, ...tour(4), from: office }),
      expect: { bits: [3, 3], authority: 'notify' },
    },
    {
      name: 'seven of them are no single task',
      history: workdays(30, { ...laptop, from: office }),
      earlier: burst(6, (n) => ({ ...laptop, ...tour(n), from: office })),
      use: use({ ...laptop, ...tour(6), from: office }),
      expect: { bits: [3, 8], authority: 'corroborate' },
    },
    {
      name: 'a pipeline that builds infrastructure rewrites all of it, at its own place and with its own program',
      history: days(30, pipeline),
      earlier: burst(6, (n) => ({ ...pipeline, ...tour(n) })),
      use: use({ ...pipeline, ...tour(6) }),
      expect: { bits: [3, 8], authority: 'corroborate' },
    },
    {
      name: 'so does one of boto3 that its owner declared to hand out rights to roles',
      history: days(30),
      declared: expects({ actions: ['cloudformation:*', 'iam:PutRolePolicy'] }),
      earlier: burst(6, tour),
      use: use(tour(6)),
      expect: { bits: [3, 8], authority: 'corroborate' },
    },
    {
      name: 'and one that hands them out day by day, whatever nobody declared',
      history: [...days(30), ...days(30, { action: 'iam:AttachRolePolicy' })],
      earlier: burst(6, tour),
      use: use(tour(6)),
      expect: { bits: [3, 8], authority: 'corroborate' },
    },
    {
      name: 'the same from a rented server is no building site',
      history: days(30, pipeline),
      earlier: burst(6, (n) => ({ ...pipeline, ...tour(n), from: hosting })),
      use: use({ ...pipeline, ...tour(6), from: hosting }),
      expect: { bits: [3, 8], authority: 'pin' },
    },
    {
      name: 'an inventory tool tours all services every day',
      history: services.flatMap((_, n) => days(10, tour(n))),
      earlier: burst(6, tour),
      use: use(tour(6)),
      expect: null,
    },
    {
      name: 'many new calls, but all of one service',
      history: days(30),
      earlier: burst(6, (n) => ({ action: `ec2:Describe${n}` })),
      use: use({ action: 'ec2:DescribeVpcs' }),
      expect: null,
    },
  ],
};
