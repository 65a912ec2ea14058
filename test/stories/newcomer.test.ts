import { expect, test } from 'vitest';
import { memoryContextStore } from '../../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../../adapters/memory/note-store.ts';
import { bundledNetworks } from '../../adapters/networks/bundled.ts';
import type { DeclaredContext } from '../../core/context/recorded-context.ts';
import { inTimeOrder } from '../../core/intake/told.ts';
import { day, formatInstant, hour, parseInstant } from '../../core/model/instant.ts';
import { observe } from '../../core/observe/observe.ts';
import type { Announcement } from '../../core/plan/announcement.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { defaultPolicy } from '../../core/policy/policy.ts';
import { declared as declaredAs } from '../cases/standing.ts';
import { call, honest, office, rented, runners, start, theft, toldIn, userNamed, watched } from './watch.ts';

const networks = bundledNetworks();
const builders = [userNamed('build-a', 'AKIABUILDERONE234567'), userNamed('build-b', 'AKIABUILDERTWO234567')];
const newcomer = userNamed('build-c', 'AKIABUILDERNEW234567');
const firstDay = start + 21 * day + hour;

const past = builders.flatMap((who) => honest(who, runners));
const pipelines = (): DeclaredContext => declaredAs({ kind: 'ci' });
const firstSteps = ['s3:ListBuckets', 'ecs:DescribeServices'].map((action, i) => {
  return call(newcomer, firstDay + i * 60_000, action, runners);
});
const stolenAtOnce = theft(newcomer, firstDay + 2 * hour, rented);

test('on its first day a key that does as its kind does is let alone', () => {
  expect(watched([...past, ...firstSteps], [], networks, pipelines).decisions).toEqual([]);
});

test('on its first day a key in other hands is taken away, since its kind is known', () => {
  const { decisions } = watched([...past, ...firstSteps, ...stolenAtOnce], [], networks, pipelines);
  expect(decisions.filter(({ action }) => isDisruptive(action)).map(({ credential }) => credential)).toEqual([
    'AKIABUILDERNEW234567',
  ]);
});

test('a thief who looks in during a key’s first week does not buy the place', () => {
  const mates = ['A', 'B', 'C', 'D'].map((letter) => userNamed(`mate-${letter}`, `AKIAMATE${letter.repeat(12)}`));
  const young = userNamed('young', 'AKIAYOUNG00000000001');
  const began = start + 7 * day;
  const colleagues = mates.flatMap((who) => honest(who, runners, 30));
  const own = honest(young, runners, 16).map((one) => ({
    ...one,
    eventTime: formatInstant((parseInstant(String(one.eventTime)) ?? 0) + 7 * day),
  }));
  const visit = (n: number) =>
    ['sts:GetCallerIdentity', 'iam:ListUsers', 'secretsmanager:ListSecrets'].map((action, i) =>
      call(young, began + n * day + 7 * hour + i * 60_000, action, rented, byHand),
    );
  const strike = began + 15 * day + 7 * hour;
  const records = [...colleagues, ...own, ...theft(young, strike, rented, byHand)];
  const answers = (all: readonly unknown[]) =>
    watched(all).decisions.filter(({ at, credential }) => at >= strike && credential === young.accessKeyId);
  expect(answers(records).some(({ action }) => isDisruptive(action))).toBe(true);
  expect(answers([...records, ...[2, 3, 4, 5].flatMap(visit)]).some(({ action }) => isDisruptive(action))).toBe(true);
});

test('a thief with a key of three days at a rented place is cut off by what takes no habits to see', () => {
  const young = userNamed('young', 'AKIAYOUNG00000000001');
  const desk = honest(young, office, 3);
  const at = start + 3 * day + 2 * hour;
  const sweep = (from: string) =>
    Array.from({ length: 8 }, (_, n) =>
      call(young, at + n * 10_000, 'secretsmanager:GetSecretValue', from, {
        requestParameters: { secretId: `prod/secret-${n}` },
      }),
    );
  const isCutOff = (records: readonly unknown[]) =>
    watched(records).decisions.some(({ action }) => isDisruptive(action));
  expect(isCutOff([...desk, ...sweep(rented)])).toBe(true);
  // A new service reads all its secrets in one go.
  expect(isCutOff([...desk, ...sweep(office)])).toBe(false);
});

const byHand = { userAgent: 'aws-cli/2.15.0' };

test('where nobody said what it is for, there is a word at most', () => {
  const { decisions } = watched([...past, ...firstSteps, ...stolenAtOnce], [], networks);
  expect(decisions.filter(({ action }) => isDisruptive(action))).toEqual([]);
});

test('what a day at a time remembers in stores comes to the same as one long watch', async () => {
  const records = [...past, ...firstSteps, ...stolenAtOnce];
  const heard = inTimeOrder(toldIn(records).filter((one) => one !== null)).told;
  const announced: Announcement[] = [];
  const ports = {
    contexts: memoryContextStore(),
    notes: memoryNoteStore(),
    announcer: { announce: async (some: readonly Announcement[]) => void announced.push(...some) },
  };
  for (const [, stretch] of Map.groupBy(heard, ({ at }) => Math.floor(at / day))) {
    await observe(stretch, { networks, declared: pipelines }, { policy: defaultPolicy, exemptions: [] }, ports);
  }
  const { decisions } = watched(records, [], networks, pipelines);
  expect(decisions.length).toBeGreaterThan(0);
  expect(announced.map(({ decision }) => decision.id)).toEqual(decisions.map(({ id }) => id));
});

test('a usual call at another line of the usual network is looked at again', () => {
  const [builder] = builders;
  const usual = call(builder, firstDay, 's3:ListBuckets', runners);
  const elsewhere = call(builder, firstDay + hour, 's3:ListBuckets', '20.109.9.9');
  const { fleet } = watched([...past, usual, elsewhere], [], networks);
  const signals = fleet.members.get('access-key AKIABUILDERONE234567')?.dossier.evidence.signals ?? [];
  expect(signals.map(({ id }) => id)).toContain('S56');
});
