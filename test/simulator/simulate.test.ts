import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../core/model/instant.ts';
import { changeKinds } from '../../simulator/changes/changes.ts';
import { techniques } from '../../simulator/incidents/incidents.ts';
import type { UserIdentity } from '../../simulator/record/cloudtrail-record.ts';
import { type Simulation, type SimulationOptions, simulate } from '../../simulator/simulate.ts';

const small = { seed: 3, days: 7, credentials: 20, incidents: 3, benignChanges: 4 } as const;

function fingerprint({ records, context, labels }: Simulation): string {
  return createHash('sha256')
    .update(JSON.stringify([records, [...context], labels]))
    .digest('hex');
}

function linesOf(options: SimulationOptions): Set<string> {
  return new Set(simulate(options).records.map((record) => JSON.stringify(record)));
}

describe('simulate', () => {
  it('gives the same bytes for the same options', () => {
    expect(fingerprint(simulate(small))).toBe(fingerprint(simulate(small)));
  });

  it('gives another organisation for another seed', () => {
    const accounts = (seed: number) => simulate({ ...small, seed }).records[0]?.accountId;
    expect(accounts(3)).not.toBe(accounts(4));
  });

  it('only adds records when an incident is added', () => {
    const without = linesOf({ ...small, incidents: ['secrets-mass-read'] });
    const withMore = linesOf({ ...small, incidents: ['secrets-mass-read', 'trust-edit', 'cross-account-pivot'] });
    expect([...without].filter((line) => !withMore.has(line))).toEqual([]);
    expect(withMore.size).toBeGreaterThan(without.size);
  });

  it('leaves everybody else’s records as they were when a colleague starts', () => {
    const before = linesOf({ ...small, incidents: 0, benignChanges: [] });
    const after = linesOf({ ...small, incidents: 0, benignChanges: ['new-team-member'] });
    expect([...before].filter((line) => !after.has(line))).toEqual([]);
    expect(after.size).toBeGreaterThan(before.size);
  });

  it('grows with the number of credentials', () => {
    const size = (credentials: number) =>
      simulate({ ...small, credentials, incidents: 0, benignChanges: [] }).records.length;
    const ratio = size(120) / size(40);
    expect(ratio).toBeGreaterThan(2);
    expect(ratio).toBeLessThan(4);
  });

  it('refuses a technique and a change that it does not know', () => {
    expect(() => simulate({ ...small, incidents: ['mind-reading'] })).toThrow(/unknown technique mind-reading/);
    expect(() => simulate({ ...small, benignChanges: ['rain'] })).toThrow(/unknown benign change rain/);
  });
});

function isNamed(credential: string, { accessKeyId, arn, sessionContext }: UserIdentity): boolean {
  return [accessKeyId, arn, sessionContext?.sessionIssuer?.arn].includes(credential);
}

describe('labels', () => {
  const simulation = simulate({ seed: 5, days: 30, incidents: techniques, benignChanges: changeKinds });
  const times = new Map(simulation.records.map(({ record }) => [record.eventID, record.eventTime]));

  it('can play every technique in one organisation', () => {
    expect(simulation.labels.incidents.map((one) => one.technique).sort()).toEqual([...techniques].sort());
  });

  it('can play every benign change in one organisation', () => {
    expect(simulation.labels.benignChanges.map((one) => one.kind).sort()).toEqual([...changeKinds].sort());
  });

  it.each(simulation.labels.incidents.map((one) => [one.id, one] as const))(
    '%s names its records in order of time',
    (_id, incident) => {
      const seen = incident.hostileEventIds.map((id) => times.get(id) ?? 'no such record');
      expect(seen.length).toBeGreaterThan(0);
      expect(seen).toEqual([...seen].sort());
      expect(seen[0]).toBe(incident.firstHostileAt);
    },
  );

  it('gives hostile records to one incident only', () => {
    const ids = simulation.labels.incidents.flatMap((one) => one.hostileEventIds);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('lets every change end after it began, inside the run', () => {
    for (const { from, until, credentials } of simulation.labels.benignChanges) {
      expect(parseInstant(until)).toBeGreaterThan(parseInstant(from) ?? 0);
      expect(credentials.length).toBeGreaterThan(0);
    }
  });

  it('calls nothing a change that left no trace', () => {
    const { records, labels } = simulate({ seed: 1, days: 30, incidents: 0, benignChanges: 10 });
    const silent = labels.benignChanges.flatMap(({ id, credentials, from, until }) =>
      credentials
        .filter(
          (credential) =>
            !records.some(
              ({ record }) =>
                record.eventTime >= from && record.eventTime <= until && isNamed(credential, record.userIdentity),
            ),
        )
        .map((credential) => `${id}: ${credential}`),
    );
    expect(silent).toEqual([]);
    expect(labels.benignChanges.length).toBe(10);
  });

  it('takes every technique and change into a handful of default seeds', () => {
    const seeds = [1, 2, 3, 4, 5, 6, 7];
    const drawn = seeds.map((seed) => simulate({ seed, days: 2, credentials: 1, incidents: 8, benignChanges: 10 }));
    expect(drawn.every(({ labels }) => labels.benignChanges.length > 4)).toBe(true);
    expect(new Set(drawn.flatMap(({ labels }) => labels.benignChanges.map((one) => one.kind))).size).toBe(
      changeKinds.length,
    );
  });

  it('labels standing credentials of every kind across a few seeds', () => {
    const kinds = new Set(
      [1, 2, 3].flatMap((seed) =>
        simulate({ seed, days: 1, incidents: 0, benignChanges: 0 }).labels.standings.map((one) => one.kind),
      ),
    );
    expect([...kinds].sort()).toEqual(
      ['admin-equivalent', 'needed-but-rare', 'never-used', 'over-age', 'overprivileged', 'ownerless', 'stale'].sort(),
    );
  });
});
