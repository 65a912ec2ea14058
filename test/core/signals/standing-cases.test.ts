import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import type { StandingCase, StandingCases } from '../../cases/case.ts';
import { cases as unused } from '../../cases/s32-unused.ts';
import { cases as neverUsed } from '../../cases/s33-never-used.ts';
import { cases as overAge } from '../../cases/s34-over-age.ts';
import { cases as ownerless } from '../../cases/s35-ownerless.ts';
import { cases as unusedGrants } from '../../cases/s36-unused-grants.ts';
import { cases as adminEquivalent } from '../../cases/s37-admin-equivalent.ts';

const all: readonly StandingCases[] = [unused, neverUsed, overAge, ownerless, unusedGrants, adminEquivalent];
const kinds = ['fires', 'silent', 'lookalike'] as const;

for (const cases of all) {
  describe(`${cases.signal.id} ${cases.signal.name}`, () => {
    for (const kind of kinds) {
      it(`has a case that ${kind}`, () => expect(cases[kind].length).toBeGreaterThan(0));
      for (const one of cases[kind]) it(`${kind}: ${one.name}`, () => check(cases, one));
    }
  });
}

function check(
  { signal }: StandingCases,
  { standing, policy = defaultPolicy, now, expect: wanted }: StandingCase,
): void {
  const finding = signal.judge(standing, policy, now);
  if (wanted === null) {
    expect(finding).toBeNull();
    return;
  }
  expect(finding?.bits).toBeGreaterThanOrEqual(wanted.bits[0]);
  expect(finding?.bits).toBeLessThanOrEqual(wanted.bits[1]);
  for (const words of wanted.says ?? []) expect(finding?.evidence).toContain(words);
}
