import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { memoryContextStore } from '../../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../../adapters/memory/note-store.ts';
import { bundledNetworks } from '../../adapters/networks/bundled.ts';
import { replay } from '../../cli/replay/replay.ts';
import { openReplayState } from '../../cli/replay/replay-state.ts';
import type { DeclaredContext, Inventoried } from '../../core/context/recorded-context.ts';
import { Fleet } from '../../core/fleet/fleet.ts';
import { emptyMemory } from '../../core/fleet/members.ts';
import { inTimeOrder } from '../../core/intake/told.ts';
import type { Credential } from '../../core/model/credential.ts';
import { day, hour } from '../../core/model/instant.ts';
import { observe } from '../../core/observe/observe.ts';
import type { Announcement } from '../../core/plan/announcement.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { emptySpent } from '../../core/plan/limits.ts';
import { defaultPolicy } from '../../core/policy/policy.ts';
import { declared as declaredAs } from '../cases/standing.ts';
import { roleArn, roleSession } from '../core/intake/sample.ts';
import { call, honest, office, rented, runners, start, toldIn, userNamed, watched } from './watch.ts';

const forgotten = userNamed('tmp-sync', 'AKIAFORGOTTEN0000001');
const admin = userNamed('admin', 'AKIAADMIN00000000001');
const builders = ['A', 'B'].map((letter) => userNamed(`build-${letter}`, `AKIABUILDER${letter.repeat(9)}`));
const strike = start + 20 * day + 7 * hour;

/** Three weeks of an account's work; `iam`: whether the records of IAM are among them. */
function work({ iam }: { readonly iam: boolean }) {
  const looks = [call(admin, start, 'iam:ListUsers', office), call(admin, start + day, 'iam:GetUser', office)];
  return [...builders.flatMap((who) => honest(who, runners, 20)), ...(iam ? looks : [])];
}

/** A look around with a program that nobody here has, from a rented server. */
const abuse = ['sts:GetCallerIdentity', 's3:ListBuckets', 'dynamodb:DescribeTable'].map((action, i) =>
  call(forgotten, strike + i * 3_000, action, rented, { userAgent: 'S3 Browser/12.8.5 (https://s3browser.com)' }),
);

const made = (at: number) =>
  call(admin, at, 'iam:CreateAccessKey', office, {
    requestParameters: { userName: 'tmp-sync' },
    responseElements: { accessKey: { accessKeyId: forgotten.accessKeyId, userName: 'tmp-sync', status: 'Active' } },
  });

/** What an answer to it rests on: the days of silence that were held against it, and whether it was taken away. */
function answered(
  records: readonly unknown[],
  listed: DeclaredContext | null = null,
  inventoried: Inventoried | null = null,
) {
  const isOwn = ({ id }: Credential) => id === forgotten.accessKeyId;
  const known =
    <T>(what: T) =>
    (one: Credential) =>
      isOwn(one) ? what : null;
  const { decisions, fleet } = watched(records, [], bundledNetworks(), known(listed), known(inventoried));
  const { signals } = fleet.members.get('access-key AKIAFORGOTTEN0000001')?.dossier.evidence ?? { signals: [] };
  const silence = signals.find(({ id }) => id === 'S27')?.evidence ?? null;
  const own = decisions.filter(({ credential }) => credential === forgotten.accessKeyId);
  return { silence, isTaken: own.some(({ action }) => isDisruptive(action)) };
}

describe('a key of which no record shows how it was made', () => {
  test('was there before, and wakes up', () => {
    const { silence, isTaken } = answered([...work({ iam: true }), ...abuse]);
    expect(silence).toContain('20 days of silence');
    expect(isTaken).toBe(true);
  });

  test('may be new where the records of IAM are missing', () => {
    expect(answered([...work({ iam: false }), ...abuse])).toEqual({ silence: null, isTaken: false });
  });

  test('was silent since it was made, where a list tells of it later than the watch began', () => {
    const listed = declaredAs({ createdAt: strike - 15 * day });
    expect(answered([...work({ iam: false }), ...abuse], listed).silence).toContain('15 days of silence');
  });

  test('was silent since IAM can be seen, if that is later than the account', () => {
    const late = call(admin, start + 8 * day, 'iam:ListUsers', office);
    expect(answered([...work({ iam: false }), late, ...abuse]).silence).toContain('12 days of silence');
  });
});

describe('a key of which lists tell when it was used last', () => {
  const used = (lastUsedAt: number | null, createdAt = start - 100 * day) => ({
    ...{ createdAt, lastUsedAt, blastRadius: null },
  });

  test('was silent for all of the watch where that use is the theft itself, which the list is younger than', () => {
    const listed = used(strike + hour);
    expect(answered([...work({ iam: true }), ...abuse], null, listed).silence).toContain('20 days of silence');
  });

  test('was silent for as long as its owner says, whatever the list says', () => {
    const word = declaredAs({ lastUsedAt: strike - 60 * day });
    const listed = used(strike - 40 * day);
    expect(answered([...work({ iam: true }), ...abuse], word, listed).silence).toContain('60 days of silence');
    expect(answered([...work({ iam: true }), ...abuse], null, listed).silence).toContain('40 days of silence');
    const making = declaredAs({ createdAt: strike - 12 * day });
    const listedLater = used(null, strike - 15 * day);
    expect(answered([...work({ iam: true }), ...abuse], making, listedLater).silence).toContain('12 days of silence');
    expect(answered([...work({ iam: true }), ...abuse], null, listedLater).silence).toContain('15 days of silence');
  });
});

describe('a key that was seen being made', () => {
  test('is new at its first use', () => {
    expect(answered([...work({ iam: true }), made(strike - 2 * hour), ...abuse])).toEqual({
      silence: null,
      isTaken: false,
    });
  });

  test('and was left alone for two weeks wakes up, too', () => {
    const { silence, isTaken } = answered([...work({ iam: true }), made(strike - 14 * day), ...abuse]);
    expect(silence).toContain('14 days of silence');
    expect(isTaken).toBe(true);
  });

  test('is noted for its first use, and not beyond it', () => {
    const memory = emptyMemory();
    const surroundings = { networks: bundledNetworks(), declared: () => null, knownAccounts: new Set<string>() };
    const circumstances = { policy: defaultPolicy, exemptions: [], spent: emptySpent() };
    const fleet = new Fleet(surroundings, circumstances, memory);
    const noted = (records: readonly unknown[]) => {
      for (const _ of fleet.take(toldIn(records).filter((one) => one !== null)));
      return memory.made.size;
    };
    expect([noted([made(strike - day)]), noted(abuse)]).toEqual([1, 0]);
  });
});

/** What the same comes to, remembered a day at a time in two ways, and in one long watch. */
describe.each([
  ['from before', [], true],
  ['made the day before', [made(strike - day)], false],
  ['made two weeks before', [made(strike - 14 * day)], true],
])('a key %s', (_, making, isAnswered) => {
  const records = [...work({ iam: true }), ...making, ...abuse];
  const heard = inTimeOrder(toldIn(records).filter((one) => one !== null)).told;
  const stretches = [...Map.groupBy(heard, ({ at }) => Math.floor(at / day)).values()];
  const surroundings = { networks: bundledNetworks(), declared: () => null };
  const circumstances = { policy: defaultPolicy, exemptions: [] };
  const short = ({ id, credential, action, score }: Decision) => `${id} ${credential} ${action} ${score}`;
  const expected = watched(records).decisions.map(short);

  test(isAnswered ? 'is answered' : 'is left alone', () => {
    expect(expected.length > 0).toBe(isAnswered);
  });

  test('comes to the same in the cloud', async () => {
    const announced: Announcement[] = [];
    const ports = {
      contexts: memoryContextStore(),
      notes: memoryNoteStore(),
      announcer: { announce: async (some: readonly Announcement[]) => void announced.push(...some) },
    };
    for (const stretch of stretches) await observe(stretch, surroundings, circumstances, ports);
    expect(announced.map(({ decision }) => short(decision))).toEqual(expected);
  });

  test('comes to the same in replays that go on from each other', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rescind-before-'));
    const decided: Decision[] = [];
    const isHostile = (one: unknown) => abuse.some((hostile) => hostile === one);
    for (const hostile of [false, true]) {
      const path = join(folder, `${hostile}.json`);
      writeFileSync(path, JSON.stringify({ Records: records.filter((one) => isHostile(one) === hostile) }));
      const state = openReplayState(join(folder, 'state.sqlite'));
      const spent = emptySpent();
      const onDecision = (decision: Decision) => void decided.push(decision);
      await replay({
        paths: [path],
        surroundings,
        circumstances: { ...circumstances, spent },
        onDecision,
        from: state,
      });
      state.commit();
      state.close();
    }
    rmSync(folder, { recursive: true });
    expect(decided.map(short)).toEqual(expected);
  });
});

test('whoever is new to a role that is older than the watch does not wake up', () => {
  const at = start + 20 * day;
  const support = roleArn('aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Support_0123456789abcdef');
  const session = call(roleSession(support, 'ada', 'ASIASUPPORT000000001', at), at, 's3:ListBuckets', office);
  const { fleet } = watched([...work({ iam: true }), session], [], bundledNetworks(), () =>
    declaredAs({ createdAt: start - 100 * day }),
  );
  const of = (subject: string) => fleet.members.get(subject)?.dossier.watchedSince;
  expect(of(`role ${support} ada`)).toBeNull();
  expect(of('access-key AKIABUILDERBBBBBBBBB')).toBe(start);
});
