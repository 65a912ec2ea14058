import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, rescind, runIn } from '../command-line.ts';

const folder = emptyFolder();
const by = {
  type: 'IAMUser',
  arn: 'arn:aws:iam::111122223333:user/deploy',
  accountId: '111122223333',
  userName: 'deploy',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
};
const usual = {
  eventName: 'PutObject',
  eventSource: 's3.amazonaws.com',
  sourceIPAddress: '52.94.76.10',
  userAgent: 'aws-sdk-go/1.44',
  userIdentity: by,
};
const theft = {
  eventName: 'GetSecretValue',
  eventSource: 'secretsmanager.amazonaws.com',
  sourceIPAddress: '88.198.10.10',
  userAgent: 'Boto3/1.34',
  userIdentity: by,
};

async function check(policy: unknown, ...options: readonly string[]) {
  writeFileSync(join(folder, 'p.json'), typeof policy === 'string' ? policy : JSON.stringify(policy, null, 2));
  return await rescind(folder, 'policy', 'check', 'p.json', ...options);
}

const stolen = { name: 'a stolen deploy key', usual: [usual], use: theft };

test('policy check tries the cases of the policy', async () => {
  const run = await check({
    cases: [
      { ...stolen, expect: 'pin' },
      { name: 'as ever', usual: [usual], use: [usual], expect: 'nothing' },
    ],
  });
  expect([run.status, run.stdout], run.stderr).toEqual([0, 'ok  p.json\n']);
});

test('a case that comes out otherwise is told at its place, with the reason', async () => {
  const run = await check(
    { protect: ['AKIAIOSFODNN7EXAMPLE'], cases: [{ ...stolen, expect: 'disable' }] },
    '--format',
    'github',
  );
  expect(run.status).toBe(2);
  expect(run.stdout).toMatch(
    /^::error file=p\.json,line=\d+,col=7::cases\.0\.expect “a stolen deploy key” expects disable, but the policy decides notify \(the policy protects this credential\)/,
  );
});

test('a record that is no use of a credential is told, not passed over', async () => {
  const run = await check({
    cases: [{ name: 'nobody', use: { eventName: 'x', eventSource: 'y.amazonaws.com' }, expect: 'nothing' }],
  });
  expect([run.status, run.stdout]).toEqual([2, expect.stringContaining('cases.0.use “nobody” holds a record')]);
});

test('an unknown key names the nearest that may stand there, with line and column', async () => {
  const run = await check('{\n  "thresholds": {},\n  "stale": { "rotationDay": 4 },\n  "treshold": 3\n}');
  expect(run.stdout).toContain('p.json:3:14  stale.rotationDay is not a known key: did you mean rotationDays?');
  expect(run.stdout).toContain('p.json:4:3  treshold is not a known key: did you mean thresholds?');
});

test('a key that stands in the wrong place is told where it may stand, never to be itself', async () => {
  const meant = async (policy: object) => (await check(policy)).stdout.trim().replace(/^.* is not/, 'is not');
  const known = 'is not a known key: did you mean';
  expect(await meant({ authority: {} })).toBe(`${known} signals.*.authority?`);
  expect(await meant({ accounts: ['12'] })).toBe(`${known} changeWindows.*.accounts?`);
  expect(await meant({ stale: { mode: 'enforce' } })).toBe(`${known} mode at the top?`);
  expect(await meant({ channel: 'x' })).toBe(`${known} notices.channel or notices.escalation.channel?`);
  expect(await meant({ people: [{ name: 'ann', owners: [] }] })).toBe(`${known} owns?`);
  expect(await meant({ zebra: 1 })).toBe('is not a known key');
});

test('what is wrong at a place is told in one line', async () => {
  const exemption = { credential: 'x', owner: 'y', reason: 'z', scope: 'all', until: '2026-13-01' };
  const run = await check({ exemptions: [exemption, { ...exemption, until: '2027-02-30T00:00:00Z' }] });
  expect(run.stdout.trim().split('\n')).toEqual([
    expect.stringContaining('exemptions.0.until must be a time like 2027-01-31T18:00:00Z, not "2026-13-01"'),
    expect.stringContaining('exemptions.1.until must be a time that exists, not "2027-02-30T00:00:00Z"'),
  ]);
});

test.each(['notify', 'contain', 'disable'])(
  'a threshold %s of 0 is refused: everything would come to it',
  async (at) => {
    const all = { notify: 1, contain: 1, disable: 1 };
    expect((await check({ thresholds: all })).status).toBe(0);
    const run = await check({ thresholds: { ...all, [at]: 0 } });
    expect([run.status, run.stdout]).toEqual([2, expect.stringContaining(`thresholds.${at} must be at least 1`)]);
  },
);

test('an end that is no time is refused, since it would never come', async () => {
  const exemption = { credential: 'x', owner: 'y', reason: 'z', scope: 'all' };
  expect((await check({ exemptions: [{ ...exemption, until: '2027-02-30T00:00:00Z' }] })).status).toBe(2);
  expect((await check({ exemptions: [{ ...exemption, until: '2027-02-28T00:00:00Z' }] })).status).toBe(0);
});

test('an exemption whose scope is misspelt is refused, and told what a scope is', async () => {
  const exemption = { credential: 'x', owner: 'y', reason: 'z', until: '2999-01-01T00:00:00Z' };
  for (const scope of ['all', 'S09, S14', 'stale,S17']) {
    expect((await check({ exemptions: [{ ...exemption, scope }] })).status, scope).toBe(0);
  }
  for (const [scope, none] of [
    ['anomalus', '“anomalus” is none: did you mean anomalous?'],
    ['S09,Stale', '“Stale” is none: did you mean stale?'],
    ['', '“” is none'],
    ['S09 S14', '“S09 S14” is none'],
    ['S999', '“S999” is none: rescind signals lists them'],
    ['S09, S99', '“S99” is none: rescind signals lists them'],
  ] as const) {
    const run = await check({ exemptions: [{ ...exemption, scope }] });
    expect(run.status, scope).toBe(2);
    expect(run.stdout.trim()).toMatch(
      /exemptions\.0\.scope must be all, a family \(.+\) or signal ids \(S09, S14\); “/,
    );
    expect(run.stdout.trimEnd().endsWith(none), run.stdout).toBe(true);
  }
});

test('a key that stands twice is refused: the last would count in silence', async () => {
  const run = await check('{"mode":"observe","limits":{},"mode":"enforce"}');
  expect(run.status).toBe(2);
  expect(run.stdout).toContain('mode is there twice');
  expect((await check('{"cases":[],"exemptions":[]}')).status).toBe(0);
});

test('a list is no policy', async () => expect((await check([])).status).toBe(2));

test('policy explain says what applies to a credential and why', async () => {
  const arn = 'arn:aws:iam::111122223333:role/break-glass';
  const exemption = {
    credential: '*break-glass',
    owner: 'ann',
    reason: 'drills',
    scope: 'stale',
    until: '2999-01-01T00:00:00Z',
  };
  const policy = {
    mode: 'enforce',
    enforceIn: ['444455556666'],
    protect: [arn],
    exemptions: [exemption],
    signals: { S09: { enabled: false } },
    thresholds: { notify: 30, contain: 50, disable: 90 },
  };
  writeFileSync(join(folder, 'e.json'), JSON.stringify(policy));
  const run = await rescind(folder, 'policy', 'explain', arn, '--policy', 'e.json');
  expect(run.status, run.stderr).toBe(0);
  expect(run.stdout).toContain('observe: enforceIn does not name account 111122223333');
  expect(run.stdout).toContain('for stale until 2999-01-01T00:00:00Z by ann: drills');
  expect(run.stdout).toContain(`“${arn}” in protect matches it`);
  expect(run.stdout).toContain('S09 is switched off');
  expect(run.stdout).toMatch(/told from a score of 30; .* not known yet, from 40 with .*, otherwise from 70;/);
  const other = (await rescind(folder, 'policy', 'explain', 'arn:aws:iam::444455556666:role/ci', '--policy', 'e.json'))
    .stdout;
  expect(other).toContain('enforce: enforceIn names account 444455556666');
  expect(other).not.toContain('exempt');
});

test.each([
  [
    'AKIAIOSFODNN7EXAMPLE',
    'access-key',
    'access-key: a notice, then a pin or a quarantine of its user, at most disable',
  ],
  ['arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-a1b2c3', 'secret', 'secret: a notice, at most rotate'],
])('policy explain tells the answers that there are for %s', async (id, kind, words) => {
  const context = emptyFolder();
  writeFileSync(join(context, 'credentials.json'), JSON.stringify([{ id, kind, accountId: '111122223333' }]));
  const run = await rescind(context, 'policy', 'explain', id, '--context', '.');
  expect(run.stdout, run.stderr).toContain(words);
});

test('an organisational unit is no account, and would enforce nothing', async () => {
  const run = await check({ mode: 'enforce', enforceIn: ['111122223333', 'ou-abcd-12345678'] });
  expect([run.status, run.stdout]).toEqual([
    2,
    expect.stringContaining('enforceIn.1 must be the 12 digits of an account'),
  ]);
});

test.each([
  ['an account that is none', { accounts: ['ou-abcd-12345678'] }, 'accounts.0 must be the 12 digits of an account'],
  [
    'an end before its beginning',
    { until: '2027-01-30T18:00:00Z' },
    'until is 2027-01-30T18:00:00Z, not after from (2027-01-31T18:00:00Z)',
  ],
])('a change window with %s would hold nothing back', async (_, change, words) => {
  const window = { from: '2027-01-31T18:00:00Z', until: '2027-01-31T20:00:00Z', reason: 'the network moves' };
  expect((await check({ changeWindows: [window] })).status).toBe(0);
  const run = await check({ changeWindows: [{ ...window, ...change }] });
  expect([run.status, run.stdout]).toEqual([2, expect.stringContaining(`changeWindows.0.${words}`)]);
});

test.each([{ notices: [] }, { notices: { channels: [] } }])(
  'a list where keys belong is refused: %j',
  async (policy) => {
    expect((await check(policy)).status).toBe(2);
  },
);

test('policy check --json lists the problems with their places, and nothing where there are none', async () => {
  const wrong = await check('{\n  "treshold": 3\n}', '--json');
  expect([wrong.status, JSON.parse(wrong.stdout)]).toMatchObject([2, [{ line: 2, column: 3, where: 'treshold' }]]);
  expect(await check({}, '--json')).toEqual({ status: 0, stdout: '[]\n', stderr: '' });
});

test('on a terminal it paints, unless NO_COLOR says not to', async () => {
  writeFileSync(join(folder, 'p.json'), '{}');
  // Nothing of the tester's own environment: CI, COLORTERM or NO_COLOR in it would decide instead of the terminal.
  const seen = async (env: NodeJS.ProcessEnv) =>
    (await runIn({ cwd: folder, columns: 80, env }, ['policy', 'check', 'p.json'])).stdout;
  expect(await seen({ TERM: 'xterm-256color' })).toBe('\u001b[32mok  \u001b[39mp.json\n');
  expect(await seen({ TERM: 'xterm-256color', NO_COLOR: '1' })).toBe('ok  p.json\n');
});

test.each([
  [{ notify: 70 }, 'thresholds.contain is 60, below notify (70)'],
  [{ contain: 30 }, 'thresholds.contain is 30, below notify (40)'],
  [{ contain: 90 }, 'thresholds.disable is 80, below contain (90)'],
])('thresholds out of order are refused: %j', async (thresholds, words) => {
  const run = await check({ thresholds });
  expect([run.status, run.stdout]).toEqual([2, expect.stringContaining(words)]);
});

test('equal thresholds are in order', async () => {
  expect((await check({ thresholds: { notify: 60, disable: 60 } })).status).toBe(0);
});

test('a policy behind a byte-order mark is read, and its faults have their places', async () => {
  expect((await check('\uFEFF{ "mode": "enforce" }')).stdout).toBe('ok  p.json\n');
  expect((await check('\uFEFF{\n  "mode": enforce }')).stdout).toContain('p.json:2:11');
});
