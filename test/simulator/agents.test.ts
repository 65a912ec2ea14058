import { expect, test } from 'vitest';
import { agentTechniques } from '../../simulator/incidents/incidents.ts';
import { simulate } from '../../simulator/simulate.ts';

test('agents are talked into each of it at their own desk, and the labels say whose calls it were', () => {
  const small = { seed: 3, shape: 'model-shop', days: 12, credentials: 30, benignChanges: 0 };
  const { records, labels } = simulate({ ...small, incidents: agentTechniques });
  expect(labels.incidents.map(({ technique }) => technique).sort()).toEqual([...agentTechniques].sort());
  const byId = new Map(records.map(({ record }) => [record.eventID, record]));
  for (const { hostileEventIds, hard } of labels.incidents) {
    const hostile = hostileEventIds.map((id) => byId.get(id));
    expect(hard).toBe(true);
    expect(hostile.every((record) => record !== undefined)).toBe(true);
    const agents = new Set(hostile.map((record) => record?.userAgent));
    const usual = new Set(
      records.filter(({ record }) => !hostileEventIds.includes(record.eventID)).map(({ record }) => record.userAgent),
    );
    expect([...agents].every((agent) => usual.has(agent ?? ''))).toBe(true);
  }
});
