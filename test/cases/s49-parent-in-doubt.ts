import { parentInDoubt } from '../../core/signals/anomalous/parent-in-doubt.ts';
import type { UseCases } from './case.ts';
import { days } from './history.ts';
import { hosting } from './places.ts';
import { pipeline, use } from './use.ts';

export const cases: UseCases = {
  signal: parentInDoubt,
  fires: [
    {
      name: 'a key that was seen on a stranger’s network assumes a role: the session is the stranger’s, too',
      history: days(30, pipeline),
      parentDoubt: 14,
      use: use(pipeline),
      expect: { bits: [3, 8], says: ['Its session was made by', 'in doubt'] },
    },
  ],
  silent: [
    {
      name: 'nothing speaks against whoever made the session',
      history: days(30, pipeline),
      use: use(pipeline),
      expect: null,
    },
    { name: 'a long-lived key was not made by another', history: days(30), use: use(), expect: null },
  ],
  lookalike: [
    {
      name: 'the maker of the session did one small new thing today',
      parentDoubt: 3,
      use: use(pipeline),
      expect: null,
    },
    {
      name: 'the session itself is in a strange place, but its maker is not in doubt',
      history: days(30, pipeline),
      use: use({ ...pipeline, from: hosting }),
      expect: null,
    },
  ],
};
