import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  GetAccountAuthorizationDetailsCommand,
} from '@aws-sdk/client-iam';
import { CreateSecretCommand, RotateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sqliteContainmentStore } from '../../../adapters/sqlite/containment-store.ts';
import { openDecisions } from '../../../cli/replay/decisions-kept.ts';
import type { Credentials } from '../../../simulator/aws/simulated-aws.ts';
import { allowAll, away, clientsOf, home, trustText } from '../../simulator/aws/simulation.ts';
import { ended } from '../served-aws.ts';
import { inlineOf, office, type Scene, scene, thief, writes } from './responder-scene.ts';

const why = ['--reason', 'Found in a public repository'];
const role = `arn:aws:iam::${home}:role/Worker`;
let world: Scene;

beforeEach(async () => {
  world = await scene();
  world.aws.journal.length = 0;
});
afterEach(() => world.door.close());

const contain = (credential: string, ...args: string[]) =>
  world.type('contain', credential, ...why, '--json', '--yes', ...args);
const restore = (id: string, ...args: string[]) => world.type('restore', id, '--json', '--yes', ...args);

describe('contain and restore', () => {
  test('disable stops the key everywhere, and restore brings the account back to what it was', async () => {
    const before = world.account();
    expect(world.serves(world.bot.accessKeyId, thief)).toBe(true);

    const run = await contain(world.bot.accessKeyId, '--action', 'disable');
    expect(run.status, run.stderr).toBe(0);
    const told = JSON.parse(run.stdout);
    expect(told).toMatchObject({ outcomeId: expect.stringMatching(/^o_[0-9a-f]{16}$/), outcome: 'done' });
    expect(told.actions.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['done', 'done']);
    expect(world.serves(world.bot.accessKeyId, thief)).toBe(false);
    expect(writes(world)).toEqual(['PutUserPolicy', 'UpdateAccessKey']);
    expect(run.stderr).toContain(`update-access-key --user-name bot --access-key-id ${world.bot.accessKeyId}`);
    expect(run.stderr).toContain('It does not stop');

    const restored = await restore(told.outcomeId);
    expect(restored.status, restored.stderr).toBe(0);
    expect(JSON.parse(restored.stdout)).toMatchObject({ outcomeId: told.outcomeId, outcome: 'done' });
    expect(restored.stderr).toMatch(/access key .* Inactive {2}→ {2}Active/);
    expect(world.account()).toEqual(before);
    expect(world.serves(world.bot.accessKeyId, office)).toBe(true);

    const done = writes(world).length;
    const again = await restore(told.outcomeId);
    expect(again.status, again.stderr).toBe(0);
    expect(writes(world)).toHaveLength(done);
    expect(world.account()).toEqual(before);
  });

  test('disable ends the sessions of roles that the key opened, in whichever Region, and those that these opened', async () => {
    const before = world.account();
    const handed = world.aws.requestHandler(office);
    const assume = async (credentials: Credentials, region: string, name: string) => {
      const sts = new STSClient({ region, credentials, requestHandler: handed });
      const wish = { RoleArn: role, RoleSessionName: name };
      const { Credentials: made } = await sts.send(new AssumeRoleCommand(wish));
      const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = made ?? {};
      return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    };
    const stolen = await assume(world.bot, 'eu-west-1', 'thief');
    const onward = await assume(stolen, 'us-west-2', 'onward');
    const honest = await assume(world.responder, 'eu-west-1', 'nightly');
    const all = [stolen, onward, honest].map(({ accessKeyId }) => accessKeyId);
    expect(all.map((key) => world.serves(key, thief))).toEqual([true, true, true]);

    const run = await contain(world.bot.accessKeyId, '--action', 'disable');
    expect(run.status, run.stderr).toBe(0);
    expect(all.map((key) => world.serves(key, thief))).toEqual([false, false, true]);
    const { outcomeId } = JSON.parse(run.stdout);
    const again = await contain(world.bot.accessKeyId, '--action', 'disable');
    expect(JSON.parse(again.stdout).outcomeId).toBe(outcomeId);
    expect((await restore(outcomeId)).status).toBe(0);
    expect(world.account()).toEqual(before);
  });

  test('a session that the key opened in a role of Rescind’s is named, and that role is left as it is', async () => {
    const { iam } = clientsOf(world.aws, world.responder);
    const AssumeRolePolicyDocument = trustText(home);
    await iam.send(new CreateRoleCommand({ RoleName: 'rescind-inspect', AssumeRolePolicyDocument }));
    const sts = new STSClient({
      region: 'eu-west-1',
      credentials: world.bot,
      requestHandler: world.aws.requestHandler(office),
    });
    const RoleArn = `arn:aws:iam::${home}:role/rescind-inspect`;
    await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'thief' }));

    const run = await contain(world.bot.accessKeyId, '--action', 'disable');
    expect(run.status, run.stderr).toBe(0);
    expect(run.stderr).toContain('one of Rescind’s own roles, and those are never contained');
    expect(inlineOf(world.account(), 'rescind-inspect')).toEqual([]);
    expect(world.serves(world.bot.accessKeyId, thief)).toBe(false);
  });

  test('what of that may not be read is said, and the key goes off all the same', async () => {
    world.aws.faults = ({ operation, region }) =>
      operation === 'LookupEvents' && region === 'eu-west-1' ? { fail: 'AccessDenied', status: 403 } : 'pass';
    const run = await contain(world.bot.accessKeyId, '--action', 'disable');
    expect(run.status, run.stderr).toBe(0);
    expect(run.stderr).toContain('were found in eu-west-1 (AccessDenied');
    expect(world.serves(world.bot.accessKeyId, thief)).toBe(false);
  });

  test('a key that evidence speaks against is not switched on by a mere yes', async () => {
    const run = await contain(world.bot.accessKeyId, '--action', 'disable');
    const { outcomeId } = JSON.parse(run.stdout);
    const { database } = openDecisions(join(world.folder, 'rescind.sqlite'));
    const evidence = JSON.stringify([{ id: 'S01', bits: 20, group: 'context', evidence: 'A canary key was used.' }]);
    database.prepare("UPDATE decision SET body = json_set(body, '$.signals', json(?))").run(evidence);
    database.close();

    const refused = await restore(outcomeId);
    expect(refused).toMatchObject({ status: 2, stdout: '' });
    expect(refused.stderr).toContain('evidence that it was stolen');
    expect(world.serves(world.bot.accessKeyId, office)).toBe(false);

    const restored = await restore(outcomeId, '--enable-key');
    expect(restored.status, restored.stderr).toBe(0);
    expect(world.serves(world.bot.accessKeyId, office)).toBe(true);
  });

  test('a pin denies the thief and lets the office work', async () => {
    const before = world.account();
    const none = await contain(world.bot.accessKeyId, '--action', 'pin');
    expect(none).toMatchObject({ status: 2, stdout: '' });
    expect(none.stderr).toContain('--network CIDR');
    expect(writes(world)).toEqual([]);

    const run = await contain(world.bot.accessKeyId, '--action', 'pin', '--network', '192.0.2.0/24');
    expect(run.status, run.stderr).toBe(0);
    expect(world.serves(world.bot.accessKeyId, thief)).toBe(false);
    expect(world.serves(world.bot.accessKeyId, office)).toBe(true);

    const { outcomeId } = JSON.parse(run.stdout);
    expect((await restore(outcomeId)).status).toBe(0);
    expect(world.account()).toEqual(before);
  });

  test('the networks that the owner declared stay open', async () => {
    const context = join(world.folder, 'context');
    mkdirSync(context);
    const declared = {
      id: world.bot.accessKeyId,
      accountId: home,
      expected: { networks: ['192.0.2.0/24', 'AS16509'] },
    };
    writeFileSync(join(context, 'credentials.json'), JSON.stringify([declared]));
    const run = await contain(world.bot.accessKeyId, '--action', 'pin', '--context', 'context');
    expect(run.status, run.stderr).toBe(0);
    expect([thief, office].map((from) => world.serves(world.bot.accessKeyId, from))).toEqual([false, true]);
  });

  test('one session of a role is revoked, and its sibling works on', async () => {
    const give = (sessionName: string) => world.aws.giveSession({ accountId: home, roleName: 'Worker', sessionName });
    const [stolen, sibling] = [give('build-7'), give('build-8')];
    const run = await contain(`arn:aws:sts::${home}:assumed-role/Worker/build-7`, '--action', 'revoke-sessions');
    expect(run.status, run.stderr).toBe(0);
    expect(world.serves(stolen.accessKeyId, thief)).toBe(false);
    expect(world.serves(sibling.accessKeyId, office)).toBe(true);
    expect((await restore(JSON.parse(run.stdout).outcomeId)).status).toBe(0);
    expect(inlineOf(world.account(), 'Worker')).toEqual(['work']);
  });

  test('sessions are revoked anew by a second order, since newer ones may have been opened', async () => {
    const first = await contain(role, '--action', 'revoke-sessions');
    const second = await contain(role, '--action', 'revoke-sessions');
    const ids = [first, second].map(({ stdout }) => JSON.parse(stdout).outcomeId);
    expect(new Set(ids).size).toBe(2);
    expect(inlineOf(world.account(), 'Worker')).toHaveLength(3);
  });

  test('quarantine leaves harmless work alone where the networks are known', async () => {
    const run = await contain(world.bot.accessKeyId, '--action', 'quarantine', '--network', '192.0.2.0/24');
    expect(run.status, run.stderr).toBe(0);
    expect(world.serves(world.bot.accessKeyId, office)).toBe(true);
    expect(world.serves(world.bot.accessKeyId, thief, 'iam:CreateUser')).toBe(false);
  });
});

test('a secret is rotated by its own rotation, and that is not taken back', async () => {
  const { secrets } = clientsOf(world.aws, world.responder);
  const { ARN = '' } = await secrets.send(new CreateSecretCommand({ Name: 'keys/bot', SecretString: 'one' }));
  const RotationLambdaARN = `arn:aws:lambda:us-east-1:${home}:function:rotate`;
  await secrets.send(new RotateSecretCommand({ SecretId: ARN, RotationLambdaARN, RotateImmediately: false }));
  const run = await contain(ARN, '--action', 'rotate');
  expect(run.status, run.stderr).toBe(0);
  const { outcomeId } = JSON.parse(run.stdout);
  const token = `Rescind-rotation-${outcomeId.slice(2)}`.padEnd(32, '-');
  expect(world.account().secrets.get(ARN)?.versions.get(token)?.stages).toContain('AWSCURRENT');
  expect(JSON.parse((await restore(outcomeId)).stdout)).toMatchObject({ outcome: 'skipped' });
});

describe('again, and after a kill', () => {
  test('the same order twice is one outcome, written once', async () => {
    const first = await contain(world.bot.accessKeyId, '--action', 'disable');
    const done = writes(world).length;
    const second = await contain(world.bot.accessKeyId, '--action', 'disable');
    expect(second.status, second.stderr).toBe(0);
    expect(JSON.parse(second.stdout).outcomeId).toBe(JSON.parse(first.stdout).outcomeId);
    expect(writes(world)).toHaveLength(done);
    expect(second.stderr).toContain('The same order was given before');
  });

  test.each(['PutUserPolicy', 'UpdateAccessKey'])(
    'killed at %s, the next run goes on at once and restore is exact',
    async (at) => {
      const before = world.account();
      const args = ['contain', world.bot.accessKeyId, '--action', 'disable', ...why, '--yes'];
      const child = world.start(world.folder, world.responder, args);
      // The write is carried out, but whoever sent it is dead before the answer.
      world.aws.faults = ({ operation }) => {
        if (operation !== at) return 'pass';
        child.kill('SIGKILL');
        return 'apply-then-lose-answer';
      };
      expect((await ended(child)).status).toBeNull();
      world.aws.faults = () => 'pass';

      const run = await contain(world.bot.accessKeyId, '--action', 'disable');
      expect(run.status, run.stderr).toBe(0);
      expect(run.stderr).toContain('The same order was given before');
      expect(world.serves(world.bot.accessKeyId, thief)).toBe(false);
      expect(inlineOf(world.account(), 'bot')).toHaveLength(2);

      const { outcomeId } = JSON.parse(run.stdout);
      const restored = await restore(outcomeId);
      expect(restored.status, restored.stderr).toBe(0);
      expect(restored.stderr).toMatch(
        /got no answer from AWS and may still take effect. Check again after \d{4}-.*: rescind restore o_/,
      );
      expect(world.account()).toEqual(before);
    },
  );

  test('what somebody changed since is left as it is, and told', async () => {
    const run = await contain(world.bot.accessKeyId, '--action', 'quarantine');
    const { outcomeId } = JSON.parse(run.stdout);
    const user = world.aws.account(home).state.latest.users.get('bot');
    const [, ours = ''] = [...(user?.inline.keys() ?? [])];
    user?.inline.set(ours, '{"Version":"2012-10-17","Statement":[]}');
    const restored = await restore(outcomeId);
    expect(restored.status).toBe(1);
    expect(JSON.parse(restored.stdout)).toMatchObject({ outcome: 'failed' });
    expect(restored.stderr).toContain('Somebody changed it since');
    expect(inlineOf(world.account(), 'bot')).toContain(ours);
  });
});

describe('what stops it', () => {
  const stopped = async (text: string, credential: string, ...args: string[]) => {
    const before = world.account();
    const run = await contain(credential, ...args);
    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toContain(text);
    expect(world.account()).toEqual(before);
  };

  test('nobody to ask, and no --yes', async () => {
    const run = await world.type('contain', world.bot.accessKeyId, '--action', 'disable', ...why);
    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toContain('This is not a terminal');
    expect(world.aws.journal).toEqual([]);
  });

  test('--dry-run shows the plan, changes nothing and leaves no file', async () => {
    const run = await world.type('contain', world.bot.accessKeyId, '--action', 'disable', ...why, '--dry-run');
    expect(run.status, run.stderr).toBe(0);
    expect(run.stdout).toContain('aws iam put-user-policy --user-name bot --policy-name Rescind-Revoke-');
    expect(run.stdout).toContain('aws iam delete-user-policy');
    expect(writes(world)).toEqual([]);
    expect(existsSync(join(world.folder, 'rescind.sqlite'))).toBe(false);
  });

  test('--dry-run tells a program the same form as an order that was carried out', async () => {
    const order = ['contain', world.bot.accessKeyId, '--action', 'disable', ...why, '--json'];
    const dry = JSON.parse((await world.type(...order, '--dry-run')).stdout);
    expect(dry.outcome).toBe('skipped');
    const done = JSON.parse((await world.type(...order, '--yes')).stdout);
    const form = (told: { actions: object[] }) => [Object.keys(told), told.actions.map((one) => Object.keys(one))];
    expect(form(dry)).toEqual(form(done));
    expect(dry.outcomeId).toMatch(/^o_[0-9a-f]{16}$/);
    await world.type('restore', done.outcomeId, '--yes');
  });

  test('wrong arguments', async () => {
    for (const args of [
      ['contain', world.bot.accessKeyId, '--action', 'disable'],
      ['contain', world.bot.accessKeyId, '--action', 'notify', ...why],
      ['contain', 'nonsense', '--action', 'disable', ...why, '--yes'],
      ['contain', world.bot.accessKeyId, '--action', 'pin', ...why, '--yes', '--network', '10.0.0.0/8'],
      ['restore', 'o_unknown', '--yes'],
    ]) {
      expect((await world.type(...args)).status, args.join(' ')).toBe(2);
    }
    expect(writes(world)).toEqual([]);
  });

  test('a key of another account, which is named', async () => {
    const foreign = world.aws.administrator(away).accessKeyId;
    await stopped(`belongs to account ${away}`, foreign, '--action', 'disable');
  });

  test('a key that nobody has', () => stopped('has no user', 'AKIAIOSFODNN7EXAMPLE', '--action', 'disable'));

  test('a session key that nothing on record explains', async () => {
    const { accessKeyId } = world.aws.giveSession({ accountId: home, roleName: 'Worker', sessionName: 'x1' });
    await stopped('AWS does not tell whose session', accessKeyId, '--action', 'revoke-sessions');
  });

  test('two keys of a user, of which none is named', async () => {
    await clientsOf(world.aws, world.responder).iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }));
    await stopped('Say which one', `arn:aws:iam::${home}:user/ci/bot`, '--action', 'disable');
  });

  test('one of Rescind’s own roles', async () => {
    const { iam } = clientsOf(world.aws, world.responder);
    const own = { RoleName: 'rescind-contain', AssumeRolePolicyDocument: trustText(home) };
    await iam.send(new CreateRoleCommand(own));
    await stopped('Rescind never contains itself', `arn:aws:iam::${home}:role/rescind-contain`, '--action', 'pin');
  });

  test('the caller’s own credential, unless that is said apart', async () => {
    await stopped('the credential that you are using', world.responder.accessKeyId, '--action', 'disable');
  });

  test('an exemption, but not one that only speaks of staleness', async () => {
    const context = join(world.folder, 'context');
    mkdirSync(context);
    const exempt = (scope: string) =>
      writeFileSync(
        join(context, 'exemptions.json'),
        JSON.stringify([
          { credential: world.bot.accessKeyId, owner: 'ada', reason: 'break glass', scope, until: '2999-01-01' },
        ]),
      );
    exempt('all');
    await stopped('exempt until', world.bot.accessKeyId, '--action', 'disable', '--context', 'context');
    writeFileSync(join(context, 'exemptions.json'), '{ broken');
    await stopped('could not be read', world.bot.accessKeyId, '--action', 'disable', '--context', 'context');
    exempt('stale');
    expect((await contain(world.bot.accessKeyId, '--action', 'disable', '--context', 'context')).status).toBe(0);
  });

  test('a limit, unless it is overridden', async () => {
    const limits = { disruptivePerAccountPerHour: 1 };
    writeFileSync(join(world.folder, 'policy.json'), JSON.stringify({ limits }));
    const policy = ['--policy', 'policy.json'];
    expect((await contain(role, '--action', 'revoke-sessions', ...policy)).status).toBe(0);
    await stopped('limit of disruptive actions per hour', world.bot.accessKeyId, '--action', 'disable', ...policy);
    const run = await contain(world.bot.accessKeyId, '--action', 'disable', ...policy, '--over-limit');
    expect(run.status, run.stderr).toBe(0);
  });

  test('a wave: one reason against a fourth credential within ten minutes, unless it is overridden', async () => {
    const policy = policyOf({ limits: { disruptivePerAccountPerHour: 40 } });
    const { iam } = clientsOf(world.aws, world.responder);
    const trust = trustText(home);
    for (const RoleName of ['A', 'B', 'C'])
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    for (const name of ['A', 'B', 'C']) {
      const run = await contain(`arn:aws:iam::${home}:role/${name}`, '--action', 'revoke-sessions', ...policy);
      expect(run.status, run.stderr).toBe(0);
    }
    const another = ['--reason', 'Seen in a log', '--yes', '--action', 'disable', '--dry-run', ...policy];
    expect((await world.type('contain', world.bot.accessKeyId, ...another)).stderr).not.toContain('speaks against it');
    await stoppedUnlessMeant('the same reason speaks against 4 credentials', ...policy);
  });

  const policyOf = (policy: object) => {
    writeFileSync(join(world.folder, 'policy.json'), JSON.stringify(policy));
    return ['--policy', 'policy.json'];
  };
  /** Nothing by itself, and all of it once a person says so, which stays on record. */
  const stoppedUnlessMeant = async (text: string, ...args: string[]) => {
    await stopped(text, world.bot.accessKeyId, '--action', 'disable', ...args);
    const dry = await world.type('contain', world.bot.accessKeyId, '--action', 'disable', ...why, ...args, '--dry-run');
    expect(dry.stderr).toContain('This speaks against it: ');
    const run = await contain(world.bot.accessKeyId, '--action', 'disable', ...args, '--over-limit');
    expect(run.status, run.stderr).toBe(0);
    const { outcomeId } = JSON.parse(run.stdout);
    const explained = await world.type('explain', outcomeId, '--state', 'rescind.sqlite');
    expect(explained.stdout).toContain('Over: ');
    expect(explained.stdout).toContain(`rescind restore ${outcomeId} --state rescind.sqlite undoes exactly`);
  };

  test('a change window, unless it is overridden', async () => {
    const window = { from: '2026-01-01T00:00:00Z', until: '2999-01-01T00:00:00Z', reason: 'the network moves' };
    await stoppedUnlessMeant('the network moves', ...policyOf({ changeWindows: [window] }));
  });

  test('the account’s last administrator, whom we have not bound ourselves, unless it is overridden', async () => {
    const { iam } = clientsOf(world.aws, world.responder);
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    await iam.send(new AttachUserPolicyCommand({ UserName: 'bot', PolicyArn }));
    const other = world.aws.account(home).state.latest.users.get('administrator');
    other?.inline.set('all', allowAll);
    if (other !== undefined) other.attached = other.attached.filter((arn) => arn !== PolicyArn);
    await stoppedUnlessMeant('nobody else in the account holds AdministratorAccess');
  });

  test('production at work, unless it is overridden', async () => {
    const context = join(world.folder, 'context');
    mkdirSync(context);
    const shop = { id: world.bot.accessKeyId, accountId: home, kind: 'ci', purpose: 'deploys the shop' };
    writeFileSync(join(context, 'credentials.json'), JSON.stringify([shop]));
    expect(
      (await world.type('contain', world.bot.accessKeyId, '--action', 'disable', ...why, '--dry-run')).status,
    ).toBe(0);
    const key = world.aws.account(home).state.latest.users.get('bot')?.keys[0];
    if (key !== undefined) key.lastUsed = { at: Date.now() - 60_000, service: 's3', region: 'us-east-1' };
    await stoppedUnlessMeant('production is using it, ci: deploys the shop', '--context', 'context');
  });

  test('a credential on which much hangs, for which the policy asks two people, unless it is overridden', async () => {
    const context = join(world.folder, 'context');
    mkdirSync(context);
    const { iam } = clientsOf(world.aws, world.responder);
    const details = await iam.send(new GetAccountAuthorizationDetailsCommand({}));
    const { UserDetailList, GroupDetailList, RoleDetailList, Policies } = details;
    const file = JSON.stringify({ UserDetailList, GroupDetailList, RoleDetailList, Policies });
    writeFileSync(join(context, `authorization-details-${home}.json`), file);
    const bot = { id: `arn:aws:iam::${home}:user/ci/bot`, type: 'iam-user-key', accountId: home };
    const declared = [{ ...bot, accessKeyId: world.bot.accessKeyId }];
    writeFileSync(join(context, 'credentials.json'), JSON.stringify(declared));
    await stoppedUnlessMeant('asks 2 people', '--context', 'context');
  });

  test('whom it would lock out, where that may not be read, unless it is overridden', async () => {
    world.aws.faults = ({ operation }) =>
      operation === 'ListEntitiesForPolicy' ? { fail: 'AccessDenied', status: 403 } : 'pass';
    await stoppedUnlessMeant('could not be read (AccessDenied)');
  });

  test('a pin goes out all the same: honest work does not feel it', async () => {
    const window = { from: '2026-01-01T00:00:00Z', until: '2999-01-01T00:00:00Z', reason: 'the network moves' };
    const args = ['--network', '192.0.2.0/24', ...policyOf({ changeWindows: [window] })];
    expect((await contain(world.bot.accessKeyId, '--action', 'pin', ...args)).status).toBe(0);
  });

  test('a hold, which is on record', async () => {
    const { database } = openDecisions(join(world.folder, 'rescind.sqlite'));
    const hold = { credential: world.bot.accessKeyId, by: 'ada', reason: 'court order', until: null };
    await sqliteContainmentStore(database).hold(hold);
    const before = world.account();
    const run = await contain(world.bot.accessKeyId, '--action', 'disable');
    expect(run.status).toBe(1);
    expect(JSON.parse(run.stdout)).toMatchObject({ outcome: 'skipped' });
    expect(run.stdout).toContain('held by ada: court order');
    expect(world.account()).toEqual(before);
  });

  test('own credentials that are expired, refused or not allowed to, each in a sentence', async () => {
    const typed = (credentials: Scene['bot']) =>
      world.rescind(world.folder, credentials, 'contain', role, '--action', 'revoke-sessions', ...why, '--yes');
    world.aws.faults = () => ({ fail: 'ExpiredToken', status: 403 });
    expect((await typed(world.responder)).stderr).toContain('have expired');
    world.aws.faults = () => 'pass';
    const nobody = { accessKeyId: 'AKIANOBODYNOBODYNOBO', secretAccessKey: 'x' };
    expect((await typed(nobody)).stderr).toContain('does not accept your own credentials');
    world.aws.account(home).state.latest.users.get('bot')?.inline.clear();
    const denied = await typed(world.bot);
    expect(denied).toMatchObject({ status: 2 });
    expect(denied.stderr).toContain('lack a permission');
    expect(writes(world)).toEqual([]);
  });
});
