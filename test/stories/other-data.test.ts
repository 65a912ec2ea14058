import { describe, expect, it } from 'vitest';
import { day, type Instant, minute } from '../../core/model/instant.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { call, start, userNamed, watched } from './watch.ts';

/** A partner's server fetches from one folder of a bucket, by one address; a thief has its key, and an address of the same provider. */

type Fields = Record<string, unknown>;

const partner = userNamed('partner', 'AKIAPARTNER000000001');
const server = '90.120.3.3';
const neighbour = '90.120.77.9';
const today = start + 28 * day;

const list = (at: Instant, from: string, prefix: string, bucketName = 'exchange') =>
  call(partner, at, 's3:ListObjects', from, { requestParameters: { bucketName, prefix } });
const get = (at: Instant, from: string, key: string, bucketName = 'exchange') =>
  call(partner, at, 's3:GetObject', from, { requestParameters: { bucketName, key } });

const ordinary = (at: Instant, from: string): Fields[] => [
  list(at, from, 'partner/'),
  ...[1, 2, 3].map((n) => get(at + n * minute, from, `partner/2026-${n}/${at}.csv`)),
];
const history = Array.from({ length: 28 }, (_, n) => ordinary(start + n * day, server)).flat();
const decidedOn = (records: readonly Fields[]) =>
  watched([...history, ...records])
    .decisions.filter(({ at }) => at >= today)
    .map(({ action }) => (isDisruptive(action) ? 'disturbed' : action));

describe('data that a key never read', () => {
  const looksAround = (from: string) => call(partner, today, 's3:ListBuckets', from);

  it('and its buckets, from a neighbour’s address: it is taken back before the third object', () => {
    const taken = [
      looksAround(neighbour),
      list(today + minute, neighbour, ''),
      get(today + 2 * minute, neighbour, 'payroll/all.csv'),
    ];
    expect(decidedOn(taken)).toContain('disturbed');
  });

  it('is its owner’s business in its own place', () => {
    expect(decidedOn([list(today, server, ''), get(today + minute, server, 'payroll/all.csv')])).toEqual([]);
  });

  it('is no part of a move, where it goes on with its own', () => {
    expect(decidedOn([looksAround(neighbour), ...ordinary(today + minute, neighbour)])).not.toContain('disturbed');
  });

  it('is seen on a day on which what it always reads was read a hundred times', () => {
    const busy = Array.from({ length: 100 }, (_, n) => get(today + n * 1_000, server, `partner/${n}/a.csv`));
    const { fleet } = watched([...history, ...busy, get(today + 5 * minute, server, 'payroll/all.csv')]);
    const [member] = fleet.members.values();
    expect(member?.dossier.evidence.signals.map(({ id, key }) => `${id} ${key}`)).toContain('S65 data');
  });
});
