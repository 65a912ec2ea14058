import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memoryContextStore } from '../../../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import { bundledNetworks } from '../../../adapters/networks/bundled.ts';
import { decisionLine } from '../../../cli/replay/decision-line.ts';
import { replay } from '../../../cli/replay/replay.ts';
import { experienceKey } from '../../../core/observe/note-keys.ts';
import type { ObservePorts } from '../../../core/observe/observe.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { emptySpent } from '../../../core/plan/limits.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { observeBatch } from '../../../functions/observe/batch.ts';
import { few, isDeep } from '../../depth.ts';
import { type Delivered, deliveredStory, envelopeOf, messageOf, storyOf } from './events.ts';

const surroundings = { networks: bundledNetworks(), declared: () => null };
const circumstances = { policy: defaultPolicy, exemptions: [] };

/** What was decided, and what the days of each account came to. */
interface Judged {
  readonly decisions: Decision[];
  readonly experience: Readonly<Record<string, readonly (readonly [string, readonly number[]])[]>>;
}

async function byReplay(records: readonly Delivered[]): Promise<Judged> {
  const folder = mkdtempSync(join(tmpdir(), 'rescind-parity-'));
  const decisions: Decision[] = [];
  try {
    writeFileSync(join(folder, 'records.json'), JSON.stringify({ Records: records }));
    const { fleet } = await replay({
      paths: [folder],
      surroundings,
      circumstances: { ...circumstances, spent: emptySpent() },
      onDecision: (decision) => decisions.push(decision),
    });
    const experience = [...fleet.experiences].map(([account, { all }]) => [account, [...all].sort(byKey)] as const);
    return { decisions, experience: Object.fromEntries(experience.filter(([, all]) => all.length > 0)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A batch ends where the queue happened to be empty. */
async function byLambda(records: readonly Delivered[], batchSize: number): Promise<Judged> {
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
  const accounts = [...new Set(records.map(({ recipientAccountId }) => String(recipientAccountId)))];
  const notes = await Promise.all(
    accounts.map(async (account) => [account, await ports.notes.load(experienceKey(account))] as const),
  );
  const known = notes.flatMap(([account, note]) => (note === null ? [] : [[account, JSON.parse(note.text)] as const]));
  return { decisions, experience: Object.fromEntries(known.map(([account, all]) => [account, all.sort(byKey)])) };
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);

/** As the decisions file has them. */
const bytesOf = ({ decisions }: Judged) => decisions.map((one) => JSON.stringify(decisionLine(one)));

const byTime = (a: Decision, b: Decision) => a.at - b.at || (a.id < b.id ? -1 : 1);

describe('for every story, the decisions of the CLI path equal those of the Lambda path', () => {
  it.each(
    few(
      [
        [2, 100],
        [3, 1],
        [1, 7],
      ],
      2,
    ),
  )('story %i, in order, in batches of %i', async (seed, batchSize) => {
    // After a week, an account has days to look back on.
    const records = storyOf(seed, isDeep ? 12 : 9);
    const replayed = await byReplay(records);
    expect(replayed.decisions.length).toBeGreaterThan(0);
    const observed = await byLambda(records, batchSize);
    expect(observed.decisions.sort(byTime)).toEqual(replayed.decisions.sort(byTime));
    expect(bytesOf(observed)).toEqual(bytesOf(replayed));
    expect(Object.keys(replayed.experience).length).toBeGreaterThan(0);
    expect(observed.experience).toEqual(replayed.experience);
  });
});

it.each(few([2, 1, 3]))('out of order and twice, story %i has the same credentials decided on', async (seed) => {
  // In a week there is each kind of action.
  const records = deliveredStory(seed, isDeep ? 12 : 7);
  const [replayed, observed] = [await byReplay(records), await byLambda(records, 10)];
  expect(credentialsIn(observed.decisions)).toEqual(credentialsIn(replayed.decisions));
});

function credentialsIn(decisions: readonly Decision[]): string[] {
  return [...new Set(decisions.map(({ credential }) => credential))].sort();
}
