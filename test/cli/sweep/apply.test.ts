import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import { day } from '../../../core/model/instant.ts';
import { type SimulatedAccounts, simulateAccounts } from '../../../simulator/accounts/accounts.ts';
import { record } from '../../core/intake/sample.ts';
import { inOneRegion } from '../../simulator/aws/simulation.ts';
import { emptyFolder } from '../command-line.ts';
import { ended, type ServedAws, servedAws } from '../served-aws.ts';

let served: ServedAws | null = null;

afterEach(async () => {
  await served?.door.close();
  served = null;
});

async function scene() {
  const world = simulateAccounts({ seed: 11, now: Date.now(), accounts: 1, credentials: 24 });
  inOneRegion(world.aws);
  served = await servedAws(world.aws);
  const { rescind, start } = served;
  const folder = emptyFolder();
  const admin = world.aws.administrator(world.managementAccountId);
  return {
    world,
    folder,
    sweep: async (...args: string[]) => {
      const run = await rescind(folder, admin, 'sweep', '--state', 's.db', '--json', ...args);
      expect(run.status, run.stderr).toBe(0);
      return { ...run, summary: JSON.parse(run.stdout.split('\n')[0] ?? '') };
    },
    extend: (key: string) => rescind(folder, admin, 'extend', key, '--by', 'ada', '--state', 's.db'),
    restore: (id: string) => rescind(folder, admin, 'restore', id, '--state', 's.db', '--yes'),
    start: (...args: string[]) => start(folder, admin, ['sweep', '--state', 's.db', '--apply', '--yes', ...args]),
  };
}

/** Lets days pass since every step that was taken: the command has no other clock than the world's. */
function pass(folder: string, days: number): void {
  const database = new DatabaseSync(join(folder, 's.db'));
  database.exec(`UPDATE sweep_finding SET body = json_set(body, '$.retirement.since',
    json_extract(body, '$.retirement.since') - ${days * day}) WHERE json_extract(body, '$.retirement') IS NOT NULL`);
  database.close();
}

const decisionsIn = (folder: string) =>
  readFileSync(join(folder, 'd.ndjson'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

const keysOf = ({ aws, managementAccountId }: SimulatedAccounts) =>
  [...aws.account(managementAccountId).state.latest.users.values()].flatMap(({ keys }) => keys);
const offIn = (world: SimulatedAccounts) =>
  keysOf(world)
    .filter(({ status }) => status === 'Inactive')
    .map(({ id }) => id)
    .toSorted();
const writes = ({ aws }: SimulatedAccounts) =>
  aws.journal.filter(({ operation }) => /^(?:Update|Put|Delete|Attach|Detach|Create)/.test(operation)).length;
const outcomesIn = (text: string) => [...text.matchAll(/^(o_\w+) {2}\w+ (\S+): (.*)$/gm)].map(([, ...rest]) => rest);

test('warned, given its days, off; swept again nothing more is done, and who takes it back is left in peace', async () => {
  const { world, folder, sweep, restore, extend } = await scene();
  const before = offIn(world);
  // The very first sweep only warns, however old the matter is.
  const first = await sweep('--apply', '--yes');
  expect([first.summary.due, writes(world)]).toEqual([0, 0]);
  pass(folder, 15);
  writeFileSync(join(folder, 'enforcing.json'), JSON.stringify({ mode: 'enforce' }));
  const looked = await sweep('--decisions', 'd.ndjson', '--policy', 'enforcing.json', '--report', 'r.html');
  expect(looked.summary.due).toBeGreaterThan(0);
  expect(writes(world)).toBe(0);
  // Nothing is done without the word, whatever the policy says.
  const said = decisionsIn(folder).filter(({ action }) => action !== 'notify');
  expect(new Set(decisionsIn(folder).map(({ mode }) => mode))).toEqual(new Set(['observe']));
  expect(
    said.every(({ reason }) => /With rescind sweep --apply, .* would be .* unless its owner objects\./.test(reason)),
  ).toBe(true);
  expect(readFileSync(join(folder, 'r.html'), 'utf8')).not.toContain('it is switched off');

  const wanted = decisionsIn(folder).find(({ action }) => action !== 'notify').credential;
  expect((await extend(wanted)).stdout).toContain('according to ada');

  const acted = await sweep('--apply', '--yes');
  const done = outcomesIn(acted.stderr);
  expect(done.map(([, , words]) => words)).toEqual(done.map(() => 'done'));
  // Half of four an hour: the rest is kept for thefts.
  expect(done).toHaveLength(2);
  expect(done.map(([, credential]) => credential)).not.toContain(wanted);
  expect(acted.stderr).toMatch(/undo .*aws iam/);
  const [id = '', key = ''] = done.find(([, credential]) => credential?.startsWith('AKIA')) ?? [];
  expect(offIn(world)).toContain(key);
  expect(offIn(world).filter((one) => !before.includes(one) && !done.some(([, made]) => made === one))).toEqual([]);

  const state = JSON.stringify([offIn(world), writes(world)]);
  const again = await sweep('--apply', '--yes');
  expect(outcomesIn(again.stderr)).toEqual([]);
  expect(again.summary.findings).toMatchObject({ new: 0, resolved: 0 });
  expect(JSON.stringify([offIn(world), writes(world)])).toBe(state);

  expect((await restore(id)).status).toBe(0);
  expect(offIn(world)).not.toContain(key);
  pass(folder, 60);
  const later = await sweep('--apply', '--yes');
  expect(offIn(world)).not.toContain(key);
  expect(outcomesIn(later.stderr).map(([, credential]) => credential)).not.toContain(key);
});

test('with a trail, what is idle is first pinned to where it called from', async () => {
  const { world, folder, sweep } = await scene();
  await sweep('--decisions', 'd.ndjson');
  const idle = decisionsIn(folder).filter(
    ({ kind, signals }) => kind === 'access-key' && signals.some(({ id }: { id: string }) => id === 'S32'),
  );
  const records: Record<string, unknown>[] = idle.map(({ credential, principal, accountId }, i) => ({
    ...record({
      type: 'IAMUser',
      arn: principal,
      accountId,
      accessKeyId: credential,
      userName: principal.slice(principal.lastIndexOf('/') + 1),
    }),
    eventID: `e-${i}`,
    eventTime: new Date(Date.now() - 400 * day).toISOString(),
    recipientAccountId: accountId,
  }));
  const [first] = records;
  const given = {
    ...first,
    eventID: 'e-given',
    eventTime: new Date(Date.now() + day).toISOString(),
    eventSource: 'iam.amazonaws.com',
    eventName: 'PutUserPolicy',
    requestParameters: { userName: 'somebody', policyName: 'extra' },
    readOnly: false,
  };
  const byStack = {
    ...given,
    eventID: 'e-by-stack',
    userIdentity: { ...(first?.userIdentity as object), invokedBy: 'cloudformation.amazonaws.com' },
    requestParameters: { userName: 'somebody', policyName: 'by stack' },
  };
  writeFileSync(join(folder, 'trail.json'), JSON.stringify({ Records: [...records.slice(1), given, byStack] }));
  pass(folder, 15);
  const acted = await sweep('--trail', 'trail.json', '--apply', '--yes');
  expect(acted.stderr).toMatch(/^o_\w+ {2}pin AKIA\w+: done$/m);
  expect(acted.summary.widened).toMatchObject([
    { to: 'somebody', policy: 'by stack', action: 'iam:PutUserPolicy' },
    { to: 'somebody', policy: 'extra', action: 'iam:PutUserPolicy' },
  ]);
  const pins = world.aws.journal.filter(({ operation }) => operation === 'PutUserPolicy');
  expect(pins.length).toBeGreaterThan(0);
  expect(pins.every(({ parameters }) => String(parameters.PolicyDocument).includes('198.51.100.7'))).toBe(true);
});

test('killed in the middle, it goes on: every step once, none forgotten', async () => {
  const { world, folder, sweep, start } = await scene();
  await sweep();
  pass(folder, 15);
  writeFileSync(join(folder, 'p.json'), JSON.stringify({ limits: { disruptivePerAccountPerHour: 100 } }));
  const child = start('--policy', 'p.json');
  world.aws.faults = () => {
    if (writes(world) >= 1) child.kill('SIGKILL');
    return 'pass';
  };
  expect((await ended(child)).status).toBeNull();
  world.aws.faults = () => 'pass';
  expect(writes(world)).toBe(1);
  const resumed = await sweep('--policy', 'p.json', '--apply', '--yes');
  const done = outcomesIn(resumed.stderr);
  expect(done.length).toBeGreaterThan(2);
  expect(done.map(([, , words]) => words)).toEqual(done.map(() => 'done'));
  // A write whose answer was lost may be sent once more: it says the same.
  const places = world.aws.journal
    .filter(({ operation }) => /^(?:UpdateAccessKey|Put\w+Policy)$/.test(operation))
    .map(({ parameters }) => `${parameters.AccessKeyId ?? parameters.RoleName}`);
  expect(new Set(places).size).toBe(done.length);
  expect(outcomesIn((await sweep('--policy', 'p.json', '--apply', '--yes')).stderr)).toEqual([]);
});

test('nobody is asked where nobody sits, so nothing is read or done', async () => {
  const { world, folder } = await scene();
  const admin = world.aws.administrator(world.managementAccountId);
  const run = await served?.rescind(folder, admin, 'sweep', '--apply');
  expect(run?.status).toBe(2);
  expect(run?.stderr).toContain('--yes');
  expect(world.aws.journal).toEqual([]);
});

test('who holds too much is kept to what it uses, by a boundary that is not put in the place of another, and is taken off whole', async () => {
  const { world, folder, sweep, restore } = await scene();
  const { aws, managementAccountId } = world;
  const { users, roles, policies } = aws.account(managementAccountId).state.latest;
  const entities = () => [...users.values(), ...roles.values()];
  const bounded = () => entities().filter(({ boundary }) => boundary?.includes('/rescind/') === true);
  const held = () => [
    ...entities().map(({ arn, boundary, attached, inline }) => [arn, boundary, attached, [...inline]]),
    [...policies.keys()],
  ];
  const before = held();
  const policy = { overprivileged: { boundary: 'apply' }, retire: { upTo: 'notify' } };
  writeFileSync(join(folder, 'p.json'), JSON.stringify(policy));
  const args = ['--policy', 'p.json', '--apply', '--yes'];
  await sweep(...args, '--decisions', 'd.ndjson');
  expect(bounded()).toEqual([]);
  pass(folder, 15);

  // Its owner has put one on since: that one stays.
  const wide = decisionsIn(folder).filter(({ signals }) => signals.some(({ id }: { id: string }) => id === 'S36'));
  const own = entities().find(({ arn }) => arn === wide[0].principal);
  const owners = `arn:aws:iam::${managementAccountId}:policy/owners`;
  const document = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  });
  policies.set(owners, { name: 'owners', path: '/', id: 'ANPAOWN', arn: owners, createdAt: 0, document });
  if (own !== undefined) own.boundary = owners;

  const acted = await sweep(...args);
  const done = outcomesIn(acted.stderr);
  expect(done.length).toBeGreaterThan(0);
  expect(done.map(([, , words]) => words)).toEqual(done.map(() => 'done'));
  expect(own?.boundary).toBe(owners);
  expect(bounded()).toHaveLength(done.length);
  // What IAM saw in use is held inside it; `InUse` names the statement that says so.
  for (const { arn, boundary } of bounded()) {
    const { accessed } = aws.account(managementAccountId).state.latest.inventory;
    const text = policies.get(boundary ?? '')?.document ?? '';
    for (const service of accessed.get(arn)?.keys() ?? []) expect(text).toContain(`"${service}:*"`);
    expect(text).toContain('InUse');
  }

  const again = await sweep(...args);
  expect([outcomesIn(again.stderr), again.summary.cries]).toEqual([[], []]);
  expect(bounded()).toHaveLength(done.length);

  for (const [id = ''] of done) expect((await restore(id)).status).toBe(0);
  expect(bounded()).toEqual([]);
  if (own !== undefined) own.boundary = null;
  policies.delete(owners);
  expect(held()).toEqual(before);
});
