import { mfaAbsent } from '../../core/signals/anomalous/mfa-absent.ts';
import type { UseCases } from './case.ts';
import { days } from './history.ts';
import { consoleUser, instance, use } from './use.ts';

export const cases: UseCases = {
  signal: mfaAbsent,
  fires: [
    {
      name: 'a person who always used a second factor signs in without one',
      history: days(30, { ...consoleUser, mfa: true }),
      use: use({ ...consoleUser, mfa: false }),
      expect: { bits: [2, 5], says: ['No second factor'] },
    },
  ],
  silent: [
    {
      name: 'a person signs in with a second factor',
      history: days(30, { ...consoleUser, mfa: true }),
      use: use({ ...consoleUser, mfa: true }),
      expect: null,
    },
    { name: 'a key whose records say nothing of factors', history: days(30), use: use(), expect: null },
  ],
  lookalike: [
    {
      name: 'a person who never used a second factor: bad, but not new',
      history: days(30, { ...consoleUser, mfa: false }),
      use: use({ ...consoleUser, mfa: false }),
      expect: null,
    },
    {
      name: 'a role’s session never has a factor of its own',
      history: days(30, { ...instance, mfa: true }),
      use: use({ ...instance, mfa: false }),
      expect: null,
    },
  ],
};
