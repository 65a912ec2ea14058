import { lateralMovement } from '../../core/signals/anomalous/lateral-movement.ts';
import type { UseCases } from './case.ts';
import { days } from './history.ts';
import { hotel } from './places.ts';
import { expects } from './standing.ts';
import { mia, on, use } from './use.ts';

const shell = { action: 'ssm:StartSession', ...on('i-0db') };

export const cases: UseCases = {
  signal: lateralMovement,
  fires: [
    {
      name: 'a backup key opens a shell on the database host',
      history: days(30),
      use: use(shell),
      expect: { bits: [3, 8], says: ['ssm:StartSession i-0db'] },
    },
  ],
  silent: [
    { name: 'it reads an object', history: days(30), use: use(), expect: null },
    {
      name: 'an engineer who opens sessions every day',
      history: days(30, { ...mia, ...shell }),
      use: use({ ...mia, ...shell }),
      expect: null,
    },
  ],
  lookalike: [
    {
      name: 'an agent uses a tool that its owner declared',
      history: days(30),
      declared: expects({ actions: ['s3:*', 'ssm:StartSession'] }, { kind: 'agent' }),
      use: use(shell),
      expect: { bits: [3, 8], authority: 'notify' },
    },
    {
      name: 'not one by the name of its whole service',
      history: days(30),
      declared: expects({ actions: ['s3:*', 'ssm:*'] }, { kind: 'agent' }),
      use: use(shell),
      expect: { bits: [3, 8], authority: 'corroborate' },
    },
    {
      name: 'nor elsewhere',
      history: days(30),
      declared: expects({ actions: ['s3:*', 'ssm:StartSession'] }, { kind: 'agent' }),
      use: use({ ...shell, from: hotel }),
      expect: { bits: [3, 8], authority: 'corroborate' },
    },
    {
      name: 'it asks which sessions are open',
      history: days(30),
      use: use({ action: 'ssm:DescribeSessions' }),
      expect: null,
    },
    {
      name: 'a shell is more than a pattern that is wide enough may give',
      history: days(30),
      declared: expects({ actions: ['*:Start*'] }),
      use: use(shell),
      expect: { bits: [3, 8], authority: 'corroborate' },
    },
    {
      name: 'an engineer’s first session, where colleagues open them daily: less news',
      history: days(30, mia),
      neighbours: days(30, shell),
      use: use({ ...mia, ...shell }),
      expect: { bits: [1, 5], authority: 'corroborate' },
    },
  ],
};
