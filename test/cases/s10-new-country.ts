import { newCountry } from '../../core/signals/anomalous/new-country.ts';
import type { UseCases } from './case.ts';
import { days, workdays } from './history.ts';
import { awsOhio, gateway, home, hotel, houseExit, office } from './places.ts';
import { laptop, use } from './use.ts';

export const cases: UseCases = {
  signal: newCountry,
  fires: [
    {
      name: 'a key of an office in Germany is used in Spain',
      history: workdays(30, { ...laptop, from: office }),
      use: use({ ...laptop, from: hotel }),
      expect: { bits: [4, 12], says: ['First use from ES', 'Telefonica', 'DE'], authority: 'corroborate' },
    },
    {
      name: 'a job of the cloud, with its own program, on a line in a household abroad',
      history: days(30),
      use: use({ from: hotel }),
      expect: { bits: [12, 12], says: ['ES'], authority: 'pin' },
    },
    {
      name: 'a key of two days in a country where nobody of the account has ever been',
      history: workdays(2, { ...laptop, from: office }),
      neighbours: workdays(20, { ...laptop, from: home }),
      use: use({ ...laptop, from: hotel }),
      expect: { bits: [3.5, 5], says: ['ES'], authority: 'corroborate' },
    },
  ],
  silent: [
    {
      name: 'home is in the same country',
      history: days(30, { from: office }),
      use: use({ from: home }),
      expect: null,
    },
    { name: 'nothing is on record yet', use: use({ from: hotel }), expect: null },
  ],
  lookalike: [
    ...[houseExit, gateway].map((exit) => ({
      name: `the company’s own way out is in another country: ${exit.network.id}`,
      history: workdays(30, { ...laptop, from: office }),
      use: use({ ...laptop, from: exit }),
      expect: null,
    })),
    {
      name: 'a key of two days goes where others of the account live',
      history: workdays(2, { ...laptop, from: office }),
      neighbours: workdays(20, { ...laptop, from: hotel }),
      use: use({ ...laptop, from: hotel }),
      expect: { bits: [0.1, 3] },
    },
    {
      name: 'a workload in another Region of AWS: its addresses’ country says nothing of its holder',
      history: days(30),
      use: use({ from: awsOhio }),
      expect: null,
    },
    {
      name: 'a person who goes to Spain every month',
      history: [...workdays(30, { ...laptop, from: office }), ...workdays(4, { ...laptop, from: hotel }, 20)],
      use: use({ ...laptop, from: hotel }),
      expect: null,
    },
  ],
};
