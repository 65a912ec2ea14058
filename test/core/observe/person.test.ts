import { describe, expect, it } from 'vitest';
import { memoryContextStore } from '../../../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import { activeDaysBefore, knownDays } from '../../../core/context/habits/familiarity.ts';
import { nothingDeclared } from '../../../core/context/recorded-context.ts';
import { intake } from '../../../core/intake/intake.ts';
import { toldOf } from '../../../core/intake/told.ts';
import { day, dayOf, formatInstant, type Instant, minute } from '../../../core/model/instant.ts';
import { principalKey } from '../../../core/observe/note-keys.ts';
import { observe } from '../../../core/observe/observe.ts';
import type { Announcement } from '../../../core/plan/announcement.ts';
import { isDisruptive } from '../../../core/plan/ladder.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { record, roleSession } from '../intake/sample.ts';

const now = Date.UTC(2026, 10, 2, 10);
const notes = memoryNoteStore();
const contexts = memoryContextStore();
const announced: Announcement[] = [];

const laptop = 'aws-cli/2.17.20 md/awscrt#0.21 ua/2.0 os/linux#6.8';
const another = 'aws-cli/2.17.20 md/awscrt#0.21 ua/2.0 os/windows#10';

/** Each call is a process of its own, which knows what the stores know. */
async function hear(account: string, at: Instant, network: string, eventName: string, by = laptop): Promise<void> {
  const role = `AWSReservedSSO_Developer_${account.repeat(2).slice(0, 16)}`;
  const issuer = `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/${role}`;
  const value = record(roleSession(issuer, 'mia@example.com', `ASIA${account}${dayOf(at)}`.slice(0, 20), at), {
    eventID: `${account}-${at}-${eventName}`,
    eventTime: formatInstant(at),
    recipientAccountId: account,
    eventSource: 'iam.amazonaws.com',
    eventName,
    userAgent: by,
  });
  const told = toldOf(intake(value), null);
  if (told === null) throw new Error('nothing is told');
  const kind = network.startsWith('VPN') ? 'vpn' : 'isp';
  const locate = () => ({ id: network, asn: 1, country: 'IE', organisation: null, kind, aws: false }) as const;
  await observe(
    [told],
    { networks: { locate }, declared: () => nothingDeclared },
    { policy: defaultPolicy, exemptions: [] },
    { contexts, notes, announcer: { announce: async (all) => void announced.push(...all) } },
  );
}

it('one person’s roles in all accounts teach where the person is at home, and are judged by it', async () => {
  for (let ago = 20; ago > 10; ago--) await hear('111122223333', now - ago * day, 'AS1', 'ListRoles');
  const learned = await contexts.load(principalKey('person mia@example.com'));
  expect(learned && activeDaysBefore(learned.baseline, dayOf(now))).toBe(10);
  for (let ago = 10; ago > 0; ago--) await hear('444455556666', now - ago * day, 'AS2', 'ListRoles');
  const both = await contexts.load(principalKey('person mia@example.com'));
  const days = ['AS1', 'AS2'].map((one) => both && knownDays(both.baseline, 'network', one, dayOf(now)).trusted);
  expect(days[0]).toBe(10);
  expect(days[1]).toBeGreaterThan(0);
  const told = async (network: string) => {
    const before = announced.length;
    await hear('444455556666', now, network, 'CreateAccessKey');
    return announced.slice(before).flatMap(({ decision }) => decision.signals.map(({ id }) => id));
  };
  expect(await told('AS1')).not.toContain('S09');
  expect(await told('AS3')).toContain('S09');
});

describe('a role that a person seldom takes on, at a place where they never were', () => {
  const decided = async (account: string, by: string, place = 'AS3') => {
    for (let ago = 20; ago > 0; ago--) await hear('111122223333', now - ago * day, 'AS1', 'ListRoles');
    for (const ago of [12, 8, 4]) await hear(account, now - ago * day, 'AS1', 'GetRole');
    const before = announced.length;
    for (const [i, call] of ['ListUsers', 'CreateUser', 'CreateAccessKey'].entries())
      await hear(account, now + i * minute, place, call, by);
    return announced.slice(before).map(({ decision }) => decision);
  };

  it('is in other hands on a machine that they never had', async () => {
    const decisions = await decided('777788889999', another);
    const last = decisions.at(-1);
    expect([last?.action, last?.verdict]).toEqual(['revoke-sessions', 'compromised']);
    expect(last?.signals.find(({ id }) => id === 'S09')?.evidence).toMatch(/20 days on record show AS1/);
  });

  it('is in other hands at a place that anybody can rent', async () => {
    const last = (await decided('777788881111', laptop, 'VPN 1')).at(-1);
    expect([last?.action, last?.verdict]).toEqual(['revoke-sessions', 'compromised']);
  });

  it('may be with them on the way where it is their own', async () => {
    const decisions = await decided('777788880000', laptop);
    expect(decisions.filter(({ action }) => isDisruptive(action))).toEqual([]);
  });
});
