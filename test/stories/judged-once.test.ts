import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { bundledNetworks } from '../../adapters/networks/bundled.ts';
import { readContext, wordsOf } from '../../cli/replay/context.ts';
import { Fleet } from '../../core/fleet/fleet.ts';
import type { Surroundings } from '../../core/fleet/surroundings.ts';
import { intake } from '../../core/intake/intake.ts';
import { testimony } from '../../core/intake/testimony.ts';
import { inTimeOrder, type Told, toldOf } from '../../core/intake/told.ts';
import { subjectOf } from '../../core/model/credential.ts';
import { day, hour, minute } from '../../core/model/instant.ts';
import { emptySpent } from '../../core/plan/limits.ts';
import { defaultPolicy } from '../../core/policy/policy.ts';
import { simulate } from '../../simulator/simulate.ts';
import { consoleUser } from '../core/intake/sample.ts';
import { few, isDeep } from '../depth.ts';
import { call, honest, office, runners, start, userNamed, watched } from './watch.ts';

const networks = bundledNetworks();

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

interface Organisation {
  readonly told: readonly Told[];
  /** With the owners' words, or without them. */
  readonly words: Pick<Surroundings, 'networks' | 'declared' | 'inventoried'>;
}

async function organisationOf(seed: number, shape: string, isDeclared: boolean): Promise<Organisation> {
  const { records, context } = simulate({ seed, shape, days: isDeep ? 18 : 14, credentials: isDeep ? 30 : 16 });
  const folder = mkdtempSync(join(tmpdir(), 'rescind-test-'));
  folders.push(folder);
  for (const [name, text] of context) writeFileSync(join(folder, name), text);
  const { told } = inTimeOrder(
    records.flatMap(({ record }) => {
      const one = toldOf(intake(record), testimony(record));
      return one === null ? [] : [one];
    }),
  );
  return { told, words: wordsOf(await readContext(isDeclared ? folder : undefined)) };
}

/** What is decided, and how many sorts of use were known to give no reason; `anew`: no use is taken for a repetition. */
function decisionsOn({ told, words }: Organisation, anew: boolean) {
  let passed = 0;
  const fleet: Fleet = new Fleet(
    {
      ...words,
      knownAccounts: new Set(told.map(({ use }) => use?.credential.accountId ?? '')),
      onUse: ({ credential }) => {
        const memo = fleet.members.get(subjectOf(credential))?.memo;
        passed += memo?.silent.size ?? 0;
        if (!anew) return;
        memo?.silent.clear();
        memo?.times.clear();
      },
    },
    { policy: defaultPolicy, exemptions: [], spent: emptySpent() },
  );
  return { decisions: [...fleet.take(told)], passed };
}

test.each(
  few<[number, string, boolean]>([
    [14, 'small-company', true],
    [12, 'small-company', false],
    [15, 'start-up', true],
  ]),
)('a day’s repetitions are not judged anew, and nothing is decided otherwise (seed %s, %s)', async (...given) => {
  const organisation = await organisationOf(...given);
  const once = decisionsOn(organisation, false);
  expect(once.passed).toBeGreaterThan(organisation.told.length);
  expect(once.decisions.length).toBeGreaterThan(0);
  expect(once.decisions).toEqual(decisionsOn(organisation, true).decisions);
});

test('a usual call is looked at again when a stranger’s endpoint brings it, whatever else the record leaves out', () => {
  const who = userNamed('build-a', 'AKIABUILDERONE234567');
  const today = start + 21 * day;
  const usual = [0, 1, 2, 3, 4].map((n) => call(who, today + n * minute, 'ecs:DescribeServices', runners));
  const brought = call(who, today + 5 * minute, 'ecs:DescribeServices', runners, {
    vpcEndpointAccountId: '999988887777',
  });
  const past = honest(who, runners);
  expect(watched([...past, ...usual], [], networks).decisions).toEqual([]);
  const [decision] = watched([...past, ...usual, brought], [], networks).decisions;
  expect(decision?.reason).toContain('of account 999988887777');
});

test('a refusal that comes again is looked at again, since by then the first has been counted', () => {
  const who = userNamed('build-a', 'AKIABUILDERONE234567');
  const today = start + 21 * day;
  const tried = ['iam:ListUsers', 'iam:ListRoles', 'rds:DescribeDBInstances', 'sqs:ListQueues', 'sns:ListTopics'];
  const refused = [...tried, 'sns:ListTopics'].map((action, n) => {
    return call(who, today + n * minute, action, runners, { errorCode: 'AccessDenied' });
  });
  const { fleet } = watched([...honest(who, runners), ...refused], [], networks);
  const signals = fleet.members.get('access-key AKIABUILDERONE234567')?.dossier.evidence.signals ?? [];
  expect(signals.find(({ id }) => id === 'S23')?.evidence).toContain('About 5 different calls refused');
});

test('whoever only repeats their calls at their desk all day is there in the evening, when a neighbour comes by another line', () => {
  const daily = (n: number) =>
    Array.from({ length: 13 }, (_, i) => call(consoleUser, start + n * day + i * hour, 'ecs:DescribeServices', office));
  const past = Array.from({ length: 22 }, (_, n) => daily(n)).flat();
  const attributes = { creationDate: '2026-09-28T20:20:00Z', mfaAuthenticated: 'true' };
  const anew = { ...consoleUser, sessionContext: { attributes } };
  const evening = start + 21 * day + 12.5 * hour;
  const { fleet } = watched([...past, call(anew, evening, 'iam:ListUsers', '84.140.77.1')], [], networks);
  const signals = [...fleet.members.values()].flatMap(({ dossier }) => dossier.evidence.signals);
  expect(signals.find(({ id }) => id === 'S56')?.bits).toBeGreaterThan(3);
});
