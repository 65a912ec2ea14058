import { beforeEach, describe, expect, it } from 'vitest';
import { memoryContextStore } from '../../../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import { nothingDeclared } from '../../../core/context/recorded-context.ts';
import { intake } from '../../../core/intake/intake.ts';
import { testimony } from '../../../core/intake/testimony.ts';
import { toldOf } from '../../../core/intake/told.ts';
import { day, formatInstant, hour, type Instant, minute } from '../../../core/model/instant.ts';
import { childrenOf } from '../../../core/observe/children.ts';
import { observe } from '../../../core/observe/observe.ts';
import type { Announcement } from '../../../core/plan/announcement.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { account, record, role, user } from '../intake/sample.ts';

type Fields = Readonly<Record<string, unknown>>;

const now = Date.UTC(2026, 10, 2, 10);
const key = 'AKIAEXAMPLEKEY000001';
const ids = { one: 'ASIAEXAMPLECHILD0001', two: 'ASIAEXAMPLECHILD0002', other: 'ASIAEXAMPLECHILD0003' };

let notes: ReturnType<typeof memoryNoteStore>;
let contexts: ReturnType<typeof memoryContextStore>;
let announced: Announcement[];
let made = 0;

beforeEach(() => {
  notes = memoryNoteStore();
  contexts = memoryContextStore();
  announced = [];
});

async function hear(value: unknown, kind: string | null = null): Promise<void> {
  const told = toldOf(intake(value), testimony(value));
  if (told === null) throw new Error('nothing is told');
  const networks = {
    locate: (address: string) =>
      ({ id: `AS${address}`, asn: 1, country: 'IE', organisation: null, kind: 'isp', aws: false }) as const,
  };
  const declared = () => (kind === null ? null : { ...nothingDeclared, kind, purpose: 'deploys the shop' });
  const announcer = { announce: async (all: readonly Announcement[]) => void announced.push(...all) };
  await observe(
    [told],
    { networks, declared },
    { policy: defaultPolicy, exemptions: [] },
    { contexts, notes, announcer },
  );
}

function assumed(who: Fields, child: string, name: string, until: Instant): unknown {
  return record(who, {
    ...{
      eventID: `e${made++}`,
      eventTime: formatInstant(now),
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
    },
    requestParameters: { roleArn: `arn:aws:iam::${account}:role/${name}`, roleSessionName: 'thief' },
    responseElements: {
      credentials: { accessKeyId: child, expiration: formatInstant(until) },
      assumedRoleUser: { arn: `arn:aws:sts::${account}:assumed-role/${name}/thief` },
    },
  });
}

describe('the sessions of a key', () => {
  it('are remembered with those that they opened, for as long as they live', async () => {
    await hear(assumed(user, ids.one, 'Deploy', now + hour));
    await hear(assumed({ ...role, accessKeyId: ids.one }, ids.two, 'Admin', now + 2 * hour));
    await hear(assumed({ ...user, accessKeyId: 'AKIASOMEBODYELSES000' }, ids.other, 'Else', now + hour));
    const alive = async (at: Instant) => (await childrenOf(key, notes, at)).map((child) => child.role.split('/')[1]);
    expect(await alive(now)).toEqual(['Deploy', 'Admin']);
    expect((await childrenOf(key, notes, now))[0]).toMatchObject({ name: 'thief', expiresAt: now + hour });
    expect(await alive(now + hour)).toEqual([]);
    expect(await childrenOf('AKIANOBODY0000000000', notes, now)).toEqual([]);
  });

  it('are the last sixty-four, though a busy pipeline opens one after the other', async () => {
    for (let n = 0; n < 65; n++) await hear(assumed(user, `ASIAEXAMPLECHILD1${n}`, `Deploy${n}`, now + hour));
    const roles = (await childrenOf(key, notes, now)).map((child) => child.role.split('/')[1]);
    expect(roles).toEqual(Array.from({ length: 64 }, (_, n) => `Deploy${n + 1}`));
  });

  it('are remembered once, however often they are told', async () => {
    const opened = assumed(user, ids.one, 'Deploy', now + hour);
    await hear(opened);
    await hear(opened);
    expect(await childrenOf(key, notes, now)).toHaveLength(1);
  });
});

it('of a pipeline that opens a new one every minute the latest are remembered', async () => {
  const sessionOf = (n: number) => `ASIAPIPELINE${String(n).padStart(8, '0')}`;
  const names = Array.from({ length: 65 }, (_, n) => `Deploy${n}`);
  for (const [n, name] of names.entries()) await hear(assumed(user, sessionOf(n), name, now + hour));
  const found = (await childrenOf(key, notes, now)).map((child) => child.role.split('/')[1]);
  expect(found).toEqual(names.slice(1));
});

describe('production at work', () => {
  const call = (at: Instant, from: string, changes: Fields = {}) =>
    record(user, { eventID: `e${made++}`, eventTime: formatInstant(at), sourceIPAddress: from, ...changes });
  const exposed = { eventSource: 'iam.amazonaws.com', eventName: 'AttachUserPolicy', sourceIPAddress: '198.51.100.7' };

  async function decidedAfter(kind: string | null, changes: Fields = {}): Promise<Announcement | undefined> {
    for (let ago = 4; ago >= 1; ago--) await hear(call(now - ago * day, '198.51.100.7'), kind);
    await hear(call(now - minute, '198.51.100.7', changes), kind);
    const requestParameters = {
      userName: 'deployer',
      policyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3',
    };
    await hear(call(now, '198.51.100.7', { ...exposed, requestParameters }), kind);
    return announced.at(-1);
  }

  it('is told beside a decision about it, in its owner’s words', async () => {
    expect((await decidedAfter('ci'))?.known.inUse).toEqual({ at: now, by: 'ci: deploys the shop' });
  });

  it.each([
    ['a person’s credential', 'dev'],
    ['what nobody declared', null],
  ])('is not seen in %s', async (_, kind) => {
    const told = await decidedAfter(kind);
    expect(told?.decision.credential).toBe(key);
    expect(told?.known.inUse).toBeUndefined();
  });
});
