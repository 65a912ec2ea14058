import { dataDestruction } from '../../core/signals/anomalous/data-destruction.ts';
import type { UseCases } from './case.ts';
import { burst, days } from './history.ts';
import { hotel, office, vpn } from './places.ts';
import { laptop, on, use } from './use.ts';

const deleting = (name: string) => ({ action: 's3:DeleteObject', ...on(name) });

export const cases: UseCases = {
  signal: dataDestruction,
  fires: [
    {
      name: 'two of them behind a VPN that it never used',
      history: days(30),
      earlier: burst(1, () => ({ ...deleting('backup-1'), from: vpn })),
      use: use({ ...deleting('backup-2'), from: vpn }),
      expect: { bits: [4, 6], says: ['2 deletions'], authority: 'pin' },
    },
    {
      name: 'a reader of backups deletes thirty of them at its own place: a clean-up may begin like this',
      history: days(30),
      earlier: burst(29, (n) => deleting(`backup-${n}`)),
      use: use(deleting('backup-last')),
      expect: { bits: [8, 12], says: ['30 deletions', 's3:DeleteObject'], authority: 'corroborate' },
    },
  ],
  silent: [
    {
      name: 'two deletions at its own place',
      history: days(30),
      earlier: burst(1, () => deleting('older')),
      use: use(deleting('old')),
      expect: null,
    },
    { name: 'one deletion', history: days(30), use: use(deleting('old')), expect: null },
    { name: 'it reads an object', history: days(30), use: use(), expect: null },
  ],
  lookalike: [
    {
      name: 'two copies are thrown away at a new desk',
      history: days(30, { ...laptop, from: office }),
      earlier: burst(1, () => ({ ...laptop, from: hotel, action: 'ec2:DeleteSnapshot' })),
      use: use({ ...laptop, from: hotel, action: 'ec2:DeleteSnapshot' }),
      expect: null,
    },
    {
      name: 'three of them are a ransom’s beginning',
      history: days(30, { ...laptop, from: office }),
      earlier: burst(2, () => ({ ...laptop, from: hotel, action: 'ec2:DeleteSnapshot' })),
      use: use({ ...laptop, from: hotel, action: 'ec2:DeleteSnapshot' }),
      expect: { bits: [5, 12], authority: 'pin' },
    },
    {
      name: 'a clean-up job that deletes thirty objects every day',
      history: days(30, deleting('old')),
      earlier: burst(30, (n) => deleting(`old-${n}`)),
      use: use(deleting('old')),
      expect: null,
    },
    {
      name: 'messages are deleted from a queue, which is how queues work',
      history: days(30),
      earlier: burst(30, () => ({ action: 'sqs:DeleteMessage' })),
      use: use({ action: 'sqs:DeleteMessage' }),
      expect: null,
    },
  ],
};
