import { manyHands } from '../../core/signals/anomalous/many-hands.ts';
import type { UseCases } from './case.ts';
import { days, workdays } from './history.ts';
import { awsOhio, home, hosting, hotel, lima, office, type Place, serverNearby, tor, vpn } from './places.ts';
import { laptop, use } from './use.ts';

const model = { action: 'bedrock:InvokeModel' };
const at = (from: Place, minutesLater: number) => use({ ...model, from, minutesLater });

export const cases: UseCases = {
  signal: manyHands,
  fires: [
    {
      name: 'the usual call comes from three new countries within twenty minutes, and still from the usual place',
      history: days(30, model),
      earlier: [at(hosting, -20), use({ ...model, minutesLater: -12 }), at(hotel, -8)],
      use: at(lima, 0),
      expect: { bits: [10, 10], says: ['3 networks', '3 countries', 'ES, FI, PE'], authority: 'pin' },
    },
    {
      name: 'from three networks in two countries',
      history: days(30, model),
      earlier: [at(home, -20), at(serverNearby, -8)],
      use: at(lima, 0),
      expect: { bits: [10, 10], says: ['3 networks', '2 countries', 'DE, PE'] },
    },
  ],
  silent: [
    { name: 'its usual call from its usual place', history: days(30, model), use: use(model), expect: null },
    { name: 'one new place', history: days(30, model), use: at(hosting, 0), expect: null },
  ],
  lookalike: [
    {
      name: 'a job moves to two servers of other providers',
      history: days(30, model),
      earlier: [at(hosting, -20)],
      use: at(vpn, 0),
      expect: null,
    },
    {
      name: 'a job is tried out on three lines of one country',
      history: days(30, model),
      earlier: [at(home, -20), at(serverNearby, -8)],
      use: at(tor, 0),
      expect: null,
    },
    {
      name: 'three places in as many hours',
      history: days(30, model),
      earlier: [at(hosting, -170), at(hotel, -80)],
      use: at(lima, 0),
      expect: null,
    },
    {
      name: 'a roll-out over the Regions of AWS',
      history: days(30, model),
      earlier: [at(hosting, -20), at(vpn, -10)],
      use: at(awsOhio, 0),
      expect: null,
    },
    {
      name: 'a person on a day of travel',
      history: workdays(30, { ...laptop, from: office }),
      earlier: [home, hotel].map((from) => use({ ...laptop, from, minutesLater: -20 })),
      use: use({ ...laptop, from: lima }),
      expect: null,
    },
    {
      name: 'a key in an app, which is always somewhere else',
      history: [home, hotel, lima, hosting].flatMap((from, n) => days(3, { ...model, from }, 1 + 3 * n)),
      earlier: [at(home, -20), at(hotel, -10)],
      use: at(lima, 0),
      expect: null,
    },
  ],
};
