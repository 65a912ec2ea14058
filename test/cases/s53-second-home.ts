import { secondHome } from '../../core/signals/anomalous/second-home.ts';
import type { UseCases } from './case.ts';
import { days, workdays } from './history.ts';
import { awsOhio, home, hosting, office } from './places.ts';
import { declared } from './standing.ts';
import { fn, laptop, use } from './use.ts';

const job = declared({ kind: 'batch' });

export const cases: UseCases = {
  signal: secondHome,
  fires: [
    {
      name: 'a batch job’s key is used from a household for the second day, while the job still runs in the cloud',
      history: [...days(30), ...days(1, { from: home })],
      declared: job,
      use: use({ from: home }),
      expect: { bits: [12, 13], says: ['AS3320', '1 day'], authority: 'pin' },
    },
    {
      name: 'ten days of harmless calls later it is still no home',
      history: [...days(30), ...days(10, { from: home })],
      declared: job,
      use: use({ from: home }),
      expect: { bits: [6, 9], says: ['10 days'] },
    },
    {
      name: 'nobody said that it is a machine: then it only counts together with other evidence',
      history: [...days(30), ...days(2, { from: hosting })],
      use: use({ from: hosting }),
      expect: { bits: [4, 6], authority: 'corroborate' },
    },
    {
      name: 'a job of the company’s own servers whose key is used on a machine of AWS beside them',
      history: [...days(30, { from: office }), ...days(4, { from: awsOhio })],
      declared: job,
      use: use({ from: awsOhio }),
      expect: { bits: [4, 6], says: ['AS16509', '4 days'], authority: 'corroborate' },
    },
    {
      name: 'a job in a cloud whose key is used in a country of that cloud where nobody of the account was before: anybody can rent a machine there',
      history: [...days(30), ...days(4, { from: awsOhio })],
      neighbours: [...days(30), ...days(4, { from: awsOhio })],
      declared: job,
      use: use({ from: awsOhio }),
      expect: { bits: [4, 6], says: ['AS16509', '4 days'], authority: 'corroborate' },
    },
    {
      name: 'a job that nobody declared, now driven by hand: its habits are a machine’s all the same',
      history: [...days(30), ...days(2, { from: hosting, by: 'aws-cli/2.17' })],
      use: use({ from: hosting, by: 'aws-cli/2.17' }),
      expect: { bits: [4, 6] },
    },
  ],
  silent: [
    { name: 'it works where it always did', history: days(30), use: use(), expect: null },
    {
      name: 'the first day elsewhere, which is news of another sort',
      history: days(30),
      use: use({ from: home }),
      expect: null,
    },
  ],
  lookalike: [
    {
      name: 'a job that moved to another provider: it no longer runs at the old place',
      history: [...days(30, {}, 6), ...days(5, { from: hosting })],
      declared: job,
      use: use({ from: hosting }),
      expect: null,
    },
    {
      name: 'a job that runs in two regions of one cloud, in both of which its account works',
      history: [...days(30), ...days(5, { from: awsOhio })],
      neighbours: days(20, { from: awsOhio }),
      declared: job,
      use: use({ from: awsOhio }),
      expect: null,
    },
    {
      name: 'a role whose sessions begin on machines of a Region that is new to its account: machines are given them, nobody carries them there',
      history: [...days(30, fn), ...days(5, { ...fn, from: awsOhio })],
      use: use({ ...fn, from: awsOhio }),
      expect: null,
    },
    {
      name: 'a person between office and home',
      history: [...workdays(30, laptop), ...workdays(5, { ...laptop, from: home })],
      use: use({ ...laptop, from: home }),
      expect: null,
    },
  ],
};
