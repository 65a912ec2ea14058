import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundledNetworks } from '../../adapters/networks/bundled.ts';
import { decisionLine } from '../../cli/replay/decision-line.ts';
import { replay } from '../../cli/replay/replay.ts';
import { encode } from '../../core/context/habits/encode.ts';
import { emptySpent } from '../../core/plan/limits.ts';
import { defaultPolicy } from '../../core/policy/policy.ts';
import { Random } from '../../simulator/random.ts';
import { simulate } from '../../simulator/simulate.ts';
import { trailFiles } from '../../simulator/write.ts';
import { isDeep } from '../depth.ts';

type Files = ReadonlyMap<string, readonly unknown[]>;

const random = new Random('convergence');
const networks = bundledNetworks();
const folder = mkdtempSync(join(tmpdir(), 'rescind-convergence-'));
const delivered: Files = new Map(
  [...trailFiles(simulate({ seed: 3, days: isDeep ? 14 : 7, credentials: isDeep ? 40 : 16 }))].map(
    ([path, records]) => {
      return [path, records.map(({ record }) => record)];
    },
  ),
);

beforeAll(() => write('delivered', delivered));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, files: Files): string {
  for (const [path, records] of files) {
    const full = join(folder, name, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, gzipSync(JSON.stringify({ Records: records }), { level: 1 }));
  }
  return join(folder, name);
}

/** Everything that a replay comes to, as text: what was decided, what was learned of whom, and how records were counted. */
async function outcomeOf(paths: readonly string[], workers = 1) {
  const decisions: string[] = [];
  const { summary, fleet } = await replay({
    paths,
    workers,
    surroundings: { networks, declared: () => null },
    circumstances: { policy: defaultPolicy, exemptions: [], spent: emptySpent() },
    onDecision: (decision) => decisions.push(JSON.stringify(decisionLine(decision))),
  });
  const learned = [...fleet.members].map(([subject, { dossier }]) => {
    return `${subject} ${Buffer.from(encode(dossier.baseline)).toString('hex')}`;
  });
  const { records } = summary;
  return { decisions, learned: learned.sort(), records, counted: JSON.stringify(records) };
}

let asDelivered: Promise<Awaited<ReturnType<typeof outcomeOf>>> | null = null;

/** The delivery as it is, replayed once for all tests. */
function expected() {
  asDelivered ??= outcomeOf([join(folder, 'delivered')]);
  return asDelivered;
}

test('what is simulated gives something to compare', async () => {
  const { decisions, learned, records } = await expected();
  expect(decisions.length).toBeGreaterThan(3);
  expect(learned.length).toBeGreaterThan(20);
  expect(records.scored).toBeGreaterThan(5_000);
});

test('files in another order decide and teach the same', async () => {
  const names = random.shuffled([...delivered.keys()]);
  const shuffled = new Map(
    names.map((name, i) => [`${String(i).padStart(4, '0')}.json.gz`, delivered.get(name) ?? []]),
  );
  expect(await outcomeOf([write('shuffled', shuffled)])).toEqual(await expected());
});

test('records in reverse order decide and teach the same', async () => {
  const reversed = new Map([...delivered].map(([path, records]) => [path, records.toReversed()]));
  expect(await outcomeOf([write('reversed', reversed)])).toEqual(await expected());
});

test('files cut in two and read from two places decide and teach the same', async () => {
  const first = new Map([...delivered].map(([path, records]) => [path, records.filter((_, i) => i % 2 === 1)]));
  const second = new Map([...delivered].map(([path, records]) => [path, records.filter((_, i) => i % 2 === 0)]));
  expect(await outcomeOf([write('odd', first), write('even', second)])).toEqual(await expected());
});

test('every record delivered twice decides and teaches the same, and is counted as delivered twice', async () => {
  const again = new Map([...delivered].map(([path, records]) => [`again/${path}`, records]));
  const twice = await outcomeOf([join(folder, 'delivered'), write('twice', again)]);
  const once = await expected();
  expect(twice.decisions).toEqual(once.decisions);
  expect(twice.learned).toEqual(once.learned);
  expect(twice.records).toMatchObject({ read: 2 * once.records.read, scored: once.records.scored });
});

test('one file of lines, which is parsed and not skimmed, decides and teaches the same', async () => {
  const path = join(folder, 'all.ndjson');
  writeFileSync(
    path,
    [...delivered.values()]
      .flat()
      .map((record) => `${JSON.stringify(record)}\n`)
      .join(''),
  );
  expect(await outcomeOf([path])).toEqual(await expected());
});

test('two threads decide and teach the same as one', async () => {
  expect(await outcomeOf([join(folder, 'delivered')], 2)).toEqual(await expected());
});
