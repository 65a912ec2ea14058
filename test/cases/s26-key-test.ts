import { keyTest } from '../../core/signals/anomalous/key-test.ts';
import type { UseCases } from './case.ts';
import { days } from './history.ts';
import { awsOhio, hotel, office, vpn } from './places.ts';
import { mia, use } from './use.ts';

const asking = { action: 'sts:GetCallerIdentity' };

export const cases: UseCases = {
  signal: keyTest,
  fires: [
    {
      name: 'somebody behind a VPN asks whose key they found',
      history: days(30),
      use: use({ ...asking, from: vpn }),
      expect: { bits: [2, 5], says: ['sts:GetCallerIdentity', 'AS9009'] },
    },
    {
      name: 'or by the other call that tells whose it is',
      history: days(30),
      use: use({ action: 'iam:GetUser', from: vpn }),
      expect: { bits: [4, 4], says: ['iam:GetUser'] },
    },
    {
      name: 'a key that slept for six weeks is asked whose it is, from AWS: a thief may rent there as well',
      history: days(18, {}, 45),
      use: use({ ...asking, from: awsOhio }),
      expect: { bits: [4, 4], says: ['after a long silence'] },
    },
  ],
  silent: [
    { name: 'it asks at its own place', history: days(30), use: use(asking), expect: null },
    { name: 'another call from a new place', history: days(30), use: use({ from: vpn }), expect: null },
  ],
  lookalike: [
    {
      name: 'a program that moved to another AWS machine asks whose credential it has',
      history: days(30),
      use: use({ ...asking, from: awsOhio }),
      expect: { bits: [1, 1] },
    },
    {
      name: 'a tool that always asks first was moved to a new place',
      history: days(30, asking),
      use: use({ ...asking, from: vpn }),
      expect: { bits: [0, 1.5] },
    },
    {
      name: 'Mia signed in at a hotel and asks whether that worked: told, and no witness',
      history: days(30, { ...mia, from: office }),
      use: use({ ...mia, ...asking, from: hotel }),
      expect: { bits: [2, 5], authority: 'notify' },
    },
    {
      name: 'behind a VPN, she does not',
      history: days(30, { ...mia, from: office }),
      use: use({ ...mia, ...asking, from: vpn }),
      expect: { bits: [2, 5], authority: 'corroborate' },
    },
  ],
};
