import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sqliteContainmentStore } from '../../adapters/sqlite/containment-store.ts';
import { decisionLine } from '../../cli/replay/decision-line.ts';
import { openDecisions } from '../../cli/replay/decisions-kept.ts';
import { openResponderState } from '../../cli/respond/state.ts';
import { newContainment } from '../../core/outcome/containment.ts';
import { planActions } from '../../core/plan/action-plan.ts';
import { decision, facts, roleDecision } from '../core/plan/decisions.ts';
import { home } from '../simulator/aws/simulation.ts';
import { emptyFolder, rescind, runIn } from './command-line.ts';
import { type Scene, scene } from './respond/responder-scene.ts';

describe('status', () => {
  let world: Scene;
  beforeAll(async () => {
    world = await scene();
  });
  afterAll(() => world.door.close());

  test('tells what is in force and why, what is left of the limits, what is exempt and what was decided', async () => {
    const order = ['--action', 'disable', '--reason', 'Left on a laptop', '--yes', '--json'];
    const { outcomeId } = JSON.parse((await world.type('contain', world.bot.accessKeyId, ...order)).stdout);
    await world.type('exempt', 'arn:aws:iam::1:role/x', '--owner', 'ada', '--reason', 'r', '--until', '2999-01-01');

    const status = JSON.parse((await rescind(world.folder, 'status', '--context', '.', '--json')).stdout);
    expect(status.containments).toHaveLength(2);
    expect(status.containments[0]).toMatchObject({
      outcomeId,
      credential: world.bot.accessKeyId,
      state: 'in force',
      isStuck: false,
      why: expect.stringContaining('Left on a laptop'),
    });
    // The key stays off until somebody wants it back; the deny has done its work once no session of it can live.
    expect(status.containments.filter(({ until }: { until: string | null }) => until === null)).toHaveLength(1);
    expect(status.limits.accountsThisHour).toEqual([{ accountId: home, lockOuts: 3, pins: 16 }]);
    expect(status.limits.organizationToday).toEqual({ lockOuts: 39, pins: 160 });
    expect(status.exemptions).toMatchObject([{ owner: 'ada', until: '2999-01-01T23:59:59Z' }]);
    expect(status.decisions).toMatchObject([{ action: 'disable', mode: 'enforce', changed: true }]);
    expect((await rescind(world.folder, 'status')).stdout).toContain(`${outcomeId}  in force`);
    expect((await rescind(world.folder, 'explain', outcomeId, '--state', 'rescind.sqlite')).stdout).toContain(
      'Left on a laptop',
    );

    await world.type('restore', outcomeId, '--yes');
    expect(JSON.parse((await rescind(world.folder, 'status', '--json')).stdout).containments).toEqual([]);
  });

  test('a session’s key is known where a decision spoke of it', async () => {
    const { accessKeyId } = world.aws.giveSession({ accountId: home, roleName: 'Worker', sessionName: 'x1' });
    const line = decisionLine(roleDecision({ id: 'd_5e55', session: accessKeyId }));
    openDecisions(join(world.folder, 'rescind.sqlite'))
      .database.prepare('INSERT INTO decision VALUES (?, ?, ?, ?, NULL)')
      .run(line.id, line.at, line.credential, JSON.stringify(line));
    expect(world.serves(accessKeyId, { ip: '203.0.113.66' })).toBe(true);
    const order = ['--action', 'revoke-sessions', '--reason', 'Moved abroad', '--yes'];
    const run = await world.type('contain', accessKeyId, ...order);
    expect(run.status, run.stderr).toBe(0);
    expect(world.serves(accessKeyId, { ip: '203.0.113.66' })).toBe(false);
  });

  test('what failed or was left undone stands out', async () => {
    const folder = emptyFolder();
    const store = sqliteContainmentStore(openDecisions(join(folder, 'rescind.sqlite')).database);
    const given = decision({ action: 'disable' });
    for (const [position, measure] of planActions(given, facts()).measures.entries()) {
      const row = newContainment(given, position, measure, 'ada', 0);
      const outcome = { kind: 'irrevocable', error: 'AccessDenied: no', retryAt: 1 } as const;
      await store.arm([position === 0 ? row : { ...row, answer: { to: 'contained', at: 0, outcome } }], 0);
    }
    const { containments } = JSON.parse((await rescind(folder, 'status', '--json')).stdout);
    expect(containments).toMatchObject([
      { isStuck: true, state: 'the containment was not finished' },
      { isStuck: true, state: expect.stringContaining('AccessDenied: no') },
    ]);
  });

  test('what was decided by a policy that enforces, and done by nobody, is not told as done', async () => {
    const folder = emptyFolder();
    openResponderState(join(folder, 'rescind.sqlite')).keep(decision({ action: 'disable', mode: 'enforce' }));
    const run = await rescind(folder, 'status');
    expect(run.stdout).toMatch(/ disable {2}\(decided; nothing was changed\)/);
    expect(JSON.parse((await rescind(folder, 'status', '--json')).stdout).decisions).toMatchObject([
      { changed: false },
    ]);
  });

  test('without a state file it says so, and makes none', async () => {
    const folder = emptyFolder();
    expect(await rescind(folder, 'status')).toMatchObject({ status: 2, stdout: '' });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('exempt', () => {
  const words = ['--owner', 'ada', '--reason', 'Migration', '--until', '2999-01-31'];
  const key = 'AKIAIOSFODNN7EXAMPLE';
  /** Nobody whom AWS knows. */
  const exempt = (folder: string, ...args: string[]) =>
    runIn({ cwd: folder, env: { HOME: folder, AWS_EC2_METADATA_DISABLED: 'true' } }, ['exempt', ...args]);
  const read = (folder: string) => JSON.parse(readFileSync(join(folder, 'exemptions.json'), 'utf8'));

  test('adds, keeps what is there, replaces its like, and changes nothing twice', async () => {
    const folder = emptyFolder();
    const other = { credential: 'arn:x', owner: 'b', reason: 'r', scope: 'all', until: '2999-01-01', ticket: 7 };
    writeFileSync(join(folder, 'exemptions.json'), JSON.stringify([other]));
    expect((await exempt(folder, key, ...words)).status).toBe(0);
    const mine = { credential: key, owner: 'ada', reason: 'Migration', scope: 'all', until: '2999-01-31T23:59:59Z' };
    expect(read(folder)).toEqual([other, mine]);
    expect((await exempt(folder, key, ...words)).stderr).toContain('already said so');
    await exempt(folder, key, ...words, '--until', '2999-02-28');
    expect(read(folder)).toEqual([other, { ...mine, until: '2999-02-28T23:59:59Z' }]);
    await exempt(folder, key, ...words, '--scope', 'stale');
    expect(read(folder)).toHaveLength(3);
    expect(readdirSync(folder).filter((name) => name.startsWith('exemptions'))).toEqual(['exemptions.json']);
    const { ledger } = JSON.parse((await rescind(folder, 'status', '--json')).stdout);
    expect(ledger).toHaveLength(3);
    expect(JSON.stringify(ledger)).toContain('(not verified by AWS): Migration');
  });

  test('refuses what is incomplete, past, or about nothing, and leaves a broken file alone', async () => {
    const folder = emptyFolder();
    const refused = async (...args: string[]) => expect((await exempt(folder, ...args)).status, args.join(' ')).toBe(2);
    await refused(key, '--owner', 'ada', '--reason', 'r');
    await refused(key, '--owner', ' ', '--reason', 'r', '--until', '2999-01-31');
    await refused(key, '--owner', 'ada', '--reason', 'r', '--until', '2001-01-31');
    for (const all of ['*', 'A*', 'AKIA*', 'arn:*', 'arn:aws:iam::*', 'arn:aws:iam::*:role/x'])
      await refused(all, ...words);
    await refused(key, ...words, '--scope', 'nonsense');
    await refused(key, ...words, '--context', 'nowhere');
    expect(readdirSync(folder)).toEqual([]);
    mkdirSync(join(folder, 'broken'));
    const path = join(folder, 'broken', 'exemptions.json');
    for (const text of ['{ broken', '{}', '[{"credential":"x"}]']) {
      writeFileSync(path, text);
      await refused(key, ...words, '--context', 'broken');
      expect(readFileSync(path, 'utf8')).toBe(text);
    }
  });
});
