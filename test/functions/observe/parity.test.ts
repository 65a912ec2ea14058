import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memoryContextStore } from '../../../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import { bundledNetworks } from '../../../adapters/networks/bundled.ts';
import { replay } from '../../../cli/replay/replay.ts';
import type { ObservePorts } from '../../../core/observe.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { emptySpent } from '../../../core/plan/limits.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { observeBatch } from '../../../functions/observe/batch.ts';
import { type Delivered, deliveredStory, envelopeOf, messageOf, storyOf } from './events.ts';

const surroundings = { networks: bundledNetworks(), declared: () => null };
const circumstances = { policy: defaultPolicy, exemptions: [] };

async function byReplay(records: readonly Delivered[]): Promise<Decision[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rescind-parity-'));
  const decisions: Decision[] = [];
  try {
    writeFileSync(join(folder, 'records.json'), JSON.stringify({ Records: records }));
    await replay({
      paths: [folder],
      surroundings,
      circumstances: { ...circumstances, spent: emptySpent() },
      onDecision: (decision) => decisions.push(decision),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
  return decisions;
}

/** A batch ends where the queue happened to be empty. */
async function byLambda(records: readonly Delivered[], batchSize: number): Promise<Decision[]> {
  const decisions: Decision[] = [];
  const announcer: ObservePorts['announcer'] = {
    announce: async (announced) => void decisions.push(...announced.map(({ decision }) => decision)),
  };
  const ports = { contexts: memoryContextStore(), notes: memoryNoteStore(), announcer };
  for (let from = 0; from < records.length; from += batchSize) {
    const messages = records.slice(from, from + batchSize).map((record) => messageOf(envelopeOf(record)));
    const { errors } = await observeBatch(messages, { surroundings, circumstances, ports });
    expect(errors).toEqual([]);
  }
  return decisions;
}

const byTime = (a: Decision, b: Decision) => a.at - b.at || (a.id < b.id ? -1 : 1);

describe('for every story, the decisions of the CLI path equal those of the Lambda path', () => {
  it.each([
    [1, 100],
    [2, 7],
    [3, 1],
  ])('story %i, in order, in batches of %i', async (seed, batchSize) => {
    const records = storyOf(seed, 12);
    const replayed = (await byReplay(records)).sort(byTime);
    expect(replayed.length).toBeGreaterThan(0);
    expect((await byLambda(records, batchSize)).sort(byTime)).toEqual(replayed);
  });
});

it.each([1, 2, 3])('out of order and twice, story %i has the same credentials decided on', async (seed) => {
  const records = deliveredStory(seed, 12);
  const [replayed, observed] = [await byReplay(records), await byLambda(records, 10)];
  expect(credentialsIn(observed)).toEqual(credentialsIn(replayed));
});

function credentialsIn(decisions: readonly Decision[]): string[] {
  return [...new Set(decisions.map(({ credential }) => credential))].sort();
}
