import { describe, expect, it } from 'vitest';
import { memoryContextStore } from '../../../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import type { Tracked } from '../../../core/context/sessions/sessions.ts';
import { intake } from '../../../core/intake/intake.ts';
import { testimony } from '../../../core/intake/testimony.ts';
import { inTimeOrder, type Told, toldOf } from '../../../core/intake/told.ts';
import { formatInstant, hour, type Instant, minute } from '../../../core/model/instant.ts';
import type { MemberNote } from '../../../core/observe/member-note.ts';
import { memberKey } from '../../../core/observe/note-keys.ts';
import { observe } from '../../../core/observe/observe.ts';
import { sessionKey } from '../../../core/observe/session-notes.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { account, record, role, user } from '../intake/sample.ts';

const start = Date.UTC(2026, 10, 2, 10);
const backup = `arn:aws:iam::${account}:role/jobs/Backup`;
const childOf = (n: number) => `ASIAEXAMPLECHILD${String(n).padStart(4, '0')}`;

const networks = {
  locate: (address: string) =>
    ({ id: `AS${address}`, asn: 1, country: 'IE', organisation: null, kind: 'isp', aws: false }) as const,
};

function heard(value: unknown): Told {
  const told = toldOf(intake(value), testimony(value));
  if (told === null) throw new Error('nothing is told');
  return told;
}

const opened = (n: number, at: Instant, expiresAt = at + 12 * hour, who = user) =>
  heard(
    record(who, {
      eventID: `opened-${n}`,
      eventTime: formatInstant(at),
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      requestParameters: { roleArn: backup, roleSessionName: 'nightly' },
      responseElements: {
        credentials: { accessKeyId: childOf(n), expiration: formatInstant(expiresAt) },
        assumedRoleUser: { arn: `arn:aws:sts::${account}:assumed-role/Backup/nightly` },
      },
    }),
  );

const used = (n: number, at: Instant, from: string) =>
  heard(
    record(
      { ...role, accessKeyId: childOf(n) },
      { eventID: `used-${n}-${from}`, eventTime: formatInstant(at), sourceIPAddress: from },
    ),
  );

/** What is known of each session after these stretches, wherever it is noted. */
async function remembered(stretches: readonly (readonly Told[])[], sessions: number) {
  const [contexts, notes] = [memoryContextStore(), memoryNoteStore()];
  const surroundings = { networks, declared: () => null };
  const circumstances = { policy: defaultPolicy, exemptions: [] };
  for (const told of stretches) {
    const announcer = { announce: async () => {} };
    await observe(inTimeOrder([...told]).told, surroundings, circumstances, { contexts, notes, announcer });
  }
  const own = async (key: string): Promise<Tracked | null> =>
    JSON.parse((await notes.load(sessionKey(key)))?.text ?? 'null');
  const member = JSON.parse((await notes.load(memberKey(`role ${backup}`)))?.text ?? 'null') as MemberNote | null;
  const listed = new Map(member?.sessions ?? []);
  const keys = Array.from({ length: sessions }, (_, n) => childOf(n));
  const all = await Promise.all(keys.map(async (key) => listed.get(key) ?? (await own(key))));
  return { all, listed: [...listed.keys()], own: await Promise.all(keys.map(own)) };
}

/** Of forty sessions, each opened, used, and used again from elsewhere. */
const forty = Array.from({ length: 40 }, (_, n) => n);
const story = [
  ...forty.map((n) => opened(n, start + n * minute)),
  ...forty.map((n) => used(n, start + (60 + n) * minute, '198.51.100.7')),
  ...forty.map((n) => used(n, start + (120 + n) * minute, '203.0.113.9')),
];

describe('of sessions as many as there may be', () => {
  it('the same is known, however the records are cut into stretches', async () => {
    const together = await remembered([story], 40);
    expect(together.all.map((session) => session?.places.map(({ address }) => address))).toEqual(
      forty.map(() => ['198.51.100.7', '203.0.113.9']),
    );
    expect(together.all.map((session) => session?.parent?.accessKeyId)).toEqual(forty.map(() => user.accessKeyId));
    const cut = [1, 7, 40].map((length) =>
      Array.from({ length: Math.ceil(story.length / length) }, (_, at) => story.slice(at * length, (at + 1) * length)),
    );
    for (const stretches of cut) expect((await remembered(stretches, 40)).all).toEqual(together.all);
  });

  it('a credential’s note lists the latest, and no more than it has room for', async () => {
    const { listed, own } = await remembered([story], 40);
    expect(listed).toHaveLength(32);
    expect(listed).toContain(childOf(39));
    expect(own.filter((one) => one !== null)).toHaveLength(8);
    const later = await remembered([story, [used(0, start + 200 * minute, '192.0.2.1')]], 40);
    expect(later.listed).toHaveLength(5);
    expect(later.all.every((session) => (session?.places.length ?? 0) >= 2)).toBe(true);
    expect(later.all[0]?.places).toHaveLength(3);
  });
});

it('who had a session made is known, though it is heard of after the session was used', async () => {
  const [mint, first, second] = [
    opened(0, start),
    used(0, start + hour, '198.51.100.7'),
    used(0, start + 2 * hour, '203.0.113.9'),
  ];
  const late = await remembered([[first], [mint], [second]], 1);
  expect(late.all[0]?.parent?.accessKeyId).toBe(user.accessKeyId);
  expect(late.all[0]?.places).toHaveLength(2);
});

it('a session that opened another is found by its key, when only the other is used', async () => {
  const by = { ...role, accessKeyId: childOf(0) };
  const { own } = await remembered(
    [[used(0, start, '198.51.100.7')], [opened(1, start + minute, start + hour, by)]],
    2,
  );
  expect(own[0]?.subject).toBe(`role ${backup}`);
});

it('a session that is over is forgotten once no record of it can come', async () => {
  const [first, other] = [opened(0, start, start + hour), opened(1, start, start + 12 * hour)];
  const both = [first, other, used(0, start + minute, '198.51.100.7'), used(1, start + minute, '198.51.100.7')];
  const at = (later: Instant) => remembered([both, [used(2, start + later, '198.51.100.7')]], 3);
  expect((await at(6 * hour)).all.map((session) => session !== null)).toEqual([true, true, true]);
  expect((await at(8 * hour)).all.map((session) => session !== null)).toEqual([false, true, true]);
});
