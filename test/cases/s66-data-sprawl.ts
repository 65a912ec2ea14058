import { dataSprawl } from '../../core/signals/anomalous/data-sprawl.ts';
import type { UseCases } from './case.ts';
import { burst, days, workdays } from './history.ts';
import { awsIreland, awsIrelandToo, awsOhio, home, hotel, nextDoor, office } from './places.ts';
import { laptop, mia, use } from './use.ts';

const from = (data: string) => ({ target: { data } });
const pull = (repository: string) => ({ ...from(repository), action: 'ecr:BatchGetImage' });
const own = from('photos/uploads');
const folders = ['photos/', 'photos/contracts', 'photos/backup', 'ledger/#', 'ledger/export'];
const tour = (n: number) => from(folders[n % folders.length] ?? '');
/** A word for each day of a month: numbers would be left out. */
const another = (n: number) => from(`photos/${String.fromCharCode(97 + Math.floor(n / 5), 97 + (n % 5))}`);

export const cases: UseCases = {
  signal: dataSprawl,
  fires: [
    {
      name: 'a job that fetched photos for a month reads folder after folder, then a ledger',
      history: days(30, own),
      earlier: burst(4, tour),
      use: use(tour(4)),
      expect: {
        bits: [6, 6],
        says: ['At least 5 data sets within an hour', 'the last was ledger/export'],
        authority: 'corroborate',
      },
    },
    {
      name: 'a dozen: no more are remembered than say all',
      history: days(30, own),
      earlier: burst(12, another),
      use: use(another(12)),
      expect: { bits: [6, 6], says: ['At least 5 data sets'] },
    },
    {
      name: 'the third',
      history: days(30, own),
      earlier: burst(2, tour),
      use: use(tour(2)),
      expect: { bits: [2, 2] },
    },
    {
      name: 'two by a machine’s credential on another machine, hours apart: it has no new task there',
      history: days(30, own),
      earlier: [use({ ...tour(0), from: awsIrelandToo, minutesLater: -300 })],
      use: use({ ...tour(3), from: awsIrelandToo }),
      expect: { bits: [2, 2], says: ['New data in 2 buckets or tables within a day'], authority: 'corroborate' },
    },
    {
      name: 'there, too, one folder after the other within an hour',
      history: days(30, own),
      earlier: burst(2, (n) => ({ ...tour(n), from: awsIrelandToo })),
      use: use({ ...tour(2), from: awsIrelandToo }),
      expect: { bits: [2, 2], says: ['3 data sets within an hour'] },
    },
    {
      name: 'two repositories of one prefix are two',
      history: days(30, own),
      earlier: [use({ ...pull('shop/web'), from: awsIrelandToo, minutesLater: -300 })],
      use: use({ ...pull('shop/api'), from: awsIrelandToo }),
      expect: { bits: [2, 2], says: ['New data in 2 buckets or tables within a day'] },
    },
    {
      name: 'and on another network: the more, the heavier',
      history: days(30, own),
      earlier: ['orders', 'ledger/export'].map((data, n) => use({ ...from(data), from: hotel, minutesLater: n - 300 })),
      use: use({ ...tour(2), from: hotel }),
      expect: { bits: [4, 4], says: ['New data in 3 buckets or tables within a day'] },
    },
  ],
  silent: [
    {
      name: 'one at another machine, beside what is read at its own',
      history: days(30, own),
      earlier: [0, 1].map((n) => use({ ...tour(n), minutesLater: n - 300 })),
      use: use({ ...tour(3), from: awsIrelandToo }),
      expect: null,
    },
    {
      name: 'three folders of its own bucket by another way out, hours apart',
      history: days(30, own),
      earlier: [0, 1].map((n) => use({ ...tour(n), from: awsIrelandToo, minutesLater: 150 * n - 300 })),
      use: use({ ...tour(2), from: awsIrelandToo }),
      expect: null,
    },
    ...(
      [
        ['a person at a neighbour’s', { ...mia, from: home }, nextDoor],
        ['a program where it always is', {}, awsIreland],
      ] as const
    ).map(([who, doing, at]) => ({
      name: `two by ${who}, hours apart`,
      history: days(30, { ...doing, ...own }),
      earlier: [use({ ...doing, ...tour(0), from: at, minutesLater: -300 })],
      use: use({ ...doing, ...tour(1), from: at }),
      expect: null,
    })),
    { name: 'what it always reads', history: days(30, own), earlier: burst(4, tour), use: use(own), expect: null },
    {
      name: 'one data set more, and its index',
      history: days(30, own),
      earlier: burst(1, tour),
      use: use(tour(1)),
      expect: null,
    },
  ],
  lookalike: [
    {
      name: 'one folder, however much is read there',
      history: days(30, own),
      earlier: burst(60, () => tour(3)),
      use: use(tour(3)),
      expect: null,
    },
    {
      name: 'whoever reads in another folder every day',
      history: Array.from({ length: 24 }, (_, n) => days(1, another(n), n + 1)).flat(),
      earlier: burst(4, tour),
      use: use(tour(4)),
      expect: null,
    },
    {
      name: 'whoever is given two data sets a week is given five at once now and then',
      history: [...days(30, own), ...[3, 7, 10, 14, 17, 21].flatMap((ago) => days(1, another(ago), ago))],
      earlier: burst(4, tour),
      use: use(tour(4)),
      expect: null,
    },
    {
      name: 'one after the other, but in the course of an afternoon',
      history: days(30, own),
      earlier: [-170, -130, -65].map((minutesLater, n) => use({ ...tour(n), minutesLater })),
      use: use(tour(3)),
      expect: null,
    },
    {
      name: 'reads are recorded only from today on',
      history: days(30),
      neighbours: days(30),
      earlier: burst(4, tour),
      use: use(tour(4)),
      expect: null,
    },
    {
      name: 'a person leafs through what there is at the desk: told, and no witness',
      history: workdays(30, { ...laptop, ...own, from: office }),
      earlier: burst(4, (n) => ({ ...laptop, ...tour(n), from: office })),
      use: use({ ...laptop, ...tour(4), from: office }),
      expect: { bits: [3, 3], authority: 'notify' },
    },
    {
      name: 'on a machine of a cloud in a country where the account has nothing it is not the person',
      history: workdays(30, { ...laptop, ...own, from: office }),
      earlier: burst(4, (n) => ({ ...laptop, ...tour(n), from: awsOhio })),
      use: use({ ...laptop, ...tour(4), from: awsOhio }),
      expect: { bits: [6, 6], authority: 'corroborate' },
    },
  ],
};
