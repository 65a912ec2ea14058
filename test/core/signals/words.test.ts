import { describe, expect, test } from 'vitest';
import { newCountry } from '../../../core/signals/anomalous/new-country.ts';
import { newRegion } from '../../../core/signals/anomalous/new-region.ts';
import { neverBefore } from '../../../core/signals/words.ts';
import { days } from '../../cases/history.ts';
import { hotel, office } from '../../cases/places.ts';
import { observationOf } from '../../cases/play.ts';
import { laptop, region, use } from '../../cases/use.ts';

test('what has no past says so, in place of a history of no days', () => {
  expect(neverBefore(0)).toBe('nothing was on record before');
  expect(neverBefore(1)).toBe('never before in 1 day on record');
  expect(neverBefore(41, 'no bedrock')).toBe('no bedrock in 41 days on record');
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
