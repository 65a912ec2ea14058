import { CreateRoleCommand, DeleteUserPolicyCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { readUser } from '../../adapters/aws/principal-facts.ts';
import { minute } from '../../core/model/instant.ts';
import { restore } from '../../core/outcome/release.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { noNetworks } from '../../core/plan/facts.ts';
import { respond } from '../../core/respond.ts';
import { account, decision, facts, roleDecision } from '../core/plan/decisions.ts';
import { trust } from './principals.ts';
import { elsewhere, inOffice, type Stage, stage } from './stage.ts';

const instance = { name: 'i-0abc', sourceIdentity: null, issuedTo: { kind: 'instance', id: 'i-0abc' } } as const;

function sessionOf(scene: Stage, sessionName: string): string {
  return scene.aws.giveSession({ accountId: account, roleName: 'Worker', sessionName }).accessKeyId;
}

/** The thief mints a session from the stolen key before anyone acts. */
async function mint(scene: Stage): Promise<string> {
  const key = scene.aws.account(account).state.latest.users.get('bot')?.keys[0];
  const credentials = { accessKeyId: key?.id ?? '', secretAccessKey: key?.secret ?? '' };
  const sts = new STSClient({ region: 'us-east-1', credentials, requestHandler: scene.aws.requestHandler() });
  const { Credentials } = await sts.send(new GetSessionTokenCommand({}));
  return Credentials?.AccessKeyId ?? '';
}

describe('thief denied, honest workload served', () => {
  it('by a pin on a key', async () => {
    const scene = await stage();
    await respond(decision({ credential: scene.key }), facts(), scene.ports);
    expect(scene.may(scene.key, elsewhere)).toBe(false);
    expect(scene.may(scene.key, inOffice)).toBe(true);
  });

  it('by a quarantine', async () => {
    const scene = await stage();
    await respond(decision({ credential: scene.key, action: 'quarantine' }), facts(), scene.ports);
    for (const deed of ['iam:CreateUser', 'ram:CreateResourceShare', 'securityhub:DisableSecurityHub']) {
      expect(scene.may(scene.key, elsewhere, deed)).toBe(false);
    }
    expect(scene.may(scene.key, inOffice)).toBe(true);
  });

  it('by disabling a key: its sessions die with it, the owner signs in anew', async () => {
    const scene = await stage();
    const stolen = await mint(scene);
    const deed = decision({ credential: scene.key, action: 'disable' });
    const { outcome, outcomeId } = await respond(deed, facts(), scene.ports);
    expect(outcome).toEqual({ kind: 'done' });
    expect([scene.may(scene.key, inOffice), scene.may(stolen, elsewhere), scene.may(stolen, inOffice)]).toEqual([
      false,
      false,
      false,
    ]);
    await restore(outcomeId, 'owner', scene.ports);
    expect(scene.may(scene.key, inOffice)).toBe(true);
  });

  it('by revoking a role’s sessions: one opened later works', async () => {
    const scene = await stage();
    const stolen = sessionOf(scene, 'run-7');
    await respond(roleDecision({ action: 'revoke-sessions' }), facts(), scene.ports);
    expect(scene.may(stolen, elsewhere)).toBe(false);
    scene.time.at += minute;
    expect(scene.may(sessionOf(scene, 'run-8'), inOffice)).toBe(true);
  });

  it('by revoking one session: its neighbours go on', async () => {
    const scene = await stage();
    const [stolen, honest] = [sessionOf(scene, 'run-7'), sessionOf(scene, 'run-8')];
    const session = { name: 'run-7', sourceIdentity: null, issuedTo: null };
    await respond(roleDecision({ action: 'revoke-sessions' }), facts({ session }), scene.ports);
    expect(scene.may(stolen, elsewhere)).toBe(false);
    expect(scene.may(honest, inOffice)).toBe(true);
  });

  it('by revoking an instance’s session: the instance lives', async () => {
    const scene = await stage();
    const session = sessionOf(scene, 'i-0abc');
    await respond(roleDecision({ action: 'revoke-sessions' }), facts({ session: instance }), scene.ports);
    expect(scene.may(session, elsewhere)).toBe(false);
    expect(scene.may(session, inOffice)).toBe(true);
    const unplaced = await stage();
    const lost = sessionOf(unplaced, 'i-0abc');
    const nowhere = facts({ session: instance, established: noNetworks });
    await respond(roleDecision({ action: 'revoke-sessions' }), nowhere, unplaced.ports);
    expect(unplaced.may(lost, elsewhere, 'iam:CreateUser')).toBe(false);
    expect(unplaced.may(lost, inOffice)).toBe(true);
  });
});

describe('taken back', () => {
  const deeds: readonly (readonly [string, (key: string) => Decision])[] = (
    ['pin', 'quarantine', 'revoke-sessions', 'disable'] as const
  ).flatMap((action) => [
    [`${action} of a key`, (key: string) => decision({ credential: key, action })] as const,
    [`${action} of a role`, () => roleDecision({ action })] as const,
  ]);

  it.each(deeds)('%s leaves everything as it was, though the first answer was lost', async (_, decide) => {
    const scene = await stage();
    const before = scene.snapshot();
    let losses = 1;
    scene.aws.faults = ({ operation }) =>
      /^(Put|Update)/.test(operation) && losses-- > 0 ? 'apply-then-lose-answer' : 'pass';
    const { outcome, outcomeId } = await respond(decide(scene.key), facts(), scene.ports);
    expect(outcome).toEqual({ kind: 'done' });
    expect(scene.snapshot()).not.toEqual(before);
    await restore(outcomeId, 'owner', scene.ports);
    expect(scene.snapshot()).toEqual(before);
  });

  it('takes back a policy that a person only laid out anew', async () => {
    const scene = await stage();
    const before = scene.snapshot();
    const { outcomeId } = await respond(decision({ credential: scene.key }), facts(), scene.ports);
    const place = { UserName: 'bot', PolicyName: 'Rescind-Pin-1f2e' };
    const document = JSON.parse(scene.snapshot().user?.inline.get(place.PolicyName) ?? '');
    const PolicyDocument = JSON.stringify(document, null, 4);
    await scene.iam.send(new PutUserPolicyCommand({ ...place, PolicyDocument }));
    expect((await restore(outcomeId, 'owner', scene.ports))[0]?.outcome).toEqual({ kind: 'done' });
    expect(scene.snapshot()).toEqual(before);
  });

  it('stops where a person edited the policy, and is content where the user is gone', async () => {
    const scene = await stage();
    const { outcomeId } = await respond(decision({ credential: scene.key }), facts(), scene.ports);
    const place = { UserName: 'bot', PolicyName: 'Rescind-Pin-1f2e' };
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Deny', Action: '*', Resource: '*' },
    });
    await scene.iam.send(new PutUserPolicyCommand({ ...place, PolicyDocument }));
    expect((await restore(outcomeId, 'owner', scene.ports))[0]?.outcome).toMatchObject({
      kind: 'failed',
      lasting: 'terminal',
    });
    await scene.iam.send(new DeleteUserPolicyCommand(place));
    scene.aws.account(account).state.latest.users.delete('bot');
    expect((await restore(outcomeId, 'owner', scene.ports))[0]?.outcome.kind).toBe('skipped');
  });
});

describe('AWS in a bad mood', () => {
  it('is asked again when it throttles, and waited for when it lags', async () => {
    const scene = await stage();
    let throttles = 3;
    scene.aws.faults = () => (throttles-- > 0 ? { throttle: true } : 'pass');
    scene.aws.lag = 4_000;
    const deed = decision({ credential: scene.key, action: 'disable' });
    expect((await respond(deed, facts(), scene.ports)).outcome).toEqual({ kind: 'done' });
    expect(scene.changes).toEqual(['revoke-sessions put', 'key-status put']);
  });

  it('is not asked again about a role that it lets nobody change, whose path the record left out', async () => {
    const scene = await stage();
    const RoleName = 'AWSReservedSSO_Admin_0123456789abcdef';
    const reserved = { RoleName, Path: '/aws-reserved/sso.amazonaws.com/', AssumeRolePolicyDocument: trust };
    await scene.iam.send(new CreateRoleCommand(reserved));
    const arn = `arn:aws:iam::${account}:role/${RoleName}`;
    const deed = roleDecision({ credential: arn, principal: arn, action: 'quarantine' });
    const error = expect.stringContaining('UnmodifiableEntity');
    expect((await respond(deed, facts(), scene.ports)).outcome).toEqual({ kind: 'failed', lasting: 'terminal', error });
  });

  it('refuses credentials of another account before anything is touched', async () => {
    const scene = await stage();
    const [home, other] = [account, '222222222222' as typeof account];
    await expect(scene.clients.iam(other)).rejects.toThrow(`these AWS credentials belong to account ${home}`);
  });
});

it('reads what a plan must know of a user', async () => {
  const scene = await stage();
  const user = await readUser(scene.iam, 'bot');
  expect(user?.uniqueId).toMatch(/^AIDA/);
  expect(user?.inlineCharacters).toBeGreaterThan(70);
  expect(await readUser(scene.iam, 'nobody')).toBeNull();
});
