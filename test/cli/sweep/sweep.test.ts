import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { inspectPermissions, reachAllPermissions } from '../../../contract/permissions.ts';
import type { Arn } from '../../../core/model/brand.ts';
import { day } from '../../../core/model/instant.ts';
import { type SimulatedAccounts, simulateAccounts } from '../../../simulator/accounts/accounts.ts';
import type { User } from '../../../simulator/aws/state/account.ts';
import { record } from '../../core/intake/sample.ts';
import { inOneRegion } from '../../simulator/aws/simulation.ts';
import { emptyFolder } from '../command-line.ts';
import { ended, type ServedAws, servedAws } from '../served-aws.ts';

let served: ServedAws | null = null;

afterEach(async () => {
  await served?.door.close();
  served = null;
});

/** A made-up organisation whose present is the present: the command has no other clock. `inAll`: in every Region of the simulated AWS. */
async function organisation(options: { accounts: number; credentials: number; refusing?: number }, inAll = false) {
  const world = simulateAccounts({ seed: 7, now: Date.now(), ...options });
  if (!inAll) inOneRegion(world.aws);
  served = await servedAws(world.aws);
  return { world, served, folder: emptyFolder(), admin: world.aws.administrator(world.managementAccountId) };
}

const linesOf = (folder: string, name: string) =>
  readFileSync(join(folder, name), 'utf8')
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

const denying = (...statements: object[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      ...statements.map((one) => ({ Effect: 'Deny', Resource: '*', ...one })),
    ],
  });

/** Gives the administrator of the management account a policy that takes some of its rights away. */
function restrict({ aws, managementAccountId }: SimulatedAccounts, ...statements: object[]): void {
  const user = administratorOf(aws.account(managementAccountId).state.latest.users);
  user.attached = [];
  user.inline.set('restricted', denying(...statements));
}

function administratorOf(users: ReadonlyMap<string, User>): User {
  const user = users.get('administrator');
  if (user === undefined) throw new Error('there is no administrator');
  return user;
}

describe('one account', () => {
  test('of roles of ours nobody is told that they rest; of one that somebody else made of them, yes', async () => {
    const { world, served, folder, admin } = await organisation({ accounts: 1, credentials: 2 });
    const id = world.managementAccountId;
    const { roles } = world.aws.account(id).state.latest;
    const [like] = roles.values();
    if (like === undefined) throw new Error('there is no role');
    const put = (name: string, taker: string) => {
      const arn = `arn:aws:iam::${id}:role/${name}` as Arn;
      const Statement = [{ Effect: 'Allow', Principal: { AWS: taker }, Action: 'sts:AssumeRole' }];
      const trust = JSON.stringify({ Version: '2012-10-17', Statement });
      const inline = new Map<string, string>();
      roles.set(name, {
        ...like,
        name,
        arn,
        path: '/',
        trust,
        inline,
        attached: [],
        lastUsed: null,
        createdAt: Date.now() - 400 * day,
      });
      return arn;
    };
    const respond = `arn:aws:iam::${id}:role/rescind-respond-ap-southeast-2`;
    const own = put('rescind-contain', respond);
    const theirs = put('rescind-scope', `arn:aws:iam::${id}:root`);
    const run = await served.rescind(folder, admin, 'sweep', '--json', '--decisions', 'd.ndjson');
    expect(run.status, run.stderr).toBe(0);
    const told = linesOf(folder, 'd.ndjson').map(({ credential }) => credential);
    expect([told.includes(own), told.includes(theirs)]).toEqual([false, true]);
  });

  test('is read with the caller’s own credentials, every credential under its real id, and nothing is changed', async () => {
    const { world, served, folder, admin } = await organisation({ accounts: 1, credentials: 30 }, true);
    const before = JSON.stringify([...world.aws.account(world.managementAccountId).state.latest.users.keys()]);
    const run = await served.rescind(
      folder,
      admin,
      'sweep',
      '--json',
      '--decisions',
      'd.ndjson',
      '--report',
      'r.html',
      '--right-size',
      'boundaries',
      '--inventory',
      'i.ndjson',
    );
    expect(run.status, run.stderr).toBe(0);
    const summary = JSON.parse(run.stdout);
    expect(summary.accounts).toEqual({ swept: 1, refused: [], closed: [] });
    expect(summary.unread).toEqual([]);
    expect(Object.keys(summary.kinds)).toEqual(
      expect.arrayContaining(['access-key', 'console-password', 'role', 'secret']),
    );

    const rows = linesOf(folder, 'i.ndjson');
    expect(rows).toHaveLength(summary.credentials);
    const listed = new Set(rows.map(({ kind, credential }) => `${kind} ${credential}`));
    expect(world.truths.filter(({ kind, credential }) => !listed.has(`${kind} ${credential}`))).toEqual([]);
    expect(listed.size).toBe(rows.length);

    const lines = linesOf(folder, 'd.ndjson');
    expect(lines).toHaveLength(summary.decisions);
    const known = new Set(world.truths.map(({ credential }) => credential));
    const told = lines.filter(({ credential }) => known.has(credential));
    expect(told.length).toBeGreaterThan(10);
    expect(lines.every(({ credential }) => !credential.includes('access-key-'))).toBe(true);
    expect(lines.every(({ action, mode }) => action === 'notify' && mode === 'observe')).toBe(true);
    expect(readFileSync(join(folder, 'r.html'), 'utf8')).toContain(told[0].credential);

    const wide = lines.filter(({ signals }) => signals.some(({ id }: { id: string }) => id === 'S36'));
    const principals = new Set(wide.map(({ principal }) => principal)).size;
    const files = readdirSync(join(folder, 'boundaries', world.managementAccountId));
    expect(files.filter((name) => /^(?:user|role)-.*\.boundary\.json$/.test(name))).toHaveLength(principals);
    expect(files.filter((name) => /^(?:user|role)-.*\.policy\.json$/.test(name))).toHaveLength(principals);
    expect(
      JSON.parse(readFileSync(join(folder, 'boundaries', world.managementAccountId, 'right-size.json'), 'utf8')),
    ).toHaveLength(principals);

    expect(JSON.stringify([...world.aws.account(world.managementAccountId).state.latest.users.keys()])).toBe(before);
    const allowed = new Set<string>([...inspectPermissions, ...reachAllPermissions]);
    const sent = new Set(world.aws.journal.map(({ service, operation }) => `${service}:${operation}`));
    expect([...sent].filter((action) => !allowed.has(action))).toEqual([]);
  });

  test('one refused call costs what it would have told, and is said', async () => {
    const { world, served, folder, admin } = await organisation({ accounts: 1, credentials: 30 }, true);
    restrict(
      world,
      { Action: 'iam:GetCredentialReport' },
      { Action: 'secretsmanager:*', Condition: { StringEquals: { 'aws:RequestedRegion': 'us-west-2' } } },
    );
    const run = await served.rescind(folder, admin, 'sweep', '--json', '--decisions', 'd.ndjson');
    expect(run.status, run.stderr).toBe(3);
    const { unread, kinds } = JSON.parse(run.stdout);
    expect(unread.map(({ path }: { path: string }) => path)).toEqual([
      expect.stringMatching(/us-west-2, Secrets Manager/),
      expect.stringContaining('credential report'),
    ]);
    expect(unread[0].reason).toContain('AccessDenied');
    // Keys come from their own list, passwords from theirs.
    expect(kinds['access-key']).toBeGreaterThan(5);
    expect(kinds['console-password']).toBeGreaterThan(0);
    // Nobody may say of a password when it was last used, so nobody says that it was not.
    const passwords = linesOf(folder, 'd.ndjson').filter(({ kind }) => kind === 'console-password');
    expect(passwords.flatMap(({ signals }) => signals.map(({ id }: { id: string }) => id))).not.toContain('S32');
  });

  test('without permissions to read nobody is accused of holding too much', async () => {
    const { world, served, folder, admin } = await organisation({ accounts: 1, credentials: 10 });
    restrict(world, { Action: 'iam:GetAccountAuthorizationDetails' });
    const run = await served.rescind(folder, admin, 'sweep', '--json', '--decisions', 'd.ndjson');
    expect(run.status, run.stderr).toBe(3);
    const lines = linesOf(folder, 'd.ndjson');
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter(({ families }) => families.includes('overprivileged'))).toEqual([]);
    expect(JSON.parse(run.stdout).kinds.role).toBeUndefined();
  });

  test('throttling changes nothing but the time', async () => {
    const { world, served, folder, admin } = await organisation({ accounts: 1, credentials: 5 });
    const calm = await served.rescind(folder, admin, 'sweep', '--json', '--decisions', 'calm.ndjson');
    let calls = 0;
    world.aws.faults = () => (++calls % 25 === 0 ? { throttle: true } : 'pass');
    const throttled = await served.rescind(folder, admin, 'sweep', '--json', '--decisions', 'throttled.ndjson');
    expect([calm.status, throttled.status], throttled.stderr).toEqual([0, 0]);
    expect(world.aws.journal.some(({ effect }) => effect === 'faulted')).toBe(true);
    const heads = (name: string) => linesOf(folder, name).map(({ id, credential, action }) => [id, credential, action]);
    expect(heads('throttled.ndjson')).toEqual(heads('calm.ndjson'));
  });

  test('an owner who left is told apart from an owner who never was', async () => {
    const { world, served, folder, admin } = await organisation({ accounts: 1, credentials: 30 });
    writeFileSync(join(folder, 'people.txt'), `# everybody\n${world.people.join('\n')}\n`);
    const run = await served.rescind(folder, admin, 'sweep', '--context', '.', '--decisions', 'd.ndjson', '--quiet');
    expect(run.status, run.stderr).toBe(0);
    const orphans = linesOf(folder, 'd.ndjson').filter(({ signals }) =>
      signals.some(({ id }: { id: string }) => id === 'S52'),
    );
    const left = world.truths.filter(({ owner, off }) => owner === 'left' && !off).map(({ credential }) => credential);
    expect(orphans.map(({ credential }) => credential).toSorted()).toEqual(left.toSorted());
    expect(left.length).toBeGreaterThan(0);
  });
});

describe('who works here, by Identity Center', () => {
  const orphansOf = (folder: string) =>
    linesOf(folder, 'd.ndjson')
      .filter(({ signals }) => signals.some(({ id }: { id: string }) => id === 'S52'))
      .map(({ credential }) => credential)
      .toSorted();

  test('tells leavers apart; whom it has disabled is one', async () => {
    const { world, served, folder, admin } = await organisation({ accounts: 1, credentials: 14 });
    const { beside, users, roles } = world.aws.account(world.managementAccountId).state.latest;
    const owners = [...users.values(), ...roles.values()].flatMap(({ arn, tags }) =>
      tags.flatMap(({ Value }) => (world.people.includes(Value) ? [{ arn, address: Value }] : [])),
    );
    const gone = owners[0]?.address ?? '';
    const present = world.people.filter((one) => one !== gone);
    const named = (address: string, isEnabled: boolean) => ({
      userName: address.split('@')[0] ?? '',
      address,
      isEnabled,
    });
    beside.identityCenter = {
      region: 'eu-west-1',
      instanceArn: 'arn:aws:sso:::instance/ssoins-1',
      identityStoreId: 'd-1',
      permissionSets: [],
      users: new Map(),
      people: [named(gone, false), ...present.map((one) => named(one, true))],
    };
    const run = await served.rescind(folder, admin, 'sweep', '--identity-center', '--decisions', 'd.ndjson', '--quiet');
    expect(run.status, run.stderr).toBe(0);
    const left = world.truths.filter(({ owner, off }) => owner === 'left' && !off).map(({ credential }) => credential);
    expect(orphansOf(folder)).toEqual(expect.arrayContaining(left));
    expect(orphansOf(folder).length).toBeGreaterThan(left.length);
    const theirs = linesOf(folder, 'd.ndjson').find(({ principal }) => principal === owners[0]?.arn);
    expect(theirs?.signals.map(({ id }: { id: string }) => id)).toContain('S52');
  });

  test('where it would not tell, nobody is a leaver, and that is said', async () => {
    const { served, folder, admin } = await organisation({ accounts: 1, credentials: 10 });
    const run = await served.rescind(folder, admin, 'sweep', '--identity-center', '--json', '--decisions', 'd.ndjson');
    expect(run.status, run.stderr).toBe(3);
    expect(JSON.parse(run.stdout).unread).toMatchObject([{ path: 'Identity Center, who works here' }]);
    expect(orphansOf(folder)).toEqual([]);
  });
});

describe('an organisation', () => {
  test('is read through the role, account by account; who refuses is listed', async () => {
    const { world, served, folder, admin } = await organisation({ accounts: 6, credentials: 2, refusing: 0.5 });
    expect(world.refusing.length).toBeGreaterThan(0);
    const run = await served.rescind(folder, admin, 'sweep', '--organization', '--json');
    expect(run.status, run.stderr).toBe(3);
    const { accounts } = JSON.parse(run.stdout);
    expect(accounts.swept).toBe(6 - world.refusing.length);
    expect(accounts.refused.map(({ accountId }: { accountId: string }) => accountId)).toEqual(
      [...world.refusing].toSorted(),
    );
    // Whatever the role may do, the session may only read.
    const policies = world.aws.journal
      .filter(({ operation, effect }) => operation === 'AssumeRole' && effect === 'done')
      .map(({ parameters }) => JSON.parse(String(parameters.Policy)));
    expect(policies.length).toBe(5 - world.refusing.length);
    expect(
      policies.every(({ Statement: [one] }) => JSON.stringify(one.Action) === JSON.stringify(inspectPermissions)),
    ).toBe(true);
  });

  test('of an account that refuses, a trail shows who is there; nobody is judged by it', async () => {
    const { world, served, folder, admin } = await organisation({ accounts: 4, credentials: 2, refusing: 0.5 });
    const [shut = ''] = world.refusing;
    const at = (days: number) => `${new Date(Date.now() - days * day).toISOString().slice(0, 19)}Z`;
    const user = { type: 'IAMUser', arn: `arn:aws:iam::${shut}:user/ci`, accountId: shut, userName: 'ci' };
    const calls = [100, 1].map((days) =>
      record(
        { ...user, accessKeyId: 'AKIAUNSEEN0000000001' },
        { eventID: `e-${days}`, eventTime: at(days), recipientAccountId: shut },
      ),
    );
    writeFileSync(join(folder, 'trail.json'), JSON.stringify({ Records: calls }));
    const args = ['sweep', '--organization', '--json', '--trail', 'trail.json', '--state', 's.db'];
    const run = await served.rescind(folder, admin, ...args, '--inventory', 'i.ndjson', '--decisions', 'd.ndjson');
    expect(run.status, run.stderr).toBe(3);
    const { accounts } = JSON.parse(run.stdout);
    expect([accounts.swept, accounts.refused.length]).toEqual([4 - world.refusing.length, world.refusing.length]);
    const there = linesOf(folder, 'i.ndjson').filter(({ accountId }) => accountId === shut);
    expect(there).toMatchObject([
      {
        credential: 'AKIAUNSEEN0000000001',
        lastUse: 'unknown',
        lastUsedAt: expect.stringContaining(at(1).slice(0, 10)),
      },
    ]);
    expect(there[0].unseen).toContain('could not be seen');
    expect(linesOf(folder, 'd.ndjson').filter(({ accountId }) => accountId === shut)).toEqual([]);
  });

  test('what a service control policy forbids is not held; where none can be read, that is said', async () => {
    const { world, served, folder, admin } = await organisation({ accounts: 3, credentials: 7 });
    const { aws } = world;
    const [, member = '', other = ''] = [...aws.world.accounts.keys()];
    const all = { Effect: 'Allow', Action: '*', Resource: '*' };
    const text = (...more: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: [all, ...more] });
    const reading = [...inspectPermissions, 'sts:*'];
    const forbidden = text({ Effect: 'Deny', NotAction: reading, Resource: '*' });
    aws.account(member).serviceControlPolicies = [[text()], [text(), forbidden]];
    aws.account(other).serviceControlPolicies = [[text()], [text()]];
    const powerful = (name: string) =>
      linesOf(folder, name)
        .filter(({ signals }) => signals.some(({ id }: { id: string }) => id === 'S37'))
        .map(({ accountId }) => accountId);
    const run = await served.rescind(folder, admin, 'sweep', '--organization', '--json', '--decisions', 'd.ndjson');
    expect(run.status, run.stderr).toBe(0);
    expect(powerful('d.ndjson')).toContain(other);
    expect(powerful('d.ndjson')).not.toContain(member);
    // What accounts have in common is asked once, for each kind of control policy.
    const asked = aws.journal.filter(({ operation }) => operation === 'ListPoliciesForTarget');
    expect(asked).toHaveLength(6);

    aws.faults = ({ operation }) => (operation === 'DescribePolicy' ? { fail: 'AccessDenied', status: 403 } : 'pass');
    const blind = await served.rescind(folder, admin, 'sweep', '--organization', '--json', '--decisions', 'b.ndjson');
    expect(blind.status, blind.stderr).toBe(3);
    expect(JSON.stringify(JSON.parse(blind.stdout).unread)).toContain('service control policies');
    expect(powerful('b.ndjson')).toContain(member);
  });

  test('swept again, it tells nobody twice, and says what is resolved by itself', async () => {
    const { world, served, folder, admin } = await organisation({ accounts: 2, credentials: 12 });
    const args = ['sweep', '--organization', '--state', 's.db', '--json', '--decisions'];
    const first = await served.rescind(folder, admin, ...args, 'first.ndjson');
    expect(first.status, first.stderr).toBe(0);
    const told = JSON.parse(first.stdout).findings;
    expect(told).toEqual({ new: JSON.parse(first.stdout).decisions, changed: 0, known: 0, resolved: 0 });

    const again = await served.rescind(folder, admin, ...args, 'again.ndjson');
    expect(JSON.parse(again.stdout).findings).toEqual({ new: 0, changed: 0, known: told.new, resolved: 0 });
    const ids = (name: string) => linesOf(folder, name).map(({ id }) => id);
    expect(ids('again.ndjson')).toEqual(ids('first.ndjson'));

    const made = new Set(world.truths.map(({ credential }) => credential));
    const [gone] = linesOf(folder, 'first.ndjson').filter(
      ({ kind, credential }) => kind === 'access-key' && made.has(credential),
    );
    for (const user of world.aws.account(gone.accountId).state.latest.users.values()) {
      user.keys = user.keys.filter(({ id }) => id !== gone.credential);
    }
    const after = await served.rescind(folder, admin, 'sweep', '--organization', '--state', 's.db');
    expect(after.stdout).toContain(`resolved 1`);
    expect(after.stdout).toContain(gone.credential);
    const explained = await served.rescind(folder, admin, 'explain', gone.credential, '--state', 's.db');
    expect(explained.stdout).toContain(gone.id);
    expect(explained.stdout).toMatch(/What sweeps remember\n.*first seen[\s\S]*resolved by itself/);
  });

  test('killed in the middle, it goes on with the accounts that are not done', async () => {
    const { world, served, folder, admin } = await organisation({ accounts: 11, credentials: 1 });
    const args = ['sweep', '--organization', '--json', '--decisions'];
    const child = served.start(folder, admin, [...args, 'never.ndjson', '--state', 's.db']);
    const assumed = () => world.aws.journal.filter(({ operation }) => operation === 'AssumeRole').length;
    // Eight accounts are in work at a time: when the tenth is entered, some are done for certain.
    world.aws.faults = () => {
      if (assumed() >= 9) child.kill('SIGKILL');
      return 'pass';
    };
    expect((await ended(child)).status).toBeNull();
    world.aws.faults = () => 'pass';
    const entered = assumed();
    world.aws.journal.length = 0;

    const resumed = await served.rescind(folder, admin, ...args, 'resumed.ndjson', '--state', 's.db');
    expect(resumed.status, resumed.stderr).toBe(0);
    expect(resumed.stderr).toMatch(/Continuing an interrupted sweep: \d+ accounts done before/);
    expect(JSON.parse(resumed.stdout).accounts.swept).toBe(11);
    expect(assumed()).toBeLessThan(10);
    expect(assumed()).toBeGreaterThanOrEqual(10 - entered);

    const whole = await served.rescind(folder, admin, ...args, 'whole.ndjson');
    expect(whole.status).toBe(0);
    const heads = (name: string) =>
      linesOf(folder, name).map(({ credential, action, verdict }) => [credential, action, verdict]);
    expect(heads('resumed.ndjson')).toEqual(heads('whole.ndjson'));
  });
});

test('the policy that it asks for is enough', async () => {
  const { world, served, folder, admin } = await organisation({ accounts: 2, credentials: 3 });
  const printed = await served.rescind(folder, admin, 'sweep', '--print-policy');
  expect(world.aws.journal).toEqual([]);
  const user = administratorOf(world.aws.account(world.managementAccountId).state.latest.users);
  user.attached = [];
  user.inline.set('sweep', printed.stdout);
  const run = await served.rescind(folder, admin, 'sweep', '--organization', '--json');
  expect(run.status, run.stderr).toBe(0);
  expect(JSON.parse(run.stdout).unread).toEqual([]);
});

describe('what cannot be', () => {
  test('credentials that AWS does not know are bad usage, with a remedy', async () => {
    const { served, folder } = await organisation({ accounts: 1, credentials: 1 });
    const stranger = { accessKeyId: 'AKIASTRANGER00000000', secretAccessKey: 'none' };
    const run = await served.rescind(folder, stranger, 'sweep');
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('does not accept your own credentials');
    expect(run.stderr).toContain('--profile');
  });

  test('a member account cannot list the organisation', async () => {
    const { world, served, folder } = await organisation({ accounts: 2, credentials: 1 });
    const [, member = ''] = [...world.aws.world.accounts.keys()];
    const run = await served.rescind(folder, world.aws.administrator(member), 'sweep', '--organization');
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('--accounts');
  });

  test.each([
    [['--accounts', '123'], 'twelve digits'],
    [['--accounts', '111122223333', '--organization'], 'exclude each other'],
    [['--decisions', '.'], 'cannot be written'],
  ])('%j is bad usage', async (args, words) => {
    const { served, folder, admin } = await organisation({ accounts: 1, credentials: 1 });
    const run = await served.rescind(folder, admin, 'sweep', ...args);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain(words);
  });
});
