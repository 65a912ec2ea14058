import { impossibleTravel } from '../../core/signals/anomalous/impossible-travel.ts';
import type { UseCases } from './case.ts';
import { workdays } from './history.ts';
import { athens, home, hotel, lima, office, vpn } from './places.ts';
import { laptop, pipeline, use } from './use.ts';

const atHome = workdays(30, { ...laptop, from: home });
const thisMorning = (minutes: number) => [use({ ...laptop, from: home, minutesLater: -minutes })];

export const cases: UseCases = {
  signal: impossibleTravel,
  fires: [
    {
      name: 'at home in Germany, and in Peru half an hour later',
      history: atHome,
      earlier: thisMorning(30),
      use: use({ ...laptop, from: lima }),
      expect: { bits: [9, 9], says: ['In DE', '30 minutes later', 'AS6147', 'kilometres'], authority: 'pin' },
    },
    {
      name: 'the same, though a record of last night at home comes late',
      history: atHome,
      earlier: [...thisMorning(30), ...thisMorning(15 * 60)],
      use: use({ ...laptop, from: lima }),
      expect: { bits: [9, 9], says: ['30 minutes later'] },
    },
    {
      name: 'in Greece five minutes later: no line ends as far away',
      history: atHome,
      earlier: thisMorning(5),
      use: use({ ...laptop, from: athens }),
      expect: { bits: [9, 9], says: ['AS6799'] },
    },
  ],
  silent: [
    {
      name: 'a whole day at home',
      history: atHome,
      earlier: thisMorning(30),
      use: use({ ...laptop, from: home }),
      expect: null,
    },
    { name: 'nothing was seen of it today', history: atHome, use: use({ ...laptop, from: lima }), expect: null },
    {
      name: 'two days old, and who knows where it belongs',
      history: workdays(2, { ...laptop, from: home }),
      earlier: thisMorning(30),
      use: use({ ...laptop, from: lima }),
      expect: null,
    },
  ],
  lookalike: [
    {
      name: 'there was time for a flight',
      history: atHome,
      earlier: [use({ ...laptop, from: home, minutesLater: -15 * 60 })],
      use: use({ ...laptop, from: lima }),
      expect: null,
    },
    {
      name: 'at home fifteen hours later, of which the record came first',
      history: atHome,
      earlier: thisMorning(-15 * 60),
      use: use({ ...laptop, from: lima }),
      expect: null,
    },
    {
      name: 'Spain and Germany are wide: nobody knows how far from the border it was',
      history: atHome,
      earlier: thisMorning(30),
      use: use({ ...laptop, from: hotel }),
      expect: null,
    },
    {
      name: 'in Spain five minutes later: some lines end next door',
      history: atHome,
      earlier: thisMorning(5),
      use: use({ ...laptop, from: hotel }),
      expect: null,
    },
    {
      name: 'a VPN switched on: its server stands in another country, the laptop does not',
      history: atHome,
      earlier: thisMorning(5),
      use: use({ ...laptop, from: vpn }),
      expect: null,
    },
    {
      name: 'somebody whose line ends here and there, as it always did',
      history: [...atHome, ...workdays(10, { ...laptop, from: lima })],
      earlier: thisMorning(5),
      use: use({ ...laptop, from: lima }),
      expect: null,
    },
    {
      name: 'a role’s sign-in: who of those that take it on is not on record',
      history: workdays(30, { ...pipeline, from: home }),
      earlier: [use({ ...pipeline, from: home, minutesLater: -30 })],
      use: use({ ...pipeline, action: 'signin:ConsoleLogin', session: null, from: lima }),
      expect: null,
    },
    {
      name: 'a session of it far from another’s sign-in',
      history: workdays(30, { ...pipeline, from: home }),
      earlier: [use({ ...pipeline, action: 'signin:ConsoleLogin', session: null, from: home, minutesLater: -30 })],
      use: use({ ...pipeline, from: lima }),
      expect: null,
    },
    {
      name: 'the office after home, in the same country',
      history: atHome,
      earlier: thisMorning(5),
      use: use({ ...laptop, from: office }),
      expect: null,
    },
    {
      name: 'a traveller’s line, and the company’s own gateway at home: the laptop is where the line is',
      history: workdays(30, { ...laptop, from: office }),
      earlier: [use({ ...laptop, from: office, minutesLater: -30 })],
      use: use({ ...laptop, from: lima }),
      expect: null,
    },
  ],
};
