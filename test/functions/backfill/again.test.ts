import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { learningCheck } from '../../../cli/deploy/doctor/learning-check.ts';
import { day, hour, minute } from '../../../core/model/instant.ts';
import { definition } from '../../../lib/backfill.ts';
import { execute, StateError } from '../../cloud/state-machine.ts';
import { account, backfillScene } from './scene.ts';

describe('what is learned once is not learned again', () => {
  it('and the execution of the next hour ends at its first step', async () => {
    const here = backfillScene();
    const files = here.layPast();
    expect(await here.run()).toBe('succeeded');
    expect(here.read).toEqual(files);
    const after = await here.progress();
    expect(after).toMatchObject({ done: 7, files: 5, records: 15, endedAt: here.now, learnedAt: here.now });
    here.now += hour;
    expect(await here.take({ step: 'begin' })).toEqual({ idle: true });
    expect(await here.run()).toBe('succeeded');
    expect(here.read).toEqual(files);
    expect(await here.progress()).toEqual(after);
  });

  it('nor counted twice, wherever one broke off before', async () => {
    const here = backfillScene();
    here.layPast();
    const { days, folders } = (await here.take({ step: 'begin' })) as { days: string[]; folders: string[] };
    expect(days).toHaveLength(7);
    // Its days are learned, and it dies before it says so of any.
    for (const of of days) await here.take({ step: 'learn', day: of, account, folders });
    expect(await here.take({ step: 'begin' })).toEqual({ idle: true });
    here.now += 1.1 * day;
    expect(await here.run()).toBe('succeeded');
    expect(here.read).toHaveLength(5);
    expect(await here.progress()).toMatchObject({ files: 5, records: 15, gaps: [] });
  });
});

describe('a day of many files', () => {
  /** A file for each of the hours of one day, the last of which tells of a use of its own. */
  function busyDay(here: ReturnType<typeof backfillScene>): readonly string[] {
    const [path = ''] = here.layPast('', 1);
    const { Records } = JSON.parse(gunzipSync(here.objects.get(path) ?? '').toString());
    here.objects.delete(path);
    return Array.from({ length: 5 }, (_, at) => {
      const name = path.replace('T1205Z', `T0${at}05Z`);
      const record = { ...Records[0], eventID: `busy-${at}`, eventTime: `2026-11-23T0${at}:00:00Z` };
      here.objects.set(name, gzipSync(JSON.stringify({ Records: [record] })));
      return name;
    });
  }

  it('goes on in the next invocation where the time of one is up, file by file, to the last', async () => {
    const here = backfillScene();
    const files = busyDay(here);
    here.mayGoOn = () => false;
    let learns = 0;
    here.onStep = (step) => {
      learns += Number(step === 'learn');
    };
    expect(await here.run()).toBe('succeeded');
    expect(here.read).toEqual(files);
    // One invocation for each file of that day, and for each of the six other days.
    expect(learns).toBe(5 + 6);
    expect(await here.progress()).toMatchObject({ files: 5, records: 5 });
  });

  it('of which S3 refuses a later file has taught what was read before, which is not read again', async () => {
    const here = backfillScene();
    const files = busyDay(here);
    here.refusal = (action, path) => (action === 's3:GetObject' && path === files[4] ? { code: 'AccessDenied' } : null);
    expect(await here.run()).toBe('NotLearned');
    expect(await here.progress()).toMatchObject({ files: 4, records: 4 });
    expect(await here.knownDays()).toBe(1);
    here.refusal = () => null;
    here.now += hour;
    here.read.length = 0;
    expect(await here.run()).toBe('succeeded');
    expect(here.read).toEqual(files.slice(4));
  });

  it('is not over while anything follows, and a killed run goes on after the last file that it learned', async () => {
    const here = backfillScene();
    const files = busyDay(here);
    const { folders } = (await here.take({ step: 'begin' })) as { folders: string[] };
    here.mayGoOn = () => here.read.length < 2;
    const step = { step: 'learn', day: '2026-11-23', account, folders };
    expect(await here.take(step)).toEqual({ ...step, more: true });
    expect(here.read).toEqual(files.slice(0, 2));
    here.mayGoOn = () => true;
    here.now += 1.1 * day;
    expect(await here.run()).toBe('succeeded');
    expect(here.read).toEqual(files);
    expect(await here.progress()).toMatchObject({ files: 5, records: 5 });
  });
});

it('a day of many files is learned as it is read, and never held as a whole', async () => {
  const here = backfillScene();
  const [path = ''] = here.layPast('', 1);
  const { Records } = JSON.parse(gunzipSync(here.objects.get(path) ?? '').toString());
  const [record] = Records;
  here.objects.delete(path);
  for (const at of [1, 2, 3]) {
    const many = Array.from({ length: 1_001 }, (_, n) => ({ ...record, eventID: `${at}-${n}` }));
    here.objects.set(path.replace('_x.', `_x${at}.`), gzipSync(JSON.stringify({ Records: many })));
  }
  const readWhenLearned: number[] = [];
  const { load } = here.contexts;
  Object.assign(here.contexts, {
    load: (subject: string) => {
      readWhenLearned.push(here.read.length);
      return load(subject);
    },
  });
  expect(await here.run()).toBe('succeeded');
  expect(await here.progress()).toMatchObject({ files: 3, records: 3_003 });
  expect(Math.min(...readWhenLearned)).toBeLessThan(3);
});

describe('a deployment that asks for more', () => {
  it('of more days learns the days before, and acts meanwhile', async () => {
    const here = backfillScene();
    const all = here.layPast('', 12);
    expect(await here.run()).toBe('succeeded');
    expect(here.read).toEqual(all.slice(-6));
    const { learnedAt } = await here.progress();
    here.now += 30 * day;
    here.days = 14;
    here.refusal = (action) => (action === 's3:GetObject' ? { code: 'AccessDenied' } : null);
    expect(await here.run()).toBe('NotLearned');
    expect(await here.mode()).toBe('enforce');
    expect(learningCheck(await here.progress(), 'rescind-backfill-x')).toMatchObject({
      state: 'wrong',
      sentence: expect.stringContaining('what was learned before counts in the meantime'),
    });
    here.refusal = () => null;
    here.now += hour;
    here.read.length = 0;
    expect(await here.run()).toBe('succeeded');
    expect(here.read).toEqual(all.slice(0, -6));
    expect(await here.progress()).toMatchObject({ files: 12, records: 36, learnedAt, endedAt: here.now });
    expect((await here.progress()).days).toHaveLength(15);
    // Fewer were learned long ago.
    here.days = 3;
    expect(await here.take({ step: 'begin' })).toEqual({ idle: true });
  });

  it.each([
    ['not yet ninety days later knows what was learned', 90 * day - hour, 6],
    ['ninety days later has forgotten it, reads all once more, and counts it once', 90 * day + hour, 12],
  ])('%s', async (_, later, unknown) => {
    const here = backfillScene();
    const all = here.layPast('', 12);
    expect(await here.run()).toBe('succeeded');
    here.now += later;
    here.days = 14;
    here.read.length = 0;
    expect(await here.run()).toBe('succeeded');
    expect(here.read).toEqual(all.slice(0, unknown));
    expect(await here.progress()).toMatchObject({ files: 12, records: 36 });
    expect(await here.knownDays()).toBe(12);
  });

  it('by another bucket learns from that one, and counts nothing of the first', async () => {
    const here = backfillScene();
    here.layPast();
    expect(await here.run()).toBe('succeeded');
    here.bucket = 'other-logs';
    here.now += day;
    here.read.length = 0;
    expect(await here.run()).toBe('succeeded');
    expect(here.read).toHaveLength(5);
    expect(await here.progress()).toMatchObject({ bucket: 'other-logs', files: 5, records: 15, startedAt: here.now });
  });

  it('while somebody is still at the first bucket, waits for the end, which is none of its own', async () => {
    const here = backfillScene();
    here.layPast();
    await here.take({ step: 'begin' });
    here.bucket = 'other-logs';
    expect(await here.take({ step: 'begin' })).toEqual({ idle: true });
    expect(await here.take({ step: 'end' })).toEqual({ whole: false });
    expect(await here.mode()).toBe('observe');
    expect(await here.run()).toBe('succeeded');
    expect(await here.progress()).toMatchObject({ bucket: 'other-logs', files: 5 });
  });

  it('once the key is repaired after days, the days since are learned, too', async () => {
    const here = backfillScene();
    here.layPast();
    here.refusal = () => ({ code: 'AccessDenied' });
    expect(await here.run()).toBe('NotLearned');
    here.refusal = () => null;
    here.now += 3 * day;
    expect(await here.run()).toBe('succeeded');
    expect((await here.progress()).days).toHaveLength(10);
  });
});

describe('wherever in the bucket the trail writes', () => {
  const organization = `AWSLogs/o-simulated1/${account}/`;
  it.each([
    ['a prefix of two folders', 'security/logs/', [`security/logs/${organization}`]],
    ['the organisation’s id as its prefix', 'o-simulated1/', [`o-simulated1/${organization}`]],
    ['a prefix beside the logs of others at the top', 'trail/', [`trail/${organization}`]],
    ['no prefix', '', [organization]],
  ])('by %s', async (_, prefix, folders) => {
    const here = backfillScene();
    here.objects.set(`AWSLogs/444455556666/elasticloadbalancing/eu-west-1/2026/11/23/x.log.gz`, Buffer.from('x'));
    here.objects.set('pictures/2026/cat.jpg', Buffer.from('x'));
    const files = here.layPast(prefix);
    expect(files.every((path) => path.startsWith(folders[0] ?? ''))).toBe(true);
    expect(await here.run()).toBe('succeeded');
    expect(here.read).toEqual(files);
    expect(await here.progress()).toMatchObject({ files: 5, records: 15 });
  });

  it('an account’s own trail and that of its organisation are both read', async () => {
    const here = backfillScene();
    const files = here.layPast();
    const body = here.objects.get(files[0] ?? '') ?? Buffer.alloc(0);
    here.objects.set((files[0] ?? '').replace('o-simulated1/', '').replace('_x.', '_y.'), body);
    expect(await here.run()).toBe('succeeded');
    expect(await here.progress()).toMatchObject({ files: 6, records: 18 });
  });
});

it('more accounts than Step Functions can hand on at a time are learned, and each once', async () => {
  const here = backfillScene();
  here.days = 0;
  const accounts = Array.from({ length: 25_000 }, (_, at) => String(100_000_000_000 + at));
  for (const id of accounts) here.objects.set(`a/prefix/AWSLogs/o-simulated1/${id}/CloudTrail/x`, Buffer.from(''));
  const learned: string[] = [];
  const taken: Record<string, number> = {};
  const ended = await execute(
    definition('the function', 2) as Parameters<typeof execute>[0],
    {},
    {
      id: 'run',
      startChildren: () => {},
      invoke: async (_, payload) => {
        const { step, account: of = '' } = payload as { step: string; account?: string };
        taken[step] = (taken[step] ?? 0) + 1;
        if (step === 'end') return { whole: true };
        if (step !== 'learn') return here.take(payload);
        learned.push(of);
        return { ...(payload as object), more: false };
      },
    },
  ).then(
    () => 'succeeded',
    (error: StateError) => error.message,
  );
  expect(ended).toBe('succeeded');
  expect(taken).toEqual({ begin: 1, slice: 3, learn: 25_000, day: 1, end: 1 });
  expect(learned.toSorted()).toEqual(accounts);
});

describe('where one broke off, another goes on', () => {
  const dies = (at: string, times: number) => {
    const here = backfillScene();
    here.layPast();
    const { load } = here.notes;
    let left = times;
    here.onStep = (step) => {
      if (step !== at || left-- <= 0) return;
      if (at !== 'begin') throw new StateError('Error', 'it died');
      // After it has noted that it is at work: the accounts' own notes cannot be read.
      here.notes.load = (key, ...rest) =>
        key.startsWith('backfill of') ? Promise.reject(new Error('it died')) : load(key, ...rest);
    };
    return {
      here,
      heal: () => {
        here.notes.load = load;
      },
    };
  };

  it('at its first step: the same execution, at once', async () => {
    const { here, heal } = dies('begin', 1);
    const { onStep } = here;
    let begun = 0;
    here.onStep = (step) => {
      if (step === 'begin' && ++begun > 1) heal();
      else onStep(step);
    };
    expect(await here.run()).toBe('succeeded');
    expect(begun).toBe(2);
    expect(await here.progress()).toMatchObject({ files: 5, gaps: [], endedAt: here.now });
  });

  it.each(['begin', 'end'])('at %s three times: that of the next hour', async (at) => {
    const { here, heal } = dies(at, 3);
    expect(await here.run()).toBe('Error');
    heal();
    here.now += hour;
    expect(await here.run()).toBe('succeeded');
    expect(await here.progress()).toMatchObject({ files: 5, gaps: [], endedAt: here.now });
  });

  it('at the note of a day three times: the same execution says what is left, and the next hour goes on', async () => {
    const { here } = dies('day', 3);
    expect(await here.run()).toBe('NotLearned');
    expect(await here.progress()).toMatchObject({ runningSince: null, endedAt: null });
    here.now += hour;
    expect(await here.run()).toBe('succeeded');
    expect(await here.progress()).toMatchObject({ files: 5, gaps: [], endedAt: here.now });
  });

  it('and not before it is silent: an account of a long day has just said that it lives', async () => {
    const here = backfillScene();
    here.layPast();
    const { days, folders } = (await here.take({ step: 'begin', run: 'one' })) as { days: string[]; folders: string[] };
    here.now += hour;
    await here.take({ step: 'learn', day: days[0], account, folders });
    here.now += 20 * minute;
    expect(await here.take({ step: 'begin', run: 'two' })).toEqual({ idle: true });
    here.now += 20 * minute;
    expect(await here.take({ step: 'begin', run: 'two' })).toMatchObject({ idle: false });
  });
});
