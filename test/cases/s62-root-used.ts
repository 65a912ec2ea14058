import type { Arn } from '../../core/model/brand.ts';
import { rootUsed } from '../../core/signals/anomalous/root-used.ts';
import type { UseCases } from './case.ts';
import { days } from './history.ts';
import { accountId, consoleUser, use } from './use.ts';

const arn = `arn:aws:iam::${accountId}:root` as Arn;
const root = {
  ...consoleUser,
  credential: { kind: 'root', id: arn, accountId, principal: arn },
  principal: { kind: 'root', arn, accountId },
} as const;

export const cases: UseCases = {
  signal: rootUsed,
  fires: [
    {
      name: 'the root user signs in for the first time in a month, without a second factor',
      use: use({ ...root, action: 'signin:ConsoleLogin', mfa: false }),
      expect: {
        bits: [10, 10],
        says: ['root user', 'signin:ConsoleLogin', 'without a second factor'],
        authority: 'pin',
      },
    },
    {
      name: 'the same with one: somebody still wants to hear',
      history: days(1, root, 20),
      use: use({ ...root, action: 'signin:ConsoleLogin', mfa: true }),
      expect: { bits: [8, 8] },
    },
  ],
  silent: [{ name: 'a user signs in', use: use({ ...consoleUser, action: 'signin:ConsoleLogin' }), expect: null }],
  lookalike: [
    {
      name: 'an account in which root does the daily work: bad, but not new',
      history: days(30, root),
      use: use(root),
      expect: null,
    },
  ],
};
