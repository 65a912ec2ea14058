import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ContextFolder, readContextFolder } from '../../../adapters/files/context-folder.ts';
import { reachOf } from '../../../core/context/grants/grants.ts';
import { parseInstant } from '../../../core/model/instant.ts';

const account = '111122223333';
const key = 'AKIAIOSFODNN7EXAMPLE';
const user = `arn:aws:iam::${account}:user/ci`;
const role = `arn:aws:iam::${account}:role/deploy`;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'context-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function read(files: Readonly<Record<string, unknown>>): Promise<ContextFolder> {
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return readContextFolder(folder);
}

const found = (context: ContextFolder, id: string) => context.standings.find(({ credential }) => credential.id === id);

describe('a folder', () => {
  it('may be empty', async () => {
    expect(await read({})).toMatchObject({
      standings: [],
      exemptions: [],
      exemptionsUnreadable: false,
      problems: [],
      networksCsv: null,
    });
  });

  it('that is not there may have held exemptions', async () => {
    const context = await readContextFolder(join(folder, 'nowhere'));
    expect(context.exemptionsUnreadable).toBe(true);
    expect(context.problems[0]?.what).toBe('does not exist');
  });

  it('only points at its networks', async () => {
    expect((await read({ 'networks.csv': 'not ours' })).networksCsv).toBe(join(folder, 'networks.csv'));
  });
});

describe('credentials.json', () => {
  it('limits nothing by a list that is empty, as templates have them', async () => {
    const expected = { networks: [], regions: [], services: [], actions: [], userAgents: [], parents: [] };
    const context = await read({ 'credentials.json': [{ id: user, accessKeyId: key, expected }] });
    expect(Object.values(context.declared.get(key)?.expected ?? {}).filter((limit) => limit !== null)).toEqual([]);
    expect(context.problems).toEqual([]);
  });

  it('tells of keys that are nearly known, each with the nearest one, lets be what is somebody’s own, and reads all else', async () => {
    const entry = {
      id: user,
      accessKeyId: key,
      ownr: 'ada',
      expected: { network: ['10.0.0.0/8'], regions: ['eu-west-1'] },
    };
    const odd = { id: role, ownr: 'ada', networks: [], revocation: { by: 'handler', automatc: true }, zebra: 1 };
    const { problems, declared } = await read({ 'credentials.json': [entry, odd, { id: 'x', ownr: 'ada' }] });
    expect(problems.map(({ where, what }) => `${where} ${what}`)).toEqual([
      '[0] and 2 more ownr is not a known key: did you mean owner?',
      '[0] expected.network is not a known key: did you mean networks?',
      '[1] revocation.automatc is not a known key: did you mean automatic?',
    ]);
    expect(declared.get(key)?.expected).toMatchObject({ networks: null, regions: ['eu-west-1'] });
  });

  it.each([
    ['netwroks', 'networks'],
    ['regiosn', 'regions'],
    ['user_agents', 'userAgents'],
    ['calls-per-hour', 'callsPerHour'],
    ['Actions', 'actions'],
  ])('a limit that stands under %s', async (written, meant) => {
    const { problems } = await read({ 'credentials.json': [{ id: user, expected: { [written]: [] } }] });
    expect(problems.map(({ what }) => what)).toEqual([
      `expected.${written} is not a known key: did you mean ${meant}?`,
    ]);
  });

  it.each(['snoitca', 'scope', 'network_zones', 'region_of_team', 'acts'])(
    'not %s, which is near none',
    async (own) => {
      const { problems } = await read({ 'credentials.json': [{ id: user, expected: { [own]: [] } }] });
      expect(problems).toEqual([]);
    },
  );

  it('names five such keys, and counts the rest', async () => {
    const slips = ['ownr', 'owne', 'oner', 'wner', 'ownerr', 'owners', 'purpos', 'purpse', 'pupose'];
    const { problems } = await read({
      'credentials.json': [{ id: user, ...Object.fromEntries(slips.map((key) => [key, 'x'])) }],
    });
    expect(problems.map(({ where, what }) => `${where} ${what}`).slice(4)).toEqual([
      '[0] ownerr is not a known key: did you mean owner?',
      'elsewhere are 4 more such keys',
    ]);
  });

  it('tells what may be misspelt, and is read all the same', async () => {
    const context = await read({ 'credentials.json': [{ id: user, expected: { regions: ['eu-west1'] } }] });
    expect(context.declared.get(user)?.expected.regions).toEqual(['eu-west1']);
    expect(context.problems).toMatchObject([{ where: user, what: expect.stringContaining('eu-west-1') }]);
    expect(context.exemptionsUnreadable).toBe(false);
  });

  it('names the secret that rotates a credential, and nothing that is none', async () => {
    const secret = `arn:aws:secretsmanager:eu-central-1:${account}:secret:keys/ci-abc123`;
    const context = await read({
      'credentials.json': [
        { id: user, accessKeyId: key, rotation: { secret } },
        { id: role, rotation: { secret: role } },
      ],
    });
    expect(context.declared.get(key)?.rotation).toEqual({ secret });
    expect(context.declared.has(role)).toBe(false);
    expect(context.problems[0]?.what).toContain('is not the ARN of a secret');
  });

  it('is found by ARN and by key, and needs no more than an id', async () => {
    const context = await read({
      'credentials.json': [
        { id: user, accessKeyId: key, owner: 'team-build', expected: { networks: ['AS9009'], surprise: 1 } },
        { id: role },
      ],
    });
    expect(context.problems).toEqual([]);
    expect(context.declared.get(key)?.expected.networks).toEqual(['AS9009']);
    expect(context.declared.get(user)).toBe(context.declared.get(key));
    expect(context.declared.get(role)?.expected.networks).toBeNull();
    expect(found(context, key)?.owner).toEqual({ kind: 'team', name: 'team-build' });
    expect(found(context, role)?.credential.kind).toBe('role');
  });

  it('reads the agent of docs/agents.md as it stands there', async () => {
    const page = await readFile(new URL('../../../docs/agents.md', import.meta.url), 'utf8');
    const context = await read({ 'credentials.json': /```json\n([^`]*)```/.exec(page)?.[1] ?? '' });
    expect(context.problems).toEqual([]);
    const said = context.declared.get('arn:aws:iam::111122223333:role/support-agent');
    expect(said).toMatchObject({ kind: 'agent', purpose: 'answers customers' });
    expect(said?.expected).toMatchObject({ callsPerHour: 200, parents: expect.arrayContaining(['workflow=tickets']) });
  });

  it('tells never from unsaid', async () => {
    const context = await read({
      'credentials.json': [{ id: user, accessKeyId: key, lastUsedAt: null }, { id: role }],
    });
    expect(found(context, key)?.lastUse.kind).toBe('never');
    expect(found(context, role)?.lastUse.kind).toBe('unknown');
  });

  it('knows a trap by its word or its field', async () => {
    const context = await read({
      'credentials.json': [
        { id: `${role}1`, purpose: 'a honeytoken' },
        { id: `${role}2`, canary: true },
        { id: `${role}3` },
      ],
    });
    expect([1, 2, 3].map((n) => context.declared.get(`${role}${n}`)?.canary)).toEqual([true, true, false]);
  });

  it('keeps the good rows beside bad ones and says which', async () => {
    const context = await read({
      'credentials.json': [
        { owner: 'x' },
        7,
        null,
        { id: role, createdAt: 'yesterday' },
        { id: user, createdAt: '2026-01-02' },
      ],
    });
    expect(context.problems.map(({ where }) => where)).toEqual(['[0]', '[1]', '[2]', '[3]']);
    expect(context.declared.get(user)?.createdAt).toBe(parseInstant('2026-01-02T00:00:00Z'));
    expect(context.exemptionsUnreadable).toBe(false);
  });

  it.each([
    ['cut short', '[{"id":', 'is not JSON'],
    ['empty', '', 'is not JSON'],
    ['no array', '{"id":"x"}', 'is not an array'],
  ])('%s is told', async (_name, text, what) => {
    const context = await read({ 'credentials.json': text });
    expect(context.problems).toHaveLength(1);
    expect(context.problems[0]?.what).toContain(what);
    expect(context.problems[0]?.remedy).not.toBe('');
  });

  it('may begin with a byte-order mark', async () => {
    expect((await read({ 'credentials.json': `\uFEFF[{"id":"${role}"}]` })).declared.has(role)).toBe(true);
  });

  it('that is a folder is told', async () => {
    await mkdir(join(folder, 'credentials.json'));
    expect((await read({})).problems[0]?.what).toBe('is a folder');
  });
});

describe('credential report', () => {
  const heading =
    'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,' +
    'access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,' +
    'access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,' +
    'access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated';
  const made = '2025-03-01T10:00:00+00:00';
  const used = '2026-04-01T09:00:00+00:00';
  const tail = 'false,N/A,N/A,N/A,N/A,false,N/A,false,N/A';
  const row = (name: string, key1: string) =>
    `${name},arn:aws:iam::${account}:user/${name},${made},false,N/A,N/A,N/A,false,${key1},${tail}`;
  const name = `credential-report-${account}.csv`;

  it('gives a declared key its age, state and last use', async () => {
    const context = await read({
      'credentials.json': [{ id: user, accessKeyId: key, lastUsedAt: '2026-01-01T00:00:00Z' }],
      [name]: `\uFEFF${heading}\r\n${row('ci', `true,${made},${used},us-east-1,s3`)}\r\n`,
    });
    expect(context.problems).toEqual([]);
    expect(found(context, key)).toMatchObject({
      status: 'active',
      createdAt: parseInstant(made),
      lastUse: { kind: 'used', at: parseInstant(used), witness: 'credential-report' },
    });
    expect(context.standings).toHaveLength(1);
  });

  it('keeps a nameless key, its N/A and its no_information apart', async () => {
    const rows = [row('a', `true,${made},N/A,N/A,N/A`), row('b', `false,${made},no_information,N/A,N/A`)];
    const context = await read({ [name]: [heading, ...rows].join('\n') });
    expect(context.standings.map(({ credential, status, lastUse }) => [credential.id, status, lastUse.kind])).toEqual([
      [`arn:aws:iam::${account}:user/a/access-key-1`, 'active', 'never'],
      [`arn:aws:iam::${account}:user/b/access-key-1`, 'inactive', 'unknown'],
    ]);
  });

  it.each([
    ['a key', `true,${made},N/A,N/A,N/A`, 'active'],
    ['no key', 'false,N/A,N/A,N/A,N/A', 'inactive'],
  ])('speaks of the root user once, as on where it has a key: %s', async (_name, key1, status) => {
    const root = `<root_account>,arn:aws:iam::${account}:root,${made},not_supported,${used},not_supported,not_supported,true,${key1},${tail}`;
    const context = await read({ [name]: `${heading}\n${root}` });
    expect(context.problems).toEqual([]);
    expect(context.standings.map((standing) => [standing.credential.kind, standing.status])).toEqual([
      ['root', status],
    ]);
  });

  it('reads quoted fields, and tells lines that it cannot read', async () => {
    const quoted = row('x', `true,${made},N/A,N/A,N/A`).replace('x,', '"a,""b",');
    const context = await read({ [name]: [heading, quoted, 'ci,too,short', '"open'].join('\n') });
    expect(context.standings).toHaveLength(1);
    expect(context.problems.map(({ where }) => where)).toEqual(['line 3', 'line 4']);
  });

  it('is not any CSV', async () => {
    expect((await read({ [name]: 'a,b\n1,2' })).problems[0]?.what).toContain('heading of an IAM credential report');
  });
});

describe('authorization details', () => {
  const name = `authorization-details-${account}.json`;
  const page = (roleName: string, action: string) => ({
    RoleDetailList: [
      {
        Arn: `arn:aws:iam::${account}:role/${roleName}`,
        CreateDate: '2025-03-01T10:00:00+00:00',
        AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'lambda.amazonaws.com' } }] },
        RolePolicyList: [
          { PolicyName: 'p', PolicyDocument: { Statement: { Effect: 'Allow', Action: action, Resource: '*' } } },
        ],
        RoleLastUsed: {},
        Tags: [{ Key: 'Owner', Value: 'ada@example.com' }],
      },
    ],
  });
  const two = [page('deploy', 's3:*'), page('other', 'sqs:*')];

  it.each([
    ['an array of pages', JSON.stringify(two)],
    ['pages one after another', two.map((one) => JSON.stringify(one, null, 2)).join('\n')],
  ])('%s', async (_name, text) => {
    const context = await read({ [name]: text });
    expect(context.problems).toEqual([]);
    const standing = found(context, role);
    expect(standing).toMatchObject({
      keeper: 'service',
      lastUse: { kind: 'never' },
      owner: { name: 'ada@example.com' },
    });
    expect(standing?.grants === null || standing === undefined ? 0 : reachOf(standing.grants, 's3:GetObject')).toBe(1);
    expect(context.standings).toHaveLength(2);
  });

  it('takes for owners whom the policy’s tags name, and nobody else', async () => {
    await read({ [name]: two });
    const owner = async (...tags: string[]) => found(await readContextFolder(folder, { ownerTags: tags }), role)?.owner;
    expect(await owner('cost-centre')).toEqual({ kind: 'unknown' });
    expect(await owner('cost-centre', 'OWNER')).toMatchObject({ name: 'ada@example.com' });
  });

  it('joins a role that is declared too, and takes the text of policies above the names of them', async () => {
    const context = await read({
      [name]: two,
      'credentials.json': [{ id: role, owner: 'team-build', granted: ['iam:*'] }],
    });
    const standing = found(context, role);
    expect(standing?.owner).toEqual({ kind: 'team', name: 'team-build' });
    expect(standing?.grants?.source).toBe('authorization-details');
    expect(context.standings).toHaveLength(2);
  });

  it('leaves out an entry without an ARN and says where', async () => {
    const context = await read({
      [name]: [{ RoleDetailList: [{ RoleName: 'x' }, ...page('deploy', '*').RoleDetailList] }, 7],
    });
    expect(context.problems.map(({ where }) => where)).toEqual(['page 2', 'page 1, RoleDetailList[0]']);
    expect(context.standings).toHaveLength(1);
  });

  it('takes a policy document of a hundred thousand actions', async () => {
    const actions = Array.from({ length: 100_000 }, (_, n) => `s3:Get${n}`);
    const huge = page('deploy', 's3:*');
    const document = { Statement: { Effect: 'Allow', Action: actions, Resource: '*' } };
    const context = await read({
      [name]: { RoleDetailList: [{ ...huge.RoleDetailList[0], RolePolicyList: [{ PolicyDocument: document }] }] },
    });
    expect(found(context, role)?.grants?.statements[0]?.actions).toHaveLength(100_000);
  });
});

describe('a file whose name is nearly right', () => {
  it.each([
    ['Exemptions.json', 'exemptions.json', true],
    ['exemption.json', 'exemptions.json', true],
    ['exemptions.json.txt', 'exemptions.json', true],
    ['our exceptions.json', 'exemptions.json', true],
    ['credential.json', 'credentials.json', false],
    ['Networks.csv', 'networks.csv', false],
  ])('%s is told of, and where it may hold exemptions nobody is disturbed', async (name, meant, unreadable) => {
    const { problems, exemptionsUnreadable } = await read({ [name]: '[]' });
    expect(problems).toEqual([
      {
        path: join(folder, name),
        where: null,
        what: `is not read: it looks like ${meant}`,
        remedy: 'Rename it, or remove it.',
      },
    ]);
    expect(exemptionsUnreadable).toBe(unreadable);
  });

  it('is not one that has another', async () => {
    const files = { 'notes.txt': 'x', 'exemptions.json': '[]', 'exemptions.json.bak': '[]', 'README.md': 'x' };
    expect(await read(files)).toMatchObject({ problems: [], exemptionsUnreadable: false });
  });
});

describe('exemptions.json', () => {
  const exemption = {
    credential: key,
    owner: 'ada',
    reason: 'a device',
    scope: 'stale',
    until: '2027-01-31T00:00:00Z',
  };

  it('lasts until the end of a day that is given alone', async () => {
    const context = await read({ 'exemptions.json': [exemption, { ...exemption, until: '2027-01-31', note: 'x' }] });
    expect(context.exemptions.map(({ until }) => until)).toEqual(['2027-01-31T00:00:00Z', '2027-01-31T23:59:59Z']);
    expect(context.exemptionsUnreadable).toBe(false);
    expect(context.problems).toEqual([]);
  });

  it.each([
    ['no JSON', '{'],
    ['no array', '{}'],
    ['one bad entry', JSON.stringify([exemption, { ...exemption, owner: '' }])],
    ['a scope that is misspelt', JSON.stringify([exemption, { ...exemption, scope: 'anomalus' }])],
    ['a scope that no signal has', JSON.stringify([exemption, { ...exemption, scope: 'stale,S99' }])],
  ])('with %s holds everything back', async (_name, text) => {
    const context = await read({ 'exemptions.json': text });
    expect(context.exemptionsUnreadable).toBe(true);
    expect(context.problems).toHaveLength(1);
  });
});
