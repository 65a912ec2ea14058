import { expect, it } from 'vitest';
import { memoryContextStore } from '../../../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import { nothingDeclared } from '../../../core/context/recorded-context.ts';
import { intake } from '../../../core/intake/intake.ts';
import { toldOf } from '../../../core/intake/told.ts';
import { day, formatInstant, hour, type Instant } from '../../../core/model/instant.ts';
import { populationKey, principalKey } from '../../../core/observe/note-keys.ts';
import { observe } from '../../../core/observe/observe.ts';
import type { Announcement } from '../../../core/plan/announcement.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { record, roleArn, roleSession, user } from '../intake/sample.ts';

const first = Date.UTC(2026, 10, 2, 10);
const server = '203.0.113.11';
const desk = '198.51.100.20';
const common = { country: 'DE', organisation: null, aws: false } as const;
const locate = (address: string) =>
  address === server
    ? ({ ...common, id: 'AS24940', asn: 24940, kind: 'hosting' } as const)
    : ({ ...common, id: 'AS3320', asn: 3320, kind: 'isp' } as const);

const developers = roleArn('aws-reserved/sso.amazonaws.com/AWSReservedSSO_Developer_0123456789abcdef');

function signedOn(name: string, at: Instant) {
  const accessKeyId = `ASIA${name.toUpperCase()}${String(at / hour).padStart(13, '0')}`;
  return roleSession(developers, `${name}@example.com`, accessKeyId, at);
}

/** Each call is a process of its own, which knows what the stores know. */
function heardBy(notes: ReturnType<typeof memoryNoteStore>, contexts: ReturnType<typeof memoryContextStore>) {
  const announced: Announcement[] = [];
  return async (name: string, at: Instant, sourceIPAddress: string) => {
    const value = record(signedOn(name, at), {
      eventID: `${name}-${at}`,
      eventTime: formatInstant(at),
      sourceIPAddress,
    });
    const told = toldOf(intake(value), null);
    if (told === null) throw new Error('nothing is told');
    const surroundings = { networks: { locate }, declared: () => nothingDeclared };
    const announcer = { announce: async (all: readonly Announcement[]) => void announced.push(...all) };
    await observe([told], surroundings, { policy: defaultPolicy, exemptions: [] }, { contexts, notes, announcer });
    return announced;
  };
}

it('what people teach of a way out of their house is kept from process to process, for as long as habits are', async () => {
  const notes = memoryNoteStore();
  const contexts = memoryContextStore();
  const hear = heardBy(notes, contexts);
  for (const name of ['ada', 'eva', 'kim', 'lin']) {
    for (let n = 0; n < 4; n++) await hear(name, first + n * day, desk);
    for (let n = 4; n < 8; n++) await hear(name, first + n * day, server);
  }
  const key = populationKey(`exit AS24940 ${server}`);
  const kept = await notes.load(key);
  expect(JSON.parse(kept?.text ?? '[]')).toHaveLength(4 * 4 + 4);

  for (let n = 0; n < 8; n++) await hear('zoe', first + n * day, desk);
  await hear('zoe', first + 9 * day, server);
  const zoe = await contexts.load(principalKey('person zoe@example.com'));
  expect([...(zoe?.baseline.tables.network.entries.keys() ?? [])].sort()).toEqual([`AS24940 ${server}`, 'AS3320']);
});

it('and nothing is written of places that nobody can rent', async () => {
  const notes = memoryNoteStore();
  const hear = heardBy(notes, memoryContextStore());
  await hear('ada', first, desk);
  expect(await notes.load(populationKey(`exit AS3320 ${desk}`))).toBeNull();
});

it('and nothing is read of the addresses of a cloud by which keys come, of which there is no end', async () => {
  const notes = memoryNoteStore();
  const read: string[] = [];
  const load = (key: string, mayBeOld?: boolean) => {
    read.push(key);
    return notes.load(key, mayBeOld);
  };
  const cloud = { ...common, id: 'AS16509', asn: 16509, kind: 'cloud', aws: true } as const;
  const told = [user, user, signedOn('ada', first)].map((who, n) =>
    toldOf(
      intake(
        record(who, { eventID: `cloud-${n}`, eventTime: formatInstant(first), sourceIPAddress: `3.120.181.${n}` }),
      ),
      null,
    ),
  );
  await observe(
    told.filter((one) => one !== null),
    { networks: { locate: () => cloud }, declared: () => nothingDeclared },
    { policy: defaultPolicy, exemptions: [] },
    { contexts: memoryContextStore(), notes: { ...notes, load }, announcer: { announce: async () => {} } },
  );
  expect(read.filter((key) => key.includes('exit '))).toEqual([populationKey('exit AS16509 3.120.181.2')]);
});
