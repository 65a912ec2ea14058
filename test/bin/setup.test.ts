import { expect, test } from 'vitest';
import { freshClone } from './machine.ts';

test('a fresh clone is installed whole, whatever NODE_ENV says, and stdout is left to the command', () => {
  const clone = freshClone();
  const { status, stdout, stderr } = clone.open('setup.mjs');
  expect(clone.npmCall()).toBe('ci --ignore-scripts --include=dev --include=optional --loglevel=error');
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  expect(stderr).toContain('words of npm');
});

test('a killed install is taken up again', () => {
  const clone = freshClone();
  clone.write('node_modules/vitest/package.json', '{}');
  clone.open('setup.mjs');
  expect(clone.npmCall()).not.toBeNull();
});

test('a lockfile newer than the install is installed', () => {
  const clone = freshClone();
  clone.install('out of date');
  clone.open('setup.mjs');
  expect(clone.npmCall()).not.toBeNull();
});

test('nothing is installed through a link into a folder of somebody else; what is whole there is used', () => {
  const clone = freshClone();
  clone.borrow('out of date');
  const { status, stderr } = clone.open('setup.mjs');
  expect({ status, npm: clone.npmCall() }).toEqual({ status: 1, npm: null });
  expect(stderr).toMatch(/^node_modules is a link, .* Remove the link/);
  const other = freshClone();
  other.borrow('up to date');
  expect(other.open('setup.mjs')).toEqual({ status: 0, stdout: '', stderr: '' });
});

test('a finished install is left alone, in silence', () => {
  const clone = freshClone();
  clone.install('up to date');
  expect(clone.open('setup.mjs')).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(clone.npmCall()).toBeNull();
});

test('what npm says of a failure is shown, and its status passed on', () => {
  const { status, stderr } = freshClone({ npmFails: true }).open('setup.mjs');
  expect(status).toBe(7);
  expect(stderr).toMatch(/words of npm\n.*run the same command again/s);
});

test('an old Node does where npm brings a new one', () => {
  const clone = freshClone();
  clone.install('up to date');
  clone.installNode24();
  expect(clone.open('setup.mjs', { node: '20.20.2' }).status).toBe(0);
});

test('an old Node without a new one is told what to install', () => {
  const clone = freshClone();
  clone.install('up to date');
  const { status, stderr } = clone.open('setup.mjs', { node: '20.20.2' });
  expect(status).toBe(1);
  expect(stderr).toMatch(/yours is 20\.20\.2: install Node 24 or newer/);
});

test.each(['no loader', 'old libraries'] as const)('a Node of npm that does not run here is told: %s', (how) => {
  const clone = freshClone();
  clone.install('up to date');
  clone.installStrangeNode(how);
  const { status, stdout, stderr } = clone.open('setup.mjs', { node: '20.20.2' });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/^Rescind runs on Node 24\. .* does not run on this system, .*: install Node 24 .*\n$/);
  expect(clone.open('setup.mjs', { node: '24.0.0' })).toEqual({ status: 0, stdout: '', stderr: '' });
});
