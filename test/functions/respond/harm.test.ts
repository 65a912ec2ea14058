import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryContextStore } from '../../../adapters/memory/context-store.ts';
import { intake } from '../../../core/intake/intake.ts';
import type { Told } from '../../../core/intake/told.ts';
import { day, formatInstant, hour, type Instant, minute, second } from '../../../core/model/instant.ts';
import { observe } from '../../../core/observe/observe.ts';
import { answerDecision } from '../../../functions/respond/answer-decision.ts';
import { grant } from '../../../functions/respond/grant.ts';
import { keepUp } from '../../../functions/respond/look-after.ts';
import { undoHarm } from '../../../functions/respond/undo-harm.ts';
import { type DynamoDb, startDynamoDb } from '../../adapters/dynamodb/table.ts';
import { record, user } from '../../core/intake/sample.ts';
import { account } from '../../core/plan/decisions.ts';
import { enforcing, type Scene, sceneOn } from './scene.ts';

const office = '192.0.2.10';
const refused = {
  errorCode: 'AccessDenied',
  errorMessage: `User: arn:aws:iam::${account}:user/bot is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/x" with an explicit deny in an identity-based policy`,
};

let dynamodb: DynamoDb;
let scene: Scene;
let contexts: ReturnType<typeof memoryContextStore>;
let made = 0;

beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());
beforeEach(async () => {
  scene = await sceneOn(dynamodb, `h${made++}`);
  contexts = memoryContextStore();
  for (let ago = 4; ago >= 1; ago--) await happen(scene.time.at - ago * day, {}, office);
});

/** A call of bot’s with its key, told to whoever observes. */
async function happen(at: Instant, changes: Readonly<Record<string, unknown>>, from: string): Promise<void> {
  const who = { ...user, arn: `arn:aws:iam::${account}:user/bot`, userName: 'bot', accessKeyId: scene.key };
  const taken = intake(
    record(
      { ...who, accountId: account },
      {
        ...{
          eventID: `e${made++}`,
          eventTime: formatInstant(Math.floor(at / 1_000) * 1_000),
          recipientAccountId: account,
        },
        ...{ eventSource: 's3.amazonaws.com', eventName: 'GetObject', sourceIPAddress: from, ...changes },
      },
    ),
  );
  if (taken.kind !== 'use') throw new Error(`no use: ${JSON.stringify(taken)}`);
  const told: Told = { at: taken.use.at, id: taken.use.id, use: taken.use, testimony: null };
  const networks = {
    locate: (address: string) =>
      ({
        id: address === office ? 'AS1' : 'AS2',
        asn: 1,
        country: 'IE',
        organisation: null,
        kind: 'corp',
        aws: false,
      }) as const,
  };
  const ports = { contexts, notes: scene.memory, announcer: { announce: async () => {} } };
  await observe([told], { networks, declared: () => null }, { policy: enforcing, exemptions: [] }, ports);
}

/** So many calls are refused, from a quarter of a minute on after now. */
async function refusals(times: number, from = office, changes: object = refused): Promise<void> {
  for (let i = 0; i < times; i++) await happen(scene.time.at + (15 + i) * second, { ...changes }, from);
  scene.time.at += 2 * minute;
}

const inline = () => [...(scene.snapshot()?.inline.keys() ?? [])];

describe('honest work that is refused by our own deny', () => {
  it('is let go again, a pin is left, the ledger tells why, and somebody is called', async () => {
    await answerDecision(await scene.decided({ action: 'quarantine' }), scene.work);
    await refusals(5);
    expect(await undoHarm(scene.work)).toEqual({ harmUndone: 1 });
    expect(inline()).toEqual(['Rescind-Pin-1f2e-pin']);
    const entries = await scene.work.ledger.entries();
    expect(entries.map(({ kind }) => kind)).toEqual([
      'planned',
      'contained',
      'harmed',
      'planned',
      'contained',
      'released',
    ]);
    expect(entries.find(({ kind }) => kind === 'harmed')?.sentence).toContain('5 honest calls from AS1');
    const told = scene.bus.entries.map(({ Detail }) => JSON.parse(Detail)).filter(({ notice }) => notice !== undefined);
    expect(told.at(-1)?.notice.headline).toContain('honest work was refused');
    expect(told.at(-1)?.notice.whatWasDone).toEqual([expect.stringMatching(/^Undone: User .* is denied .* \(done\)$/)]);
    expect(await undoHarm(scene.work)).toEqual({});
    await grant({ wish: 'answer', id: 'd_1f2e', choice: 'undo', by: ['alice'] }, scene.work);
    expect(inline()).toEqual([]);
  });

  it.each([
    ['what the pin in its place is planned by', 'GetUser', 5, false],
    ['the pin itself', 'PutUserPolicy', 6, true],
  ])('is let go though AWS throttles %s', async (_, throttled, times, begun) => {
    await answerDecision(await scene.decided({ action: 'quarantine' }), scene.work);
    await refusals(5);
    let left = times;
    scene.aws.faults = ({ operation }) => (operation === throttled && left-- > 0 ? { throttle: true } : 'pass');
    expect(await undoHarm(scene.work)).toEqual({ harmUndone: 1 });
    expect(inline().filter((name) => name.includes('Quarantine'))).toEqual([]);
    scene.time.at += hour;
    await keepUp(scene.work);
    expect(inline(), 'and a pin that was begun comes later').toEqual(begun ? ['Rescind-Pin-1f2e-pin'] : []);
    const told = scene.bus.entries.flatMap(({ Detail }) => JSON.parse(Detail).notice?.why ?? []);
    expect(told.some((why) => why.includes('No pin replaced it ('))).toBe(true);
  });

  it('of one principal does not wait for another’s, nor is that lost', async () => {
    await answerDecision(await scene.decided({ action: 'quarantine' }), scene.work);
    await refusals(5);
    const other = `arn:aws:iam::${account}:user/aaa`;
    const [row] = await scene.work.store.open();
    if (row === undefined || !('arn' in row.measure.target)) throw new Error('nothing was done');
    const before = { ...row, measure: { ...row.measure, target: { ...row.measure.target, arn: other } } } as typeof row;
    const load: typeof scene.memory.load = (key) =>
      key.includes(other) ? Promise.reject(new Error('lost')) : scene.memory.load(key);
    const store = { ...scene.work.store, open: async () => [before, ...(await scene.work.store.open())] };
    const counts = {};
    const work = { ...scene.work, store, memory: { ...scene.memory, load } };
    await expect(undoHarm(work, counts)).rejects.toThrow('lost');
    expect(counts).toEqual({ harmUndone: 1 });
    expect(inline()).toEqual(['Rescind-Pin-1f2e-pin']);
  });

  it('is let go of a pin that was put on while people are asked, and somebody is called', async () => {
    scene.radius.value = 0.9;
    await answerDecision(await scene.decided(), scene.work);
    expect(inline()).toEqual(['Rescind-Pin-1f2e-pin']);
    await refusals(5);
    expect(await undoHarm(scene.work)).toEqual({ harmUndone: 1 });
    expect(inline()).toEqual([]);
    const told = scene.bus.entries.map(({ Detail }) => JSON.parse(Detail)).filter(({ notice }) => notice !== undefined);
    expect(told.at(-1)).toMatchObject({ id: 'd_1f2e', notice: { id: 'o_1f2e-pin harmed' } });
  });

  it('does not count below the limit, nor while the deny is only being spread', async () => {
    await refusals(4);
    await answerDecision(await scene.decided({ action: 'quarantine' }), scene.work);
    await refusals(4);
    expect(await undoHarm(scene.work)).toEqual({});
  });

  it('does not count what was refused within the first ten seconds, which proves nothing', async () => {
    await answerDecision(await scene.decided({ action: 'quarantine' }), scene.work);
    for (let i = 1; i <= 5; i++) await happen(scene.time.at + i * second, refused, office);
    scene.time.at += 2 * minute;
    expect(await undoHarm(scene.work)).toEqual({});
    await refusals(5);
    expect(await undoHarm(scene.work)).toEqual({ harmUndone: 1 });
  });

  it('does not count a while ago', async () => {
    await answerDecision(await scene.decided({ action: 'quarantine' }), scene.work);
    await refusals(9);
    scene.time.at += 15 * minute;
    expect(await undoHarm(scene.work)).toEqual({});
  });
});

describe('is no harm', () => {
  it.each([
    ['calls from elsewhere', '203.0.113.66', refused],
    ['calls that were let through', office, {}],
    ['a permission that is simply missing', office, { ...refused, errorMessage: 'no identity-based policy allows it' }],
  ])('%s', async (_, from, changes) => {
    await answerDecision(await scene.decided({ action: 'quarantine' }), scene.work);
    await refusals(9, from, changes);
    expect(await undoHarm(scene.work)).toEqual({});
  });

  it('what somebody does while something still speaks against the credential', async () => {
    await answerDecision(await scene.decided({ action: 'quarantine' }), scene.work);
    await refusals(5);
    // The thief is at it again, from a country of their own.
    const theft = { eventSource: 'iam.amazonaws.com', eventName: 'CreateAccessKey', userAgent: 'Boto3/1.0' };
    await happen(scene.time.at, theft, '203.0.113.66');
    expect(await undoHarm(scene.work)).toEqual({});
    // What somebody did before comes late, by another way, and takes nothing of that back.
    const earlier = { ...theft, eventName: 'CreateUser' };
    await happen(scene.time.at - 10 * minute, earlier, '203.0.113.67');
    expect(await undoHarm(scene.work)).toEqual({});
    await refusals(5);
    expect(await undoHarm(scene.work)).toEqual({ harmUndone: 1 });
  });
});

it('never switches a key on, nor lets its sessions go, however many calls are refused', async () => {
  await answerDecision(await scene.decided(), scene.work);
  await refusals(20);
  expect(await undoHarm(scene.work)).toEqual({});
  await keepUp(scene.work);
  expect([scene.keyStatus(), inline()]).toEqual(['Inactive', ['Rescind-Revoke-1f2e']]);
});
