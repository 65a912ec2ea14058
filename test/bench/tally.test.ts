import { describe, expect, it } from 'vitest';
import { HardListener } from '../../bench/detection/at-once.ts';
import { estimate, quantile } from '../../bench/detection/bounds.ts';
import { NaiveJudge } from '../../bench/detection/naive.ts';
import { credentialDays, DaysOfUse, tally } from '../../bench/detection/tally.ts';
import type { Network } from '../../core/context/recorded-context.ts';
import { day, formatInstant, hour, minute } from '../../core/model/instant.ts';
import type { Incident, Labels } from '../../simulator/labels.ts';
import { simulate } from '../../simulator/simulate.ts';
import { before, noon, region, use } from '../cases/use.ts';

describe('bounds', () => {
  it('are Wilson’s, and the rule of three for nothing', () => {
    expect(estimate(0, 300)).toMatchObject({ low: 0, high: 0.01 });
    const half = estimate(5, 10);
    expect([half.low.toFixed(3), half.high.toFixed(3)]).toEqual(['0.237', '0.763']);
    expect(estimate(10, 10)).toMatchObject({ high: 1 });
  });

  it('take a quantile', () => {
    expect([0.5, 0.95].map((share) => quantile([5, 1, 3, 2, 4], share))).toEqual([3, 5]);
  });
});

const key = 'AKIASTOLEN';
const ids = Array.from({ length: 80 }, (_, i) => `e${i}`);
const incident: Incident = {
  id: 'i1',
  technique: 'secrets-mass-read',
  tactic: 'credential-access',
  family: 'anomalous',
  difficulty: 'plain',
  hard: false,
  credential: key,
  alsoAcceptable: ['the-user'],
  firstHostileAt: formatInstant(noon),
  lastHostileAt: formatInstant(noon + 10 * minute),
  hostileEventIds: ids,
  story: '',
};
const labels: Labels = { incidents: [incident], benignChanges: [], standings: [] };
const answer = (credential: string, at: number, eventId: string | null = null) => ({ credential, at, eventId });
const judged = (...disruptions: ReturnType<typeof answer>[]) =>
  tally(labels, { disruptions, notices: [] }, new DaysOfUse());

describe('tally', () => {
  it.each([
    ['by the fifth hostile event', answer(key, noon, 'e4'), true, true],
    ['within the first tenth', answer(key, noon, 'e7'), true, true],
    ['later than that', answer(key, noon, 'e8'), true, false],
    ['by another name of the same', answer('the-user', noon, 'e0'), true, true],
    ['by somebody else’s word, at once', answer(key, noon + minute), true, true],
    ['when all was over', answer(key, noon + 2 * hour), false, false],
    ['somebody else', answer('AKIAOTHER', noon, 'e0'), false, false],
  ])('contained %s', (_, one, contained, inTime) => {
    const [caught] = judged(one).caught;
    expect([caught?.answer !== null, caught?.inTime]).toEqual([contained, inTime]);
  });

  it('counts who was disturbed without having been robbed, or before', () => {
    const early = answer(key, noon - day);
    expect(judged(early, answer(key, noon, 'e1'), answer('AKIAOTHER', noon)).disturbed).toEqual([
      early,
      answer('AKIAOTHER', noon),
    ]);
  });

  it('counts one credential’s day once, and no days after its theft', () => {
    const used = new DaysOfUse();
    for (const n of [-2, -1, 0, 1]) used.note(key, noon + n * day);
    used.note('AKIAOTHER', noon);
    used.note('AKIAOTHER', noon + hour);
    expect(tally(labels, { disruptions: [], notices: [] }, used).innocentDays).toBe(3);
    expect(credentialDays([answer(key, noon), answer(key, noon + hour), answer(key, noon + day)])).toBe(2);
  });
});

describe('the naive rules', () => {
  const at = (id: string): Network => ({ id, asn: null, country: null, organisation: null, kind: 'isp', aws: false });
  const learned = () => {
    const judge = new NaiveJudge(7);
    for (let ago = 7; ago > 0; ago--) judge.note(before(use(), ago), at('AS1'));
    return judge;
  };
  const alarms = (judge: NaiveJudge) => Object.values(judge.alarms).map((raised) => raised.length);

  it('are silent about what they know, and while they learn', () => {
    const judge = learned();
    judge.note(use(), at('AS1'));
    expect(alarms(judge)).toEqual([0, 0, 0]);
    const young = new NaiveJudge(7);
    for (const network of ['AS1', 'AS2', 'AS3']) young.note(use(), at(network));
    expect(alarms(young)).toEqual([0, 0, 0]);
  });

  it('tell of a new network, of a new service or region, and of both on one day, once each', () => {
    const judge = learned();
    judge.note(use(), at('AS2'));
    judge.note(use(), at('AS3'));
    expect(alarms(judge)).toEqual([1, 0, 0]);
    judge.note(use({ action: 'iam:ListUsers' }), at('AS1'));
    judge.note(use({ region: region('us-east-2') }), at('AS1'));
    expect(alarms(judge)).toEqual([1, 1, 1]);
  });
});

describe('hard signals', () => {
  it('came at once if the first record that could raise one did, for one of those who may be named', () => {
    const listener = new HardListener();
    const note = (id: string, eventId: string, hard: boolean) => listener.note({ credential: { id }, eventId, hard });
    note('the-user', 'e0', true);
    // Too soft, then too late.
    note(key, 'f0', false);
    note(key, 'f1', true);
    // Right, but about somebody else.
    note('AKIAOTHER', 'g0', true);
    const thefts = [incident, ...['e0', 'f0', 'g0'].map((giveaway) => ({ ...incident, giveaway }))];
    expect(listener.atOnce(thefts).map((one) => [one.incident.giveaway, one.isAtOnce])).toEqual([
      ['e0', true],
      ['f0', false],
      ['g0', false],
    ]);
  });
});

describe('what gives a theft away by a bare fact', () => {
  it('is a canary’s first call, AWS’s quarantine, or the first call from outside, where it is outside', () => {
    const incidents = ['canary-key-used', 'provider-quarantine', ...Array(4).fill('instance-session-outside')];
    const { labels, records } = simulate({ seed: 3, days: 6, credentials: 60, incidents, benignChanges: 0 });
    const byId = new Map(records.map(({ record }) => [record.eventID, record]));
    for (const { technique, giveaway, hostileEventIds, story } of labels.incidents) {
      const record = giveaway === undefined ? undefined : byId.get(giveaway);
      if (technique === 'provider-quarantine') expect(record?.eventName).toBe('AttachUserPolicy');
      else expect(giveaway).toBe(story.endsWith('Amazon.com, Inc.') ? undefined : hostileEventIds[0]);
    }
    expect(new Set(labels.incidents.map(({ technique }) => technique)).size).toBe(3);
  });
});
