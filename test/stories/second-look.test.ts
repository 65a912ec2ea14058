import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateServiceSpecificCredentialCommand,
  CreateUserCommand,
  DeleteUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { expect, it } from 'vitest';
import { awsWitness } from '../../adapters/aws/made-since.ts';
import { minute, second } from '../../core/model/instant.ts';
import { restore } from '../../core/outcome/release.ts';
import { lookAgain, looks, looksDue } from '../../core/outcome/second-look.ts';
import { respond } from '../../core/respond.ts';
import { account, decision, facts, roleDecision } from '../core/plan/decisions.ts';
import { elsewhere, type Stage, stage } from './stage.ts';

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' },
});

function look(scene: Stage) {
  return lookAgain('o_1f2e', { ...scene.ports, witness: awsWitness(scene.clients, scene.clients, () => null) });
}

const statusOf = (scene: Stage, id: string) => scene.snapshot().user?.keys.find((key) => key.id === id)?.status;

it('finds what was made while IAM spread the containment, and switches off the key that it was to come back with', async () => {
  const scene = await stage();
  const old = await scene.iam.send(new CreateUserCommand({ UserName: 'colleague' }));
  expect(old.User?.UserName).toBe('colleague');
  scene.time.at += 2 * 60 * minute;
  const deed = decision({ action: 'disable', credential: scene.key, at: scene.time.at });
  scene.time.at += 3 * second;
  const { AccessKey } = await scene.iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }));
  const fresh = AccessKey?.AccessKeyId ?? '';
  await scene.iam.send(new CreateUserCommand({ UserName: 'backdoor' }));
  await scene.iam.send(new CreateRoleCommand({ RoleName: 'Exit', AssumeRolePolicyDocument: trust }));
  await respond(deed, facts({ now: scene.time.at }), scene.ports);
  scene.time.at += looks[0] ?? 0;

  const found = await look(scene);
  expect(statusOf(scene, fresh)).toBe('Inactive');
  expect(found?.found.join(' ')).toMatch(/new access-key AKIA.*new user backdoor.*new role Exit/);
  expect(JSON.stringify(found?.found)).not.toMatch(/colleague|administrator/);
  expect(JSON.stringify(found?.found)).not.toContain(fresh);

  const again = await look(scene);
  expect(again?.actions.filter(({ containmentId }) => containmentId.includes('key-status'))).toEqual([]);
  const ledger = await scene.ports.ledger.entries();
  expect(ledger.filter(({ kind }) => kind === 'looked')).toHaveLength(2);
  await restore('o_1f2e', 'owner', scene.ports);
  expect([statusOf(scene, scene.key), statusOf(scene, fresh)]).toEqual(['Active', 'Active']);
});

it('names whatever else lets the user in and was made since, which no switched-off key stops', async () => {
  const scene = await stage();
  await scene.iam.send(new CreateServiceSpecificCredentialCommand({ UserName: 'bot', ServiceName: 'x.amazonaws.com' }));
  scene.time.at += 2 * 60 * minute;
  await respond(decision({ action: 'disable', credential: scene.key, at: scene.time.at }), facts(), scene.ports);
  expect((await look(scene))?.found).toEqual([]);
  const made = new CreateServiceSpecificCredentialCommand({ UserName: 'bot', ServiceName: 'bedrock.amazonaws.com' });
  const { ServiceSpecificCredential } = await scene.iam.send(made);
  const { inventory } = scene.aws.account(account).state.latest;
  const uploaded = { uploadedAt: scene.time.at, status: 'Active' } as const;
  inventory.sshKeys.set('bot', [{ id: 'APKAEXAMPLE123456789', ...uploaded }]);
  inventory.certificates.set('bot', [{ id: 'TA7SMP42TDN5Z26OBPJE7EXAMPLE', ...uploaded }]);
  const found = (await look(scene))?.found.join(' ');
  expect(found).toContain(ServiceSpecificCredential?.ServiceSpecificCredentialId);
  expect(found).toMatch(/new service-specific credential .*new SSH key .*new signing certificate /);
});

it('moves the cut-off of sessions, so that what was opened meanwhile falls under it too, and takes that back exactly', async () => {
  const scene = await stage();
  await respond(roleDecision({ action: 'revoke-sessions' }), facts({ now: scene.time.at }), scene.ports);
  scene.time.at += 30 * second;
  const minted = scene.aws.giveSession({ accountId: account, roleName: 'Worker', sessionName: 'again' }).accessKeyId;
  expect(scene.may(minted, elsewhere)).toBe(true);
  await look(scene);
  expect(scene.may(minted, elsewhere)).toBe(true);
  scene.time.at += 30 * second;
  await look(scene);
  expect(scene.may(minted, elsewhere)).toBe(false);
  scene.time.at += minute;
  const honest = scene.aws.giveSession({ accountId: account, roleName: 'Worker', sessionName: 'honest' }).accessKeyId;
  expect(scene.may(honest, elsewhere)).toBe(true);
  await restore('o_1f2e', 'owner', scene.ports);
  expect([...(scene.snapshot().role?.inline.keys() ?? [])]).toEqual(['work']);
});

it('is due after five seconds and after a minute, once each, and not of what was taken back', async () => {
  const scene = await stage();
  await respond(decision({ credential: scene.key }), facts({ now: scene.time.at }), scene.ports);
  const due = async () => looksDue(await scene.ports.store.open(), scene.time.at);
  expect(await due()).toEqual([]);
  scene.time.at += 5 * second;
  expect(await due()).toEqual(['o_1f2e']);
  await look(scene);
  expect(await due()).toEqual([]);
  scene.time.at += minute;
  expect(await due()).toEqual(['o_1f2e']);
  await look(scene);
  expect(await due()).toEqual([]);
  await restore('o_1f2e', 'owner', scene.ports);
  expect(await look(scene)).toBeNull();
});

it('puts back what was undone while IAM spread it', async () => {
  const scene = await stage();
  await respond(decision({ credential: scene.key }), facts({ now: scene.time.at }), scene.ports);
  await scene.iam.send(new DeleteUserPolicyCommand({ UserName: 'bot', PolicyName: 'Rescind-Pin-1f2e' }));
  expect(scene.may(scene.key, elsewhere)).toBe(true);
  await look(scene);
  expect(scene.may(scene.key, elsewhere)).toBe(false);
});

it('says what it may not see, and nothing is taken for absent because of that', async () => {
  const scene = await stage();
  await respond(decision({ action: 'disable', credential: scene.key }), facts({ now: scene.time.at }), scene.ports);
  scene.aws.faults = ({ operation }) => (operation === 'ListUsers' ? { fail: 'AccessDenied', status: 403 } : 'pass');
  expect((await look(scene))?.found).toEqual([expect.stringContaining('is not known: AccessDenied')]);
});

it('waits for an AWS that is busy, and says so where that takes longer', async () => {
  const scene = await stage();
  await respond(decision({ action: 'disable', credential: scene.key }), facts({ now: scene.time.at }), scene.ports);
  scene.aws.faults = ({ operation }) => (operation === 'ListUsers' ? { throttle: true } : 'pass');
  const began = scene.time.at;
  expect((await look(scene))?.found).toEqual([expect.stringContaining('is not known: Throttling')]);
  expect(scene.time.at - began).toBeGreaterThan(30 * second);
});

it('finds the key that was made meanwhile though one list was throttled', async () => {
  const scene = await stage();
  await respond(decision({ action: 'disable', credential: scene.key }), facts({ now: scene.time.at }), scene.ports);
  scene.time.at += 5 * second;
  await look(scene);
  const made = await scene.iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }));
  scene.time.at += minute;
  let left = 1;
  scene.aws.faults = ({ operation }) => (operation === 'ListRoles' && left-- > 0 ? { throttle: true } : 'pass');
  await look(scene);
  expect(left).toBeLessThan(1);
  expect(statusOf(scene, made.AccessKey?.AccessKeyId ?? '')).toBe('Inactive');
});
