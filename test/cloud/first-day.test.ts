import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { dynamodbContextStore } from '../../adapters/dynamodb/context-store.ts';
import { dynamodbNoteStore } from '../../adapters/dynamodb/note-store.ts';
import { type BackfillProgress, noteKeys } from '../../contract/notes.ts';
import { memberRoles } from '../../contract/permissions.ts';
import { settingsKeys } from '../../contract/settings.ts';
import { watcherAlarm } from '../../contract/watcher.ts';
import { activeDaysBefore } from '../../core/context/habits/familiarity.ts';
import type { AccountId } from '../../core/model/brand.ts';
import { day, dayOf, hour, minute } from '../../core/model/instant.ts';
import { decision } from '../core/plan/decisions.ts';
import { type Deployed, deployed } from './deployed.ts';
import { region, watchRegion } from './local-cloud.ts';
import { emittedBy, shownOn, waitedFor } from './metrics.ts';
import { poisonAll } from './poison.ts';
import { leaks, letOut, secretsOf } from './secrets.ts';
import { heartbeatOf, honestDays, theft, trailFilesOf, userHolder } from './story.ts';

const administrator = '999999999999';
const member = '111122223333';
const quiet = '444455556666';
const regions = [region, 'eu-north-1'];
const organization = { id: 'o-simulated1', units: ['r-simu'], regions, callAs: 'SELF' } as const;
const trailBucket = 'trail-logs';

const policy = {
  mode: 'enforce',
  people: [
    { name: 'ada', owns: ['team-data'] },
    { name: 'ben', approver: true },
  ],
};

// How long it takes is the machine's affair, and nothing that is tried here.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let here: Deployed;
let key: string;
/** Of the trail, one that is no log beside them: three hours of a day's work may fall on two dates. */
let logs: number;

beforeAll(async () => {
  here = await deployed(
    { organization, trailBucket, backfillDays: 21, watchRegion },
    { administrator, members: [member, quiet] },
  );
  const settings = here.cloud.find('AWS::S3::Bucket', 'Settings').ref;
  here.cloud.objects.set(`${settings}/${settingsKeys.policy}`, Buffer.from(JSON.stringify(policy)));
  const iam = iamOf(member);
  await iam.send(new CreateUserCommand({ UserName: 'bot' }));
  key = (await iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }))).AccessKey?.AccessKeyId ?? '';
  const past = trailFilesOf(member, honestDays(userHolder(member, 'bot', key), here.cloud.now()));
  for (const [path, body] of past) here.cloud.objects.set(`${trailBucket}/${path}`, body);
  logs = past.size;
  const [first = ''] = past.keys();
  here.cloud.objects.set(`${trailBucket}/${first.replace('_x.', '_y.')}`, Buffer.from('no log'));
});
afterAll(() => here.close());

/** Whoever may do everything in the account. */
function iamOf(accountId: string): IAMClient {
  const { aws } = here.cloud;
  return new IAMClient({ region, credentials: aws.administrator(accountId), requestHandler: aws.requestHandler() });
}

const statuses = () =>
  here.cloud.aws
    .account(member)
    .state.latest.users.get('bot')
    ?.keys.map(({ status }) => status);
const planned = () => here.cloud.announced.filter(({ type }) => type === 'ActionPlanned').map(({ detail }) => detail);

const taken = () => here.cloud.announced.filter(({ type }) => type === 'ActionTaken').map(({ detail }) => detail);

async function progress(): Promise<BackfillProgress> {
  return JSON.parse((await dynamodbNoteStore(here.table).load(noteKeys.backfill))?.text ?? 'null');
}

async function steal(): Promise<void> {
  for (const event of theft(userHolder(member, 'bot', key), here.cloud.now())) here.cloud.happen(member, event);
  await here.cloud.settle();
}

/** The trail writes these files, which the bucket tells of. */
function writeTrail(files: ReadonlyMap<string, Buffer>): void {
  for (const [path, body] of files) {
    here.cloud.objects.set(`${trailBucket}/${path}`, body);
    const detail = { bucket: { name: trailBucket }, object: { key: path, size: body.length } };
    const envelope = { source: 'aws.s3', 'detail-type': 'Object Created', account: administrator, detail };
    here.cloud.happen(administrator, envelope);
  }
}

/** A user of the member, with the keys, made more than a year ago. */
function makeOld(name: string): void {
  const user = here.cloud.aws.account(member).state.latest.users.get(name);
  for (const one of [user, ...(user?.keys ?? [])])
    Object.assign(one ?? {}, { createdAt: here.cloud.now() - 400 * day });
}

/** For this test: a sweep has nothing to look at there. */
function closed(id: string): void {
  const account = here.cloud.aws.account(id);
  account.status = 'SUSPENDED';
  onTestFinished(() => {
    account.status = 'ACTIVE';
  });
}

describe('what the trail wrote before the first day', () => {
  const plannedOf = (user: string) => planned().filter(({ principal }) => String(principal).endsWith(`:user/${user}`));
  const observes = (of: readonly { readonly [field: string]: unknown }[]) => {
    expect(of.length).toBeGreaterThan(0);
    expect(of.filter(({ mode }) => mode !== 'observe')).toEqual([]);
  };

  it('until it is learned, nothing acts, whatever the policy says: neither on what the fast lane brings', async () => {
    for (const event of theft(userHolder(member, 'early', 'AKIAEXAMPLEEXAMPLE03'), here.cloud.now())) {
      here.cloud.happen(member, event);
    }
    await here.cloud.settle();
    observes(plannedOf('early'));
  });

  it('nor on what the bulk lane brings', async () => {
    const stolen = theft(userHolder(member, 'filed', 'AKIAEXAMPLEEXAMPLE05'), here.cloud.now());
    const files = trailFilesOf(member, stolen);
    writeTrail(files);
    await here.cloud.settle();
    observes(plannedOf('filed'));
    // It is not of the past, which is counted below.
    for (const path of files.keys()) here.cloud.objects.delete(`${trailBucket}/${path}`);
  });

  it('nor on what was decided when something could', async () => {
    const principal = `arn:aws:iam::${member}:user/bot` as const;
    const about = { credential: key, principal, accountId: member as AccountId };
    await here.cloud.decide(decision({ id: 'd_before', ...about, action: 'disable', verdict: 'compromised' }));
    await here.cloud.settle();
    expect(statuses()).toEqual(['Active']);
    expect(taken().filter(({ id }) => id === 'd_before')).toMatchObject([{ outcome: 'skipped' }]);
  });

  it('nor after a sweep, whose notices do not say that it would, and come once, though the function dies before it notes what it told', async () => {
    makeOld('bot');
    for (const id of [administrator, member, quiet]) {
      const { regions: enabled } = here.cloud.aws.account(id);
      enabled.clear();
      enabled.set(region, 'ENABLED_BY_DEFAULT');
    }
    closed(quiet);
    const before = [planned().length, taken().length];
    let died = false;
    here.cloud.gateway.onCall = (who, { operation }) => {
      const hasTold = planned().length > (before[0] ?? 0);
      if (died || !hasTold || who !== `rescind-sweep-${region}` || operation !== 'PutItem') return;
      died = true;
      here.cloud.function('sweep').kill();
      // Nor does it arrive.
      throw new Error('the process went');
    };
    expect(await here.cloud.run('sweep')).toBe('succeeded');
    here.cloud.gateway.onCall = () => {};
    expect(died).toBe(true);
    await here.cloud.settle();
    const swept = planned().slice(before[0]);
    observes(swept);
    const told = taken().slice(before[1]);
    observes(told);
    // On the bus the same again, under the same ids.
    const ids = swept.map(({ id }) => String(id));
    expect(new Set(ids).size).toBeLessThan(ids.length);
    const notices = JSON.stringify(told);
    expect(notices).toContain('If the policy enforced, it would be switched off from');
    expect(notices).not.toContain('it is switched off');
    here.cloud.pass(2 * hour);
    here.cloud.ring('Notify');
    await here.cloud.settle();
    const waited = new Set(taken().flatMap(({ id, canWait }) => (canWait === true ? [String(id)] : [])));
    expect([...waited]).toEqual(expect.arrayContaining(ids));
    expect(here.cloud.published.at(-1)?.subject).toBe(`${waited.size} notices that could wait`);
    expect(statuses()).toEqual(['Active']);
  });

  it('nor after a backfill that could not read it, whose execution fails, and whose log says why', async () => {
    const breach = { RoleName: 'rescind-backfill-eu-west-1', PolicyName: 'breach' };
    const Statement = { Effect: 'Deny', Action: 's3:GetObject', Resource: `arn:aws:s3:::${trailBucket}/*` };
    const iam = iamOf(administrator);
    await iam.send(new PutRolePolicyCommand({ ...breach, PolicyDocument: JSON.stringify({ Statement }) }));
    expect(String(await here.cloud.run('backfill'))).toContain('NotLearned');
    const log = here.cloud.function('backfill').lines.map((line) => JSON.parse(line));
    expect(log.find(({ message }) => message === 'refused')).toMatchObject({
      level: 'ERROR',
      account: member,
      action: 's3:GetObject',
      error: 'AccessDenied',
    });
    expect(await progress()).toMatchObject({ records: 0, endedAt: null, learnedAt: null, gaps: [{ kind: 'refused' }] });
    const before = planned().length;
    for (const event of theft(userHolder(member, 'later', 'AKIAEXAMPLEEXAMPLE08'), here.cloud.now())) {
      here.cloud.happen(member, event);
    }
    await here.cloud.settle();
    observes(planned().slice(before));
    await iam.send(new DeleteRolePolicyCommand(breach));
    expect(here.cloud.gateway.denied.every((one) => one.startsWith(`${breach.RoleName} s3:GetObject `))).toBe(true);
    here.cloud.gateway.denied.length = 0;
  });

  it('is learned a day at a time, and one who broke off is followed by one who goes on', async () => {
    const before = planned().length;
    const backfill = here.cloud.function('backfill');
    const { days, folders } = (await backfill.invoke({ step: 'begin' })) as { days: string[]; folders: string[] };
    expect(days).toHaveLength(22);
    await backfill.invoke({ step: 'learn', day: days[0], account: member, folders });
    await backfill.invoke({ step: 'day', day: days[0] });
    expect(await progress()).toMatchObject({ done: 1, endedAt: null });
    // Somebody is at it.
    expect(await backfill.invoke({ step: 'begin' })).toEqual({ idle: true });
    expect(await here.cloud.run('backfill')).toBe('succeeded');
    expect((await progress()).endedAt).toBeNull();

    // The days until it is learned are of the past, too.
    here.cloud.pass(2 * day);
    const calls = here.cloud.killAt('backfill', 40);
    expect(await here.cloud.run('backfill')).toBe('succeeded');
    expect(calls()).toBeGreaterThan(40);
    expect(await progress()).toMatchObject({ done: 24, files: logs + 1, records: 60, damaged: 1, accounts: [member] });
    expect((await progress()).endedAt).not.toBeNull();
    expect(planned()).toHaveLength(before);
    const stored = await dynamodbContextStore(here.table).load(`access-key ${key}`);
    const learned = stored === null ? 0 : activeDaysBefore(stored.baseline, dayOf(here.cloud.now()));
    expect(learned).toBeGreaterThan(18);
    expect(await backfill.invoke({ step: 'begin' })).toEqual({ idle: true });
  });

  it('and from then on a thief is known by it, and stopped', async () => {
    await steal();
    expect(planned().map(({ mode }) => mode)).toContain('enforce');
    expect(statuses()).toEqual(['Inactive']);
  });

  it('and a sweep says what it will do', async () => {
    const before = taken().length;
    await iamOf(member).send(new CreateUserCommand({ UserName: 'old' }));
    await iamOf(member).send(new CreateAccessKeyCommand({ UserName: 'old' }));
    makeOld('old');
    closed(quiet);
    expect(await here.cloud.run('sweep')).toBe('succeeded');
    await here.cloud.settle();
    const told = taken().slice(before);
    expect(told.map(({ mode }) => mode)).toContain('enforce');
    expect(JSON.stringify(told)).toContain('Unless its owner objects, it is switched off from');
  });
});

describe('without Slack', () => {
  const letters = (part: string) => here.cloud.published.filter(({ topic }) => topic.includes(part));
  const visit = (method: 'GET' | 'POST', token: string) =>
    here.cloud.function('links').invoke({
      requestContext: { http: { method } },
      ...(method === 'GET'
        ? { queryStringParameters: { t: token } }
        : { body: new URLSearchParams({ t: token }).toString() }),
    }) as Promise<{ statusCode: number; body: string }>;
  const linkIn = (text: string, offer: string) =>
    new RegExp(`${offer}[^\\n]*:\\n\\S+[?]t=(\\S+)`).exec(text)?.[1] ?? '';

  it('everybody reads what was done, and only who may answer gets links, for themselves', () => {
    expect(letters('Notices').some(({ subject }) => subject.includes('compromised, contained'))).toBe(true);
    expect(letters('Notices').filter(({ text }) => text.includes('?t='))).toEqual([]);
    expect(letters('Answers').length).toBeGreaterThan(0);
    expect(new Set(letters('Answers').map(({ person }) => person))).toEqual(new Set(['ben']));
  });

  it('a link changes nothing when it is opened, answers once it is confirmed, and nothing twice', async () => {
    const letter = letters('Answers').findLast(({ text }) => text.includes('Undo:'));
    const token = linkIn(letter?.text ?? '', 'Undo');
    const asked = await visit('GET', token);
    expect(asked).toMatchObject({ statusCode: 200, body: expect.stringContaining('method="post"') });
    await here.cloud.settle();
    expect(statuses()).toEqual(['Inactive']);

    // It dies at it: whoever confirmed sees an error, and confirms again.
    const answers = () => here.cloud.announced.filter(({ type }) => type === 'DecisionAnswered').length;
    const before = answers();
    const calls = here.cloud.killAt('links', 2);
    await expect(visit('POST', token)).rejects.toThrow('the process went');
    expect(calls()).toBe(2);
    expect(await visit('POST', token)).toMatchObject({ statusCode: 200 });
    expect(await visit('POST', `${token.slice(0, -2)}xx`)).toMatchObject({ statusCode: 403 });
    await here.cloud.settle();
    expect(here.cloud.announced.filter(({ type }) => type === 'DecisionAnswered').at(-1)?.detail).toMatchObject({
      choice: 'undo',
      by: ['ben'],
    });
    expect(answers()).toBe(before + 1);
    expect(letters('Notices').at(-1)?.text).toMatch(/^Undone by ben\./);
  });

  it('everybody is told once, though the function that mails dies at it', async () => {
    const told = () => letters('Notices').filter(({ text }) => text.includes('d_mailed'));
    const calls = here.cloud.killAt('mail', 2);
    const about = { credential: 'AKIAEXAMPLEEXAMPLE06', principal: `arn:aws:iam::${member}:user/bot` } as const;
    const accountId = member as AccountId;
    await here.cloud.decide(
      decision({ id: 'd_mailed', ...about, accountId, action: 'notify', verdict: 'compromised' }),
    );
    await here.cloud.settle();
    expect(calls()).toBe(2);
    expect(here.cloud.queue('NotifyWorkerQueue').bodies()).toHaveLength(1);
    expect(told()).toEqual([]);
    here.cloud.pass(hour);
    await here.cloud.settle();
    expect(here.cloud.queue('NotifyWorkerQueue').bodies()).toEqual([]);
    expect(told()).toHaveLength(1);
  });
});

describe('the heartbeat', () => {
  const measured = () =>
    JSON.parse(here.cloud.function('heartbeat').lines.findLast((one) => one.includes('SilentFast')) ?? '{}');
  const counts = () => {
    const { SilentFast, SilentBulk, SilentRegions, SweepLate, LearningLate } = measured();
    return { SilentFast, SilentBulk, SilentRegions, SweepLate, LearningLate };
  };
  const accounts = [administrator, member, quiet];
  let before = 0;
  beforeAll(() => {
    before = planned().length;
  });

  async function ring(): Promise<void> {
    here.cloud.ring('Round');
    await here.cloud.settle();
  }

  it('is made as soon as the stack stands, in every account and Region at once, by a role that may do nothing', async () => {
    const from = here.cloud.aws.journal.length;
    const detail = {
      'stack-id': `arn:aws:cloudformation:${region}:${administrator}:stack/Rescind/1`,
      'status-details': { status: 'CREATE_COMPLETE' },
    };
    const type = 'CloudFormation Stack Status Change';
    here.cloud.happen(administrator, {
      source: 'aws.cloudformation',
      'detail-type': type,
      account: administrator,
      detail,
    });
    await here.cloud.settle();
    const calls = here.cloud.aws.journal.slice(from).filter(({ operation }) => operation === 'GetCallerIdentity');
    const ours = calls.flatMap(({ caller, region: from }) =>
      caller?.includes(memberRoles.alive) ? [`${caller.split(':')[4]} ${from}`] : [],
    );
    const everywhere = accounts.flatMap((account) => regions.map((from) => `${account} ${from}`));
    expect(ours.toSorted()).toEqual(everywhere.toSorted());
    expect(counts()).toEqual({ SilentFast: 0, SilentBulk: 0, SilentRegions: 0, SweepLate: 0, LearningLate: 0 });
    const names = await dynamodbNoteStore(here.table).load(noteKeys.accountNames);
    expect(Object.keys(JSON.parse(names?.text ?? '{}')).toSorted()).toEqual(accounts.toSorted());
  });

  it('heard by both lanes, all is well; an account that one of them does not hear is counted', async () => {
    for (const account of accounts) {
      const beat = heartbeatOf(account, here.cloud.now());
      here.cloud.happen(account, beat);
      if (account !== quiet) writeTrail(trailFilesOf(account, [beat]));
    }
    await here.cloud.settle();
    here.cloud.pass(14 * minute);
    await ring();
    expect(counts()).toMatchObject({ SilentFast: 0, SilentBulk: 0 });
    here.cloud.pass(2 * minute);
    await ring();
    expect(counts()).toMatchObject({ SilentFast: 3, SilentBulk: 0 });
    here.cloud.pass(30 * minute);
    await ring();
    expect(counts()).toMatchObject({ SilentFast: 3, SilentBulk: 2 });
    // What was never heard is given an hour.
    here.cloud.pass(15 * minute);
    await ring();
    expect(counts()).toMatchObject({ SilentFast: 3, SilentBulk: 3 });
    const note = await dynamodbNoteStore(here.table).load(noteKeys.heartbeat);
    const { silent } = JSON.parse(note?.text ?? '{}') as {
      silent: { account: string; lane: string; heardAt: unknown }[];
    };
    expect(silent.filter(({ heardAt }) => heardAt === null)).toEqual([{ account: quiet, lane: 'bulk', heardAt: null }]);
  });

  it('what the trail’s files alone bring is measured as lost, and named', async () => {
    expect(measured().LaneDisagreement).toBe(0);
    const beat = heartbeatOf(member, here.cloud.now());
    writeTrail(trailFilesOf(member, [beat]));
    await here.cloud.settle();
    here.cloud.pass(20 * minute);
    await ring();
    expect(measured().LaneDisagreement).toBe(100);
    const said = here.cloud.function('heartbeat').lines.findLast((one) => one.includes('lossiest'));
    expect(JSON.parse(said ?? '{}').lossiest).toEqual({ account: member, lane: 'fast', lost: 1, due: 1 });
  });

  it('a Region that is silent in an account which is heard is counted as that, and the account in no lane', async () => {
    for (const account of accounts) {
      const beat = heartbeatOf(account, here.cloud.now());
      here.cloud.happen(account, beat);
      writeTrail(trailFilesOf(account, [beat]));
    }
    await here.cloud.settle();
    await ring();
    const elsewhere = accounts.length * (regions.length - 1);
    // In either lane.
    expect(counts()).toMatchObject({ SilentFast: 0, SilentBulk: 0, SilentRegions: 2 * elsewhere });
    here.cloud.pass(hour);
    await ring();
    expect(counts()).toMatchObject({ SilentFast: accounts.length, SilentBulk: accounts.length, SilentRegions: 0 });
  });

  it('a heartbeat is no use of anybody’s credential, and says nothing against one', () => {
    const since = planned().slice(before);
    expect(since.some(({ principal }) => String(principal).includes('rescind-'))).toBe(false);
  });

  it('is made all the same, though the function dies at it', async () => {
    const calls = here.cloud.killAt('heartbeat', 5);
    await ring();
    expect(calls()).toBeGreaterThanOrEqual(5);
    expect(here.cloud.queue('HeartbeatWorkerQueue').bodies()).toHaveLength(1);
    const from = here.cloud.aws.journal.length;
    here.cloud.pass(hour);
    await here.cloud.settle();
    expect(here.cloud.queue('HeartbeatWorkerQueue').bodies()).toEqual([]);
    const beats = here.cloud.aws.journal.slice(from).filter(({ operation, caller }) => {
      return operation === 'GetCallerIdentity' && caller?.includes(memberRoles.alive);
    });
    expect(beats).toHaveLength(accounts.length);
  });

  it('another Region rings where its rounds stop coming, and only then', async () => {
    const state = () => here.cloud.alarms?.state(watcherAlarm('rounds', region), here.cloud.now());
    for (let times = 1; times <= 4; times++) {
      await ring();
      here.cloud.pass(5 * minute);
      expect(state()).toBe('OK');
    }
    // Twenty minutes after the last one, as docs/deploy.md says.
    here.cloud.pass(14 * minute);
    expect(state()).toBe('OK');
    here.cloud.pass(minute);
    expect(state()).toBe('ALARM');
    await ring();
    expect(state()).toBe('OK');
  });

  it('once a week its plug is pulled for an hour, to see that it would ring', async () => {
    const asleep = () => {
      const line = here.cloud.function('heartbeat').lines.findLast((one) => one.includes('WatcherAsleep'));
      return JSON.parse(line ?? '{}').WatcherAsleep;
    };
    const week = 7 * day;
    here.cloud.pass((10 * hour - (here.cloud.now() % week) + week) % week);
    for (let times = 0; times < 12; times++) {
      await ring();
      expect([times, asleep()]).toEqual([times, 0]);
      here.cloud.pass(5 * minute);
    }
    expect(here.cloud.alarms?.state(watcherAlarm('drill', region), here.cloud.now())).toBe('ALARM');
    expect(here.cloud.alarms?.state(watcherAlarm('rounds', region), here.cloud.now())).toBe('OK');
    await ring();
    expect(here.cloud.alarms?.state(watcherAlarm('drill', region), here.cloud.now())).toBe('OK');
  });

  it('where no sweep has ended for two days, that rings too', async () => {
    here.cloud.pass(2 * day);
    await ring();
    expect(counts()).toMatchObject({ SweepLate: 1, LearningLate: 0 });
  });

  it('and so does a past that nobody has learned since', async () => {
    const text = JSON.stringify({ ...(await progress()), learnedAt: null });
    const notes = dynamodbNoteStore(here.table);
    const { version: expectedVersion = null } = (await notes.load(noteKeys.backfill)) ?? {};
    await notes.commit({ key: noteKeys.backfill, text, expectedVersion, until: null });
    await ring();
    expect(counts()).toMatchObject({ LearningLate: 1 });
  });
});

it('a message that nobody can read takes no letter with it, and the runbook’s query says why it was set aside', async () => {
  const mailed = taken().find(({ id }) => id === 'd_mailed') as { readonly notice: object };
  const letters = () => here.cloud.published.filter(({ topic }) => topic.includes('Notices')).length;
  const before = letters();
  const poisoned = await poisonAll(here.cloud, async () => {
    for (const id of ['n_1', 'n_2']) here.cloud.forge('ActionTaken', { ...mailed, notice: { ...mailed.notice, id } });
  });
  expect(letters()).toBe(before + 2);
  expect(poisoned.map(({ name }) => name)).toContain('mail');
  const alone = { left: [], aside: [{ body: '{"half', why: 'no JSON, SyntaxError' }] };
  expect(poisoned).toEqual(poisoned.map(({ name }) => ({ name, ...alone })));
});

describe('permissions of what is there without Slack', () => {
  const without = ['rescind-mail-eu-west-1', 'rescind-links-eu-west-1'];

  it('all that is called is granted, and all that is granted is called', () => {
    expect(here.cloud.gateway.denied).toEqual([]);
    const granted = here.cloud.granted.filter(({ role }) => without.includes(role));
    expect(granted.length).toBeGreaterThan(10);
    expect(here.cloud.beyond(granted)).toEqual([]);
  });
});

it('every count that an alarm of those waits for was written, too', () => {
  const waited = waitedFor(here.cloud).filter((one) => /^(mail|links) /.test(one));
  expect(waited.toSorted()).toEqual(['links Rejected', 'mail Undelivered']);
  const emitted = emittedBy(here.cloud);
  expect(waited.filter((one) => !emitted.has(one))).toEqual([]);
  expect(shownOn(here.cloud)).toContain('mail NoticeDeliveredSeconds');
  expect(emitted).toContain('mail NoticeDeliveredSeconds');
});

it('no function lets out a secret, the key that signs links among them', async () => {
  const secrets = secretsOf(here.cloud);
  const { versions } = [...here.cloud.aws.account(administrator).state.latest.secrets.values()][0] ?? {};
  const [key] = versions?.values() ?? [];
  expect(secrets).toContain(key?.text);
  expect(leaks(await letOut(here), secrets)).toEqual([]);
});
