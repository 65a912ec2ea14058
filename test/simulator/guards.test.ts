import { describe, expect, it } from 'vitest';
import {
  changeKinds,
  furtherChangeKinds,
  rareChangeKinds,
  unusualChangeKinds,
} from '../../simulator/changes/changes.ts';
import { simulate } from '../../simulator/simulate.ts';

const one = simulate({ seed: 11, days: 20, shape: 'enterprise', incidents: 0, benignChanges: rareChangeKinds });
const named = (eventName: string) => one.records.filter(({ record }) => record.eventName === eventName);

describe('those who watch', () => {
  it.each(rareChangeKinds)('are replaced: %s', (kind) => {
    expect(one.labels.benignChanges.map((change) => change.kind)).toContain(kind);
  });

  it('are put up anew by whoever takes them down', () => {
    for (const [down, up] of [
      ['DeleteTrail', 'CreateTrail'],
      ['DeleteDetector', 'CreateDetector'],
    ] as const) {
      const [by] = named(down).map(({ record }) => record.userIdentity.arn);
      expect(by).toBeDefined();
      expect(named(up).map(({ record }) => record.userIdentity.arn)).toContain(by);
    }
  });

  it('stay where they are, unless that is asked for by name', () => {
    const drawn = [...changeKinds, ...unusualChangeKinds, ...furtherChangeKinds];
    expect(drawn.filter((kind) => rareChangeKinds.includes(kind))).toEqual([]);
  });
});
