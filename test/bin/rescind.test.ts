import { describe, expect, test } from 'vitest';
import { few } from '../depth.ts';
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

describe('an older Node that handed over', () => {
  /** The command line is this program, which ends by itself if nobody ends it. */
  const handedOver = (program: string) => {
    const clone = freshClone();
    clone.install('up to date');
    clone.installNode24();
    clone.write('bin/rescind.ts', `${program}\nconsole.log('ready');\nsetTimeout(() => process.exit(0), 10_000);\n`);
    return clone;
  };

  const signals = [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const;
  test.each(few(signals))('passes %s on, and ends when that has ended, as it did', async (signal, number) => {
    const cleansUp = `process.on('${signal}', () => setTimeout(() => { console.log('cleaned up'); process.exit(3); }, 50));`;
    const orderly = await handedOver(cleansUp).interrupt('rescind.mjs', '20.20.2', signal);
    expect(orderly).toEqual({ status: 3, said: 'ready\ncleaned up\n' });
    expect(await handedOver('').interrupt('rescind.mjs', '20.20.2', signal)).toEqual({
      status: number,
      said: 'ready\n',
    });
  });

  test('calls no finding what the system killed', async () => {
    const killed = handedOver(`setImmediate(() => process.kill(process.pid, 'SIGKILL'));`);
    expect((await killed.interrupt('rescind.mjs', '20.20.2', null)).status).toBe(137);
  });
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
