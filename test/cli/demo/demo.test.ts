import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { emptyFolder, rescind } from '../command-line.ts';

const args = ['demo', '--seed', '2', '--days', '3'];

describe('demo', async () => {
  const folder = emptyFolder();
  const first = await rescind(folder, ...args);

  test('denies the thief, serves the owner, and takes one containment back exactly', () => {
    expect(first.status, first.stderr).toBe(0);
    expect(first.stdout).toContain('the thief’s next call is denied, the workload’s own call still passes');
    expect(first.stdout).toContain('restored exactly as it was before');
    const report = readFileSync(join(folder, 'rescind-report.html'), 'utf8');
    const back = /Undone .*(o_[0-9a-f]{16})/.exec(first.stdout)?.[1] ?? 'none';
    expect(report.match(/outcome o_[0-9a-f]{16} records how to undo it/g)?.length).toBeGreaterThan(0);
    expect(report).toMatch(/<ul class="taken">(?:(?!<\/ul>).)*, undone /);
    expect(report).not.toContain(`outcome ${back} records how to undo it`);
  });

  test('tells the same story for the same seed', async () => {
    expect((await rescind(emptyFolder(), ...args)).stdout).toBe(first.stdout);
  });

  test('leaves a state in which the decision it names is explained', async () => {
    const id = /rescind explain (d_[0-9a-f]+)/.exec(first.stdout)?.[1] ?? '';
    const explained = await rescind(folder, 'explain', id);
    expect(explained.status, explained.stderr).toBe(0);
    expect(explained.stdout).toContain(`rescind restore ${id.replace('d_', 'o_')} has already undone it.`);
    expect(explained.stdout).toMatch(/\d+ points +\w+ +S\d\d/);
  });

  test('names no way to undo what was done to accounts that nobody has', async () => {
    const report = readFileSync(join(folder, 'rescind-report.html'), 'utf8');
    const [, inForce = ''] = /outcome (o_[0-9a-f]{16}) records how to undo it/.exec(report) ?? [];
    const { stdout } = await rescind(folder, 'explain', inForce);
    expect(stdout).toContain('The demo’s accounts were simulated and are gone.');
  });
});

test('for a program, it ends in one object and tells no story', async () => {
  const folder = emptyFolder();
  const { stdout, status } = await rescind(folder, ...args, '--no-report', '--json');
  expect(status).toBe(0);
  const end = JSON.parse(stdout);
  expect(end.thefts.length).toBeGreaterThan(0);
  expect(end.thefts.every((theft: object) => 'technique' in theft && 'noticedAt' in theft)).toBe(true);
  expect(end.report).toBeNull();
});

test('where nothing temporary can be kept, it says so and what to do', async () => {
  const folder = emptyFolder();
  vi.stubEnv('TMPDIR', join(folder, 'missing'));
  const { stderr, status } = await rescind(folder, 'demo', '--days', '2', '--no-report').finally(vi.unstubAllEnvs);
  expect(status).toBe(2);
  expect(stderr).toContain('missing cannot be written: there is no such folder.');
  expect(stderr).toContain('TMPDIR');
});
