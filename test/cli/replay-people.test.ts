import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, rescind } from './command-line.ts';

const account = '111122223333';
const arn = `arn:aws:iam::${account}:user/deploy`;

/** A key at work, and who owns it in somebody’s words. */
function workingKey(owner: string): string {
  const folder = emptyFolder();
  const write = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
  const record = {
    eventVersion: '1.11',
    eventID: 'e-1',
    eventTime: '2026-01-05T09:00:00Z',
    eventType: 'AwsApiCall',
    eventCategory: 'Management',
    managementEvent: true,
    awsRegion: 'us-east-1',
    recipientAccountId: account,
    userAgent: 'aws-sdk-go/1.44',
    sourceIPAddress: '52.94.76.10',
    eventName: 'DescribeInstances',
    eventSource: 'ec2.amazonaws.com',
    userIdentity: {
      type: 'IAMUser',
      arn,
      accountId: account,
      userName: 'deploy',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    },
  };
  write('trail.json', { Records: [record] });
  write('credentials.json', [{ id: 'AKIAIOSFODNN7EXAMPLE', accountId: account, owner }]);
  return folder;
}

async function replayed(folder: string, ...more: string[]) {
  const given = ['trail.json', '--context', '.', '--no-report', '--quiet', '--decisions', '-'];
  const { status, stdout, stderr } = await rescind(folder, 'replay', ...given, ...more);
  expect(status, stderr).toBe(0);
  return stdout;
}

const gone = 'Its owner bob@example.org is not among the people any more';

test('an owner who is not in people.txt is told of by a replay, as by a sweep', async () => {
  const folder = workingKey('bob@example.org');
  writeFileSync(join(folder, 'people.txt'), 'ann@example.org\n');
  expect(await replayed(folder)).toContain(gone);
  writeFileSync(join(folder, 'people.txt'), 'ann@example.org\nBob@example.org\n');
  expect(await replayed(folder)).not.toContain('S52');
});

test('without the list nobody is taken for a leaver', async () => {
  expect(await replayed(workingKey('bob@example.org'))).not.toContain('S52');
});

test('who is meant by a name the policy says', async () => {
  const folder = workingKey('bob');
  writeFileSync(join(folder, 'people.txt'), 'ann@example.org\n');
  writeFileSync(join(folder, 'policy.json'), JSON.stringify({ owners: { bob: 'bob@example.org' } }));
  expect(await replayed(folder, '--policy', 'policy.json')).toContain(gone);
});
