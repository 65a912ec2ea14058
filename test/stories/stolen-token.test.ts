import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryContextStore } from '../../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../../adapters/memory/note-store.ts';
import { bundledNetworks } from '../../adapters/networks/bundled.ts';
import { replay } from '../../cli/replay/replay.ts';
import { valuesBefore } from '../../core/context/habits/familiarity.ts';
import { type DeclaredContext, nothingDeclared, type Revocation } from '../../core/context/recorded-context.ts';
import type { Fleet } from '../../core/fleet/fleet.ts';
import { day, dayOf, formatInstant, hour, minute } from '../../core/model/instant.ts';
import type { Announcement } from '../../core/plan/announcement.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { emptySpent } from '../../core/plan/limits.ts';
import { defaultPolicy, type Policy } from '../../core/policy/policy.ts';
import { observeBatch } from '../../functions/observe/batch.ts';
import { now } from '../core/plan/decisions.ts';
import { messageOf } from '../functions/observe/events.ts';
import { gateway, reported } from '../reported.ts';

const token = 'gateway.example:ref:grant-17';
const sources: Policy['sources'] = { [gateway.source]: { accountId: gateway.account, kinds: ['oauth-token'] } };
const networks = bundledNetworks();
const handler: Revocation = { by: 'handler', automatic: true };

/** Twelve days of a billing job at its desk, then its token somewhere else, at something else, by another program. */
function story(): unknown[] {
  const start = now - 12 * day;
  const honest = Array.from({ length: 12 * 10 }, (_, i) => {
    const at = start + Math.floor(i / 10) * day + (i % 10) * hour;
    return reported({ id: `use-${i}`, at: formatInstant(at), sourceIp: '8.8.8.8' });
  });
  const hostile = Array.from({ length: 20 }, (_, i) =>
    reported({
      id: `theft-${i}`,
      at: formatInstant(now + i * minute),
      sourceIp: '185.220.101.1',
      userAgent: 'curl/8.5.0',
      service: 'customers',
      action: `export-${i}`,
      refused: i < 10,
    }),
  );
  return [...honest, ...hostile];
}

interface Given {
  readonly declared?: Partial<DeclaredContext>;
  readonly policy?: Partial<Policy>;
}

async function byReplay(events: readonly unknown[], given: Given): Promise<Decision[]> {
  const decisions: Decision[] = [];
  await fleetAfter(events, given, (decision) => decisions.push(decision));
  return decisions;
}

/** All of it read from a file. */
async function fleetAfter(
  events: readonly unknown[],
  { declared, policy }: Given,
  onDecision: (decision: Decision) => void,
): Promise<Fleet> {
  const folder = mkdtempSync(join(tmpdir(), 'rescind-tokens-'));
  try {
    writeFileSync(join(folder, 'events.ndjson'), events.map((event) => JSON.stringify(event)).join('\n'));
    const { fleet } = await replay({
      paths: [folder],
      surroundings: { networks, declared: () => ({ ...nothingDeclared, ...declared }) },
      circumstances: { policy: { ...defaultPolicy, sources, ...policy }, exemptions: [], spent: emptySpent() },
      onDecision,
    });
    return fleet;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function byLambda(events: readonly unknown[], { declared, policy }: Given): Promise<Announcement[]> {
  const announced: Announcement[] = [];
  const announcer = { announce: async (some: readonly Announcement[]) => void announced.push(...some) };
  const ports = { contexts: memoryContextStore(), notes: memoryNoteStore(), announcer };
  for (let from = 0; from < events.length; from += 10) {
    const messages = events.slice(from, from + 10).map((event, i) => messageOf(event, `m${i}`));
    const { errors } = await observeBatch(messages, {
      surroundings: { networks, declared: () => ({ ...nothingDeclared, ...declared }) },
      circumstances: { policy: { ...defaultPolicy, sources, ...policy }, exemptions: [] },
      ports,
    });
    expect(errors).toEqual([]);
  }
  return announced;
}

/** The owner said where it is used from, and the policy takes that at its word. */
const fenced: Given = {
  declared: { expected: { ...nothingDeclared.expected, networks: ['8.8.8.0/24'] } },
  policy: { declared: 'enforce' },
};

describe('a stolen OAuth token', () => {
  let events: unknown[];

  beforeAll(() => {
    events = story();
  });

  it('is told of by the signals that judge every credential, from files as from the bus', async () => {
    const [replayed, announced] = [await byReplay(events, {}), await byLambda(events, {})];
    expect(announced.map(({ decision }) => decision)).toEqual(replayed);
    expect(replayed.length).toBeGreaterThan(0);
    for (const decision of replayed) expect(decision).toMatchObject({ kind: 'oauth-token', credential: token });
    const ids = new Set(replayed.flatMap(({ signals }) => signals.map(({ id }) => id)));
    // Network, service, client; then what was refused.
    for (const id of ['S09', 'S14', 'S28']) expect(ids).toContain(id);
    expect(replayed.every(({ at }) => at >= now)).toBe(true);
  });

  it('is never pinned or quarantined, and without a declared way to revoke it only told of', async () => {
    for (const given of [{}, fenced]) {
      expect((await byReplay(events, given)).map(({ action }) => action)).not.toContain('pin');
      expect(new Set((await byReplay(events, given)).map(({ action }) => action))).toEqual(new Set(['notify']));
    }
  });

  it('waits for a person where its owner did not say that a machine may end it', async () => {
    const declared = { ...fenced.declared, revocation: { ...handler, automatic: false } };
    const [first] = await byReplay(events, { ...fenced, declared });
    expect(first).toMatchObject({ action: 'notify', heldBack: expect.stringContaining('cannot be restored') });
  });

  it('is revoked where its owner did, and called irreversible', async () => {
    const declared = { ...fenced.declared, revocation: handler };
    const decisions = await byReplay(events, { ...fenced, declared });
    const revoking = decisions.filter(({ action }) => action === 'disable');
    expect(revoking).toHaveLength(1);
    expect(revoking[0]).toMatchObject({ credential: token, reversible: false, heldBack: null });
  });

  it('is told of where the limits leave no room: there is no milder measure', async () => {
    const declared = { ...fenced.declared, revocation: handler };
    const limits = { ...defaultPolicy.limits, disruptivePerAccountPerHour: 0.5 };
    const decisions = await byReplay(events, { declared, policy: { ...fenced.policy, limits } });
    expect(new Set(decisions.map(({ action }) => action))).toEqual(new Set(['notify']));
    expect(decisions[0]?.heldBack).toContain('limit');
  });
});

it('what nobody registered is counted and judged by nobody', async () => {
  expect(await byReplay(story(), { policy: { sources: {} } })).toEqual([]);
  expect(await byLambda(story(), { policy: { sources: {} } })).toEqual([]);
});

it('a gateway’s customers make no network ordinary for the account’s own keys', async () => {
  const call = (at: number, sourceIPAddress: string) => ({
    eventID: `call-${at}`,
    eventTime: formatInstant(at),
    eventSource: 's3.amazonaws.com',
    eventName: 'ListBuckets',
    awsRegion: 'eu-central-1',
    sourceIPAddress,
    userAgent: 'Boto3/1.35',
    recipientAccountId: gateway.account,
    userIdentity: {
      type: 'IAMUser',
      arn: `arn:aws:iam::${gateway.account}:user/billing`,
      accountId: gateway.account,
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      userName: 'billing',
    },
  });
  const calls = [...Array.from({ length: 12 }, (_, i) => call(now - (12 - i) * day, '8.8.8.8')), call(now, '91.0.0.1')];
  const customers = Array.from({ length: 10 }, (_, i) =>
    reported({ id: `use-${i}`, at: formatInstant(now - (12 - i) * day), sourceIp: '91.0.0.1' }),
  );
  const networksAround = async (events: readonly unknown[]) => {
    const fleet = await fleetAfter(events, {}, () => {});
    const around = fleet.members.get('access-key AKIAIOSFODNN7EXAMPLE')?.dossier.accountBaseline;
    return around == null ? [] : valuesBefore(around, 'network', dayOf(now) + 1, 20);
  };
  expect(await networksAround(calls)).toHaveLength(1);
  expect(await networksAround([...customers, ...calls])).toEqual(await networksAround(calls));
});

it('AWS’s word on a user is not taken for one on a token whose client has the same name', async () => {
  const finding = {
    id: 'finding-1',
    source: 'aws.guardduty',
    'detail-type': 'GuardDuty Finding',
    account: gateway.account,
    time: formatInstant(now),
    detail: {
      type: 'UnauthorizedAccess:IAMUser/MaliciousIPCaller',
      severity: 8,
      accountId: gateway.account,
      resource: { accessKeyDetails: { userName: 'billing', accessKeyId: '', principalId: '' } },
    },
  };
  const decisions = await byReplay([...story().slice(0, 120), finding], {});
  expect(decisions.map(({ kind }) => kind)).not.toContain('oauth-token');
});

it('honest days of a token disturb nobody', async () => {
  expect(await byReplay(story().slice(0, 120), fenced)).toEqual([]);
});
