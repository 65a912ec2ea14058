import { computeOutside } from '../../core/signals/anomalous/compute-outside.ts';
import type { UseCases } from './case.ts';
import { days } from './history.ts';
import { hosting, houseExit, inside, office } from './places.ts';
import { instance, pipeline, use } from './use.ts';

const task = {
  ...instance,
  issuedTo: { kind: 'task', id: 'arn:aws:ecs:eu-west-1:111122223333:task/shop/0ab1' },
} as const;

export const cases: UseCases = {
  signal: computeOutside,
  fires: [
    {
      name: 'the credentials of an instance, read from its metadata, are used on a rented server',
      history: days(20, instance),
      earlier: [use({ ...instance, minutesLater: -60 })],
      use: use({ ...instance, from: hosting }),
      expect: { bits: [12, 20], says: ['i-0abcdef1234567890', 'AS16509', 'AS24940'], authority: 'hard' },
    },
    {
      name: 'an instance on its first day, used outside',
      use: use({ ...instance, from: hosting }),
      expect: { bits: [12, 20], says: ['AS24940'] },
    },
    {
      name: 'an instance by the server that lets the house’s people out: it was never theirs',
      history: days(20, instance),
      use: use({ ...instance, from: houseExit }),
      expect: { bits: [12, 20], authority: 'hard' },
    },
    {
      name: 'a task of a role whose tasks run in AWS',
      history: days(20, task),
      use: use({ ...task, from: hosting }),
      expect: { bits: [12, 20], says: ['task arn:aws:ecs'], authority: 'hard' },
    },
    {
      name: 'a task on its first day, which began in AWS',
      earlier: [use({ ...task, minutesLater: -60 })],
      use: use({ ...task, from: hosting }),
      expect: { bits: [12, 20], authority: 'hard' },
    },
    {
      name: 'the session that SageMaker had made for a notebook is used on a rented server',
      madeFor: { service: 'sagemaker.amazonaws.com' },
      use: use({ ...pipeline, from: hosting }),
      expect: { bits: [12, 20], says: ['a machine of sagemaker.amazonaws.com', 'AS24940'], authority: 'hard' },
    },
  ],
  silent: [
    { name: 'a notebook at work', madeFor: { service: 'sagemaker.amazonaws.com' }, use: use(pipeline), expect: null },
    {
      name: 'a server of the company’s own that Systems Manager looks after',
      madeFor: { service: 'ssm.amazonaws.com' },
      use: use({ ...pipeline, from: hosting }),
      expect: null,
    },
    { name: 'an instance at work', history: days(20, instance), use: use(instance), expect: null },
    {
      name: 'an instance whose calls go through an endpoint',
      use: use({ ...instance, vpcEndpointId: 'vpce-0abc' }),
      expect: null,
    },
  ],
  lookalike: [
    {
      name: 'an instance whose traffic leaves through the company’s declared gateway',
      use: use({ ...instance, from: office }),
      expect: null,
    },
    {
      name: 'an instance that left through the company’s gateway at a provider on the day before, too',
      history: days(1, { ...instance, from: hosting }),
      use: use({ ...instance, from: hosting }),
      expect: null,
    },
    {
      name: 'an instance that has done so for weeks',
      history: days(20, { ...instance, from: hosting }),
      use: use({ ...instance, from: hosting }),
      expect: null,
    },
    {
      name: 'a task on a server of the company’s own, from its first day on',
      use: use({ ...task, from: hosting }),
      expect: null,
    },
    {
      name: 'a task on another server of the company’s own, of a role whose tasks never ran in AWS',
      history: days(20, { ...task, from: office }),
      use: use({ ...task, from: hosting }),
      expect: null,
    },
    {
      name: 'an instance whose address is one of its own network',
      use: use({ ...instance, from: inside }),
      expect: null,
    },
    {
      name: 'a pipeline that always ran on rented servers',
      history: days(20, { ...pipeline, from: hosting }),
      use: use({ ...pipeline, from: hosting }),
      expect: null,
    },
  ],
};
