import { describe, expect, test } from 'vitest';
import { outcomeIdOf } from '../../core/outcome/containment.ts';
import { restore } from '../../core/outcome/release.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { BoundaryDocument } from '../../core/plan/documents/boundary.ts';
import { type Facts, noNetworks, unseenFacts } from '../../core/plan/facts.ts';
import { respond } from '../../core/respond.ts';
import { account, decision, now, roleDecision } from '../core/plan/decisions.ts';
import { stage } from './stage.ts';

const boundary: BoundaryDocument = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'ServicesInUse', Effect: 'Allow', Action: ['s3:*'], Resource: '*' }],
};
const facts: Facts = {
  ...unseenFacts,
  now,
  uniqueId: null,
  inlineCharacters: 0,
  established: noNetworks,
  session: null,
  lastUsedAt: null,
  boundary,
};
const owners = `arn:aws:iam::${account}:policy/owners`;

async function scene() {
  const made = await stage();
  const { state } = made.aws.account(account);
  const { policies } = state.latest;
  const document = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  });
  policies.set(owners, { name: 'owners', path: '/', id: 'ANPAOWN', arn: owners, createdAt: 0, document });
  const whole = () => {
    const { user, role } = made.snapshot();
    const keys = user?.keys.map(({ lastUsed: _, ...key }) => key);
    return { user: { ...user, keys }, role, policies: [...state.latest.policies.keys()] };
  };
  const bot = () => state.latest.users.get('bot');
  const act = (one: Decision = decision()) => respond(one, facts, made.ports);
  const back = () => restore(outcomeIdOf(decision().id), 'ada', made.ports);
  const may = (action: string) =>
    made.aws.attempt({ accessKeyId: made.key, action, resource: '*', from: { ip: '192.0.2.10' } }).allowed;
  return { ...made, whole, bot, act, back, may };
}

describe('a boundary of what is used', () => {
  test('leaves that, takes the rest, and is taken off with its policy', async () => {
    const { act, back, may, whole } = await scene();
    const before = whole();
    expect((await act()).outcome).toEqual({ kind: 'done' });
    expect([may('s3:GetObject'), may('ec2:RunInstances')]).toEqual([true, false]);
    expect((await act()).outcome).toEqual({ kind: 'done' });
    await back();
    expect(may('ec2:RunInstances')).toBe(true);
    expect(whole()).toEqual(before);
  });

  test('goes on a role as well', async () => {
    const { act, aws, back, whole } = await scene();
    const before = whole();
    expect((await act(roleDecision({ session: null }))).outcome).toEqual({ kind: 'done' });
    expect(aws.account(account).state.latest.roles.get('Worker')?.boundary).toContain('/rescind/Rescind-Boundary-1f2e');
    await back();
    expect(whole()).toEqual(before);
  });

  test('is not put in the place of its owner’s, which stays also where it comes at the last moment', async () => {
    const there = await scene();
    const bot = there.bot();
    if (bot !== undefined) bot.boundary = owners;
    expect((await there.act()).outcome).toMatchObject({ kind: 'failed', lasting: 'terminal' });
    expect(there.bot()?.boundary).toBe(owners);

    const late = await scene();
    late.aws.faults = ({ operation }) => {
      const user = late.bot();
      if (operation === 'CreatePolicy' && user !== undefined) user.boundary = owners;
      return 'pass';
    };
    expect((await late.act()).outcome).toMatchObject({ kind: 'failed' });
    expect(late.bot()?.boundary).toBe(owners);
    await late.back();
    expect(late.bot()?.boundary).toBe(owners);
    expect(late.whole().policies).toEqual([owners]);
  });

  test('is not taken off where its owner has put on another since', async () => {
    const { act, back, bot } = await scene();
    await act();
    const user = bot();
    if (user !== undefined) user.boundary = owners;
    await back();
    expect(bot()?.boundary).toBe(owners);
  });

  test.each(['CreatePolicy', 'PutUserPermissionsBoundary'])(
    'comes on though the answer to %s is lost',
    async (name) => {
      const { act, aws, back, whole } = await scene();
      const before = whole();
      let lost = false;
      aws.faults = ({ operation }) => {
        if (operation !== name || lost) return 'pass';
        lost = true;
        return 'apply-then-lose-answer';
      };
      expect((await act()).outcome).toEqual({ kind: 'done' });
      expect(lost).toBe(true);
      await back();
      expect(whole()).toEqual(before);
    },
  );

  test.each(['DeleteUserPermissionsBoundary', 'DeletePolicy'])(
    'is taken off whole though %s fails at first',
    async (name) => {
      const { act, aws, back, whole } = await scene();
      const before = whole();
      await act();
      let failed = false;
      aws.faults = ({ operation }) => {
        if (operation !== name || failed) return 'pass';
        failed = true;
        return { fail: 'ServiceFailure', status: 500 };
      };
      await back();
      expect(failed).toBe(true);
      expect(whole()).toEqual(before);
    },
  );

  test('leaves no policy behind where it never came on', async () => {
    const { act, aws, back, whole } = await scene();
    const before = whole();
    aws.faults = ({ operation }) =>
      operation === 'PutUserPermissionsBoundary' ? { fail: 'ServiceFailure', status: 500 } : 'pass';
    expect((await act()).outcome).toMatchObject({ kind: 'irrevocable' });
    aws.faults = () => 'pass';
    await back();
    expect(whole()).toEqual(before);
  });
});
