import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { costOf, listPrices } from '../../cli/deploy/cost.ts';
import type { Template } from '../../cli/deploy/template.ts';
import { openWorkshop } from './synthesized.ts';

let workshop: Awaited<ReturnType<typeof openWorkshop>>;
beforeAll(async () => {
  workshop = await openWorkshop();
});

const priceOf = (trailBucket: string, prices = listPrices) => {
  const template = workshop.template({ trailBucket }).toJSON() as Template;
  return costOf({ template, prices, eventsPerDay: null, forwards: false });
};

it('what S3 tells by EventBridge is paid for, a file of ten at a time; a bucket that we make tells the queue itself', () => {
  const dearer = { ...listPrices, objectEventsPerMillion: listPrices.objectEventsPerMillion + 1 };
  const [there, made] = ['trail-logs', 'new'].map((bucket) => priceOf(bucket, dearer).perMillionEvents);
  expect((there ?? 0) - priceOf('trail-logs').perMillionEvents).toBeCloseTo(0.1, 9);
  expect((made ?? 0) - priceOf('new').perMillionEvents).toBeCloseTo(0, 9);
  expect(priceOf('trail-logs').perMillionEvents - priceOf('new').perMillionEvents).toBeCloseTo(0.1, 9);
});

it('docs/cost.md shows each price that goes in', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/cost.md'), 'utf8');
  const [, shown = ''] = /```json\n([^`]+)```/.exec(page) ?? [];
  expect(JSON.parse(shown)).toEqual(listPrices);
  const formula = /## The formula\n([\s\S]+?)\n## /.exec(page)?.[1] ?? '';
  expect(Object.keys(listPrices).filter((name) => !formula.includes(name))).toEqual([]);
});
