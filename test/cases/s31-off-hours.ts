import { hour } from '../../core/model/instant.ts';
import { offHours } from '../../core/signals/anomalous/off-hours.ts';
import type { UseCases } from './case.ts';
import { days, workdays } from './history.ts';
import { laptop, mia, noon, pipeline, use } from './use.ts';

/** By hand, in a role that many take on. */
const technician = { ...pipeline, by: 'aws-cli/2.17' } as const;
const atNight = { at: noon - 9 * hour };

export const cases: UseCases = {
  signal: offHours,
  fires: [
    {
      name: 'a person who works by day assumes at night a role that a colleague uses at night',
      history: workdays(30, { ...technician, ...atNight }),
      hands: days(30, mia),
      use: use({ ...technician, ...atNight }),
      expect: { bits: [0.5, 2] },
    },
    {
      name: 'a person’s key works at half past three in the night',
      history: workdays(30, laptop),
      use: use({ ...laptop, ...atNight }),
      expect: { bits: [0.5, 2], says: ['03-06 UTC', 'never used before'] },
    },
  ],
  silent: [{ name: 'a person at noon', history: workdays(30, laptop), use: use(laptop), expect: null }],
  lookalike: [
    {
      name: 'a colleague who works at night assumes a role that the others use by day',
      history: days(30, technician),
      hands: days(30, { ...mia, ...atNight }),
      use: use({ ...technician, ...atNight }),
      expect: null,
    },
    {
      name: 'a job that starts at night for once: machines do not sleep',
      history: days(30),
      use: use(atNight),
      expect: null,
    },
    {
      name: 'an engineer who is on call every week',
      history: [...workdays(30, laptop), ...workdays(10, { ...laptop, ...atNight })],
      use: use({ ...laptop, ...atNight }),
      expect: null,
    },
  ],
};
