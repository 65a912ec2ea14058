import { describe, expect, it } from 'vitest';
import { unusualChangeKinds } from '../../simulator/changes/changes.ts';
import { unusualTechniques } from '../../simulator/incidents/incidents.ts';
import { shapeNames } from '../../simulator/shapes.ts';
import { simulate } from '../../simulator/simulate.ts';

/** What is asked of one, without its records: all of them together would fill the memory. */
function playedIn(shape: string) {
  const chosen = { seed: 2, days: 14, shape, incidents: unusualTechniques, benignChanges: unusualChangeKinds };
  const { labels, records, context } = simulate(chosen);
  const hostile = new Set(labels.incidents.flatMap(({ hostileEventIds }) => hostileEventIds));
  const all = records.map(({ record }) => record);
  return {
    labels,
    context,
    /** Of the hostile records, by their ids. */
    times: new Map(all.flatMap(({ eventID, eventTime }) => (hostile.has(eventID) ? [[eventID, eventTime]] : []))),
    bySix: all.filter(({ sourceIPAddress }) => sourceIPAddress.includes('::')).length,
    byHub: all.filter(({ eventName, userIdentity }) => {
      return eventName === 'AssumeRole' && userIdentity.arn?.includes('/deploy-hub-') === true;
    }).length,
  };
}
const organisations = new Map(shapeNames.map((shape) => [shape, playedIn(shape)]));

function played(shape: string) {
  const found = organisations.get(shape);
  if (found === undefined) throw new Error(`there is no ${shape}`);
  return found;
}

describe('shapes', () => {
  it('between them, give every unusual theft and change somebody to happen to', () => {
    const labels = [...organisations.values()].map((one) => one.labels);
    const stolen = new Set(labels.flatMap(({ incidents }) => incidents.map((one) => one.technique)));
    const happened = new Set(labels.flatMap(({ benignChanges }) => benignChanges.map((one) => one.kind)));
    expect([...stolen].sort()).toEqual([...unusualTechniques].sort());
    expect([...happened].sort()).toEqual([...unusualChangeKinds].sort());
  });

  it.each(shapeNames)('a %s tells of every theft by its own records, in order of time', (shape) => {
    const { labels, times } = played(shape);
    for (const { hostileEventIds, firstHostileAt, lastHostileAt } of labels.incidents) {
      const seen = hostileEventIds.map((id) => times.get(id) ?? 'no such record');
      expect(seen).toEqual(seen.toSorted());
      expect([seen[0], seen.at(-1)]).toEqual([firstHostileAt, lastHostileAt]);
    }
  });

  it('a data centre speaks from its own ground, by IPv6 as well', () => {
    expect(played('data-centre').bySix).toBeGreaterThan(100);
  });

  it('an enterprise’s pipelines reach other accounts through a role in between', () => {
    expect(played('enterprise').byHub).toBeGreaterThan(20);
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
