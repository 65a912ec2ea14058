import { expect, test } from 'vitest';
import { bundledNetworks } from '../../../adapters/networks/bundled.ts';
import { Activities, daysOf, observedOf } from '../../../cli/replay/activity.ts';
import { day, dayOf } from '../../../core/model/instant.ts';
import { before, noon, use } from '../../cases/use.ts';
import { assessment } from '../../core/verdict/signals.ts';
import { honest, office, start, userNamed, watched } from '../../stories/watch.ts';

const networks = bundledNetworks();

test('what a replay saw of a credential: its longest pause, wherever that was, and the days from its first use to its last', () => {
  const activities = new Activities();
  for (const ago of [60, 55, 0, 15, 12]) activities.noteUse(before(use(), ago), null);
  // That it was spoken of is no use.
  activities.noteAssessment(assessment([], { at: noon - 30 * day }));
  const [activity] = activities.byCredential.values();
  expect(activity && observedOf(activity)).toEqual({
    lastUsedAt: noon,
    longestGapDays: 40,
    usedActions: [use().action],
    observedDays: 61,
  });
});

test('how a credential stands is told once, as of the last time', () => {
  const activities = new Activities();
  activities.noteUse(use(), null);
  const standing = (ago: number, value: number) => {
    return { ...assessment([], { at: noon - ago * day }), score: { value, bits: 0, contributions: [] } };
  };
  activities.noteStandings([standing(9, 80)]);
  activities.noteStandings([standing(-1, 30)]);
  const [activity] = activities.byCredential.values();
  const scoresOf = () => activity && daysOf(activity).map(({ day, maxScore }) => [day - dayOf(noon), maxScore]);
  expect(scoresOf()).toEqual([
    [0, 0],
    [1, 30],
  ]);
  activities.noteStandings([]);
  expect(scoresOf()).toEqual([[0, 0]]);
});

test('where a credential is at home is known by its habits, though nothing was ever said against it', () => {
  const { fleet } = watched(honest(userNamed('calm', 'AKIAIOSFODNN7CALM'), office));
  const activities = new Activities();
  for (const { credential } of fleet.members.values()) activities.noteUse(use({ credential }), null);
  const place = networks.locate(office).id;
  const establishedAt = (at: number) => {
    activities.noteEstablished(fleet.members.values(), at);
    return [...activities.byCredential.values()].map(({ established }) => established);
  };
  expect(establishedAt(start + 21 * day)).toEqual([[place]]);
  // What a day brings is no home on that day.
  expect(establishedAt(start)).toEqual([[]]);
});

test('one day is a day, and no pause', () => {
  const activities = new Activities();
  activities.noteUse(use(), null);
  const [activity] = activities.byCredential.values();
  expect(activity && observedOf(activity)).toMatchObject({ longestGapDays: null, observedDays: 1 });
});

test('the days of a credential are in order with all that they had, however late their uses come', () => {
  const [home, office] = ['84.112.9.1', '131.99.0.1'].map((address) => networks.locate(address));
  if (home === undefined || office === undefined) throw new Error('two places, not fewer');
  const activities = new Activities();
  const seen = [
    [3, home, false],
    [1, office, false],
    [3, office, true],
    [2, null, false],
    [3, home, true],
    [1, office, true],
  ] as const;
  for (const [ago, network, denied] of seen) activities.noteUse(before(use({ denied }), ago), network);
  for (const [ago, value] of [
    [3, 20],
    [0, 70],
    [3, 60],
    [3, 40],
  ] as const) {
    activities.noteAssessment({
      ...assessment([], { at: noon - ago * day }),
      score: { value, bits: 0, contributions: [] },
    });
  }
  expect([activities.from, activities.to], 'from the first use to the last of all').toEqual([noon - 3 * day, noon]);
  const [activity] = activities.byCredential.values();
  const today = dayOf(noon);
  expect(activity && daysOf(activity).map(({ networks, ...rest }) => ({ ...rest, networks: [...networks] }))).toEqual([
    {
      day: today - 3,
      uses: 3,
      denied: 2,
      maxScore: 60,
      networks: [
        [home.id, 2],
        [office.id, 1],
      ],
    },
    { day: today - 2, uses: 1, denied: 0, maxScore: 0, networks: [] },
    { day: today - 1, uses: 2, denied: 1, maxScore: 0, networks: [[office.id, 2]] },
    { day: today, uses: 0, denied: 0, maxScore: 70, networks: [] },
  ]);
});
