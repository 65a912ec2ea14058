import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DetachUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, it } from 'vitest';
import { memberRoles } from '../../../contract/permissions.ts';
import { nothingDeclared } from '../../../core/context/recorded-context.ts';
import type { EventId } from '../../../core/model/brand.ts';
import { day, formatInstant, hour, minute } from '../../../core/model/instant.ts';
import { newContainment } from '../../../core/outcome/containment.ts';
import { claimFor } from '../../../core/outcome/ensure.ts';
import type { ContainmentStore } from '../../../core/outcome/ports.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { answerDecision } from '../../../functions/respond/answer-decision.ts';
import { standingAgainst } from '../../../functions/respond/brakes.ts';
import { grant } from '../../../functions/respond/grant.ts';
import { hold } from '../../../functions/respond/hold.ts';
import { keepUp } from '../../../functions/respond/look-after.ts';
import { answerNoted, answerOrNote } from '../../../functions/respond/unplanned.ts';
import { Busy, type Work } from '../../../functions/respond/work.ts';
import { account, decision, keyStatus } from '../../core/plan/decisions.ts';
import { eachInAScene, enforcing, type Scene } from './scene.ts';

let scene: Scene;
eachInAScene('b', (made) => {
  scene = made;
});

/** Ours alone: what people do here by hand is theirs. */
const writes = () =>
  scene
    .journal()
    .filter(
      ({ operation, caller }) => /^(Put|Update|Delete|Attach|Detach)/.test(operation) && !caller?.includes(':user/'),
    );
const reasons = () => scene.bus.entries.map(({ Detail }) => JSON.stringify(JSON.parse(Detail).notice ?? null)).join();
const exemption = { credential: '*', owner: 'alice', reason: 'drill', scope: 'all', until: '2026-12-31T00:00:00Z' };
const learned: Decision['signals'] = [
  { id: 'S09', bits: 18, group: 'origin', evidence: 'It came from a new network.' },
];
const hard: Decision['signals'] = [{ id: 'S02', bits: 20, group: 'exposure', evidence: 'AWS found it in public.' }];

/** Work in which something happens at the very moment when the rows have been stored. */
function whenArmed(happens: () => unknown, work = scene.work): Work {
  const store: ContainmentStore = {
    ...work.store,
    arm: async (rows, now) => {
      const armed = await work.store.arm(rows, now);
      await happens();
      return armed;
    },
  };
  return { ...work, store };
}

const given = (change: Partial<Scene['settings']['given']>) => {
  scene.settings.given = { ...scene.settings.given, ...change };
};

it('a session that the key opened in a role of ours shields nobody, and that role stays as it is', async () => {
  const role = `arn:aws:iam::${account}:role/${memberRoles.scope}`;
  const child = { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', role, sessionArn: `${role}/thief`, expiresAt: null };
  await scene.memory.commit({
    key: `children ${scene.key}`,
    text: JSON.stringify([child]),
    expectedVersion: null,
    until: null,
  });
  await answerDecision(await scene.decided(), scene.work);
  expect(scene.keyStatus()).toBe('Inactive');
  expect(writes().filter(({ operation }) => operation.includes('Role'))).toEqual([]);
  expect(reasons()).toContain('one of Rescind’s own roles');
});

describe('what changes between the storing of the plan and its first call stops it:', () => {
  const arn = `arn:aws:iam::${account}:user/bot`;
  it.each<[string, () => unknown, string]>([
    ['the mode', () => given({ policy: { ...enforcing, mode: 'observe' } }), 'no longer enforces'],
    ['an exemption', () => given({ exemptions: [exemption] }), 'exempt until'],
    ['a break-glass name', () => given({ policy: { ...enforcing, protect: ['*:user/bot'] } }), 'protects'],
    ['a hold on its user', () => scene.work.store.hold({ ...held, credential: arn }), 'held by alice'],
    ['a change window', () => given({ policy: { ...enforcing, changeWindows: [change()] } }), 'a change is under way'],
    ['work that production began', () => atWork(), 'production is using it'],
    ['an administrator who left', () => others('Detach'), 'nobody else in the account'],
  ])('%s', async (_, happens, why) => {
    await administrators();
    const before = scene.snapshot();
    const id = await scene.decided({ signals: learned });
    whenPlanned = { ...scene.settings.given };
    expect(await answerDecision(id, { ...whenArmed(happens), settings: settingsWithWords })).toBe('skipped');
    expect(reasons()).toContain(why);
    // Neither the next delivery nor the upkeep begins it after all.
    given({ policy: enforcing, exemptions: [] });
    await answerDecision(id, scene.work);
    scene.time.at += hour;
    await keepUp(scene.work);
    expect(writes()).toEqual([]);
    expect(scene.snapshot()).toEqual(before);
  });

  let whenPlanned: Partial<Scene['settings']['given']> = {};
  const held = { by: 'alice', reason: 'release week', until: null };
  const change = () => {
    const [from, until] = [scene.time.at - hour, scene.time.at + hour].map(formatInstant);
    return { from: from ?? '', until: until ?? '', reason: 'the network moves', accounts: [] };
  };
  const atWork = () =>
    scene.memory.commit({
      key: `at work ${scene.key}`,
      text: JSON.stringify(scene.time.at),
      expectedVersion: null,
      until: null,
    });
  // As a warm process: what was read before the plan was stored is good for a while, unless it is asked for anew.
  const settingsWithWords: Work['settings'] = async (...age) => {
    const settings = { ...(await scene.work.settings()), ...(age[0] !== 0 && whenPlanned) };
    return { ...settings, words: { ...settings.words, declared: () => ({ ...nothingDeclared, kind: 'ci' }) } };
  };

  it('and who died in between leaves the question to whoever goes on', async () => {
    const dying = whenArmed(() => {
      throw new Error('killed');
    });
    const id = await scene.decided();
    await expect(answerDecision(id, dying)).rejects.toThrow('killed');
    given({ exemptions: [exemption] });
    await keepUp(scene.work);
    expect(writes()).toEqual([]);
    expect(await answerDecision(id, scene.work)).toBe('skipped');
    expect(writes()).toEqual([]);
  });

  it('and where the brakes cannot be asked at once, they are asked again within seconds', async () => {
    let failures = 0;
    const settings: Work['settings'] = async () => {
      if (failures > 0 && failures-- > 0) throw new Error('S3 is down');
      return scene.work.settings();
    };
    const fails = () => {
      failures = 2;
    };
    const began = scene.time.at;
    expect(await answerDecision(await scene.decided(), { ...whenArmed(fails), settings })).toBe('done');
    expect(scene.keyStatus()).toBe('Inactive');
    expect(scene.time.at - began).toBeLessThan(minute);
  });

  it('and where the brakes cannot be asked, nothing is begun until they can', async () => {
    let down = false;
    const settings: Work['settings'] = async () => {
      if (down) throw new Error('S3 is down');
      return scene.work.settings();
    };
    const work = { ...whenArmed(() => (down = true)), settings };
    const id = await scene.decided();
    await expect(answerDecision(id, work)).rejects.toThrow('S3 is down');
    down = false;
    given({ exemptions: null });
    await keepUp({ ...work, settings });
    expect(writes()).toEqual([]);
    given({ exemptions: [] });
    await keepUp({ ...work, settings });
    expect(scene.keyStatus()).toBe('Inactive');
  });
});

const administratorAccess = 'arn:aws:iam::aws:policy/AdministratorAccess';
const attach = (UserName: string) => new AttachUserPolicyCommand({ UserName, PolicyArn: administratorAccess });

/** bot is one, beside the account's own. */
async function administrators(): Promise<void> {
  await scene.iam.send(attach('bot'));
}

async function others(how: 'Detach'): Promise<void> {
  const place = { UserName: 'administrator', PolicyArn: administratorAccess };
  if (how === 'Detach') await scene.iam.send(new DetachUserPolicyCommand(place));
}

describe('the last administrator', () => {
  const two = async () => {
    await administrators();
    await scene.iam.send(new CreateUserCommand({ UserName: 'eve' }));
    await scene.iam.send(attach('eve'));
    await others('Detach');
    const eve = `arn:aws:iam::${account}:user/eve`;
    const about = { action: 'quarantine', signals: hard } as const;
    return [
      await scene.decided({ id: 'd_1', ...about }),
      await scene.decided({ id: 'd_2', ...about, credential: eve, principal: eve, kind: 'session-token' }),
    ];
  };
  const bound = () => {
    const { users } = scene.aws.account(account).state.latest;
    return ['bot', 'eve'].filter((name) =>
      [...(users.get(name)?.inline.keys() ?? [])].some((n) => /Quarantine/.test(n)),
    );
  };

  it('is whoever is left when we have bound the others ourselves', async () => {
    const [one = '', other = ''] = await two();
    expect(await answerDecision(one, scene.work)).toBe('done');
    await answerDecision(other, scene.work);
    expect(bound()).toEqual(['bot']);
    expect(reasons()).toContain('nobody else in the account holds AdministratorAccess');
  });

  it('is not relieved by roles that nobody takes: ours, and the one that stack sets act in', async () => {
    const stackSets = `stacksets-exec-${'0a1b2c3d'.repeat(4)}`;
    const AssumeRolePolicyDocument = scene.aws.account(account).state.latest.roles.get(memberRoles.contain)?.trust;
    await scene.iam.send(new CreateRoleCommand({ RoleName: stackSets, AssumeRolePolicyDocument }));
    for (const RoleName of [stackSets, memberRoles.contain])
      await scene.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: administratorAccess }));
    await administrators();
    await others('Detach');
    await answerDecision(await scene.decided({ action: 'quarantine', signals: hard }), scene.work);
    expect([...(scene.snapshot()?.inline.keys() ?? [])], 'no more than a pin').toEqual(['Rescind-Pin-1f2e']);
    expect(reasons()).toContain('nobody else in the account holds AdministratorAccess');
  });

  it('is pinned though AWS is too busy for long to say that nobody else is left', async () => {
    await administrators();
    await others('Detach');
    scene.aws.faults = ({ operation }) => (operation === 'ListEntitiesForPolicy' ? { throttle: true } : 'pass');
    await expect(answerOrNote(await scene.decided({ signals: hard }), scene.work)).rejects.toThrow(Busy);
    expect(await answerNoted(scene.work)).toEqual({});
    scene.aws.faults = () => 'pass';
    expect(await answerNoted(scene.work)).toEqual({ done: 1 });
    expect([scene.keyStatus(), ...(scene.snapshot()?.inline.keys() ?? [])]).toEqual(['Active', 'Rescind-Pin-1f2e']);
  });

  it('is spared also where both are decided on at once', async () => {
    const ids = await two();
    await Promise.all(ids.map((id) => answerDecision(id, { ...scene.work, worker: id })));
    expect(bound().length).toBeLessThanOrEqual(1);
  });

  it('is spared though the index does not list who was bound for as long as a call may last', async () => {
    const [one = '', other = ''] = await two();
    const { store } = scene.work;
    const listed = await store.open();
    expect(await answerDecision(one, scene.work)).toBe('done');
    scene.time.at += claimFor;
    await answerDecision(other, { ...scene.work, store: { ...store, open: async () => listed } });
    expect(bound()).toEqual(['bot']);
    expect(reasons()).toContain('every other administrator is already contained, so nobody could undo it');
  });

  it('is counted once, though it died before anything came of it', async () => {
    const [one = ''] = await two();
    const { store, notes } = scene.work;
    const arm = () => Promise.reject(new Error('killed'));
    await expect(answerDecision(one, { ...scene.work, store: { ...store, arm } })).rejects.toThrow('killed');
    const spent = async () => (await notes.load('budget'))?.text;
    const before = await spent();
    expect(await answerDecision(one, scene.work)).toBe('done');
    expect(await spent()).toBe(before);
  });

  it('is nobody any more once the other was set free', async () => {
    const [one = '', other = ''] = await two();
    expect(await answerDecision(one, scene.work)).toBe('done');
    await grant({ wish: 'answer', id: one, choice: 'undo', by: ['ada'] }, scene.work);
    scene.time.at += hour;
    expect(await answerDecision(other, scene.work)).toBe('done');
    expect(bound()).toEqual(['eve']);
  });
});

describe('a change window', () => {
  const window = () => {
    const [from = '', until = ''] = [scene.time.at - hour, scene.time.at + hour].map(formatInstant);
    given({ policy: { ...enforcing, changeWindows: [{ from, until, reason: 'the network moves', accounts: [] }] } });
  };
  const inline = () => [...(scene.snapshot()?.inline.keys() ?? [])];

  it('leaves learned evidence a pin at most', async () => {
    window();
    expect(await answerDecision(await scene.decided({ signals: learned }), scene.work)).toBe('done');
    expect([scene.keyStatus(), inline()]).toEqual(['Active', ['Rescind-Pin-1f2e']]);
    expect(reasons()).toContain('the network moves');
  });

  it('does not hold up what stands by itself', async () => {
    window();
    expect(await answerDecision(await scene.decided({ signals: hard }), scene.work)).toBe('done');
    expect(scene.keyStatus()).toBe('Inactive');
  });
});

describe('an approval', () => {
  const approve = (id: string) => scene.settle(id, 'approve', ['ada', 'ben']);

  beforeEach(() => {
    scene.radius.value = 0.9;
  });

  it('is of its decision alone', async () => {
    const [one, other] = [await scene.decided({ id: 'd_1' }), await scene.decided({ id: 'd_2' })];
    await approve(one);
    expect(await answerDecision(other, scene.work)).toBe('skipped');
    expect(scene.keyStatus()).toBe('Active');
  });

  it('that nobody acted on in time counts no more', async () => {
    const id = await scene.decided();
    await approve(id);
    scene.time.at += day;
    expect(await grant({ wish: 'answer', id, choice: 'approve', by: ['ada', 'ben'] }, scene.work)).toMatchObject({
      skipped: 1,
    });
    expect(scene.keyStatus()).toBe('Active');
    expect(reasons()).toContain('approved too long ago');
  });

  it('that nobody gave is not made by saying so', async () => {
    const id = await scene.decided();
    await grant({ wish: 'answer', id, choice: 'approve', by: ['mallory'] }, scene.work);
    expect(scene.keyStatus()).toBe('Active');
  });
});

it('production that is at work now is spared, though it was not when the decision was made', async () => {
  const inUse = { at: scene.time.at - 2 * hour, by: 'ci: deploys the shop' };
  const settings: Work['settings'] = async () => {
    const found = await scene.work.settings();
    return { ...found, words: { ...found.words, declared: () => ({ ...nothingDeclared, kind: 'ci' }) } };
  };
  const text = JSON.stringify(scene.time.at - minute);
  await scene.memory.commit({ key: `at work ${scene.key}`, text, expectedVersion: null, until: null });
  expect(await answerDecision(await scene.decided({}, { inUse }), { ...scene.work, settings })).toBe('done');
  expect(scene.keyStatus()).toBe('Active');
  expect(reasons()).toContain('production is using it, ci');
});

it('a decision about a use is not carried out a week later, by whatever queue it comes', async () => {
  const old = { at: scene.time.at - 8 * day, eventId: 'e1' as EventId };
  expect(await answerDecision(await scene.decided(old), scene.work)).toBe('skipped');
  expect(await answerDecision(await scene.decided({ ...old, eventId: null, id: 'd_2' }), scene.work)).toBe('done');
});

it('whoever names the key that a measure switches off shields it, whatever credential the decision is about', async () => {
  const about = decision({
    action: 'disable',
    credential: 'ASIAIOSFODNN7EXAMPLE',
    kind: 'session-token',
    signals: hard,
  });
  const { notes, homes } = scene.work;
  const standing = async (...protect: string[]) => {
    const settings = { policy: { ...enforcing, protect }, exemptions: [], words: (await scene.work.settings()).words };
    const brakes = { decision: about, settings, notes, byWord: false, homes };
    return standingAgainst(
      [newContainment(about, 0, keyStatus(scene.key), 'policy', scene.time.at)],
      brakes,
      scene.time.at,
    );
  };
  expect(await standing(scene.key)).toEqual({ kind: 'over', why: 'the policy protects this credential' });
  expect(await standing('AKIAI44QH8DHBEXAMPLE')).toEqual({ kind: 'not-needed' });
});

it('what is held by the name of its user is not disturbed', async () => {
  const about = { by: 'alice', reason: 'release week', until: null };
  await answerDecision(await scene.decided(), scene.work);
  expect(scene.keyStatus()).toBe('Inactive');
  await hold({ credential: `arn:aws:iam::${account}:user/bot`, ...about }, scene.work, async () => false);
  expect(scene.keyStatus()).toBe('Active');
  expect(await answerDecision(await scene.decided({ id: 'd_2' }), scene.work)).toBe('skipped');
  expect(scene.keyStatus()).toBe('Active');
});
