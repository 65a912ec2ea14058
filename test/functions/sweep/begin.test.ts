import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { sweepSessions } from '../../../adapters/aws/inventory/sessions.ts';
import { memoryContainmentStore } from '../../../adapters/memory/containment-store.ts';
import { memoryContextStore } from '../../../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import { bundledNetworks } from '../../../adapters/networks/bundled.ts';
import { bySchedule, isBySchedule, sweepStepIn } from '../../../contract/steps.ts';
import { hour, minute } from '../../../core/model/instant.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { begin } from '../../../functions/sweep/begin.ts';
import { end } from '../../../functions/sweep/end.ts';
import { sweepMemory } from '../../../functions/sweep/memory.ts';
import { sweepOne } from '../../../functions/sweep/sweep-one.ts';
import type { Completed, SweepWork } from '../../../functions/sweep/work.ts';
import { home, simulation } from '../../simulator/aws/simulation.ts';

const second = minute / 60;

/** A deployment that watches one account, whose schedule comes each hour. */
function scene() {
  const { aws, clock, iam } = simulation();
  const told: string[] = [];
  const sdk = { region: 'us-east-1', credentials: aws.administrator(home), requestHandler: aws.requestHandler() };
  const words = { networks: bundledNetworks(), declarations: [], declared: () => null, inventoried: () => null };
  const notes = memoryNoteStore();
  const measured: Completed[] = [];
  let unmeasured = 0;
  const work = {
    sessions: sweepSessions({ roleName: 'none', sdk }),
    notes,
    contexts: memoryContextStore(),
    containments: memoryContainmentStore(),
    askIdentityCenter: () => Promise.reject(new Error('nobody asks it')),
    announcer: { announce: async () => {} },
    tellCompleted: async ({ id }) => void told.push(id),
    measureCompleted: async (sum) => {
      if (unmeasured-- > 0) throw new Error('the ledger could not be read');
      measured.push(sum);
    },
    settings: async () => ({ policy: defaultPolicy, exemptions: [], words, problems: [] }) as never,
    now: clock.now,
    region: 'eu-west-1',
    reach: ['account'],
  } satisfies SweepWork;
  let executions = 0;
  const started = (onlyIfDue: boolean, execution = `run ${++executions}`) => begin(work, { execution, onlyIfDue });
  return {
    clock,
    told,
    measured,
    /** So often it cannot be measured. */
    failToMeasure: (times: number) => {
      unmeasured = times;
    },
    /** The schedule's hour has come. Answers which run it works on, and null where on none. */
    async hourly(execution?: string) {
      const begun = await started(true, execution);
      return begun.idle ? null : begun.run;
    },
    async byHand() {
      const begun = await started(false);
      return begun.idle ? null : begun.run;
    },
    sweep: (run: string) => sweepOne(run, home, work),
    end: (run: string) => end(run, work),
    startedAt: async () => (await sweepMemory(notes).run())?.startedAt,
    /** A role there, which lets in whoever is named. */
    role: (RoleName: string, Principal: object) =>
      iam.send(
        new CreateRoleCommand({
          RoleName,
          AssumeRolePolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal }],
          }),
        }),
      ),
    /** How many credentials of the account are nobody's, where that is the organisation's management account, or is not. */
    async ownerless(management: string | null) {
      const about = { accounts: [home], closed: 0, unseen: 0, finishedAt: null };
      await sweepMemory(notes).setRun({ id: `s_${clock.at}`, startedAt: clock.at, management, ...about });
      return (await sweepOne(`s_${clock.at}`, home, work)).ownerless;
    },
  };
}

async function ended() {
  const here = scene();
  const run = (await here.hourly()) ?? '';
  await here.sweep(run);
  await here.end(run);
  return { here, run };
}

describe('one sweep a day', () => {
  it('at the same hour, though a start comes some seconds early; the other hours are idle', async () => {
    const { here, run } = await ended();
    for (let hours = 1; hours < 24; hours++) {
      here.clock.at += hour;
      expect(await here.hourly()).toBeNull();
    }
    here.clock.at += hour - 20 * second;
    const next = await here.hourly();
    expect(next).not.toBeNull();
    expect(next).not.toBe(run);
    expect(here.told).toEqual([run]);
  });

  it('and another whenever somebody starts one by hand', async () => {
    const { here, run } = await ended();
    here.clock.at += hour;
    const byHand = await here.byHand();
    expect(byHand).not.toBeNull();
    expect(byHand).not.toBe(run);
  });

  it('by what the schedule says of itself, and a console does not', () => {
    expect(isBySchedule(bySchedule)).toBe(true);
    for (const other of [undefined, null, {}, { Comment: 'x' }, 'schedule']) expect(isBySchedule(other)).toBe(false);
    expect(sweepStepIn({ step: 'begin', run: 'arn', input: bySchedule })).toMatchObject({ input: bySchedule });
  });
});

describe('a sweep that broke off', () => {
  it('goes on within two hours, with the clock of its start and one summary', async () => {
    const here = scene();
    const run = await here.hourly();
    const startedAt = await here.startedAt();
    here.clock.at += hour - second;
    expect(await here.hourly()).toBe(run);
    await here.sweep(run ?? '');
    await here.end(run ?? '');
    expect(await here.startedAt()).toBe(startedAt);
    expect(here.told).toEqual([run]);
  });

  it('is left to the one that is at it, for as long as it says so with its accounts', async () => {
    const here = scene();
    const run = (await here.hourly()) ?? '';
    here.clock.at += 50 * minute;
    await here.sweep(run);
    here.clock.at += 10 * minute;
    expect(await here.hourly()).toBeNull();
    expect(await here.byHand()).toBeNull();
    here.clock.at += hour;
    expect(await here.hourly()).toBe(run);
    here.clock.at += 50 * minute;
    expect(await here.hourly(), 'the second has just begun').toBeNull();
  });

  it('a step that is asked again goes on at once, by the execution that it is of', async () => {
    const here = scene();
    const run = await here.hourly('arn:1');
    here.clock.at += 31 * second;
    expect(await here.hourly('arn:2')).toBeNull();
    expect(await here.hourly('arn:1')).toBe(run);
  });

  it.each([
    [11, true],
    [13, false],
    [24, false],
  ])('after %i hours goes on: %s', async (hours, goesOn) => {
    const here = scene();
    const run = await here.hourly();
    here.clock.at += hours * hour;
    const next = await here.hourly();
    expect(next).not.toBeNull();
    expect(next === run).toBe(goesOn);
    expect(await here.startedAt()).toBe(goesOn ? here.clock.at - hours * hour : here.clock.at);
  });

  it('is summed up once, though two of them come to its end', async () => {
    const { here, run } = await ended();
    here.clock.at += hour;
    expect(await here.end(run)).toBeNull();
    expect(here.told).toEqual([run]);
    expect(here.measured).toHaveLength(1);
  });

  it('has not ended before it is measured: the alarms hear of nothing else', async () => {
    const here = scene();
    const run = (await here.hourly()) ?? '';
    here.failToMeasure(1);
    await expect(here.end(run)).rejects.toThrow('the ledger');
    expect(await here.end(run)).toEqual({ unseen: 1, accounts: 1 });
    expect(here.measured).toEqual([{ unseen: 1, accounts: 1 }]);
  });
});

it('the roles by which the management account is heard elsewhere are ours there, and nobody’s in another account', async () => {
  const here = scene();
  const before = await here.ownerless(home);
  await here.role('rescind-regions-us-east-1', { Service: 'cloudformation.amazonaws.com' });
  await here.role('rescind-regions-rules-us-east-1', { AWS: `arn:aws:iam::${home}:role/rescind-regions-us-east-1` });
  expect(await here.ownerless(home)).toBe(before);
  expect(await here.ownerless(null)).toBeGreaterThan(before);
});
