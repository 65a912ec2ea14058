import { newAddress } from '../../core/signals/anomalous/new-address.ts';
import type { UseCases } from './case.ts';
import { days, workdays } from './history.ts';
import {
  awsIreland,
  awsIrelandToo,
  downTheStreet,
  home,
  homeByOther,
  homeOn,
  hosting,
  hotel,
  machine,
  nextDoor,
} from './places.ts';
import { instance, laptop, mia, use } from './use.ts';

/** A line that its provider gives another address every night. */
const nightly = Array.from({ length: 8 }, (_, night) =>
  workdays(1, { ...laptop, from: night % 2 ? home : nextDoor }, night + 1),
);

/** What it did by its own gateway until the day before yesterday, and by another machine yesterday. */
const left = days(28, {}, 2);
const yesterday = days(1, { from: awsIrelandToo });

/** The line at home had another address now and then. */
const moved = [...workdays(30, { ...mia, from: home }), ...days(1, { ...mia, from: downTheStreet }, 8)];

export const cases: UseCases = {
  signal: newAddress,
  fires: [
    {
      name: 'a job that was behind one gateway for a month runs on another machine in the same Region',
      history: days(30),
      use: use({ from: awsIrelandToo }),
      expect: { bits: [3.5, 6], says: ['192.0.2.11', 'AS16509 IE'] },
    },
    {
      name: 'a laptop that never left its line, on a neighbour’s of the same provider',
      history: workdays(30, { ...laptop, from: home }),
      use: use({ ...laptop, from: nextDoor }),
      expect: { bits: [3.5, 6], says: ['AS3320'], authority: 'corroborate' },
    },
    {
      name: 'a session that began at home goes on at a neighbour’s',
      history: workdays(20, { ...mia, from: home }),
      earlier: [use({ ...mia, from: home, minutesLater: -40 })],
      use: use({ ...mia, from: nextDoor }),
      expect: { bits: [5, 5], says: ['its session began at'], authority: 'corroborate' },
    },
    {
      name: 'or at home, where the line has another address now and then',
      history: moved,
      earlier: [use({ ...mia, from: home, minutesLater: -40 })],
      use: use({ ...mia, from: nextDoor }),
      expect: { bits: [5, 5], says: ['its session began at'] },
    },
    ...(
      [
        ['by another program', { by: 'Boto3/1.41' }, []],
        ['on another system', { by: 'aws-cli/2.17 os/linux#6.1' }, []],
        ['an hour after the usual line', {}, [{ ...mia, from: home, session: null, minutesLater: -90 }]],
        ['the evening after it', {}, [{ ...mia, from: home, session: null, minutesLater: -700 }]],
        ['at an hour at which they never work', { minutesLater: 700 }, []],
        ['after yet another line', {}, [{ ...mia, from: homeOn(1), session: null, minutesLater: -20 }]],
      ] as const
    ).map(([what, doing, before]) => ({
      name: `which another session does not, ${what}: less news`,
      history: moved,
      earlier: before.map(use),
      use: use({ ...mia, ...doing, from: nextDoor }),
      expect: { bits: [3.5, 4.5] } as const,
    })),
    ...(
      [
        ['nor that of somebody who comes by many lines, two each day: a provider shares them out', 2, 12, [1, 3.4]],
        ['but that of somebody whose line is another every few days', 1, 8, [3.5, 5]],
        ['or of somebody who goes to and fro between three places', 2, 3, [5, 5]],
      ] as const
    ).map(([name, atOnce, lines, bits]) => ({
      name,
      history: Array.from({ length: 24 * atOnce }, (_, n) => {
        const line = atOnce === 1 ? Math.floor(n / 3) : n % lines;
        return days(1, { ...mia, from: homeOn(line) }, Math.floor(n / atOnce) + 1);
      }).flat(),
      earlier: [use({ ...mia, from: homeOn(0), minutesLater: -40 })],
      use: use({ ...mia, from: nextDoor }),
      expect: { bits },
    })),
    ...[
      { where: 'by the other family of addresses that its line has', as: mia, began: homeByOther, goesOn: nextDoor },
      { where: 'at another provider, which is news of another sort', as: mia, began: hotel, goesOn: nextDoor },
      { where: 'in AWS, where a machine is given another', as: instance, began: awsIreland, goesOn: awsIrelandToo },
    ].map(({ where, as, began, goesOn }) => ({
      name: `nor one that began ${where}`,
      history: [...moved, ...workdays(30, { ...as, from: began === downTheStreet ? home : began })],
      earlier: [use({ ...as, from: began, minutesLater: -40 })],
      use: use({ ...as, from: goesOn }),
      expect: { bits: [3, 4.9] } as const,
    })),
    ...[
      { where: 'while its gateway goes on: the key was doubled', uses: [...left, ...yesterday, ...days(1)] },
      {
        where: 'of a job that does not work every day, which is silent without having moved',
        uses: [...left.slice(0, -1), ...yesterday],
      },
      {
        where: 'by which it came once, where nothing was heard of it yesterday',
        uses: [...days(28, {}, 3), ...days(1, { from: awsIrelandToo }, 2)],
      },
      {
        where: 'where it did none of its daily work yesterday, while its own was silent: somebody stopped it',
        uses: [...left, ...days(1, { from: awsIrelandToo, action: 's3:ListBuckets' })],
      },
    ].map(({ where, uses }) => ({
      name: `another machine ${where}`,
      history: uses,
      use: use({ from: awsIrelandToo }),
      expect: { bits: [2.5, 5] } as const,
    })),
  ],
  silent: [
    { name: 'the line that it always uses', history: days(30), use: use(), expect: null },
    { name: 'three days are no habit', history: days(3), use: use({ from: awsIrelandToo }), expect: null },
    {
      name: 'another network altogether, which is news of another sort',
      history: days(30),
      use: use({ from: hosting }),
      expect: null,
    },
  ],
  lookalike: [
    ...[
      { what: 'since yesterday', history: moved, earlier: [] },
      {
        what: 'and the session continues at a third',
        history: [...moved, ...workdays(30, { ...mia, from: home })],
        earlier: [{ ...mia, from: downTheStreet, minutesLater: -40 }],
      },
      { what: 'and had it yesterday', history: [...moved, ...days(1, { ...mia, from: nextDoor })], earlier: [] },
    ].map(({ what, history, earlier }) => ({
      name: `a person’s line may have been given a new address ${what}: no witness`,
      history,
      earlier: earlier.map(use),
      use: use({ ...mia, from: nextDoor }),
      expect: { bits: [1, 2] } as const,
    })),
    {
      name: 'a second gateway that the neighbours have used for long',
      history: days(30),
      neighbours: days(30, { from: awsIrelandToo }),
      use: use({ from: awsIrelandToo }),
      expect: null,
    },
    {
      name: 'a gateway that the neighbours came over first, yesterday: no witness',
      history: days(30),
      neighbours: [...days(30), ...days(1, { from: awsIrelandToo })],
      use: use({ from: awsIrelandToo }),
      expect: { bits: [1, 2] },
    },
    {
      name: 'a gateway that a job which works every day moved to, and left its own silent all of yesterday',
      history: [...left, ...yesterday],
      use: use({ from: awsIrelandToo }),
      expect: { bits: [1, 1.5] },
    },
    {
      name: 'one of two addresses that it moves between',
      history: [...nightly.flat(), ...workdays(20, { ...laptop, from: home }, 9)],
      use: use({ ...laptop, from: nextDoor }),
      expect: null,
    },
    {
      name: 'a function without a gateway: every day another address of its region',
      history: Array.from({ length: 30 }, (_, n) => days(1, { from: machine(n) }, n + 1)).flat(),
      use: use({ from: awsIrelandToo }),
      expect: null,
    },
  ],
};
