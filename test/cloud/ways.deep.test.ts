import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { describe, expect, it, vi } from 'vitest';
import { dynamodbContextStore } from '../../adapters/dynamodb/context-store.ts';
import { dynamodbNoteStore } from '../../adapters/dynamodb/note-store.ts';
import { detailOf, type EventDetail } from '../../contract/events.ts';
import { memberRoles } from '../../contract/permissions.ts';
import { settingsKeys } from '../../contract/settings.ts';
import { minute } from '../../core/model/instant.ts';
import { heardOf } from '../../functions/beats.ts';
import type { RescindStackProps } from '../../lib/rescind-stack.ts';
import { SimulatedAws } from '../../simulator/aws/simulated-aws.ts';
import { type Deployed, deployed } from './deployed.ts';
import { region } from './local-cloud.ts';
import { heartbeatOf, honestDays, theft, trailFilesOf, userHolder } from './story.ts';

type Fields = Readonly<Record<string, unknown>>;

const [administrator, member, management] = ['999999999999', '111122223333', '444455556666'];
const other = 'us-east-1';
const unit = 'ou-simu-11111111';
const organization = { id: 'o-simulated1', units: ['r-simu'], regions: [region], callAs: 'SELF' } as const;
const policy = { mode: 'enforce', people: [{ name: 'ben', approver: true }] };

// How long it takes is the machine's affair, and nothing that is tried here.
vi.setConfig({ testTimeout: 120_000 });

/** Deployed so; `manager` is the management account, null where the account stands alone. With some `outside` the members are under a unit. */
async function deploy(
  props: Omit<RescindStackProps, 'bundles'>,
  manager: string | null,
  members: readonly string[],
  outside: readonly string[] = [],
) {
  const aws = new SimulatedAws({
    clock: { now: Date.now },
    accounts: [
      ...[administrator, ...outside].map((id) => ({ id })),
      ...members.map((id) => (outside.length > 0 ? { id, parentId: unit } : { id })),
    ],
    ...(manager !== null && { managementAccountId: manager }),
  });
  if (manager !== administrator) aws.world.organization?.delegated.set(administrator, ['stacksets']);
  for (const { regions } of aws.world.accounts.values()) {
    for (const one of regions.keys()) if (![region, other].includes(one)) regions.delete(one);
  }
  const here = await deployed(props, { administrator, members, aws });
  const settings = here.cloud.find('AWS::S3::Bucket', 'Settings').ref;
  here.cloud.objects.set(`${settings}/${settingsKeys.policy}`, Buffer.from(JSON.stringify(policy)));
  return here;
}

/** As CloudTrail logs it where it was done. */
function doneIn(where: string, { detail, ...envelope }: Fields): Fields {
  return { ...envelope, region: where, detail: { ...Object(detail), awsRegion: where } };
}

/** A key is stolen, and used in a Region: by what each lane hears of it, its status, and what was done and told. */
async function robbed({ cloud }: Deployed, account: string, where: string) {
  const { aws } = cloud;
  const iam = new IAMClient({ region, credentials: aws.administrator(account), requestHandler: aws.requestHandler() });
  await iam.send(new CreateUserCommand({ UserName: 'bot' }));
  const made = await iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }));
  const holder = userHolder(account, 'bot', made.AccessKey?.AccessKeyId ?? '');
  const trail = cloud.resources.some(({ type }) => type === 'AWS::CloudTrail::Trail');
  const past = honestDays(holder, cloud.now());
  if (trail) for (const [path, body] of trailFilesOf(account, past)) cloud.trailWrites(path, body);
  else for (const event of past) cloud.happen(account, event);
  await cloud.settle();
  for (const event of theft(holder, cloud.now())) cloud.happen(account, doneIn(where, event));
  await cloud.settle();
  const key = made.AccessKey?.AccessKeyId ?? '';
  return {
    statuses: aws
      .account(account)
      .state.latest.users.get('bot')
      ?.keys.map(({ status }) => status),
    done: cloud.announced.flatMap(({ type, detail }) =>
      type === 'ActionTaken' && detail.credential === key && detail.outcome === 'done' ? [detail.action] : [],
    ),
    letters: cloud.published.filter(({ topic, text }) => topic.includes('Notices') && text.includes(account)).length,
  };
}

const stopped = {
  statuses: ['Inactive'],
  done: expect.arrayContaining(['disable']),
  letters: expect.toSatisfy((count: number) => count > 0),
};

/** A round, and what CloudTrail logs of it; but of an account and Region that is deaf. Answers how many were silent. */
async function round({ cloud }: Deployed, deaf: string | null = null) {
  const from = cloud.aws.journal.length;
  cloud.ring('Round');
  await cloud.settle();
  for (const { operation, caller, region: where } of cloud.aws.journal.slice(from)) {
    if (operation !== 'GetCallerIdentity' || caller?.includes(memberRoles.alive) !== true) continue;
    const account = caller.split(':')[4] ?? '';
    if (`${account} ${where}` !== deaf) cloud.happen(account, doneIn(where, heartbeatOf(account, cloud.now())));
  }
  await cloud.settle();
  const line = cloud.function('heartbeat').lines.findLast((one) => one.includes('SilentRegions'));
  const { SilentFast, SilentRegions } = JSON.parse(line ?? '{}');
  cloud.pass(5 * minute);
  return [SilentFast, SilentRegions];
}

/** Which of these accounts the fast lane has heard a heartbeat of, and from where: `account Region`. */
async function heard({ table }: Deployed, accounts: readonly string[]): Promise<string[]> {
  const notes = dynamodbNoteStore(table);
  const all = await Promise.all(
    accounts.map(async (account) => {
      const { from } = await heardOf('fast', account, notes);
      return Object.keys(from).map((where) => `${account} ${where}`);
    }),
  );
  return all.flat().toSorted();
}

const each = (accounts: readonly string[], regions: readonly string[]) =>
  accounts.flatMap((account) => regions.map((where) => `${account} ${where}`)).toSorted();

/** How a sweep ended, and over how many accounts. */
async function swept({ cloud }: Deployed) {
  const ended = await cloud.run('sweep');
  await cloud.settle();
  const told = cloud.announced.flatMap(({ type, detail }): EventDetail<'SweepCompleted'>[] => {
    const completed = detailOf('SweepCompleted', { source: 'rescind', 'detail-type': type, detail });
    return completed === null ? [] : [completed];
  });
  return [ended, told.map(({ accounts, gaps }) => ({ ...accounts, gaps }))];
}

const sweptAll = (accounts: number) => [
  'succeeded',
  [{ swept: accounts, refused: 0, unfinished: 0, closed: 0, gaps: 0 }],
];

describe('a thief is stopped and told of, every account is heard and swept, and nothing is denied', () => {
  it('in an account alone', async () => {
    const here = await deploy({}, null, []);
    expect(await robbed(here, administrator, region)).toEqual(stopped);
    expect(await round(here)).toEqual([0, 0]);
    expect(await heard(here, [administrator])).toEqual(each([administrator], [region]));
    expect(await swept(here)).toEqual(sweptAll(1));
    expect(here.cloud.gateway.denied).toEqual([]);
    await here.close();
  });

  it('from an account that the organisation delegated to, in two Regions, with a stack for the management account', async () => {
    const callAs = 'DELEGATED_ADMIN' as const;
    const given = { ...organization, regions: [other, region], callAs };
    const here = await deploy({ organization: given }, management, [member, management]);
    const accounts = [administrator, member, management];
    // Once, whoever and wherever it is: a rule of the account and one of the set would bring it twice.
    for (const [account, where] of accounts.flatMap((one) => [other, region].map((at) => [one, at] as const))) {
      const before = here.cloud.worksOff('observe').bodies().length;
      here.cloud.happen(account, doneIn(where, heartbeatOf(account, here.cloud.now())));
      expect(here.cloud.worksOff('observe').bodies().length - before, `${account} ${where}`).toBe(1);
    }
    await here.cloud.settle();
    // Each in the Region that it has a rule in by another way than in the first.
    for (const [account, where] of [
      [administrator, other],
      [member, region],
      [management, region],
    ] as const)
      expect(await robbed(here, account, where), account).toEqual(stopped);
    expect(await round(here)).toEqual([0, 0]);
    expect(await round(here)).toEqual([0, 0]);
    expect(await heard(here, accounts)).toEqual(each(accounts, [region, other]));
    expect(await swept(here)).toEqual(sweptAll(3));
    expect(here.cloud.gateway.denied).toEqual([]);
    await here.close();
  });

  it('with a trail that is made, and that the bucket’s policy lets write', async () => {
    const here = await deploy({ organization, trailBucket: 'new' }, administrator, [member]);
    const accounts = [administrator, member];
    for (const account of accounts) expect(await robbed(here, account, region), account).toEqual(stopped);
    expect(await round(here)).toEqual([0, 0]);
    expect(await heard(here, accounts)).toEqual(each(accounts, [region]));
    expect(await swept(here)).toEqual(sweptAll(2));
    expect(here.cloud.gateway.denied).toEqual([]);
    // Nor is S3's greeting to a queue anybody's trouble.
    expect([here.cloud.worksOff('ingest').bodies(), here.cloud.setAside('ingest')]).toEqual([[], []]);
    await here.close();
  });

  it('with a trail’s bucket that a key of its owner encrypts, which is used by way of S3 and in no other', async () => {
    const [trailBucket, trailKey] = ['trail-logs', `arn:aws:kms:${region}:${administrator}:key/1234abcd`];
    const here = await deploy({ organization, trailBucket, trailKey, backfillDays: 3 }, administrator, [member]);
    const { cloud } = here;
    cloud.gateway.sealedBy.set(trailBucket, trailKey);
    const past = honestDays(userHolder(member, 'bot', 'AKIAEXAMPLEEXAMPLE07'), cloud.now());
    const files = [...trailFilesOf(member, past)];
    for (const [path, body] of files) cloud.objects.set(`${trailBucket}/${path}`, body);
    expect(await cloud.run('backfill')).toBe('succeeded');
    const detail = { bucket: { name: trailBucket }, object: { key: files.at(-1)?.[0], size: 1 } };
    cloud.happen(administrator, { source: 'aws.s3', 'detail-type': 'Object Created', account: administrator, detail });
    await cloud.settle();
    const readers = ['backfill', 'ingest'].map((name) => `rescind-${name}-${region}`);
    const uses = [...cloud.gateway.used].filter((one) => one.includes('kms:'));
    expect(uses.toSorted()).toEqual(readers.map((role) => `${role} kms:Decrypt ${trailKey}`));
    expect(cloud.beyond(cloud.granted.filter(({ action }) => action.startsWith('kms:')))).toEqual([]);
    expect([cloud.gateway.denied, cloud.worksOff('ingest').bodies(), cloud.setAside('ingest')]).toEqual([[], [], []]);
    for (const roleName of readers) {
      const { accessKeyId } = cloud.aws.giveSession({ accountId: administrator, roleName, sessionName: 'direct' });
      expect(cloud.gateway.allows(accessKeyId, 'kms:Decrypt', trailKey)).toBe(false);
    }
    await here.close();
  });

  it('of the others, where another deployment watches this account; without inline denies, and under the guard', async () => {
    const rest = { watchesItself: false, inlineDenies: false, guard: true };
    const here = await deploy({ organization, ...rest }, administrator, [member]);
    expect([...here.cloud.aws.account(member).state.latest.roles.keys()]).not.toContain(memberRoles.scope);
    expect(await robbed(here, member, region)).toEqual(stopped);
    // Of its own account it hears nothing.
    for (const event of theft(userHolder(administrator, 'bot', 'AKIAEXAMPLEEXAMPLE07'), here.cloud.now()))
      here.cloud.happen(administrator, event);
    expect(here.cloud.worksOff('observe').bodies()).toEqual([]);
    expect(await round(here)).toEqual([0, 0]);
    expect(await heard(here, [administrator, member])).toEqual(each([member], [region]));
    expect(await swept(here)).toEqual(sweptAll(1));
    expect(here.cloud.gateway.denied).toEqual([]);
    await here.close();
  });

  it('in every Region that the heartbeat is made in, the management account’s, too; a rule that goes deaf there rings', async () => {
    const regions = [other, region];
    const here = await deploy({ organization: { ...organization, regions } }, administrator, [member]);
    expect(await robbed(here, administrator, other)).toEqual(stopped);
    // A Region's turn is missed when it was silent for two turns of both and a quarter of an hour.
    for (let n = 0; n < 10; n++) expect(await round(here)).toEqual([0, 0]);
    expect(await heard(here, [administrator, member])).toEqual(each([administrator, member], regions));
    expect(await swept(here)).toEqual(sweptAll(2));
    expect(here.cloud.gateway.denied).toEqual([]);
    const after = [];
    for (let n = 0; n < 10; n++) after.push(await round(here, `${administrator} ${other}`));
    expect(after.at(-1)).toEqual([0, 1]);
    await here.close();
  });

  it('from an account that the organisation delegated to, and that is under none of the units: heard in each Region all the same', async () => {
    const given = { ...organization, units: [unit], regions: [other, region], callAs: 'DELEGATED_ADMIN' as const };
    const outsider = '222233334444';
    const here = await deploy({ organization: given }, management, [member], [outsider, management]);
    for (let n = 0; n < 10; n++) expect(await round(here)).toEqual([0, 0]);
    expect(await heard(here, [administrator, member])).toEqual(each([administrator, member], [region, other]));
    expect(await robbed(here, administrator, other)).toEqual(stopped);
    // As the delegate for notices of all, it hears of accounts that nobody watches.
    const about = { eventTypeCode: 'AWS_RISK_CREDENTIALS_EXPOSED', affectedAccount: outsider };
    const before = here.cloud.announced.length;
    here.cloud.happen(administrator, {
      id: 'of-a-stranger',
      source: 'aws.health',
      'detail-type': 'AWS Health Event',
      account: administrator,
      time: new Date(here.cloud.now()).toISOString(),
      detail: { ...about, affectedEntities: [{ entityValue: 'AKIAEXAMPLEEXAMPLE09' }] },
    });
    await here.cloud.settle();
    expect(here.cloud.announced.length).toBe(before);
    expect(here.cloud.gateway.denied).toEqual([]);
    await here.close();
  });

  it('under a unit alone: of a trail of the whole organisation nobody else is learned or judged, and of its bucket nothing else is read', async () => {
    const outsider = '222233334444';
    const given = { ...organization, units: [unit] };
    const props = { organization: given, watchesItself: false, trailBucket: 'audit/logs/trail', backfillDays: 3 };
    const here = await deploy(props, administrator, [member], [outsider]);
    const { cloud, table } = here;
    const holders = [
      userHolder(administrator, 'bot', 'AKIAEXAMPLEEXAMPLE05'),
      userHolder(outsider, 'bot', 'AKIAEXAMPLEEXAMPLE06'),
      userHolder(member, 'bot', 'AKIAEXAMPLEEXAMPLE07'),
    ];
    const [at, paths] = [cloud.now(), new Map<string, string>()];
    for (const [n, account] of [administrator, outsider, member].entries()) {
      const holder = holders[n] ?? userHolder(account, 'bot', '');
      for (const [path, body] of trailFilesOf(account, honestDays(holder, at).slice(-9)))
        cloud.objects.set(`audit/logs/trail/${path}`, body);
      for (const [path, body] of trailFilesOf(account, theft(holder, at))) {
        cloud.objects.set(`audit/logs/trail/${path}`, body);
        paths.set(account, path);
      }
    }
    const tell = (key: string) => {
      const detail = { bucket: { name: 'audit' }, object: { key, size: 1 } };
      const event = { source: 'aws.s3', 'detail-type': 'Object Created', account: administrator, detail };
      cloud.happen(administrator, event);
    };
    const lastIngested = () =>
      JSON.parse(cloud.function('ingest').lines.findLast((one) => /ingested/.test(one)) ?? '{}');
    // Nothing is begun, nor anything given up, before the first heartbeat has said who is under the unit.
    for (const path of paths.values()) tell(`logs/trail/${path}`);
    expect(await cloud.run('backfill')).toBe('succeeded');
    await cloud.settle();
    expect([cloud.worksOff('ingest').bodies().length, lastIngested()]).toEqual([3, {}]);
    await round(here);
    cloud.pass(30 * minute);
    await cloud.settle();
    expect([cloud.worksOff('ingest').bodies(), cloud.setAside('ingest')]).toEqual([[], []]);
    expect(lastIngested().counts).toMatchObject({ unwatched: 2, scored: expect.any(Number) });
    expect(await cloud.run('backfill')).toBe('succeeded');
    const contexts = dynamodbContextStore(table);
    const known = await Promise.all(
      holders.map(({ userIdentity }) => contexts.load(`access-key ${userIdentity.accessKeyId}`)),
    );
    expect(known.map((one) => one !== null)).toEqual([false, false, true]);
    // What is kept beside the trail wakes nobody, and could not be read.
    for (const key of ['logs/trail.json.gz', `other/${paths.get(member)}`]) tell(key);
    expect(cloud.worksOff('ingest').bodies()).toEqual([]);
    for (const name of ['backfill', 'ingest']) {
      const roleName = `rescind-${name}-${region}`;
      const { accessKeyId } = cloud.aws.giveSession({ accountId: administrator, roleName, sessionName: 'direct' });
      const may = (key: string) => cloud.gateway.allows(accessKeyId, 's3:GetObject', `arn:aws:s3:::audit/${key}`);
      expect([`logs/trail/${paths.get(member)}`, `other/${paths.get(member)}`, 'logs/trail/x'].map(may)).toEqual([
        true,
        false,
        false,
      ]);
    }
    await here.close();
  });
});
