import { DeleteRoleCommand, DeleteRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { noteKeys, type RoleTrials } from '../../../contract/notes.ts';
import { memberRoles } from '../../../contract/permissions.ts';
import type { NoteStore } from '../../../core/context/note-store.ts';
import { day, hour, minute } from '../../../core/model/instant.ts';
import { documentsIn } from '../../../functions/documents.ts';
import { tryRoles } from '../../../functions/respond/try-roles.ts';
import { account } from '../../core/plan/decisions.ts';
import { eachInAScene, type Scene } from './scene.ts';

let scene: Scene;
eachInAScene('trials-', async (made) => {
  scene = made;
  await heard({ [account]: scene.time.at - 2 * hour });
});

/** As the heartbeat notes it: accounts, and since when each is watched. */
const heard = (since: Readonly<Record<string, number>>) =>
  documentsIn(scene.memory as NoteStore).write(noteKeys.heartbeat, { since }, null);
const trials = () => documentsIn(scene.work.notes).read<RoleTrials>(noteKeys.roleTrials);
const assumed = () =>
  scene.journal().filter(({ operation, effect }) => operation === 'AssumeRole' && effect === 'done');
const rolesIn = (calls: ReturnType<typeof assumed>) => calls.map(({ parameters }) => String(parameters.RoleArn));
const [contain, rotate, scope] = [memberRoles.contain, memberRoles.rotate, memberRoles.scope];
const arnOf = (role: string) => `arn:aws:iam::${account}:role/${role}`;

describe('the roles that act', () => {
  it('are each assumed as they are to act, in sessions that may do nothing', async () => {
    expect(await tryRoles(scene.work)).toBe(0);
    expect(rolesIn(assumed())).toEqual([contain, rotate, scope].map(arnOf));
    for (const { parameters } of assumed()) {
      expect(parameters.SourceIdentity).toBe('rescind-trial');
      expect(JSON.parse(String(parameters.Policy)).Statement).toEqual([{ Effect: 'Deny', Action: '*', Resource: '*' }]);
    }
    expect(scene.journal().filter(({ operation }) => operation !== 'AssumeRole')).toEqual([]);
    expect(await trials()).toEqual({ triedAt: { [account]: scene.time.at }, shut: {} });
  });

  it('are tried once a day', async () => {
    await tryRoles(scene.work);
    scene.time.at += day - minute;
    await tryRoles(scene.work);
    expect(assumed()).toHaveLength(3);
    scene.time.at += minute;
    await tryRoles(scene.work);
    expect(assumed()).toHaveLength(6);
  });

  it('are left alone until stack sets have had an hour to make them', async () => {
    await heard({ [account]: scene.time.at });
    scene.time.at += hour - minute;
    await tryRoles(scene.work);
    expect(assumed()).toEqual([]);
    scene.time.at += minute;
    await tryRoles(scene.work);
    expect(assumed()).toHaveLength(3);
  });

  it('one that is gone and one whose trust was edited are told with AWS’s word, tried hourly, and forgotten once they open', async () => {
    const { iam } = scene;
    await iam.send(new DeleteRolePolicyCommand({ RoleName: rotate, PolicyName: 'w' }));
    await iam.send(new DeleteRoleCommand({ RoleName: rotate }));
    const before = scene.aws.account(account).state.latest.roles.get(contain)?.trust ?? '';
    const shut = before.replace('"Allow"', '"Deny"');
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: contain, PolicyDocument: shut }));
    const at = scene.time.at;
    expect(await tryRoles(scene.work)).toBe(2);
    expect((await trials())?.shut).toEqual({
      [account]: {
        [contain]: { since: at, reason: expect.stringContaining('AccessDenied') },
        [rotate]: { since: at, reason: expect.stringContaining('AccessDenied') },
      },
    });
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: contain, PolicyDocument: before }));
    scene.time.at += hour - minute;
    expect(await tryRoles(scene.work), 'not yet tried again').toBe(2);
    scene.time.at += minute;
    expect(await tryRoles(scene.work)).toBe(1);
    expect((await trials())?.shut).toEqual({ [account]: { [rotate]: { since: at, reason: expect.any(String) } } });
  });

  it('the one that writes inline denies is not asked for where accounts have none', async () => {
    await tryRoles({ ...scene.work, inlineDenies: false });
    expect(rolesIn(assumed())).toEqual([contain, rotate].map(arnOf));
  });

  it('an AWS that is too busy says nothing against a role: it is tried again in an hour', async () => {
    scene.aws.faults = ({ operation }) => (operation === 'AssumeRole' ? { throttle: true } : 'pass');
    expect(await tryRoles(scene.work)).toBe(0);
    expect((await trials())?.shut).toEqual({});
    scene.aws.faults = () => 'pass';
    scene.time.at += hour - minute;
    await tryRoles(scene.work);
    expect(assumed()).toEqual([]);
    scene.time.at += minute;
    await tryRoles(scene.work);
    expect(await trials()).toEqual({ triedAt: { [account]: scene.time.at }, shut: {} });
  });

  it('nor does it open one that was shut, or take the turn of others', async () => {
    const { iam } = scene;
    await iam.send(new DeleteRolePolicyCommand({ RoleName: rotate, PolicyName: 'w' }));
    await iam.send(new DeleteRoleCommand({ RoleName: rotate }));
    expect(await tryRoles(scene.work)).toBe(1);
    scene.aws.faults = ({ operation }) => (operation === 'AssumeRole' ? { throttle: true } : 'pass');
    scene.time.at += hour;
    expect(await tryRoles(scene.work)).toBe(1);
    const asked = scene.journal().length;
    scene.time.at += hour - minute;
    expect(await tryRoles(scene.work)).toBe(1);
    expect(scene.journal()).toHaveLength(asked);
    scene.time.at += minute;
    await tryRoles(scene.work);
    expect(scene.journal().length).toBeGreaterThan(asked);
  });
});

it('many accounts have their turns at many bells, and one that refuses costs the others nothing', async () => {
  const many = Array.from({ length: 24 }, (_, at) => String(300_000_000_000 + at));
  await heard(Object.fromEntries([account, ...many].map((id) => [id, 0])));
  const found: number[] = [];
  for (let bell = 0; bell < 4; bell++) {
    found.push(await tryRoles(scene.work));
    scene.time.at += minute;
  }
  // Of the accounts that there are not, each has three roles that cannot be assumed.
  expect(found).toEqual([27, 57, 72, 72]);
  const { triedAt, shut } = (await trials()) ?? { triedAt: {}, shut: {} };
  expect(Object.keys(triedAt).toSorted()).toEqual([account, ...many].toSorted());
  expect(shut[account]).toBeUndefined();
  await heard({ [account]: 0 });
  scene.time.at += day;
  expect(await tryRoles(scene.work), 'who is not watched any more is forgotten').toBe(0);
});
