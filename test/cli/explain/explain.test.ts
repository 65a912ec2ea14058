import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openResponderState } from '../../../cli/respond/state.ts';
import { hour, day as oneDay } from '../../../core/model/instant.ts';
import { newContainments, released } from '../../../core/outcome/containment.ts';
import { planActions } from '../../../core/plan/action-plan.ts';
import { decision, facts } from '../../core/plan/decisions.ts';
import { emptyFolder, rescind } from '../command-line.ts';
import { callOfDeploy, deployKey as key } from '../deploy-key.ts';

const folder = emptyFolder();
const monday = Date.parse('2026-01-05T00:00:00Z');

const usual = Array.from({ length: 63 }, (_, i) => callOfDeploy(monday + i * oneDay + 9 * hour));
const theft = callOfDeploy(monday + 63 * oneDay + 10 * hour, {
  eventName: 'GetSecretValue',
  eventSource: 'secretsmanager.amazonaws.com',
  sourceIPAddress: '88.198.10.10',
  userAgent: 'Boto3/1.34',
});

const explain = (...args: readonly string[]) => rescind(folder, 'explain', ...args);

beforeAll(async () => {
  writeFileSync(join(folder, 'trail.json'), JSON.stringify({ Records: [...usual, theft] }));
  const words = { id: key, purpose: 'nightly deploy', kind: 'ci', expected: { regions: ['us-east-1'] } };
  writeFileSync(join(folder, 'credentials.json'), JSON.stringify([words]));
  const outputs = ['--no-report', '--state', 's.sqlite', '--decisions', 'd.ndjson'];
  const run = await rescind(folder, 'replay', 'trail.json', '--context', '.', ...outputs);
  expect(run.status, run.stderr).toBe(0);
});

describe('explain, from a state', () => {
  test('tells what was expected, seen, how rare it is, what would have changed it and what undoes it', async () => {
    const { stdout } = await explain(key, '--state', 's.sqlite');
    expect(stdout).toContain('Its owner declared a credential of kind ci for ‘nightly deploy’: regions us-east-1.');
    expect(stdout).toMatch(/63 days on record show it from AS16509 \w+; in us-east-1; calling ec2; with \S+;/);
    expect(stdout).toMatch(/\d+ points +origin +S09 +First use from AS24940/);
    expect(stdout).toMatch(
      /Of 3\d settled days of access keys with 28 days or more on record, all in this account and before this week, none reached as much: at most one in 1\d is like this/,
    );
    expect(stdout).toMatch(/Without the evidence of origin: score \d+, the owner would only have been notified\./);
    expect(stdout).toMatch(/A stronger answer lacked an action that hardly has an honest explanation/);
    expect(stdout).toContain('Nothing was done, so there is nothing to undo.');
  });

  test('says of what a brake held back what the evidence called for, and asks for no more of it', async () => {
    const held = emptyFolder();
    const until = '2027-01-31';
    const exemption = { credential: key, owner: 'ada', reason: 'a device in the field', scope: 'all', until };
    writeFileSync(join(held, 'exemptions.json'), JSON.stringify([exemption]));
    writeFileSync(join(held, 'trail.json'), JSON.stringify({ Records: [...usual, theft] }));
    const run = await rescind(held, 'replay', 'trail.json', '--context', '.', '--no-report', '--state', 's.sqlite');
    expect(run.status, run.stderr).toBe(0);
    const { stdout } = await rescind(held, 'explain', key, '--state', 's.sqlite');
    expect(stdout).toMatch(/held back .*exempt/);
    expect(stdout).toContain('The evidence called for a pin, which a brake held back.');
    expect(stdout).toMatch(
      /Without the evidence of client: score \d+, the evidence would still have called for a pin\./,
    );
    expect(stdout).not.toContain('A stronger answer lacked');
  });

  test('tells as JSON what it tells in words', async () => {
    const [one] = JSON.parse((await explain(key, '--state', 's.sqlite', '--json')).stdout);
    expect(one.assessment.grounds).toMatchObject({ without: expect.any(Array), ordinary: { class: 'access-key' } });
  });
});

describe('explain of a credential about which nothing was decided', () => {
  const calm = emptyFolder();
  const first = callOfDeploy(monday + 62 * oneDay + 10 * hour, { eventName: 'DescribeVolumes' });

  beforeAll(async () => {
    writeFileSync(join(calm, 'trail.json'), JSON.stringify({ Records: [...usual, first] }));
    const run = await rescind(calm, 'replay', 'trail.json', '--no-report', '--state', 's.sqlite');
    expect(run.status, run.stderr).toBe(0);
  });

  test('tells from a replay’s state what is usual for it, what was seen against it, and that nothing was done', async () => {
    const { status, stdout } = await rescind(calm, 'explain', key, '--state', 's.sqlite');
    expect(status).toBe(0);
    expect(stdout).toContain(`Nothing was decided about ${key}`);
    expect(stdout).toMatch(/63 days on record show it from AS16509 \w+; in us-east-1; calling ec2; with \S+;/);
    expect(stdout).toMatch(/had a score of \d+ of 100:\n +\d+ points +action +S15 +/);
    expect(stdout).toContain('Nothing was done, so there is nothing to undo.');
  });

  test('tells the same as JSON', async () => {
    const { stdout } = await rescind(calm, 'explain', key, '--state', 's.sqlite', '--json');
    expect(JSON.parse(stdout)).toMatchObject([
      { decision: null, credential: key, person: null, lastUsedAt: '2026-03-08T10:00:00Z', shares: [{ id: 'S15' }] },
    ]);
  });

  test('has nothing to tell of one that was never seen', async () => {
    const run = await rescind(calm, 'explain', 'AKIAOTHER', '--state', 's.sqlite');
    expect([run.status, run.stderr]).toEqual([2, expect.stringContaining('Nothing was decided about AKIAOTHER.')]);
  });

  test('of no name says so', async () => {
    const run = await rescind(emptyFolder(), 'explain', ' ');
    expect([run.status, run.stderr]).toEqual([2, expect.stringContaining('The name is empty.')]);
  });
});

describe('a replay under a policy that enforces', () => {
  const outputs = ['--state', 'e.sqlite', '--decisions', 'e.ndjson', '--report', 'e.html'];

  beforeAll(async () => {
    writeFileSync(join(folder, 'enforce.json'), JSON.stringify({ mode: 'enforce' }));
  });

  test('tells what would be done, and that nothing was', async () => {
    const { stdout } = await rescind(folder, 'replay', 'trail.json', '--policy', 'enforce.json', ...outputs);
    expect(stdout).toMatch(/^pin 1 {2}\(would be done; a replay changes nothing\)$/m);
    const page = readFileSync(join(folder, 'e.html'), 'utf8');
    expect(page).toContain('would be pinned');
    expect(page).toContain('nothing was changed');
    expect(page).not.toMatch(/>pinned<|Who was disturbed|Rescind contained/);
  });

  test('has nothing to undo, and names no outcome that nobody kept', async () => {
    const { stdout } = await explain(key, '--state', 'e.sqlite');
    expect(stdout).toMatch(/^d_\w+ {2}pin {2}\(decided; nothing was changed\)$/m);
    expect(stdout).toContain('Nothing was changed, so there is nothing to undo.');
    expect(stdout).not.toMatch(/rescind restore|was told/);
  });

  test('leaves a decisions file that claims no deed', async () => {
    const { stdout } = await explain(key, '--decisions', 'e.ndjson');
    expect(stdout).toMatch(/^d_\w+ {2}pin {2}\(decided; a decisions file does not say whether it was done\)$/m);
    expect(stdout).toContain('A replay changes nothing, so there is nothing to undo.');
    expect(stdout).not.toMatch(/rescind restore|was told/);
  });
});

describe('explain, from a decisions file', () => {
  test('guesses nothing of what it cannot know, and says where to learn it', async () => {
    const { status, stdout } = await explain(key, '--decisions', 'd.ndjson');
    expect(status).toBe(0);
    expect(stdout).not.toMatch(/Without the evidence of|What was expected/);
    expect(stdout).toContain('rescind replay PATH --state FILE');
    expect(stdout).toContain(`rescind explain ${key} --state FILE`);
  });

  test('takes no trail for one: nothing found there would say nothing', async () => {
    const run = await explain(key, '--decisions', 'trail.json');
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('trail.json is not a decisions file: it holds CloudTrail records, not decisions.');
    expect(run.stderr).toContain('rescind replay PATH --decisions FILE');
  });

  test('takes no other file for one', async () => {
    writeFileSync(join(folder, 'other.json'), '{"a":1}\n');
    const run = await explain(key, '--decisions', 'other.json');
    expect([run.status, run.stderr]).toEqual([
      2,
      expect.stringContaining('not a decisions file: line 1 is not a decision'),
    ]);
  });

  test('names the lines that it cannot read, and explains the rest', async () => {
    const { stdout: lines } = await rescind(
      folder,
      'replay',
      'trail.json',
      '--no-report',
      '--decisions',
      '-',
      '--quiet',
    );
    const [line = ''] = lines.split('\n');
    writeFileSync(join(folder, 'half.ndjson'), `${line}\n{"id":"d_1"}\n`);
    const run = await explain(key, '--decisions', 'half.ndjson');
    expect([run.status, run.stderr]).toEqual([3, expect.stringContaining('line 2 is not a decision')]);
    expect(run.stdout).toContain('Evidence, and what it added');
  });
});

test('what is taken back in part is not told as taken back', async () => {
  const order = decision({ id: 'd_6', action: 'disable' });
  const { keep, store } = openResponderState(join(folder, 'half.sqlite'));
  keep(order);
  const rows = newContainments(order, planActions(order, facts()).measures, 'ada', order.at);
  await store.arm(
    rows.map((row, i) => (i === 0 ? released(row, 'ada', order.at) : row)),
    order.at,
  );
  const { stdout } = await explain('o_6', '--state', 'half.sqlite');
  expect(stdout).toContain('rescind restore o_6 --state half.sqlite undoes exactly');
});

test('a person’s order is explained by their word alone', async () => {
  const reason = 'Ordered by arn:aws:iam::111122223333:user/ada: Left on a laptop.';
  const order = decision({ id: 'd_5', score: 0, signals: [], action: 'disable' });
  openResponderState(join(folder, 'orders.sqlite')).keep({ ...order, reason });
  const { stdout } = await explain('o_5', '--state', 'orders.sqlite');
  expect(stdout).toContain(reason);
  expect(stdout).toContain('ordered by a person');
  expect(stdout).toContain('Nothing was changed, so there is nothing to undo.');
  expect(stdout).not.toMatch(/Evidence, and what|What would have changed|score 0|How unusual/);
});
