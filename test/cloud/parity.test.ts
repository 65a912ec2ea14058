import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { readContext, wordsOf } from '../../cli/replay/context.ts';
import { replay } from '../../cli/replay/replay.ts';
import { settingsKeys } from '../../contract/settings.ts';
import { emptySpent } from '../../core/plan/limits.ts';
import { readPolicy } from '../../core/policy/read-policy.ts';
import { simulate } from '../../simulator/simulate.ts';
import { few, isDeep } from '../depth.ts';
import { type Delivered, envelopeOf, storyOf } from '../functions/observe/events.ts';
import { deployed } from './deployed.ts';
import { type LocalCloud, region } from './local-cloud.ts';

const administrator = '999999999999';
const trailBucket = 'trail-logs';
const organization = { id: 'o-simulated1', units: ['r-simu'], regions: [region], callAs: 'SELF' } as const;
/** A file of the trail holds so many. */
const inFile = 100;

/** In a week there is each kind of action. */
const days = isDeep ? 12 : 7;
const records = storyOf(2, days);
const accountId = records[0]?.recipientAccountId ?? '';
const { context } = simulate({ seed: 2, days, credentials: 12, incidents: 6, benignChanges: 1 });
const policy = JSON.stringify({ mode: 'enforce' });

// How long it takes is the machine's affair, and nothing that is tried here.
vi.setConfig({ testTimeout: 300_000 });

/** What is compared of a decision, in an order that no lane has a say in. */
function inShort(decisions: readonly object[]): string[] {
  const short = (
    decisions as readonly { credential: string; action: string; score: number; signals: { id: string }[] }[]
  ).map(({ credential, action, score, signals }) =>
    JSON.stringify([credential, action, score, signals.map(({ id }) => id)]),
  );
  return short.sort();
}

async function onLaptop(words: ReadonlyMap<string, string>): Promise<string[]> {
  const own = mkdtempSync(join(tmpdir(), 'rescind-parity-'));
  try {
    return await decidedIn(own, words);
  } finally {
    rmSync(own, { recursive: true });
  }
}

async function decidedIn(own: string, words: ReadonlyMap<string, string>): Promise<string[]> {
  const [folder, trail] = [join(own, 'context'), join(own, 'trail')];
  for (const one of [folder, trail]) mkdirSync(one);
  for (const [name, text] of words) writeFileSync(join(folder, name), text);
  writeFileSync(join(trail, 'records.json'), JSON.stringify({ Records: records }));
  const read = readPolicy(policy);
  if (!read.ok) throw new Error('the policy is none');
  const told = await readContext(folder, read.value);
  const decisions: object[] = [];
  await replay({
    paths: [trail],
    surroundings: wordsOf(told),
    circumstances: { policy: read.value, exemptions: told.exemptions, spent: emptySpent() },
    held: told.held,
    onDecision: (decision) => decisions.push(decision),
  });
  return inShort(decisions);
}

/** The settings of the laptop in a cloud's bucket; then the records by one of its lanes. */
async function inCloud(lane: 'observe' | 'ingest'): Promise<string[]> {
  // Alone, the fast lane has all calls.
  const props = lane === 'observe' ? { organization } : { organization, trailBucket, backfillDays: 0 };
  const here = await deployed(props, { administrator, members: [accountId] });
  onTestFinished(() => here.close());
  const { cloud } = here;
  const settings = cloud.find('AWS::S3::Bucket', 'Settings').ref;
  cloud.objects.set(`${settings}/${settingsKeys.policy}`, Buffer.from(policy));
  for (const [name, text] of context)
    cloud.objects.set(`${settings}/${settingsKeys.context}${name}`, Buffer.from(text));
  if (lane === 'observe') forward(cloud, records);
  else for (let from = 0; from < records.length; from += inFile) write(cloud, from, records.slice(from, from + inFile));
  await cloud.settle();
  expect(cloud.setAside(lane)).toEqual([]);
  return inShort(cloud.announced.filter(({ type }) => type === 'ActionPlanned').map(({ detail }) => detail));
}

function forward(cloud: LocalCloud, all: readonly Delivered[]): void {
  for (const record of all) {
    const { eventSource } = record as Delivered & { readonly eventSource: string };
    cloud.happen(accountId, envelopeOf(record, { source: `aws.${eventSource.split('.')[0]}` }));
  }
}

function write(cloud: LocalCloud, number: number, Records: readonly Delivered[]): void {
  const key = `AWSLogs/o-simulated1/${accountId}/CloudTrail/${region}/2026/11/26/f${number}.json.gz`;
  const body = gzipSync(JSON.stringify({ Records }));
  cloud.objects.set(`${trailBucket}/${key}`, body);
  const detail = { bucket: { name: trailBucket }, object: { key, size: body.length } };
  cloud.happen(administrator, { source: 'aws.s3', 'detail-type': 'Object Created', account: administrator, detail });
}

describe('parity: the deployed bundles decide as replay() does on the laptop, of the same records and settings', () => {
  let laptop: string[];
  beforeAll(async () => {
    laptop = await onLaptop(context);
  });

  it('which are decisions that differ by what the owners declared, or nobody would see that a lane does not hear it', async () => {
    expect(laptop.length).toBeGreaterThan(0);
    expect(await onLaptop(new Map())).not.toEqual(laptop);
  });

  it.each(few(['ingest', 'observe'] as const))('by %s', async (lane) => {
    expect(await inCloud(lane)).toEqual(laptop);
  });
});
