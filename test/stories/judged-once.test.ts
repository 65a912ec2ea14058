import { expect, test } from 'vitest';
import { bundledNetworks } from '../../adapters/networks/bundled.ts';
import { Fleet } from '../../core/fleet.ts';
import { intake } from '../../core/intake/intake.ts';
import { testimony } from '../../core/intake/testimony.ts';
import { inTimeOrder, type Told, toldOf } from '../../core/intake/told.ts';
import { subjectOf } from '../../core/model/credential.ts';
import { emptySpent } from '../../core/plan/limits.ts';
import { defaultPolicy } from '../../core/policy/policy.ts';
import { simulate } from '../../simulator/simulate.ts';

const networks = bundledNetworks();

function toldIn(seed: number): readonly Told[] {
  const { records } = simulate({ seed, days: 21, credentials: 30 });
  return inTimeOrder(
    records.flatMap(({ record }) => {
      const told = toldOf(intake(record), testimony(record));
      return told === null ? [] : [told];
    }),
  ).told;
}

/** What is decided, and how many sorts of use were known to give no reason; `anew`: they are forgotten again and again. */
function decisionsOn(told: readonly Told[], anew: boolean) {
  let passed = 0;
  const fleet: Fleet = new Fleet(
    {
      networks,
      declared: () => null,
      knownAccounts: new Set(told.map(({ use }) => use?.credential.accountId ?? '')),
      onUse: ({ credential }) => {
        const memo = fleet.members.get(subjectOf(credential))?.memo;
        passed += memo?.silent.size ?? 0;
        if (anew) memo?.silent.clear();
      },
    },
    { policy: defaultPolicy, exemptions: [], spent: emptySpent() },
  );
  return { decisions: [...fleet.take(told)], passed };
}

test.each([12, 14])('a day’s repetitions are not judged anew, and nothing is decided otherwise (seed %s)', (seed) => {
  const told = toldIn(seed);
  const once = decisionsOn(told, false);
  expect(once.passed).toBeGreaterThan(told.length);
  expect(once.decisions.length).toBeGreaterThan(0);
  expect(once.decisions).toEqual(decisionsOn(told, true).decisions);
});
