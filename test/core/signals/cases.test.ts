import { describe, expect, it } from 'vitest';
import { type Story, stories } from '../../cases/stories.ts';

const byId = Map.groupBy(stories, ({ signal }) => signal.id);

for (const [id, told] of [...byId].toSorted()) {
  describe(`${id} ${told[0]?.signal.name}`, () => {
    for (const story of told) it(`${story.kind}: ${story.name}`, () => check(story));
  });
}

function check({ signal, kind, expect: wanted, find }: Story): void {
  if (kind !== 'lookalike') expect(wanted !== null).toBe(kind === 'fires');
  const finding = find();
  if (wanted === null) {
    expect(finding).toBeNull();
    return;
  }
  // A look-alike may raise a faint doubt or none, but no more than it says.
  const bits = finding?.bits ?? 0;
  if (kind === 'fires') expect(bits).toBeGreaterThan(0);
  expect(bits).toBeGreaterThanOrEqual(wanted.bits[0]);
  expect(bits).toBeLessThanOrEqual(wanted.bits[1]);
  for (const words of wanted.says ?? []) expect(finding?.evidence).toContain(words);
  if (wanted.authority !== undefined) expect(finding?.authority ?? signal.authority).toBe(wanted.authority);
  if (wanted.basis !== undefined) expect(finding?.basis ?? signal.basis).toBe(wanted.basis);
}
