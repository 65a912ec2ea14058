import { newRegion } from '../../core/signals/anomalous/new-region.ts';
import type { UseCases } from './case.ts';
import { days, workdays } from './history.ts';
import { awsOhio, hotel, office } from './places.ts';
import { declared } from './standing.ts';
import { laptop, mia, pipeline, region, use } from './use.ts';

const notebook = { ...pipeline, by: 'aws-cli/2.17' } as const;
const inOhio = { region: region('us-east-2') };

export const cases: UseCases = {
  signal: newRegion,
  fires: [
    {
      name: 'a key that only knew Ireland starts machines in Ohio',
      history: days(30),
      use: use({ action: 'ec2:RunInstances', ...inOhio }),
      expect: { bits: [4, 9], says: ['First use in us-east-2', 'eu-west-1'] },
    },
    {
      name: 'where it only ever asked which Regions there are',
      history: [...days(30), ...days(30, { action: 'ec2:DescribeRegions', ...inOhio })],
      use: use({ action: 'ec2:RunInstances', ...inOhio }),
      expect: { bits: [4, 9], says: ['First use in us-east-2 for more than questions; 30 days'] },
    },
    {
      name: 'so does what works in eleven others, and asks in each of them',
      history: [...Array(11).keys()].flatMap((n) => {
        const there = { region: region(`eu-north-${n}`) };
        return [...days(30, there), ...days(30, { action: 'sts:GetCallerIdentity', ...there })];
      }),
      use: use({ action: 'ec2:RunInstances', ...inOhio }),
      expect: { bits: [4, 9], says: ['First use in us-east-2'] },
    },
    {
      name: 'where it now asks for the first time',
      history: days(30),
      use: use({ action: 'ec2:DescribeRegions', ...inOhio }),
      expect: { bits: [4, 9], says: ['First use in us-east-2; 30 days'] },
    },
  ],
  silent: [
    { name: 'the region it always works in', history: days(30), use: use(), expect: null },
    { name: 'nothing is on record yet', use: use(inOhio), expect: null },
  ],
  lookalike: [
    {
      name: 'a question that every program asks, for the first time in the Region where it works',
      history: days(30),
      use: use({ action: 'sts:GetCallerIdentity' }),
      expect: null,
    },
    {
      name: 'or where it asks it every day',
      history: [...days(30), ...days(30, { action: 'ec2:DescribeRegions', ...inOhio })],
      use: use({ action: 'sts:GetCallerIdentity', ...inOhio }),
      expect: null,
    },
    {
      name: 'the Region that its owner calls its home, on its first day there',
      history: days(30),
      declared: declared({ homeRegion: 'us-east-2' }),
      use: use({ action: 'ec2:RunInstances', ...inOhio }),
      expect: null,
    },
    {
      name: 'a person with new duties in another region: told, and no witness',
      history: workdays(30, { ...laptop, from: office }),
      use: use({ ...laptop, from: hotel, ...inOhio }),
      expect: { bits: [1.5, 4.5], authority: 'notify' },
    },
    {
      name: 'a function that now runs in Ohio: the place has said so',
      history: days(30, pipeline),
      use: use({ ...pipeline, ...inOhio, from: awsOhio }),
      expect: { bits: [1, 2] },
    },
    {
      name: 'a notebook that is driven by hand, on machines of AWS alone, moves there as they do',
      history: days(30, notebook),
      use: use({ ...notebook, ...inOhio, from: awsOhio }),
      expect: { bits: [1, 2] },
    },
    {
      name: 'the same where people have their desks in it, too: a session that may have been carried there',
      history: [...days(30, notebook), ...days(5, { ...notebook, from: office })],
      use: use({ ...notebook, ...inOhio, from: awsOhio }),
      expect: { bits: [4, 9], authority: 'corroborate' },
    },
    {
      name: 'a person’s session, though it was never seen but in AWS',
      history: days(30, mia),
      use: use({ ...mia, ...inOhio, from: awsOhio }),
      expect: { bits: [4, 9], authority: 'corroborate' },
    },
    {
      name: 'a key that was carried to a machine in Ohio',
      history: days(30),
      use: use({ ...inOhio, from: awsOhio }),
      expect: { bits: [4, 9] },
    },
    {
      name: 'IAM answers from one region for the whole world',
      history: days(30),
      use: use({ action: 'iam:GetUser', region: region('us-east-1') }),
      expect: null,
    },
    {
      name: 'a rollout to a region where the neighbours are at home: less news',
      history: days(30),
      neighbours: days(30, inOhio),
      use: use(inOhio),
      expect: { bits: [1, 4] },
    },
  ],
};
