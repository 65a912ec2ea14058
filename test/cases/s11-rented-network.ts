import { rentedNetwork } from '../../core/signals/anomalous/rented-network.ts';
import type { UseCases } from './case.ts';
import { days, workdays } from './history.ts';
import { azure, home, hosting, hotel, lima, office, tor, vpn } from './places.ts';
import { consoleUser, laptop, use } from './use.ts';

const programs = ['Boto3/1.34', 'aws-sdk-go-v2/1.40', 'aws-sdk-java/2.20', 'aws-sdk-js/3.900', 'aws-sdk-rust/1.3'];
const armed = { ...laptop, by: 'aws-cli/2.17 Linux/6.6-kali-amd64' };

export const cases: UseCases = {
  signal: rentedNetwork,
  fires: [
    {
      name: 'a job that lives in AWS is used through Tor',
      history: days(30),
      use: use({ from: tor }),
      expect: { bits: [12, 16], says: ['AS60729', 'Tor'], authority: 'pin' },
    },
    {
      name: 'a job moves to a rented server and to another program on one day',
      history: days(30),
      use: use({ from: hosting, by: 'aws-cli/2.17' }),
      expect: { bits: [12, 12], says: ['hosting', 'AS24940'], authority: 'pin' },
    },
    {
      name: 'even a traveller’s first VPN is news',
      history: [home, hotel, office].flatMap((from, i) => workdays(4, { ...laptop, from }, 1 + 4 * i)),
      use: use({ ...laptop, from: vpn }),
      expect: { bits: [2, 10], says: ['VPN'] },
    },
    {
      name: 'a key of three days is used from a rented server, beside the desk where it began',
      history: workdays(3, { ...laptop, from: office }),
      use: use({ ...laptop, from: hosting }),
      expect: { bits: [3.5, 8], authority: 'corroborate' },
    },
    {
      name: 'a password is used from a rented server in the first week of its user, whose key began at a desk',
      user: workdays(3, { ...laptop, from: office }),
      neighbours: days(30),
      use: use({ ...consoleUser, from: hosting }),
      expect: { bits: [3.5, 8], authority: 'corroborate', basis: 'fact' },
    },
    {
      name: 'the first use of a key that was put aside for emergencies, through Tor: it takes no habits to see that',
      use: use({ ...laptop, from: tor }),
      expect: { bits: [6, 8], says: ['Tor'], authority: 'corroborate' },
    },
    {
      name: 'a key of two days goes on in Tor: nobody’s honest work does',
      history: days(2),
      use: use({ from: tor }),
      expect: { bits: [12, 12], authority: 'pin', basis: 'fact' },
    },
    {
      name: 'so does a laptop that is somewhere else every few days',
      history: [home, hotel, office, lima].flatMap((from, n) => days(4, { ...laptop, from }, 1 + 4 * n)),
      use: use({ ...laptop, from: tor }),
      expect: { bits: [12, 12], authority: 'pin' },
    },
    {
      name: 'a person’s key on a rented server, on a system made for breaking in',
      history: workdays(30, laptop),
      use: use({ ...laptop, from: hosting, by: 'aws-cli/2.17 Linux/6.6-kali-amd64' }),
      expect: { bits: [12, 12], authority: 'pin' },
    },
  ],
  silent: [
    { name: 'a new place, but nobody rents it', history: days(30), use: use({ from: office }), expect: null },
    { name: 'nothing is on record yet', use: use({ from: vpn }), expect: null },
  ],
  lookalike: [
    {
      name: 'a key that was tested at a desk is used by a pipeline in another cloud',
      history: workdays(3, { ...laptop, from: office }),
      neighbours: days(30),
      use: use({ ...laptop, from: azure }),
      expect: null,
    },
    {
      name: 'a job of many programs, of which another is started on a rented server',
      history: programs.flatMap((by, n) => days(6, { by }, 1 + 6 * n)),
      use: use({ from: hosting, by: 'aws-sdk-php/3.200' }),
      expect: { bits: [8, 11.9], authority: 'corroborate' },
    },
    {
      name: 'a job that is somewhere else every few days, on a rented server with another program',
      history: [home, hotel, office, lima].flatMap((from, n) => days(4, { from }, 1 + 4 * n)),
      use: use({ from: hosting, by: 'aws-sdk-go-v2/1.40' }),
      expect: { bits: [4, 7.9], authority: 'corroborate' },
    },
    {
      name: 'who breaks in for a living rents a server',
      history: days(30, armed),
      use: use({ ...armed, from: hosting }),
      expect: { bits: [8, 11.9], authority: 'corroborate' },
    },
    {
      name: 'the house has its own line through such a network: the neighbours are there day by day',
      history: workdays(30, { ...laptop, from: office }),
      neighbours: workdays(10, { ...laptop, from: vpn }),
      use: use({ ...laptop, from: vpn }),
      expect: null,
    },
    {
      name: 'the first day of a key on a rented server: that may be where it belongs',
      use: use({ from: hosting }),
      expect: null,
    },
    {
      name: 'a scraper that has run on a rented server all along',
      history: days(30, { from: hosting }),
      use: use({ from: hosting }),
      expect: null,
    },
    {
      name: 'a developer who uses the same VPN every day',
      history: workdays(30, { ...laptop, from: vpn }),
      use: use({ ...laptop, from: vpn }),
      expect: null,
    },
  ],
};
