import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allSignals } from '../../core/signals/registry.ts';
import { caseKinds, stories } from '../cases/stories.ts';

const at = (path: string) => new URL(`../../${path}`, import.meta.url);

describe('the registry', () => {
  it('lists every signal that a file of the three families exports', async () => {
    const paths = ['stale', 'overprivileged', 'anomalous'].flatMap((family) =>
      readdirSync(at(`core/signals/${family}`)).map((file) => `core/signals/${family}/${file}`),
    );
    const modules: object[] = await Promise.all(paths.map((path) => import(at(path).href)));
    const exported = modules.flatMap((module) => Object.values(module)).filter(isSignal);
    expect(exported.length).toBeGreaterThan(40);
    expect(new Set(allSignals)).toEqual(new Set(exported));
  });

  it('gives every signal an id and a name of its own', () => {
    expect(new Set(allSignals.map(({ id }) => id)).size).toBe(allSignals.length);
    expect(new Set(allSignals.map(({ name }) => name)).size).toBe(allSignals.length);
  });
});

/** Of what signals name; the tactic that T1562 belonged to was split in 2026. */
const renumbered = new Map([
  ['T1562.007', 'T1686'],
  ['T1562.008', 'T1685.002'],
]);

function isSignal(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'judges' in value;
}

describe.each(allSignals.map((signal) => [`${signal.id} ${signal.name}`, signal] as const))('%s', (_, signal) => {
  const { id, name, sentence, attack, falsePositives, authority, family } = signal;

  it('is described in full', () => {
    expect(id).toMatch(/^S\d{2}$/);
    expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(sentence).toMatch(/^[A-Z].+\.$/);
    expect(falsePositives.length).toBeGreaterThan(0);
    for (const one of falsePositives) expect(one).toMatch(/^[A-Z].+\.$/);
  });

  it('names techniques of ATT&CK, unless it is an everyday change', () => {
    for (const technique of attack) expect(technique).toMatch(/^T\d{4}(?:\.\d{3})?$/);
    expect(attack.length > 0 || id === 'S15').toBe(true);
  });

  it('names a technique by its old number and its new one where ATT&CK gave it another', () => {
    for (const [old, now] of renumbered) expect(attack.includes(old)).toBe(attack.includes(now));
    expect(attack.filter((technique) => technique.startsWith('T1562') && !renumbered.has(technique))).toEqual([]);
  });

  it('never disturbs anybody because a credential is merely stale or overprivileged', () => {
    expect(family === 'anomalous' || authority === 'notify').toBe(true);
  });

  it('has a case file of its name', () => {
    expect(existsSync(at(`test/cases/${id.toLowerCase()}-${name}.ts`))).toBe(true);
  });

  it.each(caseKinds)('has a case of the kind: %s', (kind) => {
    expect(stories.some((story) => story.signal === signal && story.kind === kind)).toBe(true);
  });
});
