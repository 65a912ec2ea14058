import { newNetwork } from '../../core/signals/anomalous/new-network.ts';
import type { UseCases } from './case.ts';
import { days, workdays } from './history.ts';
import {
  awsIreland,
  awsIrelandToo,
  awsOhio,
  frequented,
  gateway,
  home,
  hotel,
  houseExit,
  lima,
  nextDoor,
  office,
  vpn,
} from './places.ts';
import { laptop, mia, pipeline, use } from './use.ts';

const traveller = [home, hotel, office, home, hotel, office].flatMap((from, i) =>
  workdays(2, { ...laptop, from }, 1 + 2 * i),
);

/** So many calls are its daily work, at home for weeks, and yesterday elsewhere alone. */
const movesWith = (calls: number) => {
  const daily = ['s3:PutObject', 's3:GetObject', 'sqs:SendMessage'].slice(0, calls);
  return [
    ...daily.flatMap((action) => days(28, { action }, 2)),
    ...daily.flatMap((action) => days(1, { action, from: awsOhio })),
  ];
};

export const cases: UseCases = {
  signal: newNetwork,
  fires: [
    {
      name: 'a role that several colleagues assume is used from a place that is usual for one of them, but new to the one using it',
      history: days(30, { ...pipeline, from: lima }),
      hands: days(30, { ...mia, from: home }),
      use: use({ ...pipeline, from: lima }),
      expect: { bits: [3, 12], says: ['30 days on record show AS3320'] },
    },
    ...[houseExit, gateway].map((exit) => ({
      name: `the key of a machine of the cloud, at the way out of a house’s people: ${exit.network.id}`,
      history: days(30),
      use: use({ from: exit }),
      expect: { bits: [6, 12] } as const,
    })),
    {
      name: 'a person’s first days in another account, from where they never were in any',
      kin: days(30, { ...mia, from: office }),
      person: days(30, { ...mia, from: home }),
      use: use({ ...mia, from: lima }),
      expect: { bits: [3, 12] },
    },
    {
      name: 'a role taken on anew, from where nobody of its own nor the key behind it ever was',
      history: days(30, pipeline),
      parent: workdays(30, { ...laptop, from: home }),
      use: use({ ...pipeline, from: hotel }),
      expect: { bits: [4, 12] },
    },
    {
      name: 'a machine in AWS, in the Region in which it wrote logs all along: nothing moved there',
      history: days(30, { ...pipeline, action: 'logs:CreateLogStream', from: office }),
      use: use({ ...pipeline, from: awsIreland }),
      expect: { bits: [5, 12] },
    },
    {
      name: 'a machine in AWS, but in another country’s region',
      history: days(30, { from: awsIreland }),
      use: use({ from: awsOhio }),
      expect: { bits: [4, 9], says: ['AS16509 US', 'AS16509 IE'] },
    },
    ...[
      { where: 'while its own place goes on: the key was doubled', uses: [...days(30), ...days(1, { from: awsOhio })] },
      {
        where: 'where it did one call less than its daily work yesterday, while its own was silent',
        uses: movesWith(3).slice(0, -1),
      },
      {
        where: 'where all its work is two calls, which a thief makes first',
        uses: movesWith(2),
      },
    ].map(({ where, uses }) => ({
      name: `a machine’s second day elsewhere, ${where}`,
      history: uses,
      use: use({ from: awsOhio }),
      expect: { bits: [3, 9] } as const,
    })),
    {
      name: 'a person’s second day elsewhere: people go to and fro',
      history: [...days(28, { ...mia, from: home }, 2), ...days(1, { ...mia, from: hotel })],
      use: use({ ...mia, from: hotel }),
      expect: { bits: [2, 9] },
    },
    {
      name: 'a machine that only ever ran in AWS, at the line where its account’s people live',
      history: days(30),
      neighbours: workdays(30, { ...laptop, from: home }),
      use: use({ from: home }),
      expect: { bits: [8, 10], says: ['AS3320'] },
    },
    {
      name: 'a first day, in a place that none of its kind ever saw',
      kin: days(20),
      use: use({ from: vpn }),
      expect: { bits: [3.5, 5], says: ['AS9009'] },
    },
    {
      name: 'two months in AWS only, then a VPN provider',
      history: days(60),
      use: use({ from: vpn }),
      expect: { bits: [6, 9], says: ['AS9009 (M247, GB)', '60 days on record show AS16509'] },
    },
  ],
  silent: [
    { name: 'the network it always calls from', history: days(30), use: use(), expect: null },
    { name: 'nothing is on record yet', use: use({ from: vpn }), expect: null },
    {
      name: 'a call that a service made names no place',
      history: days(30),
      use: use({ source: { kind: 'service', name: 'cloudformation.amazonaws.com' } }),
      expect: null,
    },
  ],
  lookalike: [
    {
      name: 'a daily job that did not run at its own place all of yesterday: it moved',
      history: movesWith(3),
      use: use({ from: awsOhio }),
      expect: { bits: [1, 1.5] },
    },
    {
      name: 'a role that colleagues take on, from the desk of whoever took it on now, where the others never were',
      history: days(30, { ...pipeline, from: lima }),
      hands: days(30, { ...mia, from: home }),
      use: use({ ...pipeline, from: home }),
      expect: null,
    },
    {
      name: 'a role that colleagues take on, from somewhere new, by a newcomer whose desk is hardly known',
      history: days(30, { ...pipeline, from: lima }),
      hands: days(4, { ...mia, from: home }),
      use: use({ ...pipeline, from: hotel }),
      expect: { bits: [2, 3.2] },
    },
    {
      name: 'it comes by a provider by which many of the house come, at addresses that change',
      history: days(30),
      use: use({ from: frequented }),
      expect: { bits: [2, 2] },
    },
    {
      name: 'a person comes by the house’s own way out for the first time: as good as at home',
      history: days(30, { ...mia, from: home }),
      use: use({ ...mia, from: houseExit }),
      expect: { bits: [0.5, 1.5] },
    },
    {
      name: 'a person’s company sends its people out through a security service from now on',
      history: days(30, { ...mia, from: home }),
      use: use({ ...mia, from: gateway }),
      expect: { bits: [0.5, 1] },
    },
    {
      name: 'a person’s first days in another account, at the desk of all their others',
      kin: days(30, { ...mia, from: office }),
      person: days(30, { ...mia, from: lima }),
      use: use({ ...mia, from: lima }),
      expect: null,
    },
    {
      name: 'a role taken on anew, from where the key of whoever took it on is at home',
      history: days(30, pipeline),
      parent: workdays(30, { ...laptop, from: home }),
      use: use({ ...pipeline, from: home }),
      expect: null,
    },
    {
      name: 'an endpoint of the account itself, which opens from within alone: half the news',
      history: days(30),
      use: use({ vpcEndpointId: 'vpce-0abc' }),
      expect: { bits: [2, 4.2] },
    },
    { name: 'a first day, where all of its kind are', kin: days(20), use: use(), expect: null },
    { name: 'a first day, and too little is known of its kind', kin: days(3), use: use({ from: vpn }), expect: null },
    {
      name: 'a job moves to the office, where all its neighbours are: half the news',
      history: days(60),
      neighbours: workdays(30, { ...laptop, from: office }),
      use: use({ from: office }),
      expect: { bits: [1, 5] },
    },
    {
      name: 'a job moves to the provider of its neighbours’ homes, each of which has a line of its own: all of the news',
      history: days(60, { from: hotel }),
      neighbours: workdays(30, { ...laptop, from: home }),
      use: use({ from: nextDoor }),
      expect: { bits: [8, 8.5] },
    },
    {
      name: 'a job moves to the line that a neighbour is on: half the news',
      history: days(60, { from: hotel }),
      neighbours: workdays(30, { ...laptop, from: home }),
      use: use({ from: home }),
      expect: { bits: [4, 4.2] },
    },
    {
      name: 'a traveller’s laptop at one more place says little',
      history: traveller,
      use: use({ ...laptop, from: vpn }),
      expect: { bits: [0, 4] },
    },
    {
      name: 'the second day in a new place is less news than the first',
      history: [...days(30, {}, 3), ...days(2, { from: office })],
      use: use({ from: office }),
      expect: { bits: [0, 3] },
    },
    {
      name: 'the same network under another address',
      history: days(30, { from: awsIreland }),
      use: use({ from: awsIrelandToo }),
      expect: null,
    },
  ],
};
