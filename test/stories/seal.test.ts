import {
  CreatePolicyCommand,
  CreateUserCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  IAMClient,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { ownRoleName, ruleMakers } from '../../contract/permissions.ts';
import { guardDocument, sealDocument, sealName, sealPath } from '../../contract/seal.ts';
import type { Arn } from '../../core/model/brand.ts';
import { matchesGlob } from '../../core/model/glob.ts';
import { second } from '../../core/model/instant.ts';
import { restore } from '../../core/outcome/release.ts';
import { respond } from '../../core/respond.ts';
import { account, decision, facts, roleDecision } from '../core/plan/decisions.ts';
import { elsewhere, inOffice, type Stage, stage } from './stage.ts';

const administrator = '999988887777';
const seal = `arn:aws:iam::${account}:policy${sealPath}${sealName}` as Arn;
const deed = decision({ action: 'disable' });
const everything = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
});

/** The stage with the seal in its account, and the guard over it where wanted; the thief may do everything. */
async function sealedStage({ guarded }: { readonly guarded: boolean }): Promise<Stage & { thief: IAMClient }> {
  const scene = await stage();
  const PolicyDocument = JSON.stringify(sealDocument);
  await scene.iam.send(new CreatePolicyCommand({ PolicyName: sealName, Path: sealPath, PolicyDocument }));
  if (guarded) {
    const guard = JSON.stringify(guardDocument('aws', administrator));
    // The one who acts here stands for the role that the guard lets through.
    const text = guard.replace('role/rescind-contain', 'user/administrator');
    scene.aws.account(account).serviceControlPolicies.push([everything, text]);
  }
  const stolen = scene.snapshot().user?.keys[0];
  const credentials = { accessKeyId: stolen?.id ?? '', secretAccessKey: stolen?.secret ?? '' };
  const requestHandler = scene.aws.requestHandler(elsewhere);
  return { ...scene, thief: new IAMClient({ region: 'us-east-1', credentials, requestHandler, maxAttempts: 1 }) };
}

const given = (scene: Stage) => facts({ seal, now: scene.time.at });
const about = (scene: Stage) => ({ ...deed, credential: scene.key });

describe('a thief who may change identities', () => {
  it('can undo nothing once the seal is seen, and everything but identities goes on until the key is off', async () => {
    const scene = await sealedStage({ guarded: false });
    const response = await respond({ ...about(scene), action: 'quarantine' }, given(scene), scene.ports);
    expect(response.actions.map(({ containmentId }) => containmentId)).toEqual(['o_1f2e.seal', 'o_1f2e.quarantine']);
    const off = { UserName: 'bot', PolicyName: 'Rescind-Quarantine-1f2e' };
    await expect(scene.thief.send(new DeleteUserPolicyCommand(off))).rejects.toThrow('explicit deny');
    const detach = new DetachUserPolicyCommand({ UserName: 'bot', PolicyArn: seal });
    await expect(scene.thief.send(detach)).rejects.toThrow('explicit deny');
    expect(scene.may(scene.key, inOffice)).toBe(true);
    await restore('o_1f2e', 'owner', scene.ports);
    expect(scene.snapshot().user?.attached).toEqual([]);
  });

  /** IAM shows nothing of the seal yet when the thief takes it off. */
  async function racing(guarded: boolean) {
    const scene = await sealedStage({ guarded });
    scene.aws.lag = 4 * second;
    let raced: 'taken off' | 'refused' | null = null;
    const thieving = {
      ...scene.ports.executor,
      write: async (...write: Parameters<typeof scene.ports.executor.write>) => {
        const written = await scene.ports.executor.write(...write);
        if (raced !== null) return written;
        const detach = new DetachUserPolicyCommand({ UserName: 'bot', PolicyArn: seal });
        const isRefused = await scene.thief.send(detach).then(
          () => false,
          () => true,
        );
        raced = isRefused ? 'refused' : 'taken off';
        return written;
      },
    };
    await respond(about(scene), given(scene), { ...scene.ports, executor: thieving });
    return { scene, raced };
  }

  it('who is quicker than IAM takes the seal off where no guard stands, for a moment, and never where one does', async () => {
    const [open, guarded] = [await racing(false), await racing(true)];
    expect([open.raced, guarded.raced]).toEqual(['taken off', 'refused']);
    expect(open.scene.snapshot().user?.attached).toEqual([seal]);
    expect(guarded.scene.snapshot().user?.attached).toEqual([seal]);
  });

  it('cannot switch the key on again, and the sealed place is put back exactly', async () => {
    const { scene } = await racing(true);
    scene.time.at += 10 * second;
    const on = new UpdateAccessKeyCommand({ UserName: 'bot', AccessKeyId: scene.key, Status: 'Active' });
    await expect(scene.thief.send(on)).rejects.toThrow();
    await restore('o_1f2e', 'owner', scene.ports);
    const { user } = scene.snapshot();
    expect([user?.attached, user?.keys[0]?.status, [...(user?.inline.keys() ?? [])]]).toEqual([[], 'Active', ['work']]);
  });
});

it('below the guard nobody takes the fence off the role that writes denies, or rewrites it', async () => {
  const scope = `arn:aws:iam::${account}:role/rescind-scope`;
  const fence = `arn:aws:iam::${account}:policy/rescind/Fence`;
  const deeds = [
    ['iam:DeleteRolePermissionsBoundary', scope],
    ['iam:PutRolePermissionsBoundary', scope],
    ['iam:PutRolePolicy', scope],
    ['iam:CreatePolicyVersion', fence],
    ['iam:DeletePolicy', fence],
  ] as const;
  const may = async (guarded: boolean) => {
    const { aws, key } = await sealedStage({ guarded });
    return deeds.map(
      ([action, resource]) => aws.attempt({ accessKeyId: key, action, resource, from: elsewhere }).allowed,
    );
  };
  expect(await may(false)).toEqual(deeds.map(() => true));
  expect(await may(true)).toEqual(deeds.map(() => false));
});

it('below the guard nobody cuts or narrows the rule that forwards, and other rules are anybody’s', async () => {
  const deeds = ['DeleteRule', 'DisableRule', 'PutRule', 'PutTargets', 'RemoveTargets'];
  const may = async (guarded: boolean, rule: string) => {
    const { aws, key } = await sealedStage({ guarded });
    const resource = `arn:aws:events:eu-west-1:${account}:rule/${rule}`;
    return deeds.map(
      (deed) => aws.attempt({ accessKeyId: key, action: `events:${deed}`, resource, from: elsewhere }).allowed,
    );
  };
  // As CloudFormation names what a stack of a stack set has.
  const ours = 'StackSet-rescind-regional-0b7a3c1e-2f7e-4d0c-9d3b-5d1f-Calls-1A2B3C4D5E6F';
  expect(await may(true, ours)).toEqual(deeds.map(() => false));
  expect(await may(false, ours)).toEqual(deeds.map(() => true));
  expect(await may(true, 'StackSet-orders-Calls-1A2B')).toEqual(deeds.map(() => true));
});

it('below the guard nobody makes a role that it would take for CloudFormation’s, and the CDK’s is that of one account', async () => {
  const deeds = ['iam:CreateRole', 'iam:UpdateAssumeRolePolicy', 'iam:AttachRolePolicy', 'iam:PutRolePolicy'];
  const may = async (guarded: boolean, name: string) => {
    const { aws, key } = await sealedStage({ guarded });
    const resource = `arn:aws:iam::${account}:role/${name}`;
    return deeds.map((action) => aws.attempt({ accessKeyId: key, action, resource, from: elsewhere }).allowed);
  };
  expect(await may(true, 'stacksets-exec-thief')).toEqual(deeds.map(() => false));
  expect(await may(false, 'stacksets-exec-thief')).toEqual(deeds.map(() => true));
  expect(await may(true, 'worker')).toEqual(deeds.map(() => true));
  const keeping = guardDocument('aws', administrator).Statement.filter(({ Sid = '' }) =>
    /StaysAsItIs|StayAsThey/.test(Sid),
  );
  expect(keeping).toHaveLength(3);
  const passes = (arn: string) =>
    keeping.every(({ Condition }) =>
      [Condition?.ArnNotLike?.['aws:PrincipalArn'] ?? []].flat().some((pattern) => matchesGlob(pattern, arn)),
    );
  expect(passes(`arn:aws:iam::${account}:role/stacksets-exec-${'0a1b2c3d'.repeat(4)}`)).toBe(true);
  const roleOf = (one: string) => `arn:aws:iam::${one}:role/cdk-hnb659fds-cfn-exec-role-${one}-eu-west-1`;
  expect([administrator, account].map((one) => passes(roleOf(one)))).toEqual([true, false]);
  const rulesOf = (one: string) => `arn:aws:iam::${one}:role/${ownRoleName(ruleMakers.ends, 'eu-west-1')}`;
  expect(
    [administrator, account].map((one) => passes(rulesOf(one))),
    'nor who puts rules into other Regions',
  ).toEqual([true, false]);
});

it('a role that is sealed takes nothing over from a user of its name', async () => {
  const scene = await sealedStage({ guarded: false });
  await scene.iam.send(new CreateUserCommand({ UserName: 'Worker' }));
  const namesake = { ...about(scene), action: 'quarantine', principal: `arn:aws:iam::${account}:user/Worker` } as const;
  await respond(namesake, given(scene), scene.ports);
  await respond(roleDecision({ id: 'd_2', action: 'quarantine' }), given(scene), scene.ports);
  await restore('o_1f2e', 'owner', scene.ports);
  const { users, roles } = scene.aws.account(account).state.latest;
  expect([users.get('Worker')?.attached, roles.get('Worker')?.attached]).toEqual([[], [seal]]);
});

it('one user sealed for two keys stays sealed until both are taken back', async () => {
  const scene = await sealedStage({ guarded: false });
  const other = { ...about(scene), id: 'd_2', action: 'quarantine', credential: 'AKIAOTHEROTHEROTHER1' } as const;
  await respond({ ...about(scene), action: 'quarantine' }, given(scene), scene.ports);
  await respond(other, given(scene), scene.ports);
  await restore('o_1f2e', 'owner', scene.ports);
  expect(scene.snapshot().user?.attached).toEqual([seal]);
  await restore('o_2', 'owner', scene.ports);
  expect(scene.snapshot().user?.attached).toEqual([]);
});
