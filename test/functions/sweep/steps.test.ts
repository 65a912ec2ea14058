import { CreateAccessKeyCommand, CreateUserCommand } from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, it } from 'vitest';
import { sweepSessions } from '../../../adapters/aws/inventory/sessions.ts';
import { memoryContainmentStore } from '../../../adapters/memory/containment-store.ts';
import { memoryContextStore } from '../../../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import { bundledNetworks } from '../../../adapters/networks/bundled.ts';
import { type Baseline, emptyBaseline } from '../../../core/context/habits/baseline.ts';
import { learn } from '../../../core/context/habits/learn.ts';
import type { AccountId } from '../../../core/model/brand.ts';
import { day, formatDay, type Instant } from '../../../core/model/instant.ts';
import { addressesKey, decisionKey } from '../../../core/observe/note-keys.ts';
import { newContainment } from '../../../core/outcome/containment.ts';
import type { Announcement } from '../../../core/plan/announcement.ts';
import { defaultPolicy, type Policy } from '../../../core/policy/policy.ts';
import { begin } from '../../../functions/sweep/begin.ts';
import { end } from '../../../functions/sweep/end.ts';
import { sweepMemory } from '../../../functions/sweep/memory.ts';
import { sweepOne } from '../../../functions/sweep/sweep-one.ts';
import type { SweepWork } from '../../../functions/sweep/work.ts';
import { keyStatus } from '../../core/plan/decisions.ts';
import { home, inOneRegion, simulation } from '../../simulator/aws/simulation.ts';

const sighting = (at: Instant) => ({
  ...{ at, eventId: `e${at}`, network: 'AS1', country: 'IE', networkKind: 'isp', region: 'us-east-1', service: 's3' },
  ...{ action: 's3:ListBuckets', client: 'aws-cli', hours: 'weekday 09-12', peer: null, resource: null, mfa: null },
  ...{ address: null, system: null, data: null, denied: false, readOnly: true },
});

/** One account with a user whose key has lain idle, swept day after day. */
async function scene(idleDays: number) {
  const { aws, clock, iam } = simulation();
  inOneRegion(aws);
  await iam.send(new CreateUserCommand({ UserName: 'idle' }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'idle' }));
  const key = AccessKey?.AccessKeyId ?? '';
  const stored = () => {
    const found = aws.account(home).state.latest.users.get('idle')?.keys[0];
    if (found === undefined) throw new Error('the key is gone');
    return found;
  };
  const usedAt = (at: Instant) => Object.assign(stored(), { lastUsed: { at, service: 's3', region: 'us-east-1' } });
  Object.assign(stored(), { createdAt: clock.at - 600 * day });
  usedAt(clock.at - idleDays * day);
  const announced: Announcement[] = [];
  const contexts = memoryContextStore();
  const containments = memoryContainmentStore();
  const notes = memoryNoteStore();
  let policy: Policy = defaultPolicy;
  const sdk = { region: 'us-east-1', credentials: aws.administrator(home), requestHandler: aws.requestHandler() };
  const words = { networks: bundledNetworks(), declarations: [], declared: () => null, inventoried: () => null };
  const work = {
    sessions: sweepSessions({ roleName: 'none', sdk }),
    notes,
    contexts,
    containments,
    askIdentityCenter: () => Promise.reject(new Error('nobody asks it')),
    announcer: { announce: async (all) => void announced.push(...all) },
    tellCompleted: async () => {},
    measureCompleted: async () => {},
    settings: async () => ({ policy, exemptions: [], words, problems: [] }) as never,
    now: clock.now,
    region: 'eu-west-1',
    reach: ['account'],
  } satisfies SweepWork;
  return {
    aws,
    key,
    usedAt,
    stored,
    clock,
    contexts,
    containments,
    notes,
    tag: (Key: string, Value: string) => {
      Object.assign(aws.account(home).state.latest.users.get('idle') ?? {}, { tags: [{ Key, Value }] });
    },
    set: (given: Partial<Policy>) => {
      policy = { ...policy, ...given };
    },
    /** Days later, what is announced of the key then. */
    async after(days: number) {
      clock.at += days * day;
      announced.length = 0;
      const begun = await begin(work);
      if (begun.idle) throw new Error('nothing is to be swept');
      await sweepOne(begun.run, home, work);
      await end(begun.run, work);
      return announced.filter(({ decision }) => decision.credential === key);
    },
    finding: async () => (await sweepMemory(notes).findings(home)).get(`access-key ${key}`),
  };
}

const actions = (announced: readonly Announcement[]) =>
  announced.map(({ decision }) => `${decision.mode} ${decision.action}`);

/** The step that falls due is done, as `respond` would do it. */
async function switchOff(here: Awaited<ReturnType<typeof scene>>) {
  const [due] = await here.after(15);
  if (due === undefined) throw new Error('nothing is due');
  const row = newContainment(due.decision, 0, keyStatus(here.key, 'idle', home), 'policy', here.clock.at);
  const answer = { to: 'contained', at: here.clock.at, outcome: { kind: 'done' } } as const;
  await here.containments.arm([{ ...row, answer }], here.clock.at);
  here.stored().status = 'Inactive';
  return { ...row, answer };
}

describe('what nobody needs is taken away a step at a time', () => {
  let here: Awaited<ReturnType<typeof scene>>;
  beforeEach(async () => {
    here = await scene(300);
    here.set({ mode: 'enforce' });
  });

  it('its owner is told, and has the days of the warning', async () => {
    expect(actions(await here.after(0))).toEqual(['enforce notify']);
    expect(await here.after(10)).toEqual([]);
    expect(actions(await here.after(5))).toEqual(['enforce disable']);
  });

  it('what is due and not done comes again, and as the policy has it by then', async () => {
    await here.after(0);
    here.set({ mode: 'observe' });
    const [told] = await here.after(15);
    expect(actions([told].flatMap((one) => one ?? []))).toEqual(['observe disable']);
    expect(await here.after(1)).toEqual([]);
    here.set({ mode: 'enforce' });
    const [again] = await here.after(1);
    expect(again?.decision).toMatchObject({ id: told?.decision.id, mode: 'enforce' });
    const onRecord = await here.notes.load(decisionKey(again?.decision.id ?? ''));
    expect(JSON.parse(onRecord?.text ?? '{}')).toEqual(again);
    expect(await here.after(1)).toHaveLength(1);
  });

  it('what was only observed was no warning: on the first day that the policy enforces, its owner is told', async () => {
    here.set({ mode: 'observe' });
    expect(actions(await here.after(0))).toEqual(['observe notify']);
    expect(actions(await here.after(15))).toEqual(['observe disable']);
    await here.after(60);
    here.set({ mode: 'enforce', enforceIn: ['999999999999' as AccountId] });
    expect(actions(await here.after(1))).toEqual([]);
    here.set({ enforceIn: [] });
    const [told, ...more] = await here.after(1);
    expect([told?.decision.mode, told?.decision.action, more]).toEqual(['enforce', 'notify', []]);
    const from = formatDay(here.clock.at + 14 * day);
    expect(told?.decision.reason).toContain(`Unless its owner objects, it is switched off from ${from} on.`);
    expect(await here.after(13)).toEqual([]);
    expect(actions(await here.after(1))).toEqual(['enforce disable']);
  });

  it('a night in which nobody could look at it loses no warning', async () => {
    await here.after(0);
    here.aws.faults = ({ operation }) =>
      /^(?:ListAccessKeys|GetCredentialReport)$/.test(operation) ? { fail: 'AccessDenied', status: 403 } : 'pass';
    expect(await here.after(7)).toEqual([]);
    here.aws.faults = () => 'pass';
    expect(await here.finding()).toMatchObject({ resolvedAt: null, retirement: { stage: 'warned' } });
    expect(actions(await here.after(8))).toEqual(['enforce disable']);
  });

  it('what is in force stays on record, though nothing speaks against the credential any more', async () => {
    const { outcomeId } = await switchedOff();
    await here.after(1);
    here.stored().status = 'Active';
    Object.assign(here.stored(), { createdAt: here.clock.at - 10 * day });
    here.usedAt(here.clock.at);
    await here.after(1);
    expect(await here.finding()).toMatchObject({ outcomeId, resolvedAt: null, retirement: { stage: 'inactive' } });
  });

  async function switchedOff() {
    await here.after(0);
    return switchOff(here);
  }

  it('once it is done, the days of the next step count from then', async () => {
    const { answer, outcomeId } = await switchedOff();
    expect(await here.after(1)).toEqual([]);
    expect(await here.finding()).toMatchObject({
      outcomeId,
      due: null,
      retirement: { stage: 'inactive', since: answer.at },
    });
    expect(actions(await here.after(30))).toEqual(['enforce notify']);
  });

  it('whoever takes it back has answered for it, and the warning begins anew', async () => {
    const row = await switchedOff();
    await here.after(1);
    await here.containments.replace({ ...row, desired: 'released', desiredBy: 'alice', version: row.version + 1 });
    here.stored().status = 'Active';
    expect(await here.after(1)).toEqual([]);
    const finding = await here.finding();
    expect(finding).toMatchObject({ outcomeId: null, retirement: { stage: 'warned', since: here.clock.at } });
    expect(finding?.history.at(-1)?.what).toBe('undone by alice');
    expect(await here.after(10)).toEqual([]);
    // That was a word for as long as an orphan waits for a new owner.
    expect(await here.after(60)).toEqual([]);
    // Nobody was told anything since: the first that its owner hears must not be that it is off again.
    expect(actions(await here.after(30))).toEqual(['enforce notify']);
    expect((await here.finding())?.retirement).toMatchObject({ stage: 'warned', since: here.clock.at });
    expect(await here.after(13)).toEqual([]);
    const [again] = await here.after(1);
    expect(again?.decision).toMatchObject({ mode: 'enforce', action: 'disable' });
    // Under an outcome of its own: what alice took back stays taken back.
    expect(again?.decision.id).not.toBe(row.decisionId);
  });

  it('an outcome that is not there yet changes nothing but whose doing it is', async () => {
    await here.after(0);
    const [due] = await here.after(15);
    if (due === undefined) throw new Error('nothing is due');
    await here.containments.arm(
      [newContainment(due.decision, 0, keyStatus(here.key, 'idle', home), 'policy', here.clock.at)],
      here.clock.at,
    );
    expect(await here.after(1)).toEqual([]);
    expect(await here.finding()).toMatchObject({ due: 'inactive', retirement: { stage: 'warned' } });
  });
});

it('what was learned of where it works is left open by a pin, and its next key takes its place', async () => {
  const here = await scene(60);
  here.set({ mode: 'enforce' });
  const baseline = emptyBaseline();
  for (let back = 70; back >= 60; back--) learn(baseline, sighting(here.clock.at - back * day), 'learn');
  await here.contexts.commit({ subject: `access-key ${here.key}`, baseline, expectedVersion: null });
  const since = Math.floor(here.clock.at / day) - 70;
  const book = JSON.stringify({ AS1: { '192.0.2.7': [since, since + 10] } });
  const key = addressesKey(`arn:aws:iam::${home}:user/idle`);
  await here.notes.commit({ key, text: book, expectedVersion: null, until: null });
  await here.after(0);
  const [pin] = await here.after(15);
  expect(pin?.decision.action).toBe('pin');
  expect(pin?.known.established.cidrs).toEqual(['192.0.2.7/32']);
  const forebears = await sweepMemory(here.notes).forebears(home);
  expect([...forebears.keys()]).toContain(`access-key ${here.key}`);
});

describe('a pause that is a habit', () => {
  const pausing = (at: Instant): Baseline => {
    const baseline = emptyBaseline();
    for (const back of [60 + 55, 60]) learn(baseline, sighting(at - back * day), 'learn');
    return baseline;
  };

  /** Whether it is told of for being idle; it is too old in any case. */
  const isIdle = async (here: Awaited<ReturnType<typeof scene>>) =>
    (await here.finding())?.reasons.some((reason) => reason.startsWith('S32'));

  it('is no reason to doubt, whether it was learned from its uses', async () => {
    const here = await scene(60);
    await here.after(0);
    expect(await isIdle(here)).toBe(true);
    const other = await scene(60);
    const baseline = pausing(other.clock.at);
    await other.contexts.commit({ subject: `access-key ${other.key}`, baseline, expectedVersion: null });
    await other.after(0);
    expect(await isIdle(other)).toBe(false);
  });

  it('or seen by earlier sweeps', async () => {
    const here = await scene(1);
    await here.after(0);
    // Idle until a sweep saw it so, and used after that.
    await here.after(43);
    here.usedAt(here.clock.at + day);
    await here.after(2);
    expect((await sweepMemory(here.notes).uses(home)).get(`access-key ${here.key}`)?.gapDays).toBe(44);
    await here.after(60);
    expect(await isIdle(here)).toBe(false);
    await here.after(10);
    expect(await isIdle(here)).toBe(true);
  });
});

it('notes hold as much as they have room for, however much is to be remembered', async () => {
  const notes = memoryNoteStore();
  const lengths: number[] = [];
  const measured = {
    ...notes,
    commit: (note: Parameters<typeof notes.commit>[0]) => {
      lengths.push(note.text.length);
      return notes.commit(note);
    },
  };
  const memory = sweepMemory(measured);
  const history = Array.from({ length: 50 }, () => ({ at: 1, what: 'S32 unused: first seen, and nobody answered' }));
  const finding = {
    credential: 'AKIA',
    reasons: [],
    decisionId: 'd',
    action: 'notify',
    firstSeen: 1,
    lastSeen: 1,
    resolvedAt: null,
    retirement: null,
    due: null,
    outcomeId: null,
    lastUse: null,
    history,
  } as const;
  const all = new Map(Array.from({ length: 400 }, (_, at) => [`access-key ${at}`, finding] as const));
  await memory.setFindings(home, all, 0);
  expect(lengths.length).toBeGreaterThan(5);
  expect(Math.max(...lengths)).toBeLessThan(200_000);
  expect(await memory.findings(home)).toEqual(all);
  await memory.setFindings(home, new Map([...all].slice(0, 3)), 0);
  expect((await memory.findings(home)).size).toBe(3);
});

describe('the owner that a tag names', () => {
  const tagged = async () => {
    const here = await scene(300);
    here.set({ mode: 'enforce' });
    here.tag('owner', 'thief@evil.example');
    return here;
  };
  const owners = (announced: readonly Announcement[]) => announced.map(({ decision }) => decision.owner);

  it('is not believed while the credential is contained for its use: a thief may have written it', async () => {
    const [before, here] = [await tagged(), await tagged()];
    expect(owners(await before.after(0))).toEqual(['thief@evil.example']);
    const theft = { id: 'd_7e57', credential: here.key, principal: `arn:aws:iam::${home}:user/idle` };
    const row = newContainment(
      { ...theft, at: here.clock.at },
      0,
      keyStatus(here.key, 'idle', home),
      'policy',
      here.clock.at,
    );
    await here.containments.arm([row], here.clock.at);
    expect(owners(await here.after(0))).toEqual([null]);
  });

  it('is believed while nothing is in force but a step of the sweep’s own', async () => {
    const here = await tagged();
    await here.after(0);
    await switchOff(here);
    await here.after(1);
    expect(owners(await here.after(30))).toEqual(['thief@evil.example']);
  });
});
