import { newRole } from '../../core/signals/anomalous/new-role.ts';
import type { UseCases } from './case.ts';
import { days } from './history.ts';
import { on, pipeline, use } from './use.ts';

const assuming = (role: string) => ({
  ...pipeline,
  action: 'sts:AssumeRole',
  readOnly: true,
  ...on(`arn:aws:iam::111122223333:role/${role}`),
});

export const cases: UseCases = {
  signal: newRole,
  fires: [
    {
      name: 'a deploy role assumes the administrator’s role',
      history: days(30, assuming('staging')),
      use: use(assuming('admin')),
      expect: { bits: [1, 8], says: ['role/admin'] },
    },
    {
      name: 'it tries to, and is refused',
      history: days(30, assuming('staging')),
      use: use({ ...assuming('admin'), denied: true }),
      expect: { bits: [1, 8], says: ['refused'] },
    },
  ],
  silent: [
    {
      name: 'the role it always takes on',
      history: days(30, assuming('staging')),
      use: use(assuming('staging')),
      expect: null,
    },
    { name: 'it reads an object', history: days(30), use: use(), expect: null },
  ],
  lookalike: [
    { name: 'a new pipeline’s first role', use: use(assuming('staging')), expect: null },
    {
      name: 'it asks what the role is called, and does not take it on',
      history: days(30, assuming('staging')),
      use: use({ ...pipeline, action: 'iam:GetRole' }),
      expect: null,
    },
  ],
};
