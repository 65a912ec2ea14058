import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDecisions } from '../../../cli/replay/decisions-kept.ts';
import { home } from '../../simulator/aws/simulation.ts';
import { type Scene, scene } from './responder-scene.ts';

let world: Scene;
beforeAll(async () => {
  world = await scene();
});
afterAll(() => world.door.close());

const status = () =>
  world
    .account()
    .users.get('bot')
    ?.keys.map((key) => key.status);
const contain = () =>
  world.type('contain', world.bot.accessKeyId, '--action', 'disable', '--reason', 'Lost', '--yes', '--json');

test('takes back what is in force, keeps it so until it is lifted, and is in the ledger under the caller’s name', async () => {
  const before = world.account();
  await contain();
  expect(status()).toEqual(['Inactive']);
  const held = await world.type('hold', world.bot.accessKeyId, '--reason', 'Restore test', '--json');
  expect(held.status, held.stderr).toBe(0);
  expect(JSON.parse(held.stdout)).toMatchObject({ held: true, until: null });
  expect(JSON.parse(held.stdout).actions.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['done', 'done']);
  expect(world.account()).toEqual(before);
  const { holds, ledger } = JSON.parse((await world.type('status', '--json')).stdout);
  expect(holds).toMatchObject([{ credential: world.bot.accessKeyId, reason: 'Restore test', until: null }]);
  expect(JSON.stringify(ledger)).toContain('Restore test');
  expect((await world.type('status')).stdout).toContain('Held\n');

  const refused = JSON.parse((await contain()).stdout);
  expect(refused.outcome).toBe('skipped');
  expect(JSON.stringify(refused)).toContain('Restore test');
  expect(status()).toEqual(['Active']);

  expect((await world.type('hold', world.bot.accessKeyId, '--lift')).stdout).toContain('is no longer held');
  await contain();
  expect(status()).toEqual(['Inactive']);
});

test('leaves a key off that evidence speaks against, unless that is said, and holds all that is its user’s', async () => {
  await contain();
  expect(status()).toEqual(['Inactive']);
  const user = `arn:aws:iam::${home}:user/ci/bot`;
  const { database } = openDecisions(join(world.folder, 'rescind.sqlite'));
  const evidence = JSON.stringify([{ id: 'S01', bits: 20, group: 'context', evidence: 'A canary key was used.' }]);
  database.prepare("UPDATE decision SET body = json_set(body, '$.signals', json(?))").run(evidence);
  database.close();

  const held = await world.type('hold', user, '--reason', 'Restore test');
  expect(held.stdout).toContain('stays off unless somebody asks for it');
  expect(status()).toEqual(['Inactive']);
  await world.type('hold', user, '--reason', 'Restore test', '--enable-key');
  expect(status()).toEqual(['Active']);
  expect(JSON.stringify(JSON.parse((await contain()).stdout))).toContain('Restore test');
  expect(status()).toEqual(['Active']);
  await world.type('hold', user, '--lift');
});

test('an exemption is in the same ledger, under the name that AWS gives the caller', async () => {
  const words = ['--owner', 'ada', '--reason', 'Migration', '--until', '2999-01-31', '--json'];
  const run = await world.type('exempt', world.bot.accessKeyId, ...words);
  expect(run.status, run.stderr).toBe(0);
  const { by } = JSON.parse(run.stdout);
  expect(by).toMatch(/^arn:aws:iam::/);
  const { ledger } = JSON.parse((await world.type('status', '--json')).stdout);
  expect(JSON.stringify(ledger)).toContain(`Exempt (all) until 2999-01-31T23:59:59Z by ${by}: Migration`);
});

test.each([
  ['no reason', [] as string[]],
  ['an end that is past', ['--reason', 'r', '--until', '2001-01-01']],
  ['an end that is none', ['--reason', 'r', '--until', 'soon']],
])('%s is bad usage', async (_, args) => {
  expect((await world.type('hold', 'AKIAIOSFODNN7EXAMPLE', ...args)).status).toBe(2);
  expect((await world.type('hold', 'nonsense', '--reason', 'r')).status).toBe(2);
});
