import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { proveIdentity } from '../../adapters/aws/identity/proof.ts';
import { dynamodbContextStore } from '../../adapters/dynamodb/context-store.ts';
import { dynamodbLedger } from '../../adapters/dynamodb/ledger.ts';
import { dynamodbNoteStore } from '../../adapters/dynamodb/note-store.ts';
import { metrics } from '../../cli/deploy/cost.ts';
import { policyText } from '../../contract/events.ts';
import { memberRoles } from '../../contract/permissions.ts';
import { settingsKeys } from '../../contract/settings.ts';
import { deedsTable } from '../../contract/tables.ts';
import { fileTries } from '../../contract/trail.ts';
import { emptyBaseline } from '../../core/context/habits/baseline.ts';
import { encode } from '../../core/context/habits/encode.ts';
import { activeDaysBefore } from '../../core/context/habits/familiarity.ts';
import type { AccountId, Arn } from '../../core/model/brand.ts';
import type { CredentialKind } from '../../core/model/credential.ts';
import { day, dayOf, hour, minute } from '../../core/model/instant.ts';
import { verifyChain } from '../../core/outcome/audit-entry.ts';
import { readLeases } from '../../functions/leases.ts';
import { SimulatedAws } from '../../simulator/aws/simulated-aws.ts';
import type { User } from '../../simulator/aws/state/account.ts';
import { buttonsIn } from '../adapters/slack/blocks.ts';
import { pressed, signed, signingSecret, startSlack, token } from '../adapters/slack/slack.ts';
import { decision } from '../core/plan/decisions.ts';
import { few } from '../depth.ts';
import { type Deployed, deployed } from './deployed.ts';
import type { Grant } from './grants.ts';
import { type LocalCloud, region, watchRegion } from './local-cloud.ts';
import { emittedBy, shownOn, waitedFor } from './metrics.ts';
import { poisonAll, tries } from './poison.ts';
import { leaks, letOut, secretsOf } from './secrets.ts';
import { type Holder, heartbeatOf, honestDays, roleHolder, theft, trailFilesOf, userHolder } from './story.ts';

const administrator = '999999999999';
const member = '111122223333';
const regions = [region, watchRegion];
const organization = { id: 'o-simulated1', units: ['r-simu'], regions, callAs: 'SELF' } as const;

const trailBucket = 'trail-logs';
const slackSecret = 'rescind/slack';
const enforcing = JSON.stringify({
  mode: 'enforce',
  people: [
    { name: 'ada', slack: 'U0ADA', owns: ['team-data'] },
    { name: 'ben', slack: 'U0BEN', approver: true },
    ...['amy', 'bea'].map((name) => ({ name, aws: [`arn:aws:iam::${administrator}:user/${name}`], approver: true })),
  ],
  notices: { channel: 'C-security', channels: { 'team-data': 'C-data' }, digestHours: 0 },
});

// How long it takes is the machine's affair, and nothing that is tried here.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let here: Deployed;
let slack: Awaited<ReturnType<typeof startSlack>>;
let cloud: LocalCloud;
let iam: IAMClient;
let robotSecret: string;
/** The server's, and the token's. */
let tokenSecrets: string[];
/** Of people who answer from a terminal. */
const signIns: Record<string, { readonly accessKeyId: string; readonly secretAccessKey: string }> = {};
const nobody = { accessKeyId: 'AKIAUNKNOWNUNKNOWN00', secretAccessKey: 'x' };

beforeAll(async () => {
  const aws = new SimulatedAws({
    clock: { now: Date.now },
    accounts: [{ id: administrator }, { id: member }],
    managementAccountId: administrator,
  });
  for (const { regions } of aws.world.accounts.values()) {
    for (const one of regions.keys()) if (![region, 'us-east-1'].includes(one)) regions.delete(one);
  }
  const owned = { region, credentials: aws.administrator(administrator), requestHandler: aws.requestHandler() };
  const owner = new SecretsManagerClient(owned);
  const keep = async (Name: string, value: object) =>
    (await owner.send(new CreateSecretCommand({ Name, SecretString: JSON.stringify(value) }))).ARN ?? '';
  await new IAMClient(owned).send(new CreateUserCommand({ UserName: 'robot' }));
  const { AccessKey } = await new IAMClient(owned).send(new CreateAccessKeyCommand({ UserName: 'robot' }));
  for (const UserName of ['amy', 'bea']) {
    await new IAMClient(owned).send(new CreateUserCommand({ UserName }));
    const made = await new IAMClient(owned).send(new CreateAccessKeyCommand({ UserName }));
    const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = made.AccessKey ?? {};
    signIns[UserName] = { accessKeyId, secretAccessKey };
  }
  robotSecret = await keep('keys/robot', {
    AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey,
  });
  // No server of tokens is to be reached from here: it is enough to see who reads what is for it.
  const server = { endpoint: 'https://127.0.0.1/revoke', clientId: 'rescind', clientSecret: 'revoke-it-eighteen' };
  tokenSecrets = [
    await keep('auth/revoker', server),
    await keep('billing/token', { refresh_token: 'refresh-me-seventeen' }),
  ];
  const rotate = [{ secret: robotSecret, user: 'robot', path: '/', deleteOld: true }];
  here = await deployed(
    { organization, trailBucket, slackSecret, backfillDays: 2, rotate, tokenSecrets, watchRegion },
    { administrator, members: [member], aws },
  );
  cloud = here.cloud;
  slack = await startSlack(['C-security', 'C-data']);
  slack.pause = 0;
  const secrets = new SecretsManagerClient(clientOf(administrator));
  const SecretString = JSON.stringify({ token, signingSecret, api: slack.api });
  await secrets.send(new CreateSecretCommand({ Name: slackSecret, SecretString }));
  iam = new IAMClient(clientOf(member));
  // Yesterday, whatever hour it is now.
  const lately = honestDays(userHolder(member, 'long-gone', 'AKIAEXAMPLEEXAMPLE04'), cloud.now() + 3 * hour).slice(-3);
  // Nothing is said of anybody, which whoever learns has to read all the same.
  cloud.objects.set(
    `${cloud.find('AWS::S3::Bucket', 'Settings').ref}/${settingsKeys.context}credentials.json`,
    Buffer.from('[]'),
  );
  for (const [path, body] of trailFilesOf(member, lately)) cloud.objects.set(`${trailBucket}/${path}`, body);
  expect(await cloud.run('backfill')).toBe('succeeded');
  lay(settingsKeys.policy, enforcing);
});
afterAll(async () => {
  await here.close();
  await slack.close();
});

/** Whoever may do everything in the account. */
function clientOf(accountId: string) {
  return {
    region,
    credentials: cloud.aws.administrator(accountId),
    requestHandler: cloud.aws.requestHandler(),
  };
}

/** As whoever types at a terminal is proved. */
function proofOf(about: string, name: string) {
  return proveIdentity(about, { region, endpoint: cloud.endpoint, credentials: signIns[name] ?? nobody });
}

/** Two people, each as who AWS says they are, take back what was decided. */
async function undo(decisionId: string): Promise<string[]> {
  const kinds: string[] = [];
  for (const name of ['amy', 'bea']) {
    const proof = await proofOf(`${decisionId} undo`, name);
    const said = { wish: 'say', id: decisionId, choice: 'undo', proof };
    kinds.push(((await cloud.function('respond').invoke(said)) as { kind: string }).kind);
  }
  return kinds;
}

async function newKey(UserName: string): Promise<string> {
  await iam.send(new CreateUserCommand({ UserName }));
  return (await iam.send(new CreateAccessKeyCommand({ UserName }))).AccessKey?.AccessKeyId ?? '';
}

function user(name: string) {
  return structuredClone(cloud.aws.account(member).state.latest.users.get(name));
}

function lay(key: string, text: string): void {
  cloud.objects.set(`${cloud.find('AWS::S3::Bucket', 'Settings').ref}/${key}`, Buffer.from(text));
  cloud.pass(2 * minute);
}

async function happens(events: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  for (const event of events) cloud.happen(member, event);
  await cloud.settle();
}

const records = (events: readonly Readonly<Record<string, unknown>>[]) => events.map(({ detail }) => detail);

function put(name: string, stored: Buffer): void {
  const key = `AWSLogs/o-simulated1/${member}/CloudTrail/${region}/2026/11/26/${name}`;
  cloud.objects.set(`${trailBucket}/${key}`, stored);
  const detail = { bucket: { name: trailBucket }, object: { key, size: stored.length } };
  cloud.happen(administrator, { source: 'aws.s3', 'detail-type': 'Object Created', account: administrator, detail });
}

async function written(name: string, stored: Buffer): Promise<void> {
  put(name, stored);
  await cloud.settle();
}

/** No limit or wave of before counts any more. */
const someHours = 2 * hour;

/** No limit, wave or mistake of before counts any more, and nothing is in force: it would be looked at in every story that follows. */
async function aWhilePasses(): Promise<void> {
  cloud.pass(8 * day);
  const TableName = cloud.find('AWS::DynamoDB::GlobalTable', 'Deeds').ref;
  const { key, open, openIndex } = deedsTable;
  const { Items = [] } = await here.table.client.send(new ScanCommand({ TableName, IndexName: openIndex }));
  for (const item of Items) {
    const Key = { [key]: item[key] ?? { S: '' } };
    const names = { ExpressionAttributeNames: { '#open': open } };
    const UpdateExpression = 'REMOVE #open';
    await here.table.client.send(new UpdateItemCommand({ TableName, Key, UpdateExpression, ...names }));
  }
}

let lives = 0;

/** Weeks of honest work: most of it is nothing that could not wait for the trail's files. */
async function lived(holder: Holder): Promise<void> {
  const Records = records(honestDays(holder, cloud.now()));
  await written(`life-${lives++}.json.gz`, gzipSync(JSON.stringify({ Records })));
}

/** Of some things, an account without any is asked nothing more. */
function somethingOfEach(): void {
  const account = cloud.aws.account(member);
  const { beside, inventory } = account.state.latest;
  const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  account.serviceControlPolicies = [[JSON.stringify(everything)]];
  inventory.providers.push(
    { kind: 'oidc', arn: `arn:aws:iam::${member}:oidc-provider/build.example`, createdAt: cloud.now() },
    { kind: 'saml', arn: `arn:aws:iam::${member}:saml-provider/people`, createdAt: cloud.now() },
  );
  const id = '00000000-0000-4000-8000-000000000001';
  const arn = `arn:aws:rolesanywhere:${region}:${member}:trust-anchor/${id}`;
  const createdAt = cloud.now();
  beside.anywhere.set(arn, { kind: 'trustanchor', id, arn, name: 'plant', region, enabled: true, createdAt });
  const trail = { homeRegion: region, everyRegion: true, isLogging: true, dataEvents: false };
  const trailArn = `arn:aws:cloudtrail:${region}:${member}:trail/all`;
  beside.trails.set(trailArn, { arn: trailArn, name: 'all', ...trail });
  cloud.aws.account(administrator).state.latest.beside.identityCenter = {
    region,
    instanceArn: 'arn:aws:sso:::instance/ssoins-1',
    identityStoreId: 'd-1',
    permissionSets: [],
    users: new Map(),
    people: [{ userName: 'ada', address: 'ada@example.com', isEnabled: true }],
  };
}

const ben = { user: 'U0BEN' };

/** A decision that its owner is told of, and no more. */
const due = (id: string) =>
  decision({ id, accountId: member as AccountId, action: 'notify', verdict: 'compromised', credential: `AKIA${id}` });

/** A user's key is to be off, as whoever judges decides it. */
async function switchedOff(name: string, credential: string): Promise<void> {
  const about = {
    accountId: member as AccountId,
    credential,
    principal: `arn:aws:iam::${member}:user/${name}`,
  } as const;
  await cloud.decide(decision({ id: `d_${name}`, ...about, action: 'disable' }));
  await cloud.settle();
}

/** What Slack sends to the URL of the stack, and what it hears. */
function press(action: string, id: string, given: { user: string }, secret = signingSecret) {
  const { body, timestamp, signature } = signed(pressed(action, id, given), cloud.now(), secret);
  const headers = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature };
  const text = Buffer.from(body).toString('base64');
  return cloud.function('interact').invoke({ headers, body: text, isBase64Encoded: true });
}

/** Of one credential, what was told on the bus. */
function told(type: string, credential: string) {
  return cloud.announced.filter((one) => one.type === type && one.detail.credential === credential);
}

function ledger() {
  const name = cloud.find('AWS::DynamoDB::GlobalTable', 'Deeds').ref;
  return dynamodbLedger({ client: here.table.client, name }).entries();
}

describe('records enter at the rule of a member account', () => {
  it('and nothing is touched while nobody has said that it may be', async () => {
    cloud.objects.delete(`${cloud.find('AWS::S3::Bucket', 'Settings').ref}/${settingsKeys.policy}`);
    cloud.pass(2 * minute);
    onTestFinished(() => lay(settingsKeys.policy, enforcing));
    const key = await newKey('early');
    const before = user('early');
    const holder = userHolder(member, 'early', key);
    await lived(holder);
    await happens(theft(holder, cloud.now()));
    expect(told('ActionPlanned', key).map(({ detail }) => detail.mode)).toContain('observe');
    expect(user('early')).toEqual(before);
  });

  it('and once the policy enforces, a stolen key is off, and the ledger says so', async () => {
    await aWhilePasses();
    const key = await newKey('bot');
    const holder = userHolder(member, 'bot', key);
    const before = user('bot');
    await lived(holder);
    await happens(theft(holder, cloud.now()));
    expect(user('bot')?.keys.map(({ status }) => status)).toEqual(['Inactive']);
    expect(told('ActionTaken', key).map(({ detail }) => [detail.action, detail.outcome])).toContainEqual([
      'disable',
      'done',
    ]);
    const entries = (await ledger()).filter(({ credential }) => credential === key);
    const decided = told('ActionPlanned', key).length;
    expect(entries.filter(({ kind }) => kind === 'planned')).toHaveLength(decided);
    expect(verifyChain(await ledger(), (text) => createHash('sha256').update(text).digest('hex')).ok).toBe(true);

    // Who may call the function and proves nothing takes nothing back.
    const forged = { wish: 'restore', id: told('ActionTaken', key)[0]?.detail.outcomeId, by: 'amy' };
    await expect(cloud.function('respond').invoke(forged)).rejects.toThrow();
    const answer = { wish: 'answer', id: told('ActionTaken', key)[0]?.detail.id, choice: 'undo', by: ['amy', 'bea'] };
    await cloud.function('respond').invoke({ Records: [{ messageId: '1', body: JSON.stringify(answer) }] });
    expect(user('bot')?.keys.map(({ status }) => status)).toEqual(['Inactive']);
    const alarms = () => cloud.function('respond').lines.filter((line) => line.includes('"Demoted"')).length;
    const rung = alarms();
    for (const { detail } of told('ActionTaken', key)) await undo(String(detail.id));
    expect(user('bot')).toEqual(before);
    // An answer by hand counts for the alarms as one by a button does.
    expect(alarms()).toBeGreaterThan(rung);
  });

  it('and a stolen session of a role is cut off, and let in again', async () => {
    await aWhilePasses();
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: member }, Action: 'sts:AssumeRole' }],
    });
    await iam.send(new CreateRoleCommand({ RoleName: 'Worker', AssumeRolePolicyDocument }));
    const holder = roleHolder(member, 'Worker', 'ASIAEXAMPLEEXAMPLE01');
    await lived(holder);
    await happens(theft(holder, cloud.now()));
    const role = () => cloud.aws.account(member).state.latest.roles.get('Worker');
    expect(role()?.inline.size).toBeGreaterThan(0);
    for (const { detail } of told('ActionTaken', `arn:aws:iam::${member}:role/Worker`)) {
      await undo(String(detail.id));
    }
    expect(role()?.inline.size).toBe(0);
  });
});

// Early, since a sweep reads the ledger from its beginning.
it('a ledger in which somebody changed an entry rings at the next sweep, and is quiet once it is put right', async () => {
  for (const id of ['d_entry', 'd_another']) await cloud.decide(due(id));
  await cloud.settle();
  const TableName = cloud.find('AWS::DynamoDB::GlobalTable', 'Deeds').ref;
  const Key = { pk: { S: 'ledger entry 2' } };
  const { Item } = await here.table.client.send(new GetItemCommand({ TableName, Key }));
  const [field = '', text = ''] = Object.entries(Item ?? {}).flatMap(([name, { S }]) =>
    S?.startsWith('{') ? [name, S] : [],
  );
  const put = (S: string) =>
    here.table.client.send(new PutItemCommand({ TableName, Item: { ...Item, [field]: { S } } }));
  const swept = async () => {
    cloud.pass(day);
    expect(await cloud.run('sweep')).toBe('succeeded');
    const line = cloud.function('sweep').lines.findLast((one) => one.includes('LedgerBroken'));
    return JSON.parse(line ?? '{}').LedgerBroken;
  };
  await put(JSON.stringify({ ...JSON.parse(text), credential: 'somebody else' }));
  expect(await swept()).toBe(1);
  await put(text);
  expect(await swept()).toBe(0);
});

// Early, since each bell of upkeep looks at whatever is in force by then.
it('once a policy was applied, another one in the bucket stops the hand and rings; the applied one does not', async () => {
  cloud.pass(someHours);
  const digest = createHash('sha256').update(enforcing).digest('hex');
  const proof = await proofOf(policyText(digest), 'amy');
  const said = await cloud.function('respond').invoke({ wish: 'policy', text: enforcing, proof });
  expect(said).toMatchObject({ kind: 'settled' });
  const mismatch = async (text: string) => {
    lay(settingsKeys.policy, text);
    cloud.pass(hour);
    cloud.ring('Upkeep');
    await cloud.settle();
    const line = cloud.function('respond').lines.findLast((one) => one.includes('PolicyHashMismatch'));
    return JSON.parse(line ?? '{}').PolicyHashMismatch;
  };
  expect(await mismatch(enforcing)).toBe(0);
  const wider = JSON.parse(enforcing);
  wider.people.push({ name: 'eve', slack: 'U0EVE', approver: true });
  expect(await mismatch(JSON.stringify(wider))).toBe(1);
  const key = await newKey('tampered');
  const before = user('tampered');
  await switchedOff('tampered', key);
  expect(user('tampered')).toEqual(before);
  // As the runbook says to do where no approver is left.
  const TableName = cloud.find('AWS::DynamoDB::GlobalTable', 'Deeds').ref;
  await here.table.client.send(new DeleteItemCommand({ TableName, Key: { pk: { S: 'note policy approval' } } }));
  expect(await mismatch(enforcing)).toBe(0);
});

describe('the trail’s bucket', () => {
  it('tells of a theft that the first lane never heard of', async () => {
    // What was taken back within a week would leave it at a notice, and the limits of the last hour at a pin.
    await aWhilePasses();
    const key = await newKey('unheard');
    const holder = userHolder(member, 'unheard', key);
    const Records = records([...honestDays(holder, cloud.now()), ...theft(holder, cloud.now())]);
    await written('unheard.json.gz', gzipSync(JSON.stringify({ Records })));
    expect(user('unheard')?.keys.map(({ status }) => status)).toEqual(['Inactive']);
  });

  it('adds nothing to what the first lane has told', async () => {
    const key = await newKey('both');
    const holder = userHolder(member, 'both', key);
    const events = theft(holder, cloud.now());
    await lived(holder);
    await happens(events);
    const contexts = dynamodbContextStore(here.table);
    const learned = async () => encode((await contexts.load(`access-key ${key}`))?.baseline ?? emptyBaseline());
    const [before, planned] = [await learned(), told('ActionPlanned', key)];
    await written('both.json.gz', gzipSync(JSON.stringify({ Records: records(events) })));
    expect(planned.length).toBeGreaterThan(0);
    expect(told('ActionPlanned', key)).toEqual(planned);
    expect(await learned()).toEqual(before);
  });

  it('tells of what can wait, which no rule lets through', async () => {
    const key = await newKey('patient');
    const holder = userHolder(member, 'patient', key);
    for (const event of honestDays(holder, cloud.now())) cloud.happen(member, event);
    expect(cloud.queue('ObserveWorkerQueue').bodies()).toEqual([]);
    await lived(holder);
    const stored = await dynamodbContextStore(here.table).load(`access-key ${key}`);
    expect(activeDaysBefore(stored?.baseline ?? emptyBaseline(), dayOf(cloud.now()))).toBeGreaterThan(18);
  });

  it('rings where somebody lets it tell nobody of its files any longer', async () => {
    const event = honestDays(userHolder(member, 'x', 'AKIAEXAMPLEEXAMPLE02'), cloud.now()).at(-1);
    const { lines } = cloud.function('observe');
    const rings = async (bucketName: string) => {
      const from = lines.length;
      const call = { eventSource: 's3.amazonaws.com', eventName: 'PutBucketNotification', readOnly: false };
      const requestParameters = { bucketName, NotificationConfiguration: {} };
      await happens([{ ...event, detail: { ...Object(event?.detail), ...call, requestParameters } }]);
      return JSON.parse(lines.slice(from).find((line) => line.includes('Tampering')) ?? '{}').Tampering;
    };
    expect(await rings(trailBucket)).toBe(1);
    expect(await rings('pictures')).toBe(0);
  });

  it('a file that breaks off is read as far as it goes, and set aside', async () => {
    const before = cloud.setAside('ingest').length;
    const whole = gzipSync(
      JSON.stringify({ Records: records(honestDays(userHolder(member, 'x', 'AKIAEXAMPLEEXAMPLE02'), cloud.now())) }),
    );
    // Of another bucket, whoever says so, nothing is asked, nor of a message that names one beside ours.
    const elsewhere = { bucket: { name: 'other-logs' }, object: { key: 'x.json.gz', size: 1 } };
    const said = { source: 'aws.s3', 'detail-type': 'Object Created', account: administrator, detail: elsewhere };
    cloud.worksOff('ingest').send(JSON.stringify(said));
    const ours = { bucket: { name: trailBucket }, object: { key: 'x.json.gz', size: 1 } };
    const both = [ours, elsewhere].map((s3) => ({ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3 }));
    cloud.worksOff('ingest').send(JSON.stringify({ Records: both }));
    await written('half.json.gz', whole.subarray(0, whole.length - 12));
    for (let tries = 1; tries <= 5; tries++) {
      cloud.pass(hour);
      await cloud.settle();
    }
    const aside = cloud.setAside('ingest').slice(before);
    expect(aside.map(({ why }) => why)).toEqual([
      'a file of another bucket, Reason',
      'a file of another bucket, Reason',
      'not read or judged to its end, Unreadable',
    ]);
    expect(cloud.queue('IngestWorkerQueue').bodies()).toEqual([]);
  });

  it('of a delivery for which there is too little time, the first file is read, and the others come again', async () => {
    const ingest = cloud.function('ingest');
    const { calls } = ingest.spent;
    ingest.timeLeft = minute;
    onTestFinished(() => {
      ingest.timeLeft = null;
    });
    const read = () => [...cloud.gateway.used].filter((one) => /s3:GetObject .*late-\d/.test(one)).length;
    for (const at of [1, 2, 3]) put(`late-${at}.json.gz`, gzipSync('{"Records":[]}'));
    await cloud.settle();
    expect([ingest.spent.calls - calls, read()]).toEqual([1, 1]);
    ingest.timeLeft = null;
    cloud.pass(hour);
    await cloud.settle();
    expect(read()).toBe(3);
  });

  it('of a delivery for which there is too little time, the file that was received most often is read first', async () => {
    const ingest = cloud.function('ingest');
    ingest.timeLeft = minute;
    onTestFinished(() => {
      ingest.timeLeft = null;
    });
    const Records = Object.entries({ fresh: 1, often: 4, again: 2 }).map(([messageId, receives]) => {
      const key = `AWSLogs/o-simulated1/${member}/CloudTrail/${region}/2026/11/26/${messageId}.json.gz`;
      cloud.objects.set(`${trailBucket}/${key}`, gzipSync('{"Records":[]}'));
      const detail = { bucket: { name: trailBucket }, object: { key, size: 1 } };
      const said = { source: 'aws.s3', 'detail-type': 'Object Created', account: administrator, detail };
      const attributes = { ApproximateReceiveCount: String(receives), SentTimestamp: String(cloud.now()) };
      return { messageId, body: JSON.stringify(said), attributes };
    });
    expect(await ingest.invoke({ Records })).toEqual({
      batchItemFailures: [{ itemIdentifier: 'again' }, { itemIdentifier: 'fresh' }],
    });
  });

  it('large files, each of which takes all of a delivery, are read one after the other, and none is set aside', async () => {
    const ingest = cloud.function('ingest');
    ingest.timeLeft = minute;
    onTestFinished(() => {
      ingest.timeLeft = null;
    });
    const before = cloud.setAside('ingest').length;
    const names = Array.from({ length: fileTries + 3 }, (_, at) => `large-${at}.json.gz`);
    for (const name of names) put(name, gzipSync('{"Records":[]}'));
    // The sixth of them was received five times by then.
    for (const _ of names) {
      await cloud.settle();
      cloud.pass(hour);
    }
    expect(cloud.worksOff('ingest').bodies()).toEqual([]);
    expect(cloud.setAside('ingest')).toHaveLength(before);
    const read = [...cloud.gateway.used].filter((one) => /s3:GetObject .*large-\d/.test(one));
    expect(read).toHaveLength(names.length);
  });

  it('a day that is learned is broken off in time, and goes on where it was', async () => {
    const backfill = cloud.function('backfill');
    backfill.timeLeft = 4 * minute;
    onTestFinished(() => {
      backfill.timeLeft = null;
    });
    const account = '222233334444';
    const folder = `AWSLogs/o-simulated1/${account}/CloudTrail/${region}/2026/01/02`;
    for (const at of [1, 2]) {
      const name = `${account}_CloudTrail_${region}_20260102T120${at}Z_x.json.gz`;
      cloud.objects.set(`${trailBucket}/${folder}/${name}`, gzipSync('{"Records":[]}'));
    }
    const step = { step: 'learn', day: '2026-01-02', account, folders: ['AWSLogs/o-simulated1/'] };
    expect(await backfill.invoke(step)).toEqual({ ...step, more: true });
    expect(await backfill.invoke(step)).toEqual({ ...step, more: false });
  });

  it('of its other files nothing is asked', async () => {
    const asked = cloud.queue('IngestWorkerDeadLetters').bodies().length;
    await written('../../CloudTrail-Digest/d.json.gz', Buffer.from('no log'));
    await written('readme.txt', Buffer.from('no log'));
    expect(cloud.queue('IngestWorkerDeadLetters').bodies()).toHaveLength(asked);
  });
});

it('a secret is rotated, where its owner declared one, and its old key waits for its successor', async () => {
  await aWhilePasses();
  const secrets = new SecretsManagerClient(clientOf(member));
  const { ARN = '' } = await secrets.send(new CreateSecretCommand({ Name: 'keys/bot', SecretString: 'one' }));
  const RotationLambdaARN = `arn:aws:lambda:${region}:${member}:function:rotate`;
  await secrets.send(new RotateSecretCommand({ SecretId: ARN, RotationLambdaARN, RotateImmediately: false }));
  const credential = await newKey('rotated');
  const due = decision({
    id: 'd_due',
    credential,
    principal: `arn:aws:iam::${member}:user/rotated`,
    accountId: member as AccountId,
    action: 'rotate',
    verdict: 'stale',
    reversible: false,
    rotation: { secret: ARN as Arn, unlessSince: null },
  });
  await cloud.decide(due);
  await cloud.settle();
  expect(told('ActionTaken', due.credential).map(({ detail }) => [detail.action, detail.outcome])).toEqual([
    ['rotate', 'done'],
  ]);
  cloud.ring('Upkeep');
  await cloud.settle();
  expect(user('rotated')?.keys.map(({ status }) => status)).toEqual(['Active']);
});

it('a key in a secret is rotated by a role that reaches that secret and user alone, though the function dies at it', async () => {
  const secrets = new SecretsManagerClient(clientOf(administrator));
  const { arn: RotationLambdaARN } = cloud.find('AWS::Lambda::Function', 'Rotate');
  const robot = () => cloud.aws.account(administrator).state.latest.users.get('robot')?.keys ?? [];
  const [before] = robot();
  const kept = cloud.aws.account(administrator).state.latest.secrets.get(robotSecret);
  Object.assign(kept ?? {}, { rotationWork: 'by-function' });
  const ClientRequestToken = 'next'.padEnd(32, '0');
  const wanted = { SecretId: robotSecret, RotationLambdaARN, ClientRequestToken };
  await secrets.send(new RotateSecretCommand(wanted));
  const step = (Step: string) => cloud.function('rotate').invoke({ Step, SecretId: robotSecret, ClientRequestToken });
  cloud.aws.faults = ({ operation, accountId }) => {
    if (operation !== 'CreateAccessKey' || accountId !== administrator) return 'pass';
    cloud.function('rotate').kill();
    return 'apply-then-lose-answer';
  };
  await expect(step('createSecret')).rejects.toThrow('the process went');
  cloud.aws.faults = () => 'pass';
  cloud.pass(2 * minute);
  for (const one of ['createSecret', 'setSecret', 'testSecret', 'finishSecret']) await step(one);
  const [old, made, ...more] = robot();
  expect([old?.id, old?.status, made?.status, more]).toEqual([before?.id, 'Active', 'Active', []]);
  const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: robotSecret }));
  expect(SecretString).toContain(made?.id);
});

it('a token’s server is asked by what lies in the secrets that were named, which nobody else reads', async () => {
  const [client, token] = tokenSecrets;
  const id = 'gateway.example:ref:grant-17';
  const revocation = { by: 'rfc7009', client, token, field: 'refresh_token', automatic: true };
  const declared = { id, type: 'oauth-token', accountId: member, owner: 'team-data', revocation };
  lay(`${settingsKeys.context}credentials.json`, JSON.stringify([declared]));
  lay(settingsKeys.policy, enforcing);
  const about = { id: 'd_token', accountId: member as AccountId, kind: 'oauth-token', credential: id } as const;
  await cloud.decide(
    decision({ ...about, principal: 'client:gateway.example/billing', action: 'disable', reversible: false }),
  );
  await cloud.settle();
  const asked = cloud.aws.journal.filter(({ operation, parameters }) => {
    return operation === 'GetSecretValue' && tokenSecrets.includes(String(parameters.SecretId));
  });
  expect(new Set(asked.map(({ caller }) => /rescind-\w+/.exec(caller ?? '')?.[0]))).toEqual(
    new Set(['rescind-respond']),
  );
  const outcomes = told('ActionTaken', id).map(({ detail }) => detail);
  expect(outcomes.map(({ outcome }) => outcome)).not.toContain('done');
  expect(JSON.stringify(outcomes)).toContain('not on the internet');
  cloud.objects.delete(`${cloud.find('AWS::S3::Bucket', 'Settings').ref}/${settingsKeys.context}credentials.json`);
  cloud.pass(2 * minute);
});

it('a role is sealed and quarantined each with the role that is there for it, and let go again', async () => {
  const iam = new IAMClient(clientOf(member));
  const may = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: statement });
  const AssumeRolePolicyDocument = may({ Effect: 'Allow', Principal: { AWS: member }, Action: 'sts:AssumeRole' });
  await iam.send(new CreateRoleCommand({ RoleName: 'Deploy', AssumeRolePolicyDocument }));
  const PolicyDocument = may({ Effect: 'Allow', Action: '*', Resource: '*' });
  await iam.send(new PutRolePolicyCommand({ RoleName: 'Deploy', PolicyName: 'work', PolicyDocument }));
  const role = () => structuredClone(cloud.aws.account(member).state.latest.roles.get('Deploy'));
  const before = role();
  const arn = `arn:aws:iam::${member}:role/Deploy`;
  const about = { accountId: member as AccountId, kind: 'role', credential: arn, principal: arn } as const;
  await cloud.decide(decision({ id: 'd_sealed', ...about, action: 'quarantine' }));
  await cloud.settle();
  expect(role()?.attached).toEqual([`arn:aws:iam::${member}:policy/rescind/Seal`]);
  expect([...(role()?.inline.keys() ?? [])]).toEqual(['work', 'Rescind-Quarantine-sealed']);
  await undo('d_sealed');
  expect(role()).toEqual(before);
});

it('the last administrator is left to a person; who is one by a group counts', async () => {
  cloud.pass(someHours);
  const credential = await newKey('chief');
  const { latest } = cloud.aws.account(member).state;
  // Whoever may do all here is one by other words, which nobody sees.
  const born = latest.users.get('administrator');
  const attached = born?.attached ?? [];
  const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  born?.inline.set('all', JSON.stringify(everything));
  Object.assign(born ?? {}, { attached: [] });
  onTestFinished(() => {
    Object.assign(born ?? {}, { attached });
    born?.inline.clear();
  });
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await iam.send(new AttachUserPolicyCommand({ UserName: 'chief', PolicyArn }));
  await iam.send(new CreateGroupCommand({ GroupName: 'admins' }));
  await iam.send(new AttachGroupPolicyCommand({ GroupName: 'admins', PolicyArn }));
  const principal = `arn:aws:iam::${member}:user/chief`;
  const about = { accountId: member as AccountId, credential, principal, action: 'disable' } as const;
  const statuses = async (id: string) => {
    await cloud.decide(decision({ id, ...about }));
    await cloud.settle();
    return user('chief')?.keys.map(({ status }) => status);
  };
  expect(await statuses('d_last')).toEqual(['Active']);
  await iam.send(new CreateUserCommand({ UserName: 'keeper' }));
  await iam.send(new AddUserToGroupCommand({ GroupName: 'admins', UserName: 'keeper' }));
  expect(await statuses('d_chief')).toEqual(['Inactive']);
});

it('a minute later it is looked again what was made meanwhile, and told', async () => {
  const key = await newKey('looked');
  const principal = `arn:aws:iam::${member}:user/looked`;
  const at = cloud.now() - minute;
  const about = { accountId: member as AccountId, credential: key, principal, at } as const;
  await cloud.decide(decision({ id: 'd_looked', ...about, action: 'quarantine' }));
  await cloud.settle();
  await newKey('backdoor');
  cloud.pass(minute);
  cloud.ring('Upkeep');
  await cloud.settle();
  const news = told('ActionTaken', key).flatMap(
    ({ detail }) => (detail.notice as { whatWasDone: string[] }).whatWasDone,
  );
  expect(news.join(' ')).toContain('the new user backdoor');
  await undo('d_looked');
});

describe('every other kind that may be taken back', () => {
  const arn = `arn:aws:iam::${member}:user/kinds` as Arn;
  const about = (kind: CredentialKind, id: string) =>
    decision({
      id: `d_${kind}`,
      accountId: member as AccountId,
      kind,
      credential: `${arn}/${id}`,
      principal: arn,
      action: 'disable',
    });
  const outcomes = (id: string) =>
    cloud.announced
      .filter(({ type, detail }) => type === 'ActionTaken' && detail.id === id)
      .map(({ detail }) => detail.outcome);

  beforeAll(async () => {
    await aWhilePasses();
    await newKey('kinds');
    const { users, inventory } = cloud.aws.account(member).state.latest;
    const at = { createdAt: cloud.now(), status: 'Active' as const };
    const service = { service: 'bedrock.amazonaws.com', userName: 'kinds', expiresAt: null };
    users.get('kinds')?.serviceCredentials.push({ id: 'ACCAEXAMPLE123456789', ...service, ...at });
    const uploaded = { uploadedAt: cloud.now(), status: 'Active' as const };
    inventory.sshKeys.set('kinds', [{ id: 'APKAEXAMPLE123456789', ...uploaded }]);
    inventory.certificates.set('kinds', [{ id: 'TA7SMP42TDN5Z26OBPJE7EXAMPLE', ...uploaded }]);
  });

  it.each([
    ['service-specific', 'ACCAEXAMPLE123456789'],
    ['ssh-key', 'APKAEXAMPLE123456789'],
    ['signing-certificate', 'TA7SMP42TDN5Z26OBPJE7EXAMPLE'],
  ] as const)('a %s is switched off', async (kind, id) => {
    cloud.pass(2 * hour);
    await cloud.decide(about(kind, id));
    await cloud.settle();
    expect(outcomes(`d_${kind}`)).toEqual(['done']);
  });

  it('whoever came in by a role’s door is kept out there', async () => {
    cloud.pass(2 * hour);
    const provider = `arn:aws:iam::${member}:oidc-provider/token.actions.githubusercontent.com` as Arn;
    const statement = { Effect: 'Allow', Principal: { Federated: provider }, Action: 'sts:AssumeRoleWithWebIdentity' };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await iam.send(new CreateRoleCommand({ RoleName: 'Door', AssumeRolePolicyDocument }));
    const role = `arn:aws:iam::${member}:role/Door` as Arn;
    const accountId = member as AccountId;
    const due = decision({
      id: 'd_door',
      accountId,
      kind: 'role',
      credential: role,
      principal: role,
      action: 'disable',
    });
    const federation = { kind: 'oidc', provider, subject: 'repo:acme/site:ref:refs/heads/main' } as const;
    await cloud.decide(due, { name: 'run', sourceIdentity: null, issuedTo: null, federation });
    await cloud.settle();
    expect(outcomes('d_door')).toEqual(['done']);
    expect(cloud.aws.account(member).state.latest.roles.get('Door')?.trust).toContain('RescindDeny');
  });
});

describe('in Slack', () => {
  it('the owner reads what was done, once', async () => {
    const before = slack.shown.length;
    await cloud.decide(due('d_told'));
    await cloud.settle();
    cloud.forge('ActionPlanned', told('ActionPlanned', 'AKIAd_told')[0]?.detail ?? {});
    await cloud.settle();
    expect(slack.shown.slice(before).map(({ channel }) => channel)).toEqual(['C-data']);
    expect(slack.shown.some(({ channel, text }) => channel === 'C-security' && text.includes('contained'))).toBe(true);
  });

  it('nobody reads anything twice or not at all, though Slack asks to be left alone', async () => {
    slack.pause = 1_000;
    onTestFinished(() => {
      slack.pause = 0;
    });
    const before = slack.shown.length;
    const aside = cloud.queue('NotifyWorkerDeadLetters').bodies();
    for (const id of ['d_1', 'd_2', 'd_3']) await cloud.decide(due(id));
    for (let tries = 1; tries <= 4; tries++) {
      await cloud.settle();
      slack.now += hour;
      cloud.pass(hour);
    }
    expect(slack.shown.slice(before)).toHaveLength(3);
    expect(cloud.queue('NotifyWorkerDeadLetters').bodies()).toEqual(aside);
  });
});

describe('a button in Slack', () => {
  it('takes back what was done, and every message about it says so', async () => {
    await aWhilePasses();
    const key = await newKey('clicked');
    const holder = userHolder(member, 'clicked', key);
    const before = user('clicked');
    await lived(holder);
    await happens(theft(holder, cloud.now()));
    const [off] = told('ActionTaken', key).filter(({ detail }) => detail.action === 'disable');
    expect(user('clicked')).not.toEqual(before);
    for (const { detail } of told('ActionTaken', key)) {
      expect(await press('undo', String(detail.id), ben)).toEqual({ statusCode: 200, body: '' });
    }
    await cloud.settle();
    expect(user('clicked')).toEqual(before);
    expect((await ledger()).some((entry) => entry.kind === 'answered' && entry.by === 'ben')).toBe(true);
    const about = [...slack.messages.values()].filter(({ blocks }) =>
      JSON.stringify(blocks).includes(String(off?.detail.id)),
    );
    expect(about.length).toBeGreaterThan(0);
    expect(about.flatMap(({ blocks }) => buttonsIn(blocks))).not.toContain('Undo');
  });

  it('says that a credential is still wanted, which sweeps go by', async () => {
    const leases = () => readLeases(member, dynamodbNoteStore(here.table));
    expect(JSON.stringify([...(await leases())])).not.toContain('ben');
    await cloud.decide(due('d_wanted'));
    await cloud.settle();
    await press('extend', 'd_wanted', ben);
    await cloud.settle();
    expect(JSON.stringify([...(await leases())])).toContain('ben');
  });

  it('is heard once, though the function dies at it', async () => {
    await aWhilePasses();
    const key = await newKey('pressed');
    const before = user('pressed');
    await switchedOff('pressed', key);
    expect(user('pressed')).not.toEqual(before);
    await press('undo', 'd_pressed', ben);
    const calls = cloud.killAt('interact', 3);
    await cloud.settle();
    expect(calls()).toBeGreaterThanOrEqual(3);
    expect(cloud.queue('InteractWorkerQueue').bodies()).toHaveLength(1);
    cloud.pass(hour);
    await cloud.settle();
    expect(user('pressed')).toEqual(before);
    expect((await ledger()).filter(({ kind, about: id }) => kind === 'answered' && id === 'd_pressed')).toHaveLength(1);
  });

  it('that somebody else made up answers nothing', async () => {
    const answer = await press('undo', 'd_due', ben, 'somebody-elses-secret');
    expect(answer).toEqual({ statusCode: 401, body: '' });
    expect(cloud.queue('InteractWorkerQueue').bodies()).toEqual([]);
  });
});

describe('what goes wrong', () => {
  it('in each queue, a message that nobody can read is set aside alone, and the runbook’s query says why', async () => {
    await cloud.decide(due('d_before'));
    await cloud.settle();
    const [taken] = told('ActionTaken', 'AKIAd_before').map(({ detail }) => detail as { readonly notice: object });
    const before = slack.shown.length;
    const { lines } = cloud.function('notify');
    const written = lines.length;
    const poisoned = await poisonAll(cloud, async () => {
      cloud.happen(member, heartbeatOf(member, cloud.now()));
      put('beside.json.gz', gzipSync(JSON.stringify({ Records: [] })));
      const about = {
        accountId: member as AccountId,
        action: 'notify',
        verdict: 'stale',
        credential: 'AKIAd_beside',
      } as const;
      await cloud.decide(decision({ id: 'd_beside', ...about }));
      for (const id of ['n_1', 'n_2', 'n_3'])
        cloud.forge('ActionTaken', { ...taken, notice: { ...taken?.notice, id } });
      await press('extend', 'd_before', ben);
      cloud.ring('Round');
    });
    expect(poisoned.map(({ name }) => name).toSorted()).toEqual([
      'heartbeat',
      'ingest',
      'interact',
      'notify',
      'observe',
      'respond',
    ]);
    const alone = { left: [], aside: [{ body: '{"half', why: 'no JSON, SyntaxError' }] };
    expect(poisoned).toEqual(poisoned.map(({ name }) => ({ name, ...alone })));
    expect(told('ActionTaken', 'AKIAd_beside')).toHaveLength(1);
    const counts = lines.slice(written).filter((line) => line.includes('"Undelivered"'));
    expect(Math.max(...counts.map((line) => JSON.parse(line).Undelivered)), 'what the alarm waits for').toBe(1);
    // That one, and the three behind the poison.
    expect(slack.shown.slice(before).filter(({ channel }) => channel === 'C-data')).toHaveLength(4);
  });

  it('a function that is killed as it acts: the next one ends what was begun, once', async () => {
    // Or it would be one of many of its kind that do the same at once, which is held for a rollout.
    await aWhilePasses();
    const key = await newKey('torn');
    let killed = false;
    cloud.aws.faults = ({ operation }) => {
      if (killed || operation !== 'UpdateAccessKey') return 'pass';
      killed = true;
      cloud.function('respond').kill();
      return 'apply-then-lose-answer';
    };
    await switchedOff('torn', key);
    expect(killed).toBe(true);
    expect(told('ActionTaken', key).filter(({ detail }) => detail.action === 'disable')).toEqual([]);
    cloud.pass(hour);
    await cloud.settle();
    expect(told('ActionTaken', key).filter(({ detail }) => detail.action === 'disable')).toHaveLength(1);
    expect(user('torn')?.keys.map(({ status }) => status)).toEqual(['Inactive']);
    const changes = cloud.aws.journal.filter(({ operation, parameters, effect }) => {
      return operation === 'UpdateAccessKey' && parameters.AccessKeyId === key && effect !== 'denied';
    });
    expect(changes).toHaveLength(1);
  });

  it.each(['observe', 'ingest', 'respond', 'notify'] as const)(
    '%s is killed at its work: it is done all the same, once',
    async (name) => {
      // By then it would be one of many within a week.
      if (name === 'respond') await aWhilePasses();
      else cloud.pass(someHours);
      const key = await newKey(`cut-${name}`);
      const holder = userHolder(member, `cut-${name}`, key);
      const events = theft(holder, cloud.now());
      const before = slack.shown.length;
      if (name === 'observe' || name === 'ingest') await lived(holder);
      const calls = cloud.killAt(name, 4);
      if (name === 'observe') await happens(events);
      else if (name === 'ingest') await written(`cut.json.gz`, gzipSync(JSON.stringify({ Records: records(events) })));
      else await switchedOff(`cut-${name}`, key);
      for (let tries = 1; tries <= 2; tries++) {
        cloud.pass(hour);
        await cloud.settle();
      }
      expect(calls()).toBeGreaterThan(4);
      expect(user(`cut-${name}`)?.keys.map(({ status }) => status)).toEqual(['Inactive']);
      const changes = cloud.aws.journal.filter(({ operation, parameters }) => {
        return operation === 'UpdateAccessKey' && parameters.AccessKeyId === key;
      });
      expect(changes).toHaveLength(1);
      expect(slack.shown.length).toBeGreaterThan(before);
      for (const part of ['Observe', 'Ingest', 'Respond', 'Notify']) {
        expect(cloud.queue(`${part}WorkerQueue`).bodies()).toEqual([]);
      }
    },
  );

  it('two that judge one credential at once: one loses the race, and what either saw is remembered', async () => {
    const all = records(honestDays(roleHolder(member, 'busy', 'ASIAEXAMPLEEXAMPLE77'), cloud.now()));
    const racesLost = () => cloud.gateway.spent.get(`rescind-ingest-${region}`)?.racesLost ?? 0;
    const before = racesLost();
    for (const [at, Records] of [all.slice(0, 30), all.slice(30)].entries())
      put(`busy-${at}.json.gz`, gzipSync(JSON.stringify({ Records })));
    await cloud.settleAtOnce('IngestWorkerQueue');
    const stored = await dynamodbContextStore(here.table).load(`role arn:aws:iam::${member}:role/busy`);
    expect(activeDaysBefore(stored?.baseline ?? emptyBaseline(), dayOf(cloud.now()))).toBe(20);
    expect(racesLost()).toBeGreaterThan(before);
    expect(cloud.queue('IngestWorkerQueue').bodies()).toEqual([]);
  });

  it('what AWS was too busy for is planned at the next bell, long before its message comes back', async () => {
    await aWhilePasses();
    const about = {
      accountId: member as AccountId,
      credential: await newKey('waiting'),
      principal: `arn:aws:iam::${member}:user/waiting`,
    } as const;
    let left = 5;
    cloud.aws.faults = ({ operation }) => (operation === 'GetUser' && left-- > 0 ? { throttle: true } : 'pass');
    await cloud.decide(decision({ id: 'd_waiting', ...about, action: 'quarantine' }));
    await cloud.settle();
    cloud.aws.faults = () => 'pass';
    expect([left, user('waiting')?.inline.size]).toEqual([0, 0]);
    cloud.ring('Upkeep');
    await cloud.settle();
    expect(user('waiting')?.inline.size).toBeGreaterThan(0);
  });

  it('what someone undid behind our back is done again at the next bell', async () => {
    await aWhilePasses();
    const credential = await newKey('freed');
    const about = {
      accountId: member as AccountId,
      credential,
      principal: `arn:aws:iam::${member}:user/freed`,
    } as const;
    await cloud.decide(decision({ id: 'd_freed', ...about, action: 'quarantine' }));
    await cloud.settle();
    const [name] = user('freed')?.inline.keys() ?? [];
    expect(name).toBeDefined();
    cloud.aws.account(member).state.latest.users.get('freed')?.inline.clear();
    cloud.pass(hour);
    cloud.ring('Upkeep');
    await cloud.settle();
    expect([...(user('freed')?.inline.keys() ?? [])]).toContain(name);
  });

  it('the roles that act are tried at the bell, an hour after the account was first heard, and let whoever acts in', async () => {
    cloud.pass(day);
    cloud.ring('Upkeep');
    await cloud.settle();
    const tried = cloud.aws.journal.filter(({ parameters }) => parameters.SourceIdentity === 'rescind-trial');
    const roles = [administrator, member].flatMap((id) =>
      [memberRoles.contain, memberRoles.rotate, memberRoles.scope].map((role) => `arn:aws:iam::${id}:role/${role}`),
    );
    expect(new Set(tried.map(({ parameters }) => parameters.RoleArn))).toEqual(new Set(roles));
    expect(tried.filter(({ effect }) => effect !== 'done')).toEqual([]);
  });

  it('an event that is no decision of ours is not acted on, whoever put it on the bus', async () => {
    await cloud.decide(due('d_made'));
    await cloud.settle();
    const forged = { ...told('ActionPlanned', 'AKIAd_made')[0]?.detail, id: 'd_forged' };
    const writes = () => cloud.aws.journal.filter(({ operation }) => /^(Put|Update)/.test(operation)).length;
    const before = writes();
    const aside = cloud.setAside('respond').length;
    cloud.forge('ActionPlanned', forged);
    for (let times = 0; times <= tries; times++) {
      await cloud.settle();
      cloud.pass(hour);
    }
    expect(cloud.setAside('respond').slice(aside)).toMatchObject([{ why: 'no such decision was made, Reason' }]);
    expect(writes()).toBe(before);
  });

  it('a policy that cannot be read stops the hand, and is shouted about', async () => {
    onTestFinished(() => lay(settingsKeys.policy, enforcing));
    lay(settingsKeys.policy, '{"mode":"enforce",');
    const key = await newKey('spared');
    const before = user('spared');
    const holder = userHolder(member, 'spared', key);
    await lived(holder);
    await happens(theft(holder, cloud.now()));
    expect(user('spared')).toEqual(before);
    const decided = told('ActionPlanned', key).map(({ detail }) => `${detail.mode} ${detail.action}`);
    expect([...new Set(decided)]).toEqual(['observe notify']);
    expect(cloud.function('observe').lines.some((line) => /"SettingsProblems":1/.test(line))).toBe(true);
  });
});

/** What is granted on more than anybody called it on, as `role action resource`, and why it is to be so. */
const excused: Readonly<Record<string, string>> = {
  'rescind-regions-rules-\\S+ cloudformation:(Create|Delete|Describe|Execute)ChangeSet \\S+':
    'AWS says nowhere whether a set changes its stacks directly or by change sets.',
  'rescind-regions-rules-\\S+ cloudformation:(CancelUpdateStack|ContinueUpdateRollback) \\S+':
    'A change that got stuck is taken back with it, and none gets stuck here.',
  'rescind-regions-rules-\\S+ cloudformation:(DescribeStackResource|Get\\w+|ListStackResources|SetStackPolicy) \\S+':
    'AWS says nowhere what a set reads of its own stacks, or whether it protects them.',
  'rescind-regions-rules-\\S+ events:(Dis|En)ableRule \\S+':
    'PutRule sets a rule’s state, too; that CloudFormation uses nothing else, AWS says nowhere.',
};

// From here on it is asked what all stories before came to: these stand at the end of a whole run, and not alone.
describe('permissions', () => {
  // A few users will do; the others come back, since their secrets must not get out either.
  const aside = new Map<string, User>();
  beforeAll(() => {
    const { users } = cloud.aws.account(member).state.latest;
    for (const [name, one] of users) if (!['administrator', 'kinds', 'bot'].includes(name)) aside.set(name, one);
    for (const name of aside.keys()) users.delete(name);
  });
  afterAll(() => {
    const { users } = cloud.aws.account(member).state.latest;
    for (const [name, one] of aside) users.set(name, one);
  });

  const sweepStep = (step: object) => cloud.function('sweep').invoke(step);
  const begunSweep = async () => {
    // No other is at it.
    cloud.pass(day);
    return ((await sweepStep({ step: 'begin' })) as { run: string }).run;
  };

  it('all that is called is granted, and all that is granted is called', async () => {
    somethingOfEach();
    lay(settingsKeys.policy, JSON.stringify({ ...JSON.parse(enforcing), askIdentityCenter: true }));
    cloud.ring('Round');
    expect(await cloud.run('sweep', 'hand')).toBe('succeeded');
    for (const name of ['sweep', 'backfill'] as const) expect(await cloud.run(name, 'vain')).toBe('set aside');
    // Where the lists of all are shut, names are asked for one by one.
    cloud.aws.faults = ({ operation }) =>
      /^Get(CredentialReport|AccountAuthorizationDetails)$/.test(operation)
        ? { fail: 'AccessDenied', status: 403 }
        : 'pass';
    await sweepStep({ step: 'account', run: await begunSweep(), account: administrator });
    cloud.aws.faults = () => 'pass';
    await cloud.settle();
    expect(cloud.gateway.denied).toEqual([]);
    const wider = cloud.beyond();
    const meant = Object.entries(excused).map(([pattern, why]) => ({ why, of: new RegExp(`^${pattern}$`) }));
    expect(wider.filter((one) => !meant.some(({ of }) => of.test(one)))).toEqual([]);
    expect(meant.filter(({ of }) => !wider.some((one) => of.test(one)))).toEqual([]);
  });

  const grant = (role: string, action: string, pattern: string): Grant => ({ role, action, pattern });
  it.each([
    grant('rescind-observe-eu-west-1', 's3:PutObject', '*'),
    grant('rescind-contain', 'iam:CreateAccessKey', '*'),
    grant('rescind-scope', 'iam:DeleteRole', '*'),
    grant('rescind-rotation', 'secretsmanager:GetSecretValue', '*'),
    grant('rescind-respond-eu-west-1', 'sts:AssumeRole', '*'),
    grant('rescind-sweep-eu-west-1', 'sts:AssumeRole', `arn:aws:iam::*:role/rescind-contain`),
    grant('rescind-contain', 'iam:UpdateAccessKey', '*'),
    grant('rescind-contain', 'iam:UpdateAccessKey', `arn:aws:iam::${member}:group/*`),
    grant('rescind-scope', 'iam:PutUserPolicy', '*'),
    grant('rescind-rotation', 'secretsmanager:RotateSecret', '*'),
    grant('rescind-rotate-eu-west-1', 'secretsmanager:GetSecretValue', '*'),
    grant('rescind-inspect', 'iam:ListAccessKeys', '*'),
    grant('rescind-notify-eu-west-1', 'secretsmanager:GetSecretValue', '*'),
    grant('rescind-observe-eu-west-1', 'dynamodb:PutItem', '*'),
    grant('rescind-respond-eu-west-1', 'events:PutEvents', '*'),
    grant('rescind-regions-eu-west-1', 'sts:AssumeRole', '*'),
    grant('rescind-regions-rules-eu-west-1', 'events:PutRule', '*'),
    grant('rescind-regions-rules-eu-west-1', 'iam:PassRole', `arn:aws:iam::${administrator}:role/other`),
  ])('that $role may $action on $pattern, which is more than it does, would be seen', (one) => {
    expect(cloud.beyond([one])).toHaveLength(1);
  });

  const decided = (id: string, given: Parameters<typeof decision>[0]) => async () => {
    const accountId = member as AccountId;
    const principal = `arn:aws:iam::${member}:user/${id}`;
    const credential = await newKey(id);
    await cloud.decide(decision({ id: `d_${id}`, accountId, principal, credential, ...given }));
    await cloud.settle();
  };

  const rotateDue = async () => {
    const secrets = new SecretsManagerClient(clientOf(member));
    const { ARN = '' } = await secrets.send(new CreateSecretCommand({ Name: 'keys/late', SecretString: 'one' }));
    const RotationLambdaARN = `arn:aws:lambda:${region}:${member}:function:rotate`;
    await secrets.send(new RotateSecretCommand({ SecretId: ARN, RotationLambdaARN, RotateImmediately: false }));
    const rotation = { secret: ARN as Arn, unlessSince: null };
    await decided('late', { action: 'rotate', verdict: 'stale', reversible: false, rotation })();
  };

  const beat = () => {
    cloud.ring('Round');
    return cloud.settle();
  };

  it('that rescind-forward may events:PutEvents would be missed', async () => {
    const place = { RoleName: 'rescind-forward', PolicyName: 'breach' };
    const Statement = { Effect: 'Deny', Action: 'events:PutEvents', Resource: '*' };
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await iam.send(new PutRolePolicyCommand({ ...place, PolicyDocument }));
    const event = heartbeatOf(member, cloud.now());
    expect(() => cloud.happen(member, event)).toThrow('may not forward');
    await iam.send(new DeleteRolePolicyCommand(place));
    expect(() => cloud.happen(member, event)).not.toThrow();
  });

  type Breach = readonly [role: string, action: string, work: () => unknown];
  const breaches: readonly Breach[] = [
    [
      'rescind-observe-eu-west-1',
      'dynamodb:PutItem',
      () => happens(theft(userHolder(member, 'bot', 'AKIAEXAMPLEEXAMPLE05'), cloud.now())),
    ],
    ['rescind-ingest-eu-west-1', 's3:GetObject', () => written('breach.json.gz', gzipSync('{"Records":[]}'))],
    ['rescind-contain', 'iam:UpdateAccessKey', decided('unlocked', { action: 'disable' })],
    ['rescind-backfill-eu-west-1', 'dynamodb:GetItem', () => cloud.function('backfill').invoke({ step: 'begin' })],
    ['rescind-sweep-eu-west-1', 'events:PutEvents', async () => sweepStep({ step: 'end', run: await begunSweep() })],
    ['rescind-sweep-steps-eu-west-1', 'lambda:InvokeFunction', () => cloud.run('sweep', 'hand')],
    [
      'rescind-inspect',
      'iam:GetAccountAuthorizationDetails',
      async () => sweepStep({ step: 'account', run: await begunSweep(), account: administrator }),
    ],
    ['rescind-heartbeat-eu-west-1', 'sts:AssumeRole', () => beat()],
    ['rescind-respond-eu-west-1', 'sts:AssumeRole', decided('refused', { action: 'disable' })],
    ['rescind-scope', 'iam:PutUserPolicy', decided('unbound', { action: 'disable' })],
    ['rescind-rotation', 'secretsmanager:RotateSecret', () => rotateDue()],
    ['rescind-notify-eu-west-1', 'dynamodb:PutItem', decided('breach', { action: 'notify', verdict: 'compromised' })],
    ['rescind-interact-eu-west-1', 'sqs:SendMessage', () => press('undo', 'd_due', ben)],
    [
      'rescind-rotate-eu-west-1',
      'secretsmanager:DescribeSecret',
      () => cloud.function('rotate').invoke({ Step: 'testSecret', SecretId: robotSecret, ClientRequestToken: 'x' }),
    ],
  ];

  // Last of all, since it leaves work undone.
  it.each(few(breaches, 6))('that %s may %s would be missed', async (role, action, work) => {
    cloud.pass(someHours);
    lay(settingsKeys.policy, enforcing);
    const isMembers = ['rescind-contain', 'rescind-scope', 'rescind-rotation'].includes(role);
    const where = new IAMClient(clientOf(isMembers ? member : administrator));
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Deny', Action: action, Resource: '*' },
    });
    const place = { RoleName: role, PolicyName: 'breach' };
    await where.send(new PutRolePolicyCommand({ ...place, PolicyDocument }));
    cloud.gateway.denied.length = 0;
    await Promise.resolve(work()).catch(() => {});
    await where.send(new DeleteRolePolicyCommand(place));
    expect(cloud.gateway.denied.map((one) => one.split(' ').slice(0, 2).join(' '))).toContain(`${role} ${action}`);
  });
});

it('every count and time that an alarm waits for was written by its function, as CloudWatch reads it', () => {
  expect(waitedFor(cloud).length).toBeGreaterThan(20);
  const emitted = emittedBy(cloud);
  expect(waitedFor(cloud).filter((one) => !emitted.has(one))).toEqual([]);
});

it('every function has more than twice the memory that it took here, where the most was asked of it', () => {
  const made = cloud.resources.filter(({ type }) => type === 'AWS::Lambda::Function');
  expect(made.length).toBeGreaterThan(8);
  for (const { ref, properties } of made) {
    const megabytes = (cloud.functions.get(ref)?.spent.peakKilobytes ?? 0) / 1_024;
    expect(megabytes, ref).toBeGreaterThan(50);
    expect(Number(properties.MemorySize), ref).toBeGreaterThan(2 * megabytes);
  }
});

it('what only the dashboard shows was written, too', () => {
  expect(shownOn(cloud)).toContain('notify NoticeDeliveredSeconds');
  const emitted = emittedBy(cloud);
  expect(shownOn(cloud).filter((one) => !emitted.has(one))).toEqual([]);
  // As many as the estimate of costs says.
  expect(emitted.size).toBe(metrics);
});

it('no function lets out a secret, a key’s or a session’s, whoever’s it is: into its log, an event, a letter or a table', async () => {
  const secrets = secretsOf(cloud);
  for (const one of [token, signingSecret, 'refresh-me-seventeen', 'revoke-it-eighteen', signIns.amy?.secretAccessKey])
    expect(secrets).toContain(one);
  const out = new Map([...(await letOut(here)), ['Slack', JSON.stringify(slack.shown)]]);
  expect(leaks(out, secrets)).toEqual([]);
  expect([...out].filter(([where, text]) => where.startsWith('log of') && text === '')).toEqual([]);
  for (const secret of secrets)
    expect(leaks(new Map([['log', `{"it":"${JSON.stringify(secret).slice(1, -1)}"}`]]), new Set([secret]))).toEqual([
      'log',
    ]);
});

it('no function logs a key or an ARN, nor an account but the one that an alarm rings for', () => {
  const lines = [...new Set(cloud.functions.values())].flatMap(({ lines }) => lines);
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.filter((line) => /A[KS]IA[A-Z0-9]{8}|arn:/.test(line))).toEqual([]);
  const named = lines.filter((line) => /"\d{12}"/.test(line)).map((line) => JSON.parse(line).message);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((one) => !['heartbeat', 'refused for coming too fast'].includes(one))).toEqual([]);
});
