import { describe, expect, it } from 'vitest';
import { emptyBaseline } from '../../core/context/habits/baseline.ts';
import { activeDaysBefore, knownDays } from '../../core/context/habits/familiarity.ts';
import { day, dayOf, hour, minute } from '../../core/model/instant.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { user } from '../core/intake/sample.ts';
import { call, honest, nextDoor, rented, runners, start, theft, userNamed, watched } from './watch.ts';

const key = 'AKIAEXAMPLEKEY000001';
const strike = start + 21 * day;
const history = honest(user, runners);

const rungs = (records: readonly unknown[]) => watched(records).decisions.filter((one) => one.at >= strike);
const scoreOf = (records: readonly unknown[]) => Math.max(...rungs(records).map(({ score }) => score));
const baselineOf = (records: readonly unknown[]) => {
  const member = watched(records).fleet.members.get(`access-key ${key}`);
  if (member === undefined) throw new Error('the key was never seen');
  return member.dossier.baseline;
};

describe('a first week is not bought', () => {
  const young = userNamed('young', 'AKIAYOUNG00000000001');
  const week = start + 7 * day;
  const mates = ['A', 'B', 'C'].map((letter) => userNamed(`mate-${letter}`, `AKIAMATE${letter.repeat(12)}`));
  const colleagues = mates.flatMap((mate) => honest(mate, runners, 30));
  const own = honest(young, runners, 16, week);
  const anothers = { requestParameters: { userName: 'backdoor' } };
  const plan = (at: number, from: string) => [
    ...theft(young, at, from),
    call(young, at + minute, 'iam:CreateAccessKey', from, anothers),
    call(young, at + 2 * minute, 'iam:PutRolePolicy', from),
  ];
  const daily = (from: string) => [1, 2, 3, 4, 5].flatMap((n) => plan(week + n * day + 7 * hour, from));
  const last = week + 15 * day + 7 * hour;
  const all = (records: readonly unknown[]) => watched([...colleagues, ...own, ...records]);
  const isCutOff = (records: readonly unknown[]) =>
    all(records).decisions.some(
      ({ at, credential, action }) => at >= last && credential === young.accessKeyId && isDisruptive(action),
    );
  const daysOf = (records: readonly unknown[], table: 'network' | 'action', value: string) => {
    const member = all(records).fleet.members.get(`access-key ${young.accessKeyId}`);
    return knownDays(member?.dossier.baseline ?? emptyBaseline(), table, value, dayOf(last)).trusted;
  };

  it('by visits from an ordinary line: who came daily is cut off like one who never came', () => {
    expect(isCutOff(plan(last, nextDoor))).toBe(true);
    expect(isCutOff([...daily(nextDoor), ...plan(last, nextDoor)])).toBe(true);
  });

  it('and is learned all the same: the owner’s own days count in full, and so does what it does daily at its own place', () => {
    expect(daysOf(daily(nextDoor), 'network', 'AS8075')).toBeGreaterThanOrEqual(9);
    expect(daysOf(daily(runners), 'action', 'iam:CreateUser')).toBeGreaterThanOrEqual(3);
  });
});

describe('a baseline is not bought', () => {
  it('to begin with: the thief without a poisoned past is cut off', () => {
    const answers = rungs([...history, ...theft(user, strike, rented)]);
    expect(answers.some(({ action }) => isDisruptive(action))).toBe(true);
  });

  it('by a flood: five hundred calls the day before excuse no more than two do, and ten thousand are answered themselves', () => {
    const calls = (count: number) =>
      Array.from({ length: count }, (_, i) => call(user, strike - day + i * 1000, 's3:ListBuckets', rented));
    const attack = theft(user, strike, rented);
    expect(scoreOf([...history, ...calls(500), ...attack])).toBeGreaterThanOrEqual(
      scoreOf([...history, ...calls(2), ...attack]),
    );
    const { decisions } = watched([...history, ...calls(10_000)]);
    expect(decisions.some(({ action, at }) => at < strike && isDisruptive(action))).toBe(true);
  });

  it('by a flood on the day itself: nobody is known by what was done an hour ago', () => {
    const flood = Array.from({ length: 2000 }, (_, i) => call(user, strike + i * 1000, 's3:ListBuckets', rented));
    const [attack, plain] = [theft(user, strike + hour, rented), theft(user, strike, rented)];
    expect(scoreOf([...history, ...flood, ...attack])).toBeGreaterThanOrEqual(scoreOf([...history, ...plain]));
  });

  it('by records of before the watch: days that are told later count on their own day only', () => {
    const late = call(user, strike - day, 's3:ListBuckets', rented);
    const early = rungs([...history, late, ...theft(user, strike, rented)]);
    expect(early.some(({ action }) => isDisruptive(action))).toBe(true);
  });

  it('by telling the same again: replayed records teach nothing twice', () => {
    const visit = call(user, strike - day, 's3:ListBuckets', rented);
    const again = Array.from({ length: 50 }, () => ({ ...visit }));
    const at = dayOf(strike);
    const [once, often] = [[visit], again].map((visits) =>
      knownDays(baselineOf([...history, ...visits]), 'network', 'AS24940', at),
    );
    expect(often).toEqual(once);
  });

  it('by doubtful days: what was answered with a word is remembered as noise, not as habit', () => {
    const attempts = [4, 3, 2, 1].flatMap((ago) => theft(user, strike - ago * day, rented));
    const baseline = baselineOf([...history, ...attempts]);
    expect(activeDaysBefore(baseline, dayOf(strike))).toBe(21);
    expect(knownDays(baseline, 'action', 'iam:CreateUser', dayOf(strike)).trusted).toBe(0);
    expect(knownDays(baseline, 'service', 'iam', dayOf(strike)).trusted).toBe(0);
    const answers = watched([...history, ...attempts, ...theft(user, strike, rented)]).decisions;
    expect(answers.some(({ action }) => isDisruptive(action))).toBe(true);
  });

  it('by three quiet days at a place that nobody answers for', () => {
    const visits = [3, 2, 1].map((ago) => call(user, strike - ago * day, 's3:ListBuckets', rented));
    const { trusted } = knownDays(baselineOf([...history, ...visits]), 'network', 'AS24940', dayOf(strike));
    expect(trusted).toBeLessThanOrEqual(1);
    const answers = rungs([...history, ...visits, ...theft(user, strike, rented)]);
    expect(answers.some(({ action }) => isDisruptive(action))).toBe(true);
  });

  it('by a visit a day to a machine that anybody can rent in the workload’s own cloud, in a country that is not the house’s', () => {
    const [own, hired] = ['54.160.33.44', '3.64.10.10'];
    const inCloud = honest(user, own);
    const visits = [4, 3, 2, 1].map((ago) => call(user, strike - ago * day, 's3:ListBuckets', hired));
    const deed = call(user, strike, 'secretsmanager:GetSecretValue', hired);
    expect(rungs([...inCloud, deed])).toMatchObject([{ action: 'pin' }]);
    expect(rungs([...inCloud, ...visits, deed])).toMatchObject([{ action: 'pin' }]);
    expect(watched([...inCloud, ...visits]).decisions).toEqual([]);
  });

  it('altogether by two weeks of patience: the place is, a day at a time, but its owner hears of the deed', () => {
    const visits = Array.from({ length: 14 }, (_, n) =>
      call(user, strike - (14 - n) * day + n * minute, 's3:ListBuckets', rented),
    );
    const answers = rungs([...history, ...visits, ...theft(user, strike, rented)]);
    expect(answers.flatMap(({ signals }) => signals.map(({ id }) => id))).toContain('S14');
    expect(rungs([...history, ...visits])).toEqual([]);
    expect(watched([...history, ...visits]).decisions).toMatchObject([{ action: 'notify', at: strike - 14 * day }]);
  });
});
