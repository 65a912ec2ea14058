import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readTrailBucket, tellEventBridge } from '../../../adapters/aws/deployment/trail-bucket.ts';
import { dynamodbContainmentStore } from '../../../adapters/dynamodb/containment-store.ts';
import { dynamodbLedger } from '../../../adapters/dynamodb/ledger.ts';
import { dynamodbNoteStore } from '../../../adapters/dynamodb/note-store.ts';
import type { Template } from '../../../cli/deploy/template.ts';
import { bucketSentence } from '../../../cli/deploy/trail/trail-bucket.ts';
import { accountsAtOnce } from '../../../contract/concurrency.ts';
import { type BackfillProgress, noteKeys, type RoleTrials } from '../../../contract/notes.ts';
import type { NoteStore } from '../../../core/context/note-store.ts';
import { hour } from '../../../core/model/instant.ts';
import { decisionKey } from '../../../core/observe/note-keys.ts';
import { newContainment, newContainments } from '../../../core/outcome/containment.ts';
import { planActions } from '../../../core/plan/action-plan.ts';
import { type Door, serve } from '../../../simulator/aws/serve.ts';
import { SimulatedAws } from '../../../simulator/aws/simulated-aws.ts';
import type { Deployed } from '../../../simulator/aws/state/deployed.ts';
import { stackSetsPrincipal } from '../../../simulator/aws/state/organization-roles.ts';
import { type DynamoDb, startDynamoDb } from '../../adapters/dynamodb/table.ts';
import { decision, facts } from '../../core/plan/decisions.ts';
import { organization as members } from '../../lib/synthesized.ts';
import { away, clientsOf, home, trustText } from '../../simulator/aws/simulation.ts';
import { replayTrail, writtenOrganisation } from '../command-line.ts';
import {
  deedsOf,
  laySettings,
  memoryOf,
  notePulse,
  regionalEnvironmentOf,
  stand,
  standInCdk,
  templateOf,
  typed,
} from './deployed-scene.ts';
import { filesOfYesterday, nothingTold, queueTold, whoMay } from './trail-bucket-scene.ts';

const template = templateOf({ organization: { ...members, units: ['r-simu'], callAs: 'SELF' } });
let clock: { at: number; now(): number };
let aws: SimulatedAws;
let door: Door;

beforeEach(async () => {
  clock = { at: Date.now(), now: () => clock.at };
  aws = new SimulatedAws({ clock, accounts: [{ id: home }, { id: away }], managementAccountId: home });
  door = await serve(aws);
  return () => door.close();
});

const as = (accountId: string) => regionalEnvironmentOf(door.url, aws.administrator(accountId));
const written = () => aws.journal.filter(({ operation }) => !/^(Get|List|Describe)/.test(operation));

describe('deploy tells a newcomer in one sentence what is missing, and what to do', () => {
  const deploy = async (environment: Record<string, string>, ...args: string[]) => {
    const { status, stdout, stderr } = await typed(environment, 'deploy', '--dry-run', ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(written()).toEqual([]);
    return stderr;
  };

  test('no credentials', async () => {
    const said = await deploy({ AWS_ENDPOINT_URL: door.url, AWS_REGION: 'us-east-1' });
    expect(said).toMatch(/^error: There are no AWS credentials to act with/);
    expect(said).toContain('aws sso login');
  });

  test('expired credentials', async () => {
    const { iam } = clientsOf(aws, aws.administrator(home));
    await iam.send(new CreateRoleCommand({ RoleName: 'Admin', AssumeRolePolicyDocument: trustText(home) }));
    const session = aws.giveSession({ accountId: home, roleName: 'Admin', sessionName: 'ada' });
    aws.journal.length = 0;
    clock.at += 2 * 3_600_000;
    expect(await deploy(regionalEnvironmentOf(door.url, session))).toContain('have expired');
  });

  test('no Region', async () => {
    const { AWS_REGION: _, ...none } = as(home);
    expect(await deploy(none)).toMatch(/No Region is set.*\n.*--region us-east-1/);
  });

  test('a Region that is switched off', async () => {
    expect(await deploy(as(home), '--region', 'me-south-1')).toMatch(
      /me-south-1 is not switched on.*\n.*enable-region/,
    );
  });

  test('a Region that is none, by its form or as the account knows them, whichever option names it', async () => {
    expect(await deploy(as(home), '--region', 'us-esat-1')).toMatch(
      /knows no Region us-esat-1; did you mean us-east-1\?\n.*--region us-east-1/,
    );
    expect(await deploy(as(home), '--organization', '--regions', 'us-east-1,us-wset-2')).toContain(
      'did you mean us-west-2?',
    );
    expect(await deploy(as(home), '--organization', '--regions', 'us-east-1,me-south-1')).toMatch(
      /me-south-1 is not switched on .* stack set.*\n.*enable-region --region-name me-south-1/,
    );
    expect((await typed(as(home), 'deploy', '--region', 'eu-wst')).stderr).toContain(
      'A Region is named like us-east-1.',
    );
    expect((await typed(as(home), 'doctor', '--region', 'us-esat-1')).stderr).toContain('did you mean us-east-1?');
  });

  test('a profile that there is not, one that wants a code, and nothing said twice', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rescind-profiles-'));
    const config = join(folder, 'config');
    const keys = 'aws_access_key_id = AKIAEXAMPLEEXAMPLE01\naws_secret_access_key = x\n';
    const assumed = `role_arn = arn:aws:iam::${home}:role/Admin\nsource_profile = work\n`;
    const mfa = `[profile code]\n${assumed}mfa_serial = arn:aws:iam::${home}:mfa/ada\n`;
    writeFileSync(config, `[profile work]\n${keys}\n${mfa}`);
    const files = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none') };
    const environment = { AWS_ENDPOINT_URL: door.url, AWS_REGION: 'us-east-1', ...files };
    const absent = /no profile nope\. There are code, work\.\n.*--profile/;
    expect(await deploy(environment, '--profile', 'nope')).toMatch(absent);
    expect(await deploy({ ...environment, AWS_PROFILE: 'nope' })).toMatch(absent);
    expect((await typed(environment, 'sweep', '--profile', 'nope')).stderr).toMatch(absent);
    const code = await deploy(environment, '--profile', 'code');
    expect(code).toMatch(/profile code needs an MFA code.*\n.*export-credentials --profile code/);
    expect(code).not.toMatch(/\.\.|sso login/);
  });

  test('a member that nothing was delegated to, or something else', async () => {
    const sentence =
      /is a member of o-simulated1 to which stack sets are not delegated.*\n.*register-delegated-administrator/;
    expect(await deploy(as(away), '--organization')).toMatch(sentence);
    aws.world.organization?.delegated.set(away, ['guardduty.amazonaws.com']);
    expect(await deploy(as(away), '--organization', 'ou-abcd-12345678')).toMatch(sentence);
  });

  test.each([home, away])('trusted access of stack sets is off, seen from %s', async (accountId) => {
    aws.world.organization?.delegated.set(away, [stackSetsPrincipal]);
    if (aws.world.organization !== null) aws.world.organization.stackSetsTrusted = false;
    expect(await deploy(as(accountId), '--organization')).toMatch(
      /trusted access is off.*\n.*activate-organizations-access/,
    );
  });

  test('a trail of the organisation, made from a delegated account', async () => {
    aws.world.organization?.delegated.set(away, [stackSetsPrincipal]);
    expect(await deploy(as(away), '--organization', '--trail-bucket', 'new')).toMatch(
      /belongs to its management account.*\n.*--trail-bucket NAME/,
    );
  });

  test('a trail of the organisation, where CloudTrail may not create one, or that may not be seen', async () => {
    const given = ['--organization', '--trail-bucket', 'new'];
    const looks = [
      'sts:*',
      'account:*',
      'cloudformation:Describe*',
      'organizations:Describe*',
      'organizations:ListRoots',
    ];
    const newcomer = regionalEnvironmentOf(door.url, await whoMay(aws, home, ...looks));
    expect(await deploy(newcomer, ...given)).toMatch(
      /not known whether o-simulated1 .*AccessDenied.*\n.*ListAWSServiceAccessForOrganization/,
    );
    aws.world.organization?.trusted.clear();
    expect(await deploy(as(home), ...given)).toMatch(
      /CloudTrail may not create .* trusted access is off.*\n.*enable-aws-service-access --service-principal cloudtrail\.amazonaws\.com/,
    );
  });

  test('no organisation', async () => {
    await door.close();
    aws = new SimulatedAws({ clock, accounts: [{ id: home }] });
    door = await serve(aws);
    expect(await deploy(as(home), '--organization')).toContain(`Account ${home} is in no organisation.`);
  });

  test('a guard without an organisation, or where service control policies are off', async () => {
    expect(await deploy(as(home), '--guard')).toMatch(/guard is a service control policy.*\n.*--organization/);
    if (aws.world.organization !== null) aws.world.organization.hasControlPolicies = false;
    expect(await deploy(as(home), '--guard', '--organization')).toMatch(
      /Service control policies are switched off.*\n.*enable-policy-type --root-id r-simu/,
    );
  });

  test('a guard from a delegated account that service control policies were not left to', async () => {
    aws.world.organization?.delegated.set(away, [stackSetsPrincipal]);
    const leave = (...statements: object[]) => {
      const Statement = statements.map((one) => ({ Effect: 'Allow', Principal: { AWS: away }, Resource: '*', ...one }));
      const resourcePolicy = JSON.stringify({ Version: '2012-10-17', Statement });
      Object.assign(aws.world.organization ?? {}, { resourcePolicy });
    };
    const given = ['--guard', '--organization'];
    const nothing = /only the management account may write those\.\n.*Leave out --guard.*put-resource-policy/;
    expect(await deploy(as(away), ...given)).toMatch(nothing);
    leave({ Action: 'organizations:*', Principal: { AWS: `arn:aws:iam::${home}:root` } });
    expect(await deploy(as(away), ...given)).toMatch(nothing);
    const other = { StringEquals: { 'organizations:PolicyType': ['BACKUP_POLICY'] } };
    leave({ Action: 'organizations:*', Condition: other });
    expect(await deploy(as(away), ...given)).toMatch(nothing);
    leave({ Action: 'organizations:*' }, { Effect: 'Deny', Action: 'organizations:DetachPolicy' });
    expect(await deploy(as(away), ...given)).toMatch(
      /write those: account \d+ may not call organizations:DetachPolicy\.\n/,
    );
    const newcomer = regionalEnvironmentOf(
      door.url,
      await whoMay(
        aws,
        away,
        'sts:*',
        'account:*',
        'cloudformation:Describe*',
        'organizations:List*',
        'organizations:DescribeOrganization',
      ),
    );
    expect(await deploy(newcomer, ...given)).toMatch(/is not known .*AccessDenied.*\n.*DescribeResourcePolicy/);
  });

  test('the Region itself for the one that it is watched from, or what is no Region; a runbook that no link leads to', async () => {
    expect(await deploy(as(home), '--watch', 'us-east-1')).toMatch(
      /us-east-1 is where it is deployed.*\n.*another Region with --watch/,
    );
    expect((await typed(as(home), 'deploy', '--watch', 'Oregon')).stderr).toContain('or none');
    expect((await typed(as(home), 'deploy', '--runbook', 'wiki')).stderr).toContain('full address');
  });

  test('a trail’s bucket that is not there, or in another Region', async () => {
    expect(await deploy(as(home), '--trail-bucket', 'logs-of-nobody')).toMatch(
      /There is no bucket logs-of-nobody in account.*\n.*describe-trails/,
    );
    aws.account(home).deployed.buckets.set('far-logs', { region: 'eu-west-1', notifications: nothingTold });
    expect(await deploy(as(home), '--trail-bucket', 'far-logs')).toMatch(
      /far-logs is in eu-west-1.*\n.*--region eu-west-1/,
    );
    expect(await deploy(as(home), '--trail-bucket', 'far-logs/audit')).toMatch(/The bucket far-logs is in eu-west-1/);
    expect((await typed(as(home), 'deploy', '--trail-bucket', 's3://logs')).stderr).toContain('without s3://');
    const newcomer = regionalEnvironmentOf(
      door.url,
      await whoMay(aws, home, 'sts:*', 'account:*', 'cloudformation:Describe*'),
    );
    expect(await deploy(newcomer, '--trail-bucket', 'far-logs')).toMatch(
      /far-logs notifies of new files is not known: .*AccessDenied.*\n.*s3:GetBucketNotification/,
    );
  });

  test('a prefix of a trail’s bucket beneath which no files of a trail lie', async () => {
    const { buckets, objects } = aws.account(home).deployed;
    buckets.set('logs', { region: 'us-east-1', notifications: nothingTold });
    for (const [key, bytes] of [...filesOfYesterday(3), ['invoices/1', 1] as const]) {
      objects.set(`logs/${key}`, 'x'.repeat(bytes));
    }
    expect(await deploy(as(home), '--trail-bucket', 'logs/adit')).toMatch(
      /Nothing is at s3:\/\/logs\/adit\/AWSLogs\/, .*bucket logs has other objects\.\n.*: --trail-bucket logs\/audit\. Name/,
    );
  });

  test('a trail’s bucket whose files stay shut without its key, or where that may not be seen', async () => {
    const key = `arn:aws:kms:us-east-1:${home}:key/11111111-2222-3333-4444-555555555555`;
    aws.account(home).deployed.buckets.set('logs', { region: 'us-east-1', notifications: nothingTold, key });
    expect(await deploy(as(home), '--trail-bucket', 'logs')).toMatch(
      /Files in the bucket logs are encrypted with the key arn:.*\n.*--trail-key arn:aws:kms:us-east-1:\d+:key\/1/,
    );
    const other = key.replaceAll('1111-', '1112-');
    expect(await deploy(as(home), '--trail-bucket', 'logs', '--trail-key', other)).toContain(`${key}, not ${other}`);
    expect(await deploy(as(home), '--trail-key', key)).toMatch(/key of an existing bucket, but none is named/);
    expect((await typed(as(home), 'deploy', '--trail-key', 'alias/logs')).stderr).toContain('not of an alias');
    const some = ['sts:*', 'account:*', 'cloudformation:Describe*', 's3:GetBucket*'];
    const newcomer = regionalEnvironmentOf(door.url, await whoMay(aws, home, ...some));
    expect(await deploy(newcomer, '--trail-bucket', 'logs')).toMatch(
      /is not known: .*AccessDenied.*\n.*s3:GetEncryptionConfiguration and cloudtrail:DescribeTrails/,
    );
  });

  test('a second Region of the account, for accounts that are watched already', async () => {
    await stand(template, aws, home, clock.at);
    aws.journal.length = 0;
    expect(await deploy(as(home), '--region', 'eu-west-1')).toMatch(
      /watches account .* already: the role rescind-contain is there, and no stack in eu-west-1.*each other's measures.*\n.*--region NAME.*--trail-bucket/,
    );
    expect(await deploy(as(home), '--region', 'eu-west-1', '--organization')).toMatch(
      /Two cannot share an account.*\n.*--organization ou-…/,
    );
  });

  test('it may not be seen whether the account is bootstrapped', async () => {
    expect(await deploy(regionalEnvironmentOf(door.url, await whoMay(aws, home, 'sts:*', 'account:*')))).toMatch(
      /not known whether account .* bootstrapped.*AccessDenied.*\n.*DescribeStacks/,
    );
  });

  test('nobody can be asked, or units are mistyped', async () => {
    expect((await typed(as(home), 'deploy')).stderr).toContain('nobody can be asked');
    expect((await typed(as(home), 'deploy', '--organization', 'everything')).stderr).toContain('ou-…');
    expect(aws.journal).toEqual([]);
  });
});

describe('a trail’s bucket that tells somebody else already', () => {
  const clients = () => {
    const { accessKeyId, secretAccessKey } = aws.administrator(home);
    const credentials = { accessKeyId, secretAccessKey };
    return { s3: new S3Client({ region: 'us-east-1', endpoint: door.url, forcePathStyle: true, credentials }) };
  };
  const logs = () => aws.account(home).deployed.buckets.get('logs')?.notifications ?? '';

  test('tells EventBridge, too, and goes on telling the other', async () => {
    aws.account(home).deployed.buckets.set('logs', { region: 'us-east-1', notifications: queueTold });
    const before = await readTrailBucket('logs', home, clients());
    expect(before).toEqual({ ok: true, value: { region: 'us-east-1', tellsEventBridge: false, others: 1 } });
    await tellEventBridge('logs', home, clients());
    expect(logs()).toContain('<EventBridgeConfiguration');
    expect(logs()).toContain('<Id>siem</Id>');
    expect(logs()).toContain('<Queue>arn:aws:sqs:us-east-1:111111111111:siem</Queue>');
    const after = await readTrailBucket('logs', home, clients());
    expect(after).toEqual({ ok: true, value: { region: 'us-east-1', tellsEventBridge: true, others: 1 } });
    if (!before.ok || before.value === null || !after.ok || after.value === null) throw new Error('it was read');
    const asked = aws.journal.filter(({ operation }) => operation.includes('Bucket'));
    expect(new Set(asked.map(({ operation }) => operation)).size, 'each of them').toBe(3);
    expect(new Set(asked.map(({ parameters }) => parameters.ExpectedBucketOwner))).toEqual(new Set([home]));
    const foreign = await readTrailBucket('logs', away, clients());
    expect(foreign, 'a bucket of that name is another owner’s').toMatchObject({ ok: false });
    expect(bucketSentence('logs', before.value)).toBe(
      'The bucket logs is set to notify EventBridge of each file, and its 1 other notification stays as it is.',
    );
    expect(bucketSentence('logs', after.value)).toContain('already notifies EventBridge of each file');
  });
});

describe('deploy, with the real CDK', () => {
  const out = mkdtempSync(join(tmpdir(), 'rescind-out-'));
  // For units that the deployment in the first Region does not watch.
  test('in a second Region, a dry run explains, synthesizes without what an account has once, and changes nothing', async () => {
    await stand(template, aws, home, clock.at);
    aws.account(home).deployed.concurrency.set('eu-west-1', 30);
    for (const trail of aws.account(home).state.latest.beside.trails.values()) trail.isLogging = false;
    aws.journal.length = 0;
    const where = ['--region', 'eu-west-1', '--organization', 'ou-abcd-87654321'];
    const args = ['--out', out, '--dry-run', ...where, '--events-per-day', '100000', '--json'];
    // That the template is sound other tests ask.
    const quick = { ...as(home), CDK_VALIDATION: 'false' };
    const { status, stdout, stderr } = await typed(quick, 'deploy', ...args);
    expect(status, stderr).toBe(0);
    const { explained, cost, change } = JSON.parse(stdout);
    expect({ events: cost.eventsPerDay, isNew: change.isNew }).toEqual({ events: 100_000, isNew: true });
    expect(explained.join('\n')).toContain('not bootstrapped for the CDK here, so this comes first');
    expect(explained.join('\n')).toContain('The stack Rescind is created: ');
    expect(explained.join('\n')).toMatch(
      /It watches the accounts under ou-abcd-87654321, .* in 4 Regions: us-east-1, eu-west-1, eu-central-1, us-west-2\./,
    );
    expect(explained.join('\n')).toContain('No trail of the organisation is visible here: there is no second lane');
    expect(explained.join('\n')).toContain('This account itself stays with the deployment that already watches it');
    expect(explained.join('\n')).not.toContain('No trail logs');
    expect(explained.join('\n')).toMatch(/\$[\d.]+ a month at 100,000 events a day/);
    const { Resources } = JSON.parse(readFileSync(join(out, 'Rescind.template.json'), 'utf8'));
    expect(JSON.stringify(Resources)).toContain('"OrganizationalUnitIds":["ou-abcd-87654321"]');
    expect(explained.join('\n')).toContain('runs 30 functions at once in eu-west-1');
    expect(JSON.stringify(Resources)).toContain(`\\"MaxConcurrency\\":${accountsAtOnce(30)}`);
    const names = Object.values(Resources as Template['Resources']).map(({ Properties }) => JSON.stringify(Properties));
    expect(names.filter((text) => text?.includes('"RoleName":"rescind-'))).toEqual([]);
    expect(written()).toEqual([]);
  }, 180_000);
});

test('a yes is none to what would go out of sight, be it one thing: that wants a word of its own', async () => {
  const made = templateOf();
  const { stacks } = await stand(made, aws, home, clock.at);
  stacks[0]?.resources.push({
    logicalId: 'Old',
    physicalId: 'old',
    type: 'AWS::Events::Rule',
    status: 'CREATE_COMPLETE',
  });
  aws.journal.length = 0;
  const out = mkdtempSync(join(tmpdir(), 'rescind-out-'));
  const { environment, runs } = standInCdk(out, made);
  const args = ['--yes', '--out', out, '--events-per-day', '100000'];
  const { status, stderr } = await typed({ ...as(home), ...environment }, 'deploy', ...args);
  expect([status, written()]).toEqual([2, []]);
  expect(stderr).toMatch(/This would remove a rule \(Old\), which .*\n.* --remove\./);
  expect(runs()).toEqual([expect.stringMatching(/^synth /)]);
});

describe('doctor', () => {
  let deployed: Deployed;
  beforeEach(async () => {
    deployed = await stand(template, aws, home, clock.at);
    await notePulse(notes, clock.at);
    aws.journal.length = 0;
  });
  const none = ['--state', 'no-such-file.sqlite'];
  let dynamodb: DynamoDb;
  let notes: NoteStore;
  let deeds: Awaited<ReturnType<typeof deedsOf>>;
  beforeAll(async () => {
    dynamodb = await startDynamoDb();
    notes = await memoryOf(template, dynamodb);
    deeds = await deedsOf(template, dynamodb);
  });
  afterAll(() => dynamodb.close());
  const deployedAs = () => ({ ...as(home), AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint });

  const doctor = async (...args: string[]) => {
    const { status, stdout, stderr } = await typed(
      await deployedAs(),
      'doctor',
      '--json',
      ...(args.length > 0 ? args : none),
    );
    const { healthy, checks, readyToEnforce } = JSON.parse(stdout);
    expect({ status, healthy }, stderr).toEqual({ status: healthy ? 0 : 1, healthy: status === 0 });
    const wrong = checks.filter(({ state }: { state: string }) => state === 'wrong' || state === 'unknown');
    for (const { remedy } of wrong) expect(remedy).toEqual(expect.stringMatching(/\w/));
    return { wrong: wrong.map(({ sentence }: { sentence: string }) => sentence), checks, readyToEnforce };
  };

  test('all is well, and only reads were needed', async () => {
    const { wrong, checks, readyToEnforce } = await doctor();
    expect(wrong).toEqual([]);
    expect(new Set(checks.map(({ about }: { about: string }) => about))).toEqual(
      new Set([
        'stack',
        'rules',
        'trails',
        'events',
        'regions',
        'lanes',
        'sweep',
        'hands',
        'roles',
        'queues',
        'alarms',
        'topics',
        'watcher',
        'policy',
        'members',
      ]),
    );
    expect(checks.find(({ about }: { about: string }) => about === 'events').sentence).toContain('1,440 events heard');
    expect(readyToEnforce.isReady).toBe(false);
    expect(written()).toEqual([]);
    const { status, stdout } = await typed(deployedAs(), 'doctor', ...none);
    expect(status).toBe(0);
    expect(stdout).toContain('Not ready to enforce');
  });

  test('a Region that is off in a member is told of once, and is no fault; any other that has no rule is one', async () => {
    const [one, other] = deployed.stackInstances.filter(({ set }) => set === 'rescind-regional');
    Object.assign(one ?? {}, { status: 'OUTDATED', reason: 'the Region is off' });
    const region = one?.region ?? '';
    await notePulse(notes, clock.at, {
      at: clock.at,
      silent: [],
      refused: {},
      off: { [away]: { [region]: clock.at } },
    });
    const { wrong, checks } = await doctor();
    expect(wrong).toEqual([]);
    const told = checks.filter(({ sentence }: { sentence: string }) => sentence.includes('switched off in'));
    expect(told).toMatchObject([{ state: 'note', remedy: expect.stringMatching(/--regions/) }]);
    expect(told[0].sentence).toContain(`${region} is switched off in ${away}: nobody can act there`);
    Object.assign(other ?? {}, { status: 'OUTDATED', reason: 'the Region is off' });
    expect((await doctor()).wrong).toEqual([
      expect.stringContaining(`OUTDATED in account ${other?.account}, ${other?.region}`),
    ]);
  });

  test('an account that a lane does not hear, or not from a Region, or where no heartbeat can be made, is named', async () => {
    const silent = [
      { account: away, lane: 'fast', heardAt: null },
      { account: home, lane: 'fast', region: 'eu-west-1', heardAt: null },
    ] as const;
    await notePulse(notes, clock.at, { at: clock.at - 31 * 60_000, silent, refused: { [away]: 'AccessDenied' } });
    expect((await doctor()).wrong).toEqual([
      expect.stringContaining('The last heartbeat was made at'),
      `Account ${away} was never heard by the fast lane.`,
      `Account ${home} was never heard from eu-west-1 by the fast lane.`,
      `No heartbeat can be made in account ${away}: AccessDenied.`,
    ]);
  });

  test('a role that acts and cannot be assumed is named, with AWS’s word and since when; where all can, that is said', async () => {
    const hands = async () =>
      (await doctor()).checks
        .filter(({ about }: { about: string }) => about === 'hands')
        .map(({ state, sentence }: { state: string; sentence: string }) => `${state}: ${sentence}`);
    const write = async (trials: RoleTrials) => {
      const store = dynamodbNoteStore(deeds);
      const key = noteKeys.roleTrials;
      const expectedVersion = (await store.load(key))?.version ?? null;
      await store.commit({ key, text: JSON.stringify(trials), expectedVersion, until: null });
    };
    expect(await hands()).toEqual([expect.stringMatching(/^note: .*is first tried an hour after/)]);
    const triedAt = { [home]: clock.at, [away]: clock.at };
    const since = Date.UTC(2026, 10, 20, 4, 30);
    await write({ triedAt, shut: { [away]: { 'rescind-contain': { since, reason: 'AccessDenied: no' } } } });
    expect(await hands()).toEqual([
      `wrong: The role rescind-contain of account ${away} cannot be assumed since 2026-11-20 04:30 UTC: AccessDenied: no.`,
    ]);
    await write({ triedAt: { ...triedAt, [away]: Date.UTC(2026, 0, 2) }, shut: {} });
    expect(await hands()).toEqual(['wrong: Roles that act were last tried at 2026-01-02 00:00 UTC.']);
    await write({ triedAt, shut: {} });
    expect(await hands()).toEqual(['fine: The roles that act could be assumed in 2 accounts.']);
  });

  test('a past that cannot be read is named with its remedy, by status, too', async () => {
    await stand(templateOf({ trailBucket: 'logs', watchesItself: false }), aws, home, clock.at, 'us-west-2');
    const path = 's3://logs/AWSLogs/x.json.gz';
    const refused = {
      kind: 'refused',
      action: 'kms:Decrypt',
      error: 'AccessDenied',
      path,
      accounts: 2,
      days: 62,
    } as const;
    const progress: BackfillProgress = {
      ...{ bucket: 'logs', startedAt: 0, runningSince: null, days: ['1969-12-31', '1970-01-01'], done: 0 },
      ...{ accounts: [home, away], files: 0, records: 0, damaged: 0, wouldHave: {}, gaps: [refused] },
      ...{ endedAt: null, learnedAt: null },
    };
    const key = noteKeys.backfill;
    await notes.commit({ key, text: JSON.stringify(progress), expectedVersion: null, until: null });
    const sentence = `0 of 2 days learned; nothing acts until all of them are: 62 days in 2 accounts could not be read, refused for kms:Decrypt (AccessDenied) at ${path}.`;
    const remedy =
      'Deploy with --trail-key and the ARN of the bucket’s key, and let the roles rescind-backfill-us-west-2 and rescind-ingest-us-west-2 decrypt in its own policy';
    const { checks } = await doctor('--region', 'us-west-2', ...none);
    expect(checks.find(({ about }: { about: string }) => about === 'learning')).toEqual({
      ...{ about: 'learning', state: 'wrong', sentence, remedy },
    });
    const { stdout } = await typed(deployedAs(), 'status', '--region', 'us-west-2');
    expect(stdout).toContain(`\nLearned    ${sentence} ${remedy}.\n`);
  });

  test('status asks the deployment, and judges nothing', async () => {
    const { status, stdout } = await typed(deployedAs(), 'status', '--region', 'us-east-1');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Mode +observe, policy 1\nLanes +2 accounts heard/);
    expect(stdout).toMatch(/\nSwept +The last sweep ended at [^\n]*all of 1 account were seen/);
    expect(stdout).toMatch(/\nHeard +1,440 events within a day, the last by /);
    expect(stdout).toMatch(/\nMembers +1 of 1 place up to date/);
    expect(stdout).toMatch(/\nWaiting +.*\brespond 0/);
    expect(stdout).toMatch(/\nSet aside +nothing\n/);
    expect(written()).toEqual([]);
    const bare = await startDynamoDb();
    const blind = await typed(
      { ...deployedAs(), AWS_ENDPOINT_URL_DYNAMODB: bare.endpoint },
      'status',
      '--region',
      'us-east-1',
    );
    await bare.close();
    expect(blind.stdout).toContain('Contained  cannot be read: ResourceNotFoundException');
  });

  test('status says what is contained and what is stuck, what is asked, what limits leave, and what was set aside', async () => {
    const made = decision({ action: 'disable' });
    const rows = newContainments(made, planActions(made, facts()).measures, 'rescind', clock.at);
    const store = dynamodbContainmentStore(deeds);
    await store.arm(rows, clock.at);
    const [first] = rows;
    const outcome = { kind: 'irrevocable', error: 'AccessDenied', retryAt: clock.at } as const;
    if (first !== undefined) {
      const answer = { to: 'contained', at: clock.at, outcome } as const;
      await store.replace({ ...first, answer, version: first.version + 1 });
    }
    const budget = { actions: [{ at: clock.at, accountId: home, pin: false }], outcomes: [] };
    const note = (key: string, value: unknown) => ({
      key,
      text: JSON.stringify(value),
      expectedVersion: null,
      until: null,
    });
    await dynamodbNoteStore(deeds).commit(note(noteKeys.budget, budget));
    const credential = `arn:aws:iam::${home}:role/Release`;
    await store.hold({ credential, by: 'ada', reason: 'Release week', until: null });
    await store.hold({ credential: 'AKIAOVER', by: 'ada', reason: 'Over', until: clock.at - 1 });
    const fact = { key: 'k', at: clock.at, kind: 'held', by: 'ada', credential, about: credential } as const;
    await dynamodbLedger(deeds).append({ ...fact, sentence: 'Held by ada: Release week' });
    const exemption = { credential: 'arn:x', owner: 'b', reason: 'Drill', scope: 'all', until: '2999-01-01' };
    laySettings(deployed, 'context/exemptions.json', JSON.stringify([exemption]));
    await notes.commit(note(decisionKey(made.id), { decision: made }));
    const asked = {
      id: 'd_asked',
      at: clock.at,
      notice: { headline: 'AKIA…MPLE: waits' },
      choices: ['approve', 'refuse'],
    };
    await notes.commit(note(noteKeys.unanswered, [asked]));
    const letters = [...deployed.queues.keys()].find((url) => url.includes('RespondWorkerDeadLetters')) ?? '';
    deployed.queues.set(letters, 2);

    const { stdout } = await typed(deployedAs(), 'status', '--region', 'us-east-1');
    expect(stdout).toMatch(/\nSet aside +respond 2\n/);
    expect(stdout).toContain(`account ${home}, this hour: 16 pins left, or 3 stronger actions`);
    expect(stdout).toMatch(/\n {2}d_asked {2}to be approved {2}since .*\n {4}AKIA…MPLE: waits/);
    expect(stdout).toContain(`Contained: ${rows.length} of ${rows.length} not as it should be`);
    expect(stdout).toContain('AccessDenied');
    expect(stdout).toContain(made.reason);
    const json = JSON.parse((await typed(deployedAs(), 'status', '--region', 'us-east-1', '--json')).stdout);
    expect(json).toMatchObject({ questions: [{ decisionId: 'd_asked', isQuestion: true }], mode: { mode: 'observe' } });
    expect(stdout).toMatch(/\nHeld\n {2}arn:\S+Release {2}until it is lifted, by ada: Release week\n/);
    expect(stdout).toMatch(/\nExemptions in force\n {2}arn:x {2}all, until 2999-01-01T23:59:59Z, by b: Drill\n/);
    expect(stdout).toMatch(/\nLast in the ledger\n.*by ada: Held by ada: Release week\n/);
    expect(json).toMatchObject({ holds: [{ credential }], exemptions: [{ owner: 'b' }], ledger: [{ by: 'ada' }] });
    expect(written()).toEqual([]);
  });

  test('each thing that is wrong is told', async () => {
    const rule = deployed.rules.find(({ state }) => state.startsWith('ENABLED_WITH'));
    if (rule !== undefined) rule.state = 'ENABLED';
    deployed.rules.splice(
      deployed.rules.findIndex(({ name }) => name.includes('Upkeep')),
      1,
    );
    const letters = [...deployed.queues.keys()].find((url) => url.includes('RespondWorkerDeadLetters')) ?? '';
    deployed.queues.set(letters, 2);
    const starts = [...deployed.queues.keys()].find((url) => url.includes('SweepMachineDeadLetters')) ?? '';
    deployed.queues.set(starts, 1);
    const alarm = deployed.alarms.find(({ name }) => name.includes('SettingsAlarm'));
    if (alarm !== undefined) alarm.state = 'ALARM';
    deployed.counts.length = 0;
    aws.account(home).state.latest.roles.delete('rescind-contain');
    laySettings(deployed, 'rescind.policy.json', '{"mood": "enforce"}');
    const [instance] = deployed.stackInstances;
    if (instance !== undefined) Object.assign(instance, { status: 'INOPERABLE', reason: 'a policy denies it' });
    const { wrong } = await doctor();
    expect(wrong).toEqual([
      expect.stringContaining('is ENABLED instead of ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'),
      expect.stringMatching(/The rule RespondWorkerUpkeep\w+ is gone/),
      'No event has been heard for a day.',
      'The role rescind-contain is gone.',
      expect.stringMatching(/^2 messages failed repeatedly and are in RespondWorkerDeadLetters/),
      expect.stringMatching(/^1 start failed and is in SweepMachineDeadLetters/),
      expect.stringMatching(/SettingsAlarm\w+ rings/),
      expect.stringContaining('The policy cannot be read, so everything is in observe mode: mood'),
      `rescind-global is INOPERABLE in account ${away}, us-east-1: a policy denies it.`,
    ]);
  });

  test('what is cut between what stands is told, and so are alarms that ring and tell nobody, the pager’s too', async () => {
    const ruleNamed = (name: string) => deployed.rules.find((one) => one.name.includes(name));
    const alarmNamed = (name: string) => deployed.alarms.find((one) => one.name.includes(name));
    Object.assign(ruleNamed('RespondWorkerDecisions') ?? {}, { targets: [] });
    Object.assign(ruleNamed('ObserveWorkerForwardedCalls') ?? {}, { targets: [{ Id: 'Queue', Arn: 'arn:other' }] });
    const reader = deployed.mappings.findIndex(({ queue }) => queue.includes('ObserveWorkerQueue'));
    deployed.mappings.splice(reader, 1);
    Object.assign(deployed.mappings.find(({ queue }) => queue.includes('Notify')) ?? {}, { state: 'Disabled' });
    Object.assign(alarmNamed('SettingsAlarm') ?? {}, { actionsEnabled: false });
    Object.assign(alarmNamed('RescindPage') ?? {}, { actions: [] });
    const { wrong } = await doctor();
    expect(wrong).toEqual([
      expect.stringMatching(/^The rule ObserveWorkerForwardedCalls\w+ no longer sends to ObserveWorkerQueue\w+, so /),
      expect.stringMatching(/^The rule RespondWorkerDecisions\w+ .* so no decision is carried out\.$/),
      expect.stringMatching(/^The mapping ObserveWorkerFunctionMessages\w+ is gone: .* so nothing is judged at once/),
      expect.stringMatching(/^The mapping NotifyWorkerFunctionMessages\w+ is Disabled: .* so nobody is told anything/),
      expect.stringMatching(/SettingsAlarm\w+ has its actions switched off, so nobody is told when it rings\.$/),
      expect.stringMatching(/^The alarm RescindPage\w+ no longer notifies PageTopic\w+, so urgent alarms reach nobody/),
    ]);
    deployed.alarms.splice(
      deployed.alarms.findIndex(({ name }) => name.includes('RescindPage')),
      1,
    );
    expect((await doctor()).wrong.at(-1)).toMatch(/^The alarm RescindPage\w+ is gone\.$/);
  });

  test('the pager’s alarm rings with one that is told of, and is not told of itself', async () => {
    const page = deployed.alarms.find(({ isComposite }) => isComposite);
    if (page !== undefined) page.state = 'ALARM';
    expect((await doctor()).wrong).toEqual([]);
  });

  test('an hour in which nothing was heard is silence, whatever came before it within the day', async () => {
    deployed.counts.length = 0;
    deployed.counts.push({ metric: 'Heard', at: clock.at - 2 * hour, value: 1_440 });
    // The function counts that it heard nothing, too.
    deployed.counts.push({ metric: 'Heard', at: clock.at - 600_000, value: 0 });
    const { wrong } = await doctor();
    expect(wrong).toEqual([expect.stringMatching(/^No event has been heard since 20\S+ \S+ UTC\.$/)]);
  });

  test('a trail that is stopped is named, but where another deployment hears the account', async () => {
    for (const trail of aws.account(home).state.latest.beside.trails.values()) trail.isLogging = false;
    expect((await doctor()).wrong).toEqual([
      expect.stringMatching(/^No trail logs management events of us-east-1 \(management is stopped\)/),
    ]);
    await stand(templateOf({ watchesItself: false }), aws, home, clock.at, 'us-west-2');
    for (const trail of aws.account(home).state.latest.beside.trails.values()) trail.isLogging = false;
    const { checks } = await doctor('--region', 'us-west-2', ...none);
    expect(checks.filter(({ about }: { about: string }) => about === 'trails')).toEqual([]);
  });

  test('topics that nobody is subscribed to are named once the stack’s first hour is over', async () => {
    deployed.subscriptions.clear();
    expect((await doctor()).wrong).toEqual([
      expect.stringMatching(/^Nobody is subscribed to the topic Alarms/),
      expect.stringMatching(/^Nobody is subscribed to the topic Pages/),
      expect.stringMatching(/^Nobody is subscribed to the topic Notices/),
    ]);
    Object.assign(deployed.stacks[0] ?? {}, { createdAt: clock.at - 60_000 });
    expect((await doctor()).wrong).toEqual([]);
  });

  test('an hour after it was made, silence is no fault; a stack that failed is', async () => {
    const [stack] = deployed.stacks;
    if (stack === undefined) throw new Error('a stack stands');
    deployed.counts.length = 0;
    const silent = deployed.alarms.filter(({ whenMissing }) => whenMissing === 'breaching');
    const sections = silent.map(({ description }) => /#([a-z-]+)/.exec(description)?.[1]);
    expect(sections.sort()).toEqual(['dead-lane', 'silence']);
    for (const alarm of silent) alarm.state = 'ALARM';
    expect((await doctor()).wrong).toHaveLength(1 + silent.length);
    Object.assign(stack, { createdAt: clock.at - 60_000 });
    expect((await doctor()).wrong).toEqual([]);
    stack.status = 'UPDATE_ROLLBACK_FAILED';
    expect((await doctor()).wrong).toEqual(['The stack is UPDATE_ROLLBACK_FAILED.']);
    // One that was never made has nothing to look at.
    Object.assign(stack, { status: 'ROLLBACK_COMPLETE', outputs: {} });
    const { checks } = await doctor();
    expect(checks).toMatchObject([{ sentence: 'The stack is ROLLBACK_COMPLETE.' }]);
    expect(checks[0].remedy).toMatch(/rescind destroy first.*Then run rescind deploy/);
    deployed.stacks.length = 0;
    expect((await doctor()).wrong).toEqual([`Rescind is not deployed in account ${home}, us-east-1.`]);
  });

  test('in the first hour, too, an alarm that is gone is told, and one that rings for more than silence', async () => {
    Object.assign(deployed.stacks[0] ?? {}, { createdAt: clock.at - 60_000 });
    const [gone, loud] = deployed.alarms.filter(({ whenMissing }) => whenMissing !== 'breaching');
    if (gone === undefined || loud === undefined) throw new Error('alarms stand');
    deployed.alarms.splice(deployed.alarms.indexOf(gone), 1);
    loud.state = 'ALARM';
    expect((await doctor()).wrong).toEqual([`The alarm ${gone.name} is gone.`, `The alarm ${loud.name} rings.`]);
  });

  test('what may not be looked at is not called fine', async () => {
    const some = await whoMay(
      aws,
      home,
      'sts:*',
      'account:*',
      'cloudformation:*',
      'events:*',
      'cloudwatch:*',
      'iam:*',
      's3:*',
    );
    const { status, stdout } = await typed(regionalEnvironmentOf(door.url, some), 'doctor', ...none);
    expect(status).toBe(1);
    expect(stdout).toContain('Part of the queues could not be read. AWS says: AccessDenied');
    expect(stdout).toContain('not authorized to perform: lambda:GetEventSourceMapping');
  });

  test('a policy that enforces needs a replay of the account’s own logs on record', async () => {
    laySettings(deployed, 'rescind.policy.json', '{"mode": "enforce"}');
    const untried = 'The policy enforces, although nobody has checked whom that disturbs.';
    expect((await doctor()).wrong).toEqual([untried]);

    const folder = await writtenOrganisation();
    expect((await replayTrail(folder, '--quiet', '--state', 'seen.db')).status).toBe(0);
    const state = ['--state', join(folder, 'seen.db')];
    const { wrong, readyToEnforce } = await doctor(...state);
    // The logs are another organisation's.
    expect(wrong).toEqual([untried]);
    expect(readyToEnforce.disturbances.length).toBeGreaterThan(0);
    expect(readyToEnforce.why.at(-1)).toContain(`contains no logs of account ${home}`);
  });
});

describe('destroy', () => {
  let dynamodb: DynamoDb;
  beforeAll(async () => {
    dynamodb = await startDynamoDb();
  });
  afterAll(() => dynamodb.close());
  const destroy = (...args: string[]) =>
    typed({ ...as(home), AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint }, 'destroy', '--dry-run', ...args);

  test('lists what is in force and stops, until that is meant; names what goes and what stays', async () => {
    expect((await destroy()).stdout).toContain('nothing to destroy');
    const reading = templateOf({
      organization: { ...members, units: ['r-simu'], callAs: 'SELF' },
      trailBucket: 'logs',
    });
    const deployed = await stand(reading, aws, home, clock.at);
    const name = deployed.stacks[0]?.resources.find(({ logicalId }) => logicalId.startsWith('FoundationDeeds'));
    // Nobody can say what is contained.
    const blind = await destroy();
    expect(blind.status).toBe(2);
    expect(blind.stderr).toContain('What is contained');
    const table = await dynamodb.table(name?.physicalId ?? '', 'deeds');
    const free = await destroy();
    expect(free.status, free.stderr).toBe(0);
    expect(free.stdout).toMatch(
      /First the roles and rules in all member accounts[\s\S]*Then the stack[\s\S]*These stay/,
    );
    expect(free.stdout).toContain('bucket rescind-foundationsettings');
    expect(free.stdout).toContain('Bucket logs is left as it is');

    const given = decision({ action: 'disable' });
    for (const [position, measure] of planActions(given, facts()).measures.entries()) {
      await dynamodbContainmentStore(table).arm([newContainment(given, position, measure, 'ada', 0)], 0);
      expect((await destroy()).status, `${position + 1} in force`).toBe(1);
    }
    const held = await destroy();
    expect(held.status).toBe(1);
    expect(held.stdout).toContain('rescind restore o_1f2e --deployment --region us-east-1');
    expect(held.stdout).toContain('aws iam update-access-key');
    expect(held.stdout).not.toContain('Then the stack');
    const json = JSON.parse((await destroy('--json')).stdout);
    expect(json).toMatchObject({ accountId: home, inForce: [{ outcomeId: 'o_1f2e' }, { outcomeId: 'o_1f2e' }] });
    expect(json.steps.join(' ')).toContain('Then the stack');
    expect(held.stderr).toContain('--leave-contained');
    const meant = await destroy('--leave-contained');
    expect(meant.status).toBe(0);
    expect(meant.stdout).toMatch(/In force now:[\s\S]*Then the stack/);
    expect(written()).toEqual([]);
  });
});
