import { expect, it } from 'vitest';
import { memoryContextStore } from '../../../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import type { ObservePorts } from '../../../core/observe/observe.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { isDisruptive } from '../../../core/plan/ladder.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { observeBatch } from '../../../functions/observe/batch.ts';
import { messageOf } from './events.ts';

const account = '111122223333';
const workers = 64;

/** AWS Health: this key is public. Enough for a decision by itself. */
const exposed = (i: number) => ({
  version: '0',
  id: `health-${i}`,
  source: 'aws.health',
  'detail-type': 'AWS Health Event',
  account,
  time: '2026-10-05T09:30:00Z',
  detail: {
    eventTypeCode: 'AWS_RISK_CREDENTIALS_EXPOSED',
    affectedEntities: [{ entityValue: `AKIAEXAMPLEKEY${String(i).padStart(6, '0')}` }],
  },
});

it('64 workers at once keep one limit, and every key’s owner hears of it', async () => {
  const decisions = new Map<string, Decision>();
  const announcer: ObservePorts['announcer'] = {
    announce: async (announced) => {
      for (const { decision } of announced) decisions.set(decision.id, decision);
    },
  };
  const ports = { contexts: memoryContextStore(), notes: memoryNoteStore(), announcer };
  const networks = {
    locate: () => ({ id: 'AS1', asn: 1, country: 'IE', organisation: null, kind: 'isp', aws: false }) as const,
  };
  const observing = {
    surroundings: { networks, declared: () => null },
    circumstances: { policy: defaultPolicy, exemptions: [] },
    ports,
  };
  let lost = 0;
  const worker = async (i: number): Promise<void> => {
    // The queue brings back what lost too many races.
    while ((await observeBatch([messageOf(exposed(i))], observing)).answer.batchItemFailures.length > 0) lost += 1;
  };
  await Promise.all(Array.from({ length: workers }, (_, i) => worker(i)));
  expect(lost).toBeGreaterThan(0);
  const byAction = Map.groupBy(decisions.values(), ({ action }) => action);
  const { disruptivePerAccountPerHour: limit } = defaultPolicy.limits;
  expect(byAction.get('disable')?.length).toBe(limit);
  const pins = [...decisions.values()].filter(({ action }) => isDisruptive(action) && action !== 'disable');
  expect(pins.length).toBeLessThanOrEqual(4 * limit);
  expect(decisions.size).toBe(workers);
});
