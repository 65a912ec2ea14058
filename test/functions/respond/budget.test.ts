import { expect, it } from 'vitest';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import type { AccountId } from '../../../core/model/brand.ts';
import { minute } from '../../../core/model/instant.ts';
import { newContainment } from '../../../core/outcome/containment.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { reserve } from '../../../functions/respond/budget.ts';
import { account, decision, keyStatus, now } from '../../core/plan/decisions.ts';
import { enforcing } from './scene.ts';

const other = '222222222222' as AccountId;
const network: Decision['signals'][number] = { id: 'S09', bits: 18, group: 'origin', evidence: 'A new network.' };
const exposed: Decision['signals'][number] = { id: 'S02', bits: 20, group: 'exposure', evidence: 'It is public.' };

/** Asks for room to switch a user's key off, at the next minute. */
function asking() {
  const notes = memoryNoteStore();
  let at = now;
  return (given: Partial<Decision>, name = 'bot', otherAdministrators: readonly string[] | null = null) => {
    const made = decision({ action: 'disable', ...given });
    const key = keyStatus(made.credential, name, made.accountId);
    const brakes = { decision: made, settings: { policy: enforcing, exemptions: [], words: null as never }, notes };
    at += minute;
    const beside = { byWord: false, otherAdministrators, homes: new Set<string>() };
    return reserve([newContainment(made, 0, key, 'policy', at)], { ...brakes, ...beside }, at);
  };
}

it('an administrator who was bound is one fewer in that account, and no fewer in another that has a namesake', async () => {
  const ask = asking();
  expect(await ask({ id: 'd_1', credential: 'AKIA1', signals: [exposed] }, 'bot', ['user/eve'])).toBeNull();
  const eve = { signals: [exposed], credential: 'AKIA2' };
  expect(await ask({ id: 'd_2', accountId: other, ...eve }, 'eve', ['user/bot'])).toBeNull();
  expect(await ask({ id: 'd_3', accountId: account, ...eve }, 'eve', ['user/bot'])).toContain(
    'every other administrator is already contained',
  );
});

it('what is hard evidence is no part of a wave, by whatever it is led', async () => {
  const ask = asking();
  const led = async (n: number, ...signals: Decision['signals']) =>
    ask({ id: `d_${n}`, credential: `AKIA${n}`, accountId: `${n}`.padStart(12, '3') as AccountId, signals });
  for (let n = 1; n <= 3; n++) expect(await led(n, network, exposed)).toBeNull();
  for (let n = 4; n <= 6; n++) expect(await led(n, network)).toBeNull();
  expect(await led(7, network)).toContain('S09 speaks against 4 credentials');
  expect(await led(8, network, exposed)).toBeNull();
});
