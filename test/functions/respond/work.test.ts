import { createHash } from 'node:crypto';
import {
  AttachUserPolicyCommand,
  CreateRoleCommand,
  DetachUserPolicyCommand,
  TagUserCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import * as v from 'valibot';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { callIn, eventDetails, wishIn } from '../../../contract/events.ts';
import { day, hour, minute, second } from '../../../core/model/instant.ts';
import { verifyChain } from '../../../core/outcome/audit-entry.ts';
import { answerDecision } from '../../../functions/respond/answer-decision.ts';
import { grant } from '../../../functions/respond/grant.ts';
import { hold, keptBy, lift } from '../../../functions/respond/hold.ts';
import { keepUp } from '../../../functions/respond/look-after.ts';
import { handStanding } from '../../../functions/respond/standing.ts';
import { answerNoted, answerOrNote } from '../../../functions/respond/unplanned.ts';
import { Busy, type Work } from '../../../functions/respond/work.ts';
import { account } from '../../core/plan/decisions.ts';
import { administrator, eachInAScene, enforcing, type Scene } from './scene.ts';

let scene: Scene;
eachInAScene('s', (made) => {
  scene = made;
});

const writes = () => scene.journal().filter(({ operation }) => /^(Put|Update|Delete)/.test(operation));
const taken = () => scene.bus.entries.map(({ DetailType, Detail }) => ({ DetailType, detail: JSON.parse(Detail) }));
const trustText = (AWS: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' }],
  });
const exemption = { credential: '*', owner: 'alice', reason: 'drill', scope: 'all', until: '2026-12-31T00:00:00Z' };

describe('a decision', () => {
  it('is carried out with the role of the account, in the name of the decision, and told', async () => {
    expect(await answerDecision(await scene.decided(), scene.work)).toBe('done');
    expect(scene.keyStatus()).toBe('Inactive');
    const [assumed] = scene.journal().filter(({ operation }) => operation === 'AssumeRole');
    expect(assumed?.parameters).toMatchObject({
      SourceIdentity: 'd_1f2e',
      RoleArn: `arn:aws:iam::${account}:role/rescind-contain`,
    });
    const [told] = taken();
    expect(told?.DetailType).toBe('ActionTaken');
    expect(v.parse(eventDetails.ActionTaken, told?.detail)).toMatchObject({ id: 'd_1f2e', outcome: 'done' });
    const entries = await scene.work.ledger.entries();
    expect(entries.map(({ kind }) => kind)).toEqual(['planned', 'contained', 'contained']);
    expect(verifyChain(entries, (text) => createHash('sha256').update(text).digest('hex')).ok).toBe(true);
  });

  it('takes each role once for all that it is needed for', async () => {
    // By the clock of the simulated AWS, or each session would be over for the SDK as soon as it is opened.
    vi.useFakeTimers({ toFake: ['Date'], now: scene.work.clock.now() });
    onTestFinished(() => void vi.useRealTimers());
    expect(await answerDecision(await scene.decided(), scene.work)).toBe('done');
    const assumed = scene.journal().filter(({ operation }) => operation === 'AssumeRole');
    expect(assumed.map(({ parameters }) => String(parameters.RoleArn).split('/').at(-1))).toEqual([
      'rescind-contain',
      'rescind-scope',
    ]);
  });

  it('that was never made is not believed, whoever rings the bell', async () => {
    await expect(answerDecision('d_forged', scene.work)).rejects.toThrow('no such decision');
    expect(scene.journal()).toEqual([]);
  });

  it('delivered again changes nothing more, also by two workers at once', async () => {
    const id = await scene.decided();
    const both = ['worker-1', 'worker-2'].map((worker) => answerDecision(id, { ...scene.work, worker }));
    await Promise.allSettled(both);
    await answerDecision(id, scene.work);
    expect(scene.keyStatus()).toBe('Inactive');
    expect(writes()).toHaveLength(2);
  });

  it('that could not be told comes again, and is told then', async () => {
    const id = await scene.decided();
    scene.bus.fails = true;
    await expect(answerDecision(id, scene.work)).rejects.toThrow('EventBridge refused');
    scene.bus.fails = false;
    await answerDecision(id, scene.work);
    expect(taken()).toHaveLength(1);
    expect(writes()).toHaveLength(2);
  });

  it('made while observing is told, and asks nothing of AWS', async () => {
    await answerDecision(await scene.decided({ mode: 'observe' }), scene.work);
    expect(scene.journal()).toEqual([]);
    expect(writes()).toEqual([]);
    expect(taken()[0]?.detail.notice.headline).toContain('in observe mode nothing was changed');
  });
});

describe('an account in which the role cannot be taken', () => {
  const closed = (RoleName: string) =>
    scene.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trustText('222222222222') }));

  it('has its theft told as one that could not be stopped, alarmed, and stopped once the role is back', async () => {
    const open = scene.aws.account(account).state.latest.roles.get('rescind-contain')?.trust ?? '';
    await closed('rescind-contain');
    const done = answerDecision(await scene.decided(), scene.work);
    expect(await done).toBe('irrevocable');
    expect(scene.keyStatus()).toBe('Active');
    const [told] = taken();
    expect(told).toMatchObject({ DetailType: 'ActionTaken', detail: { outcome: 'irrevocable', canWait: false } });
    expect(told?.detail.notice.headline).toContain('not contained');
    expect(await handStanding(scene.work)).toMatchObject({ IrrevocableStanding: 1 });
    await scene.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'rescind-contain', PolicyDocument: open }));
    scene.time.at += day + hour;
    await keepUp(scene.work);
    expect(scene.keyStatus()).toBe('Inactive');
    expect(await handStanding(scene.work)).toMatchObject({ IrrevocableStanding: 0 });
  });
});

describe('at the moment of acting, nothing is disturbed', () => {
  it.each([
    ['where the policy observes by now', { policy: { ...enforcing, mode: 'observe' as const }, exemptions: [] }],
    ['where it enforces elsewhere', { policy: { ...enforcing, enforceIn: ['222222222222'] }, exemptions: [] }],
    ['where something could not be read', { policy: enforcing, exemptions: null }],
    ['where an exemption came meanwhile', { policy: enforcing, exemptions: [exemption] }],
    ['where the policy protects it', { policy: { ...enforcing, protect: ['*:user/bot'] }, exemptions: [] }],
    [
      'where the limits allow none',
      { policy: { ...enforcing, limits: { ...enforcing.limits, disruptivePerAccountPerHour: 0 } }, exemptions: [] },
    ],
  ])('%s', async (_, given) => {
    scene.settings.given = given;
    const before = scene.snapshot();
    expect(await answerDecision(await scene.decided(), scene.work)).toBe('skipped');
    expect(scene.snapshot()).toEqual(before);
    expect(writes()).toEqual([]);
    expect(taken()[0]?.detail.notice.headline).toContain('not contained');
  });

  describe('one of our own roles, or of those that deploy us', () => {
    const quarantine = async (RoleName: string, homes: Work['homes']) => {
      const AssumeRolePolicyDocument = trustText(account);
      await scene.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
      const role = `arn:aws:iam::${account}:role/${RoleName}`;
      const given = { kind: 'role', credential: role, principal: role, action: 'quarantine' } as const;
      return answerDecision(await scene.decided(given), { ...scene.work, homes });
    };
    const atHome = ['rescind-observe-us-east-1', `cdk-hnb659fds-deploy-role-${account}-us-east-1`];

    it.each([
      ...atHome.map((name) => [name, 'where a stack of ours stands', new Set([account])] as const),
      ...atHome.map((name) => [name, 'where nobody has said where one may stand', null] as const),
      ['rescind-inspect', 'in any account', new Set([administrator])] as const,
    ])('%s, %s', async (name, _, homes) => {
      expect(await quarantine(name, homes)).toBe('skipped');
      expect(writes()).toEqual([]);
    });

    it.each(atHome)('but not %s in another account: there anybody may make it', async (name) => {
      expect(await quarantine(name, new Set([administrator]))).toBe('done');
      expect(writes()).not.toEqual([]);
    });
  });

  it('beyond the limit, however many act at once', async () => {
    const ids = await Promise.all(
      Array.from({ length: 9 }, (_, i) => scene.decided({ id: `d_${i}`, action: 'revoke-sessions' })),
    );
    const outcomes = await Promise.all(ids.map((id) => answerDecision(id, { ...scene.work, worker: id })));
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(enforcing.limits.disruptivePerAccountPerHour);
    expect(scene.snapshot()?.inline.size).toBe(enforcing.limits.disruptivePerAccountPerHour);
    scene.time.at += hour + 1;
    expect(await answerDecision(await scene.decided({ id: 'd_later', action: 'revoke-sessions' }), scene.work)).toBe(
      'done',
    );
  });
});

describe('at the moment of acting, a lock-out becomes a pin', () => {
  const administratorAccess = 'arn:aws:iam::aws:policy/AdministratorAccess';
  const inline = () => [...(scene.snapshot()?.inline.keys() ?? [])];

  it('where nobody else could mend it', async () => {
    await scene.iam.send(new AttachUserPolicyCommand({ UserName: 'bot', PolicyArn: administratorAccess }));
    const others = new DetachUserPolicyCommand({ UserName: 'administrator', PolicyArn: administratorAccess });
    await scene.iam.send(others);
    expect(await answerDecision(await scene.decided(), scene.work)).toBe('done');
    expect([scene.keyStatus(), inline()]).toEqual(['Active', ['Rescind-Pin-1f2e']]);
    expect(taken()[0]?.detail.notice.whatWasDone[0]).toContain('Held back to pin');
  });

  it('and does not where another administrator is left', async () => {
    await scene.iam.send(new AttachUserPolicyCommand({ UserName: 'bot', PolicyArn: administratorAccess }));
    expect(await answerDecision(await scene.decided(), scene.work)).toBe('done');
    expect(scene.keyStatus()).toBe('Inactive');
  });

  it('where production is at work with it', async () => {
    const inUse = { at: scene.time.at, by: 'ci: deploys the shop' };
    expect(await answerDecision(await scene.decided({}, { inUse }), scene.work)).toBe('done');
    expect([scene.keyStatus(), inline()]).toEqual(['Active', ['Rescind-Pin-1f2e']]);
  });
});

it('a thief’s own tags change nothing: neither whether it is contained nor who is told', async () => {
  const Tags = ['rescind:exempt', 'retain', 'break-glass', 'owner'].map((Key) => ({ Key, Value: 'thief' }));
  await scene.iam.send(new TagUserCommand({ UserName: 'bot', Tags }));
  expect(await answerDecision(await scene.decided(), scene.work)).toBe('done');
  expect([scene.keyStatus(), taken()[0]?.detail.notice.to]).toEqual(['Inactive', 'team-data']);
});

describe('one doubt about many credentials at once', () => {
  const doubt = (id: string) => [{ id, bits: 9, group: 'origin', evidence: 'It was seen in a network it never used.' }];
  const wave = async (signal: string) => {
    const outcomes: string[] = [];
    scene.settings.given = {
      policy: { ...enforcing, limits: { ...enforcing.limits, disruptivePerAccountPerHour: 99 } },
      exemptions: [],
    };
    for (let i = 1; i <= 5; i++) {
      const given = { id: `d_${i}`, credential: `AKIA${i}`, signals: doubt(signal), action: 'pin' } as const;
      outcomes.push(await answerDecision(await scene.decided(given), scene.work));
    }
    return outcomes;
  };

  it('is a doubt about what we know: from the fourth on a person has to look', async () => {
    expect(await wave('S09')).toEqual(['done', 'done', 'done', 'skipped', 'skipped']);
    expect(taken().at(-1)?.detail.notice.whatWasDone.join(' ')).toContain('S09 speaks against 5 credentials');
    scene.time.at += hour;
    const later = { id: 'd_9', credential: 'AKIA9', signals: doubt('S09'), action: 'pin' } as const;
    expect(await answerDecision(await scene.decided(later), scene.work)).toBe('done');
  });

  it('is acted on where it is evidence by itself', async () => {
    expect(await wave('S02')).toEqual(['done', 'done', 'done', 'done', 'done']);
  });
});

it.each([
  {},
  { wish: 'restore', id: 'o_1f2e', by: 'alice' },
  { wish: 'hold', credential: 'AKIA1', by: 'alice', reason: 'so', until: null },
  { wish: 'lift', credential: 'AKIA1', by: 'alice' },
  { wish: 'order', order: 'hold', credential: 'AKIA1', reason: 'so', until: null },
  { wish: 'say', id: 'd_1f2e', choice: 'undo' },
  { wish: 'disable', credential: 'AKIA1', by: 'alice' },
])('what is no wish, or comes without a proof of whose it is, is not taken for one: %j', (event) => {
  expect(wishIn(event)).toBeNull();
});

it('that people agreed is not for a caller to say', () => {
  const answer = { wish: 'answer', id: 'd_1', choice: 'approve', by: ['ada', 'ben'] };
  expect([wishIn(answer), callIn(answer)]).toEqual([answer, null]);
  const proof = { region: 'us-east-1', headers: {} };
  expect(callIn({ wish: 'say', id: 'd_1', choice: 'undo', proof })).not.toBeNull();
});

const undone = { wish: 'answer', id: 'd_1f2e', choice: 'undo' } as const;

describe('what was done', () => {
  it('is taken back to what was there before, at a person’s word, and told', async () => {
    const before = scene.snapshot();
    await answerDecision(await scene.decided(), scene.work);
    expect(await grant({ ...undone, by: ['alice'] }, scene.work)).toMatchObject({ done: 2 });
    expect(scene.snapshot()).toEqual(before);
    const restored = taken().filter(({ DetailType }) => DetailType === 'ActionRestored');
    expect(restored.map(({ detail }) => v.parse(eventDetails.ActionRestored, detail).by)).toEqual(['alice', 'alice']);
    expect(await keepUp(scene.work)).toEqual({});
  });

  it('is taken back by a hold, but for a key that evidence speaks against: that is switched on only where it is asked for', async () => {
    const signals = [{ id: 'S02', bits: 20, group: 'exposure', evidence: 'AWS found it in public.' }];
    await answerDecision(await scene.decided({ signals }), scene.work);
    const order = { credential: scene.key, by: 'alice', reason: 'a drill', until: null };
    expect(await hold(order, scene.work, keptBy({}, scene.work))).toEqual({ done: 1, skipped: 1 });
    expect([scene.keyStatus(), scene.snapshot()?.inline.size]).toEqual(['Inactive', 0]);
    scene.time.at += 2 * hour;
    await keepUp(scene.work);
    expect(scene.keyStatus()).toBe('Inactive');
    expect(await hold(order, scene.work, keptBy({ enableKey: true }, scene.work))).toEqual({ done: 2 });
    expect(scene.keyStatus()).toBe('Active');
  });

  it('is taken back by a hold, and nothing is done again until the hold is lifted', async () => {
    const before = scene.snapshot();
    await answerDecision(await scene.decided(), scene.work);
    const about = { credential: scene.key, by: 'alice' };
    await hold({ ...about, reason: 'release week', until: null }, scene.work, async () => false);
    expect(scene.snapshot()).toEqual(before);
    expect(await answerDecision(await scene.decided({ id: 'd_2' }), scene.work)).toBe('skipped');
    expect(scene.snapshot()).toEqual(before);
    await lift(about, scene.work);
    expect(await answerDecision(await scene.decided({ id: 'd_3' }), scene.work)).toBe('done');
    const said = (await scene.work.ledger.entries()).filter(({ kind }) => kind === 'held');
    expect(said.map(({ sentence }) => sentence)).toEqual(['Held by alice: release week', 'Hold lifted by alice.']);
  });

  it('lifts itself when it expires', async () => {
    const before = scene.snapshot();
    await answerDecision(await scene.decided({ expiresAt: scene.time.at + hour }), scene.work);
    await keepUp(scene.work);
    expect(scene.keyStatus()).toBe('Inactive');
    scene.time.at += 2 * hour;
    await keepUp(scene.work);
    expect(scene.snapshot()).toEqual(before);
  });

  it('and was not possible is tried again a minute later', async () => {
    scene.aws.faults = ({ operation }) =>
      operation === 'UpdateAccessKey' ? { fail: 'AccessDenied', status: 403 } : 'pass';
    expect(await answerDecision(await scene.decided(), scene.work)).toBe('irrevocable');
    scene.aws.faults = () => 'pass';
    scene.time.at += minute - second;
    await keepUp(scene.work);
    expect(scene.keyStatus()).toBe('Active');
    scene.time.at += second;
    await keepUp(scene.work);
    expect(scene.keyStatus()).toBe('Inactive');
  });
});

describe('a call that is throttled', () => {
  const readsOfPlan = ['AssumeRole', 'GetUser', 'ListUserPolicies', 'ListEntitiesForPolicy', 'GetPolicy'];

  it.each(readsOfPlan)('once costs a decision seconds: %s', async (throttled) => {
    let left = 1;
    scene.aws.faults = ({ operation }) => (operation === throttled && left-- > 0 ? { throttle: true } : 'pass');
    const began = scene.time.at;
    expect(await answerDecision(await scene.decided(), scene.work)).toBe('done');
    expect(left, 'it was asked').toBeLessThan(1);
    expect(scene.keyStatus()).toBe('Inactive');
    expect(scene.time.at - began).toBeLessThan(minute);
  });

  it.each(readsOfPlan)('for minutes is waited for, bell by bell: %s', async (throttled) => {
    scene.aws.faults = ({ operation }) => (operation === throttled ? { throttle: true } : 'pass');
    const id = await scene.decided();
    await expect(answerOrNote(id, scene.work)).rejects.toThrow(Busy);
    for (const until = scene.time.at + 5 * minute; scene.time.at < until; scene.time.at += minute)
      expect(await answerNoted(scene.work)).toEqual({});
    scene.aws.faults = () => 'pass';
    expect(await answerNoted(scene.work)).toEqual({ done: 1 });
    expect(scene.keyStatus()).toBe('Inactive');
    expect(await answerNoted(scene.work), 'and once').toEqual({});
    expect(await answerOrNote(id, scene.work), 'its message comes back').toBe('done');
  });

  it('takes the turn of no other decision for long, and none is tried twice', async () => {
    scene.aws.faults = ({ operation }) => (operation === 'GetUser' ? { throttle: true } : 'pass');
    for (let n = 0; n < 6; n++) {
      const id = await scene.decided({ id: `d_${n}` });
      await expect(answerOrNote(id, scene.work)).rejects.toThrow(Busy);
    }
    const asked = async () => {
      const before = scene.journal().length;
      await answerNoted(scene.work).catch(() => {});
      return scene.journal().length - before;
    };
    expect(await asked()).toBeGreaterThan(0);
    scene.aws.faults = () => 'pass';
    // The two that had no turn come before the four that had.
    expect(await answerNoted(scene.work)).toEqual({ done: 4 });
    const stored = (id: string) => scene.work.store.ofOutcome(id).then((rows) => rows.length > 0);
    expect([await stored('o_4'), await stored('o_5'), await stored('o_3')]).toEqual([true, true, false]);
    expect(Object.values(await answerNoted(scene.work)), 'as far as the limits of an hour go').toEqual([2]);
    expect(await asked()).toBe(0);
  });

  it('is waited for by what people approved, too, which nobody says again', async () => {
    scene.radius.value = 0.9;
    const id = await scene.decided();
    expect(await answerDecision(id, scene.work)).toBe('skipped');
    await scene.settle(id, 'approve', ['ada', 'ben']);
    scene.aws.faults = ({ operation }) => (operation === 'GetUser' ? { throttle: true } : 'pass');
    expect(await grant({ wish: 'answer', id, choice: 'approve', by: ['ada', 'ben'] }, scene.work)).toMatchObject({
      waiting: 1,
    });
    expect(await answerNoted(scene.work)).toEqual({});
    scene.aws.faults = () => 'pass';
    expect(await answerNoted(scene.work)).toEqual({ done: 1 });
    expect(scene.keyStatus()).toBe('Inactive');
  });

  it.each(['mine', 'undo'] as const)('is waited for in vain where the owner says %s meanwhile', async (choice) => {
    scene.aws.faults = ({ operation }) => (operation === 'GetUser' ? { throttle: true } : 'pass');
    const id = await scene.decided();
    await expect(answerOrNote(id, scene.work)).rejects.toThrow(Busy);
    await scene.settle(id, choice, ['alice']);
    await grant({ wish: 'answer', id, choice, by: ['alice'] }, scene.work);
    scene.aws.faults = () => 'pass';
    const before = scene.snapshot();
    expect(await answerNoted(scene.work)).toEqual({ skipped: 1 });
    expect(await answerOrNote(id, scene.work), 'its message comes back').toBe('skipped');
    scene.radius.value = 0.9;
    expect(await answerOrNote(id, scene.work), 'and now people would be asked').toBe('skipped');
    expect(scene.snapshot()).toEqual(before);
  });

  it('is waited for though a bell is at it with what was said before', async () => {
    scene.aws.faults = ({ operation }) => (operation === 'GetUser' ? { throttle: true } : 'pass');
    const id = await scene.decided();
    await expect(answerOrNote(id, scene.work)).rejects.toThrow(Busy);
    scene.time.at += minute;
    scene.radius.value = 0.9;
    scene.aws.faults = () => 'pass';
    // People are asked by this bell, and approve before it is done; their grant finds AWS busy again.
    const tellTaken: Work['teller']['tellTaken'] = async (...told) => {
      await scene.settle(id, 'approve', ['ada', 'ben']);
      scene.aws.faults = ({ operation }) => (operation === 'GetUser' ? { throttle: true } : 'pass');
      await grant({ wish: 'answer', id, choice: 'approve', by: ['ada', 'ben'] }, scene.work);
      await scene.work.teller.tellTaken(...told);
    };
    expect(await answerNoted({ ...scene.work, teller: { ...scene.work.teller, tellTaken } })).toEqual({ skipped: 1 });
    scene.aws.faults = () => 'pass';
    expect(await answerNoted(scene.work)).toEqual({ done: 1 });
    expect(scene.keyStatus()).toBe('Inactive');
  });

  it('is waited for whatever else goes wrong at a bell, for a day', async () => {
    scene.aws.faults = ({ operation }) => (operation === 'GetUser' ? { throttle: true } : 'pass');
    const id = await scene.decided();
    await expect(answerOrNote(id, scene.work)).rejects.toThrow(Busy);
    const settings: Work['settings'] = () => Promise.reject(new Error('S3 is down'));
    await expect(answerNoted({ ...scene.work, settings })).rejects.toThrow('S3 is down');
    scene.aws.faults = () => 'pass';
    const read = scene.settings.given;
    scene.settings.given = { ...read, exemptions: null };
    expect(await answerNoted(scene.work), 'what cannot be read speaks against nobody').toEqual({});
    scene.settings.given = read;
    scene.aws.faults = () => 'pass';
    expect(await answerNoted(scene.work)).toEqual({ done: 1 });
    scene.aws.faults = ({ operation }) => (operation === 'GetUser' ? { throttle: true } : 'pass');
    await expect(answerOrNote(await scene.decided({ id: 'd_old' }), scene.work)).rejects.toThrow(Busy);
    scene.time.at += day + minute;
    await answerNoted(scene.work);
    scene.aws.faults = () => 'pass';
    expect(await answerNoted(scene.work)).toEqual({});
  });
});
