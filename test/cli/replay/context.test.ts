import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, rescind } from '../command-line.ts';
import { callOfDeploy, deployAccount, deployKey } from '../deploy-key.ts';

/** A key at work, and who owns it in somebody’s words. */
function workingKey(owner: string): string {
  const folder = emptyFolder();
  const write = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
  write('trail.json', { Records: [callOfDeploy(Date.parse('2026-01-05T09:00:00Z'))] });
  write('credentials.json', [{ id: deployKey, accountId: deployAccount, owner }]);
  return folder;
}

async function replayed(folder: string, ...more: string[]) {
  const given = ['trail.json', '--context', '.', '--no-report', '--quiet', '--decisions', '-'];
  const { status, stdout, stderr } = await rescind(folder, 'replay', ...given, ...more);
  expect(status, stderr).toBe(0);
  return stdout;
}

const gone = 'Its owner bob@example.org is no longer in the list of people';

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

test('keys that a credential report only numbers are told apart by their users', async () => {
  const folder = workingKey('ann@example.org');
  const heading =
    'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated';
  const made = '2023-03-01T10:00:00+00:00';
  const row = (name: string) =>
    `${name},arn:aws:iam::${deployAccount}:user/robots/${name},${made},false,N/A,N/A,N/A,false,true,${made},N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A`;
  writeFileSync(join(folder, `credential-report-${deployAccount}.csv`), [heading, row('copy'), row('sync')].join('\n'));
  const given = ['trail.json', '--context', '.', '--report', 'r.html', '--quiet'];
  const { stdout } = await rescind(folder, 'replay', ...given);
  expect(stdout).toMatch(/ copy\/access-key-1 /);
  expect(stdout).toMatch(/ sync\/access-key-1 /);
  const page = readFileSync(join(folder, 'r.html'), 'utf8');
  expect(page).toContain('>user/copy/access-key-1<');
  expect(page).toContain('>user/sync/access-key-1<');
});

test('an exemption that names nobody who was seen is told of', async () => {
  const folder = workingKey('ann@example.org');
  const one = { owner: 'ann', reason: 'a drill', scope: 'all', until: '2999-01-31' };
  const slip = deployKey.slice(0, -1);
  const exemptions = [deployKey, slip].map((credential) => ({ ...one, credential }));
  writeFileSync(join(folder, 'exemptions.json'), JSON.stringify(exemptions));
  const { status, stderr } = await rescind(folder, 'replay', 'trail.json', '--context', '.', '--no-report', '--quiet');
  expect(status, stderr).toBe(0);
  expect(stderr).toContain(`“${slip}” is exempt or protected, but matches no credential that was seen.`);
  expect(stderr).not.toContain(`“${deployKey}”`);
});

test('a declaration that names a key nearly as it was seen is told of, and one of another key is not', async () => {
  const folder = workingKey('ann@example.org');
  const slip = deployKey.replace(/(.)(.)$/, '$2$1');
  const other = 'AKIAOTHEROTHEROTHER7';
  writeFileSync(join(folder, 'credentials.json'), JSON.stringify([{ id: slip }, { id: other }]));
  const { stderr } = await rescind(folder, 'replay', 'trail.json', '--context', '.', '--no-report', '--quiet');
  expect(stderr).toContain(`“${slip}” is declared but was not seen; “${deployKey}” was seen but is not declared.`);
  expect(stderr).not.toContain(other);
});

test('one file of which two things are wrong is one file', async () => {
  const folder = workingKey('ann@example.org');
  writeFileSync(
    join(folder, 'credentials.json'),
    JSON.stringify([{ id: deployKey, ownr: 'ann', expected: { region: [] } }]),
  );
  const { stdout, status } = await rescind(folder, 'replay', 'trail.json', '--context', '.', '--no-report', '--quiet');
  expect(stdout).toMatch(/ in 1 file and 1 file not read whole, /);
  expect(stdout.match(/^not read/gm)).toHaveLength(2);
  expect(status).toBe(3);
});
