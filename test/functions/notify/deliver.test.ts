import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { dynamodbNoteStore } from '../../../adapters/dynamodb/note-store.ts';
import type { EventDetail } from '../../../contract/events.ts';
import type { NoteStore } from '../../../core/context/note-store.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { deliver } from '../../../functions/notify/deliver.ts';
import { type DynamoDb, startDynamoDb } from '../../adapters/dynamodb/table.ts';
import { startSlack, token } from '../../adapters/slack/slack.ts';

const policy = {
  ...defaultPolicy,
  notices: { channel: 'C-security', channels: { 'team-data': 'C-data', 'team-lost': 'C-archived' } },
};

let dynamodb: DynamoDb;
let slack: Awaited<ReturnType<typeof startSlack>>;
let notes: NoteStore;
let made = 0;

beforeAll(async () => {
  dynamodb = await startDynamoDb();
  slack = await startSlack(['C-security', 'C-data']);
  notes = dynamodbNoteStore(await dynamodb.table('memory'));
});
afterAll(async () => {
  await slack.close();
  await dynamodb.close();
});
beforeEach(() => {
  slack.now += 60_000;
  slack.shown.length = 0;
});

function taken(to: string | null, given: Partial<EventDetail<'ActionTaken'>> = {}): EventDetail<'ActionTaken'> {
  const id = `o_${made++}`;
  return {
    version: 1,
    id: 'd_1',
    outcomeId: id,
    accountId: '111111111111',
    credential: 'AKIAIOSFODNN7EXAMPLE',
    action: 'pin',
    mode: 'enforce',
    score: 90,
    outcome: 'done',
    actions: [],
    choices: [],
    notice: {
      id: `${id} enforce done`,
      to,
      about: 'AKIA…MPLE',
      headline: 'Contained',
      why: 'Odd.',
      whatWasDone: [],
      whatToDo: [],
      doesNotStop: [],
    },
    ...given,
  };
}

const send = (detail: EventDetail<'ActionTaken'>) =>
  deliver(detail, { notes, policy, slack: { token, api: slack.api }, now: () => slack.now });
const channels = () => slack.shown.map(({ channel }) => channel);

it.each([
  ['the owner', taken('team-data'), 'C-data'],
  ['the fallback, where the owner has no channel', taken('team-web'), 'C-security'],
  ['the fallback, where nobody is known', taken(null), 'C-security'],
  ['the fallback, where Slack no longer has the channel', taken('team-lost'), 'C-security'],
  ['the fallback, while nothing is done to anybody', taken('team-data', { mode: 'observe' }), 'C-security'],
])('goes to %s', async (_, detail, channel) => {
  expect(await send(detail)).toMatchObject({ kind: 'posted' });
  expect(channels()).toEqual([channel]);
});

it('goes out once, however often it is told', async () => {
  const detail = taken('team-data');
  await send(detail);
  slack.now += 60_000;
  expect(await send(detail)).toEqual({ kind: 'known' });
  expect(channels()).toEqual(['C-data']);
});

it('that Slack put off is not taken for delivered', async () => {
  await send(taken('team-data'));
  const second = taken('team-data');
  expect((await send(second)).kind).toBe('later');
  slack.now += 60_000;
  expect(await send(second)).toMatchObject({ kind: 'posted' });
});
