import { expect, test } from 'vitest';
import { memoryContextStore } from '../../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../../adapters/memory/note-store.ts';
import { bundledNetworks } from '../../adapters/networks/bundled.ts';
import type { DeclaredContext } from '../../core/context/recorded-context.ts';
import { inTimeOrder } from '../../core/intake/told.ts';
import { day, hour } from '../../core/model/instant.ts';
import { observe } from '../../core/observe.ts';
import type { Announcement } from '../../core/plan/announcement.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { defaultPolicy } from '../../core/policy/policy.ts';
import { declared as declaredAs } from '../cases/standing.ts';
import { call, honest, rented, runners, start, theft, toldIn, userNamed, watched } from './watch.ts';

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
