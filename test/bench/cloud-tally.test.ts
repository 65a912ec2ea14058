import { expect, it } from 'vitest';
import { millionAt } from '../../bench/cloud/price.ts';
import { tallyOf } from '../../bench/cloud/tally.ts';
import { sharesOf, sinceDelivery } from '../../bench/cloud/waits.ts';
import { listPrices } from '../../cli/deploy/cost.ts';

const sent = ['a', 'b', 'c', 'd'];
const of = (...deliveries: string[][]) => deliveries.map((done) => ({ done, counted: done.length }));
const nothing = { lost: [], again: 0, strange: [], miscounted: 0 };

it('what was worked off once is neither lost nor judged again', () => {
  expect(tallyOf(sent, of(['a', 'b'], ['c', 'd']), [])).toEqual(nothing);
});

it('as many lost as judged again are both seen', () => {
  const found = tallyOf(sent, of(['a', 'b'], ['b', 'a']), []);
  expect(found).toEqual({ ...nothing, lost: ['c', 'd'], again: 2 });
});

it('what was sent twice is to be worked off twice', () => {
  const twice = [...sent, 'a'];
  expect(tallyOf(twice, of(['a', 'b'], ['c', 'd', 'a']), [])).toEqual(nothing);
  expect(tallyOf(twice, of(['a', 'b'], ['c', 'd']), [])).toEqual({ ...nothing, lost: ['a'] });
});

it('what is set aside or waits is not lost', () => {
  expect(tallyOf(sent, of(['a', 'b', 'c']), ['d'])).toEqual(nothing);
});

it('what was never sent is told by its id, and a delivery whose count is another is seen', () => {
  const deliveries = [
    { done: ['a', 'b', 'x'], counted: 2 },
    { done: ['c', 'd'], counted: null },
  ];
  expect(tallyOf(sent, deliveries, [])).toEqual({ ...nothing, strange: ['x'], miscounted: 2 });
});

it('each amount is paid for, what S3 tells by EventBridge, too', () => {
  const none = {
    requests: 0,
    calls: 0,
    readUnits: 0,
    writeUnits: 0,
    objects: 0,
    objectEvents: 0,
    events: 0,
    logBytes: 0,
  };
  const each = Object.keys(none).map((name) => [name, millionAt({ ...none, [name]: 1 }, 0, listPrices)]);
  expect(Object.fromEntries(each)).toEqual({
    requests: listPrices.sqsPerMillionRequests,
    calls: listPrices.lambdaPerMillionCalls,
    readUnits: listPrices.tableReadsPerMillion,
    writeUnits: listPrices.tableWritesPerMillion,
    objects: listPrices.objectReadsPerMillion,
    objectEvents: listPrices.objectEventsPerMillion,
    events: listPrices.forwardedEventsPerMillion,
    // A gigabyte is a thousand bytes of a million events.
    logBytes: listPrices.logsPerGb / 1_000,
  });
  expect(millionAt(none, 1e-6, listPrices)).toBeCloseTo(listPrices.lambdaPerGbSecond, 9);
});

it('from delivery to decision, what an event waited in the queue counts', () => {
  const messages = [
    { body: 'a', sentAt: 1_000 },
    { body: 'b c', sentAt: 4_000 },
  ];
  const made = { eventID: 'c', at: 61_000, sinceHandOver: 200, messages };
  const idsOf = (body: string) => body.split(' ');
  expect(sinceDelivery(made, idsOf)).toBe(57_000);
  expect(sinceDelivery({ ...made, eventID: null }, idsOf)).toBe(60_000);
});

it('where nothing was decided, there is no time', () => {
  expect(sharesOf([])).toBe('none');
  expect(sharesOf([3, 1, 2])).toBe('p50 2 ms, p99 3 ms');
});
