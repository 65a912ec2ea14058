import { discovery } from '../../core/signals/anomalous/discovery.ts';
import type { UseCases } from './case.ts';
import { days } from './history.ts';
import { use } from './use.ts';

const listing = { action: 'iam:ListUsers' };

export const cases: UseCases = {
  signal: discovery,
  fires: [
    {
      name: 'a backup key asks which users there are',
      history: days(30),
      use: use(listing),
      expect: { bits: [1, 6], says: ['iam:ListUsers', 'never before'] },
    },
  ],
  silent: [
    { name: 'it reads an object', history: days(30), use: use(), expect: null },
    { name: 'nothing is on record yet', use: use(listing), expect: null },
  ],
  lookalike: [
    { name: 'an auditor who lists users every day', history: days(30, listing), use: use(listing), expect: null },
    {
      name: 'a neighbour’s tool takes stock daily: less news',
      history: days(30),
      neighbours: days(30, listing),
      use: use(listing),
      expect: { bits: [0.5, 4] },
    },
  ],
};
