import { expect, test } from 'vitest';
import { Exemplars, weightOf } from '../../../adapters/timeline/exemplars.ts';
import type { CredentialUse } from '../../../core/intake/credential-use.ts';
import { intake } from '../../../core/intake/intake.ts';
import { retold, type Told } from '../../../core/intake/told.ts';
import { simulate } from '../../../simulator/simulate.ts';

const uses = simulate({ seed: 3, days: 1, credentials: 20 }).records.flatMap(({ record }) => {
  const taken = intake(structuredClone(record));
  return taken.kind === 'use' ? [taken.use] : [];
});

function toldOf(use: CredentialUse): Told {
  return { at: use.at, id: use.id, use, testimony: null };
}

function another(use: CredentialUse): CredentialUse {
  return structuredClone({ ...use, id: 'other' as CredentialUse['id'], at: use.at + 1 });
}

test('whoever stands for a record says the same', () => {
  const exemplars = new Exemplars();
  let stoodFor = 0;
  for (const use of uses) {
    const told = toldOf(use);
    const exemplar = exemplars.standingFor(told);
    if (exemplar !== told) stoodFor++;
    expect(retold(exemplar, told.id, told.at)).toEqual(told);
  }
  expect(stoodFor).toBeGreaterThan(0);
});

test('a record that differs in any one thing, however deep, stands for itself', () => {
  const [use] = uses;
  if (use === undefined) throw new Error('the simulation made no use');
  const exemplars = new Exemplars();
  const told = toldOf(use);
  expect(exemplars.standingFor(told)).toBe(told);
  expect(exemplars.standingFor(toldOf(another(use)))).toBe(told);
  for (const field of Object.keys(use) as (keyof CredentialUse)[]) {
    if (field === 'id' || field === 'at') continue;
    for (const changed of changesOf(use[field])) {
      exemplars.clear();
      exemplars.standingFor(told);
      const different = toldOf({ ...another(use), [field]: changed });
      expect(exemplars.standingFor(different), `${field} ${JSON.stringify(changed)}`).toBe(different);
    }
  }
});

test('who testifies stands for nobody', () => {
  const [use] = uses;
  if (use === undefined) throw new Error('the simulation made no use');
  const exemplars = new Exemplars();
  const told: Told = {
    ...toldOf(use),
    testimony: {
      kind: 'exposed',
      at: use.at,
      eventId: use.id,
      accountId: use.recipientAccountId,
      accessKeyIds: [],
      userName: null,
      by: 'aws',
    },
  };
  expect(exemplars.standingFor(told)).toBe(told);
  const again = structuredClone(told);
  expect(exemplars.standingFor(again)).toBe(again);
});

test('weighs more the more it says', () => {
  const [use] = uses;
  if (use === undefined) throw new Error('the simulation made no use');
  const longer = { ...use, userAgent: `${use.userAgent ?? ''}${'x'.repeat(200)}` as CredentialUse['userAgent'] };
  expect(weightOf(toldOf(longer))).toBe(weightOf(toldOf(use)) + 200);
});

/** The value with one thing changed, for each thing that it consists of. */
function changesOf(value: unknown): unknown[] {
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'string') return [`${value}?`];
  if (typeof value !== 'object' || value === null) return ['something'];
  if (Array.isArray(value)) return [[...value, 'all']];
  return [
    { ...value, more: true },
    ...Object.entries(value).flatMap(([name, part]) =>
      changesOf(part).map((changed) => ({ ...value, [name]: changed })),
    ),
  ];
}
