import { expect, it } from 'vitest';
import { reportedUse } from '../../../adapters/bus/reported-use.ts';
import { memoryContextStore } from '../../../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import { intake } from '../../../core/intake/intake.ts';

import { toldOf } from '../../../core/intake/told.ts';
import { formatInstant, type Instant, minute } from '../../../core/model/instant.ts';
import { nameKey } from '../../../core/observe/note-keys.ts';
import { observe } from '../../../core/observe/observe.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { account, record, roleSession } from '../intake/sample.ts';

const begin = Date.UTC(2026, 10, 2, 10);
const notes = memoryNoteStore();
const ports = { contexts: memoryContextStore(), notes, announcer: { announce: async () => {} } };
const locate = () => ({ id: 'AS1', asn: 1, country: 'IE', organisation: null, kind: 'corp', aws: false }) as const;

const hear = (taken: readonly ReturnType<typeof intake>[]) =>
  observe(
    taken.flatMap((one) => toldOf(one, null) ?? []),
    { networks: { locate }, declared: () => null },
    { policy: defaultPolicy, exemptions: [] },
    ports,
  );
const named = async (name: string): Promise<string[]> =>
  JSON.parse((await notes.load(nameKey(account, name)))?.text ?? '[]');

it('of however many that go by one name a note has room, and those of now are among them', async () => {
  const role = 'AWSReservedSSO_Developer_0123456789abcdef';
  const issuer = `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/${role}`;
  const useOf = (n: number, at: Instant) =>
    intake(
      record(roleSession(issuer, `p${n}@example.com`, `ASIA${String(n).padStart(16, '0')}`, at), {
        ...{ eventID: `e${n}`, eventTime: formatInstant(at), recipientAccountId: account },
      }),
    );
  const sizes: number[] = [];
  for (let round = 0; round < 3; round++) {
    const people = Array.from({ length: 400 }, (_, i) => round * 400 + i);
    await hear(people.map((n) => useOf(n, begin + round * minute)));
    const there = await named(role);
    sizes.push(there.length);
    expect(people.every((n) => there.some((subject) => subject.includes(`p${n}@`)))).toBe(true);
  }
  expect(sizes).toEqual([400, 800, 400]);
});

it('a token is found by no name: its client may have another each time', async () => {
  const source = 'gateway.example';
  const sources = { [source]: { accountId: account, kinds: ['oauth-token' as const] } };
  const at = formatInstant(begin);
  const detail = { version: 1, id: 'u1', at, kind: 'oauth-token', token: `sha256:${'ab'.repeat(32)}`, client: 'app' };
  const of = { service: 'orders', action: 'read', readOnly: true, sourceIp: '192.0.2.1', userAgent: 'app/1' };
  const event = { id: 'i1', source, 'detail-type': 'CredentialUsed', account, region: 'us-east-1', time: at };
  const taken = reportedUse({ ...event, detail: { ...detail, ...of } }, sources);
  if (taken?.kind !== 'use') throw new Error(`no use: ${JSON.stringify(taken)}`);
  const keys: string[] = [];
  const commit: typeof notes.commit = (write) => {
    keys.push(write.key);
    return notes.commit(write);
  };
  await observe(
    [{ at: taken.use.at, id: taken.use.id, use: taken.use, testimony: null }],
    { networks: { locate }, declared: () => null },
    { policy: defaultPolicy, exemptions: [] },
    { ...ports, notes: { ...notes, commit } },
  );
  expect(keys.length).toBeGreaterThan(0);
  expect(keys.filter((key) => key.startsWith('name '))).toEqual([]);
});
