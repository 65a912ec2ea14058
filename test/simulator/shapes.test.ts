import { describe, expect, it } from 'vitest';
import { unusualChangeKinds } from '../../simulator/changes/changes.ts';
import { unusualTechniques } from '../../simulator/incidents/incidents.ts';
import { shapeNames } from '../../simulator/shapes.ts';
import { simulate } from '../../simulator/simulate.ts';

const run = (shape: string) =>
  simulate({ seed: 2, days: 22, shape, incidents: unusualTechniques, benignChanges: unusualChangeKinds });
const organisations = new Map(shapeNames.map((shape) => [shape, run(shape)]));

describe('shapes', () => {
  it('between them, give every unusual theft and change somebody to happen to', () => {
    const labels = [...organisations.values()].map((one) => one.labels);
    const played = new Set(labels.flatMap(({ incidents }) => incidents.map((one) => one.technique)));
    const happened = new Set(labels.flatMap(({ benignChanges }) => benignChanges.map((one) => one.kind)));
    expect([...played].sort()).toEqual([...unusualTechniques].sort());
    expect([...happened].sort()).toEqual([...unusualChangeKinds].sort());
  });

  it.each(shapeNames)('a %s tells of every theft by its own records, in order of time', (shape) => {
    const { labels, records } = organisations.get(shape) ?? run(shape);
    const times = new Map(records.map(({ record }) => [record.eventID, record.eventTime]));
    for (const { hostileEventIds, firstHostileAt, lastHostileAt } of labels.incidents) {
      const seen = hostileEventIds.map((id) => times.get(id) ?? 'no such record');
      expect(seen).toEqual(seen.toSorted());
      expect([seen[0], seen.at(-1)]).toEqual([firstHostileAt, lastHostileAt]);
    }
  });

  it('a data centre speaks from its own ground, by IPv6 as well', () => {
    const { records } = organisations.get('data-centre') ?? run('data-centre');
    const sixth = records.filter(({ record }) => record.sourceIPAddress.includes('::'));
    expect(sixth.length).toBeGreaterThan(100);
  });

  it('an enterprise’s pipelines reach other accounts through a role in between', () => {
    const { records } = organisations.get('enterprise') ?? run('enterprise');
    const chained = records.filter(
      ({ record }) => record.eventName === 'AssumeRole' && record.userIdentity.arn?.includes('/deploy-hub-') === true,
    );
    expect(chained.length).toBeGreaterThan(20);
  });

  it('an announced penetration test is written down as an exemption', () => {
    const announced = [...organisations.values()].flatMap(({ context }) => {
      return JSON.parse(context.get('exemptions.json') ?? '[]') as { credential: string }[];
    });
    expect(announced.every(({ credential }) => credential.startsWith('AKIA'))).toBe(true);
    expect(announced.length).toBeGreaterThan(3);
  });

  it('refuses a shape that it does not know', () => {
    expect(() => simulate({ seed: 1, days: 1, shape: 'circus' })).toThrow(/unknown shape circus/);
  });
});
