import { expect, test } from 'vitest';
import { freshClone } from './machine.ts';

const opened = { status: 3, stdout: 'rescind replay --json\n', stderr: '' };

test('Node 24 walks straight in', () => {
  const clone = freshClone();
  clone.install('up to date');
  expect(clone.open('rescind.mjs', { args: ['replay', '--json'] })).toEqual(opened);
});

test('an older Node hands over to the one that npm brought, arguments and exit status included', () => {
  const clone = freshClone();
  clone.install('up to date');
  clone.installNode24();
  expect(clone.open('rescind.mjs', { node: '20.20.2', args: ['replay', '--json'] })).toEqual(opened);
});

test('an older Node alone is told what to install', () => {
  const clone = freshClone();
  clone.install('up to date');
  const { status, stdout, stderr } = clone.open('rescind.mjs', { node: '20.20.2' });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/runs on Node 24; this is 20\.20\.2/);
});

test('before an install it says how to install', () => {
  const { status, stderr } = freshClone().open('rescind.mjs');
  expect(status).toBe(2);
  expect(stderr).toMatch(/not installed yet: run `npm ci`/);
});

test.each(['no loader', 'old libraries'] as const)('a Node of npm that does not run here is told: %s', (how) => {
  const clone = freshClone();
  clone.install('up to date');
  clone.installStrangeNode(how);
  const { status, stdout, stderr } = clone.open('rescind.mjs', { node: '20.20.2', args: ['--help'] });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^Rescind runs on Node 24; .* does not run on this system, .*\. Install Node 24 .*\n$/);
});
