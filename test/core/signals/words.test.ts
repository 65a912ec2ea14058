import { describe, expect, test } from 'vitest';
import { addDay } from '../../../core/context/habits/days.ts';
import { newClient } from '../../../core/signals/anomalous/new-client.ts';
import { newCountry } from '../../../core/signals/anomalous/new-country.ts';
import { newRegion } from '../../../core/signals/anomalous/new-region.ts';
import { neverBefore } from '../../../core/signals/words.ts';
import { days } from '../../cases/history.ts';
import { hotel, office } from '../../cases/places.ts';
import { observationOf } from '../../cases/play.ts';
import { laptop, region, use } from '../../cases/use.ts';

test('what has no past says so, in place of a history of no days', () => {
  const after = (count: number) => observationOf({ name: '', history: days(count), use: use(), expect: null });
  expect(neverBefore(after(0))).toBe('nothing was on record before');
  expect(neverBefore(after(1))).toBe('never before in 1 day on record');
  expect(neverBefore(after(41), 'no use of bedrock')).toBe('no use of bedrock in 41 days on record');
});

test('a Region that was only asked in is none to be known by', () => {
  const asked = ['us-east-1', 'us-west-2', 'ap-northeast-3', 'ap-southeast-2'].flatMap((name) =>
    days(30, { action: 'sts:GetCallerIdentity', region: region(name) }),
  );
  const observation = observationOf({
    name: '',
    history: [...asked, ...days(20)],
    use: use({ region: region('us-east-2') }),
    expect: null,
  });
  expect(newRegion.judge(observation)?.evidence).toBe('First use in us-east-2; 30 days on record show eu-west-1');
});

test('a program that names itself by the mark of such a Region is named all the same', () => {
  const history = days(30, { by: '?odd/1.0' });
  const evidence = newClient.judge(
    observationOf({ name: '', history, use: use({ by: 'S3 Browser/11' }), expect: null }),
  )?.evidence;
  expect(evidence).toBe('First use by S3 Browser; 30 days on record show ?odd');
});

describe('what was seen on too few days to be a habit is called no first', () => {
  const inSpain = { ...laptop, from: hotel };

  test('beside a habit', () => {
    const history = [...days(12, { ...laptop, from: office }), ...days(2, inSpain)];
    expect(newCountry.judge(observationOf({ name: '', history, use: use(inSpain), expect: null }))?.evidence).toBe(
      'Not yet usual: use from ES, by AS3352 (Telefonica, ES), seen on 2 of 12 days on record, beside DE',
    );
  });

  test('where there is no habit yet', () => {
    const inOhio = { region: region('us-east-2') };
    const told = observationOf({ name: '', history: days(2, inOhio), use: use(inOhio), expect: null });
    expect(newRegion.judge(told)?.evidence).toBe('Not yet usual: use in us-east-2, seen on 2 of 2 days on record');
  });
});

test('where days in doubt taught nothing, nothing is called a first', () => {
  const observation = observationOf({
    name: '',
    history: days(12, { ...laptop, from: office }),
    use: use({ ...laptop, from: hotel }),
    expect: null,
  });
  for (const past of [1, 2]) addDay(observation.context.baseline.suspectDays, observation.day - past);
  expect(newCountry.judge(observation)?.evidence).toBe(
    'New: use from ES, by AS3352 (Telefonica, ES); 12 days on record show DE, but for 2 in doubt',
  );
  expect(neverBefore(observation)).toBe('never before in 12 days on record, but for 2 in doubt');
});
