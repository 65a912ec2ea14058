import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamodbNoteStore } from '../../../adapters/dynamodb/note-store.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import type { EventDetail } from '../../../contract/events.ts';
import { noteKeys } from '../../../contract/notes.ts';
import type { NoteStore } from '../../../core/context/note-store.ts';
import { day, hour, minute } from '../../../core/model/instant.ts';
import { holdTold } from '../../../core/outcome/hold-told.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { deliver, deliverHeld, ring, settle } from '../../../functions/notify/deliver.ts';
import { type DynamoDb, startDynamoDb } from '../../adapters/dynamodb/table.ts';
import { buttonsIn, textsIn } from '../../adapters/slack/blocks.ts';
import { startSlack, token } from '../../adapters/slack/slack.ts';
import { taken } from './taken.ts';

const policy = {
  ...defaultPolicy,
  notices: {
    ...defaultPolicy.notices,
    channel: 'C-security',
    channels: { 'team-data': 'C-data', 'team-lost': 'C-archived' },
  },
};

let dynamodb: DynamoDb;
let slack: Awaited<ReturnType<typeof startSlack>>;
let notes: NoteStore;
let waiting = 0;

beforeAll(async () => {
  dynamodb = await startDynamoDb();
  slack = await startSlack(['C-security', 'C-data', 'C-oncall', 'U0ADA']);
  notes = dynamodbNoteStore(await dynamodb.table('memory'));
});
afterAll(async () => {
  await slack.close();
  await dynamodb.close();
});
beforeEach(() => {
  slack.now += 60_000;
  slack.broken = false;
  slack.shown.length = 0;
});

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

it('begins a thread of its own where the message that it would stand under was deleted', async () => {
  const credential = 'AKIADELETEDEXAMPLE00';
  const first = await send(taken('team-data', { credential }));
  if (first.kind === 'posted') slack.messages.delete(first.place.ts);
  slack.now += 60_000;
  expect(await send(taken('team-data', { credential }))).toMatchObject({ kind: 'posted' });
  slack.now += 60_000;
  expect(await send(taken('team-data', { credential }))).toMatchObject({ kind: 'posted' });
  expect(channels()).toEqual(['C-data', 'C-data', 'C-data']);
  expect(slack.shown.map(({ thread_ts }) => thread_ts !== undefined)).toEqual([false, false, true]);
});

it('joins the thread of its credential until nothing was told there for three days, and then begins another', async () => {
  const told = async (after: number) => {
    slack.now += after;
    const posted = await send(taken('team-data', { credential: 'AKIATHREADEXAMPLE000' }));
    return { ts: posted.kind === 'posted' ? posted.place.ts : posted.kind, under: slack.shown.at(-1)?.thread_ts };
  };
  const first = await told(0);
  expect(first.under).toBeUndefined();
  expect((await told(3 * day - minute)).under).toBe(first.ts);
  expect((await told(3 * day - minute)).under).toBe(first.ts);
  const second = await told(3 * day);
  expect(second.under).toBeUndefined();
  expect((await told(minute)).under).toBe(second.ts);
});

it('a hold is told at once to the owner, once, with nothing to press', async () => {
  const hold = { credential: 'AKIAIOSFODNN7EXAMPLE', by: 'ada', reason: 'Release week', until: null };
  const { whatToDo, ...told } = holdTold(hold, 'team-data', slack.now, ['Undone: 1.']);
  const notice = { ...told, whatWasDone: ['Undone: 1.'], whatToDo: [...whatToDo], doesNotStop: [] };
  const detail = { version: 1, credential: hold.credential, by: 'ada', held: true, until: null, notice } as const;
  const desk = { notes, policy, slack: { token, api: slack.api }, now: () => slack.now };
  expect(await deliverHeld(detail, desk)).toMatchObject({ kind: 'posted' });
  expect(await deliverHeld(detail, desk)).toEqual({ kind: 'known' });
  expect(channels()).toEqual(['C-data']);
  expect(JSON.stringify(slack.shown[0]?.blocks)).toContain('AKIA…MPLE is held by ada');
  expect(JSON.stringify(slack.shown)).not.toContain(hold.credential);
  expect(buttonsIn(slack.shown[0]?.blocks ?? [])).toEqual([]);
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

it('whose end Slack put off is not taken for told, and says it once Slack is well', async () => {
  const first = taken('team-data', { id: 'd_put-off', choices: ['undo'] });
  const delivery = { notes, policy, slack: { token, api: slack.api }, now: () => slack.now };
  const posted = await send(first);
  slack.broken = true;
  expect((await settle(first.id, 'Undone by ada.', delivery)).kind).toBe('later');
  slack.broken = false;
  expect((await settle(first.id, 'Undone by ada.', delivery)).kind).toBe('posted');
  const message = (posted.kind === 'posted' && slack.messages.get(posted.place.ts)?.blocks) || [];
  expect(textsIn(message).map(({ text }) => text)).toContain('Undone by ada.');
});

describe('what can wait', () => {
  const waits = (to: string | null, given: Partial<EventDetail<'ActionTaken'>> = {}) =>
    taken(to, { action: 'notify', canWait: true, id: `d_w${waiting++}`, choices: ['extend'], ...given });
  const delivery = (notices: Partial<typeof policy.notices> = {}) => ({
    notes: emptied,
    policy: { ...policy, notices: { ...policy.notices, ...notices } },
    slack: { token, api: slack.api },
    now: () => slack.now,
  });
  let emptied: NoteStore;
  beforeEach(() => {
    emptied = memoryNoteStore();
  });
  const shownTexts = () => slack.shown.map(({ blocks }) => textsIn(blocks).map(({ text }) => text));

  it('is gathered, each once, and sent in one message when its time has come', async () => {
    const [first, second] = [waits('team-data'), waits('team-data')];
    for (const one of [first, second, first]) {
      expect((await deliver(one, delivery())).kind).toMatch(/waits|known/);
    }
    slack.now += 59 * minute;
    expect(await ring(delivery())).toEqual({ kind: 'known' });
    expect(slack.shown).toEqual([]);
    slack.now += minute;
    expect(await ring(delivery())).toMatchObject({ kind: 'posted' });
    expect(channels()).toEqual(['C-data']);
    expect(shownTexts()[0]?.[0]).toBe('2 notices that could wait');
    expect(buttonsIn(slack.shown[0]?.blocks ?? [])).toEqual(['Extend', 'Details', 'Extend', 'Details']);
    slack.now += 2 * hour;
    await ring(delivery());
    expect(slack.shown).toHaveLength(1);
  });

  it('is gathered once, also where whoever gathered it was stopped before noting that', async () => {
    const one = waits('team-data');
    const stopped = { load: emptied.load, commit: emptied.commit };
    stopped.commit = async (note) => {
      if (note.key === `notice ${one.notice.id}`) throw new Error('it is stopped');
      return emptied.commit(note);
    };
    await expect(deliver(one, { ...delivery(), notes: stopped })).rejects.toThrow('it is stopped');
    expect(await deliver(one, delivery())).toEqual({ kind: 'waits' });
    slack.now += hour;
    await ring(delivery());
    expect(shownTexts()[0]?.[0]).toBe('A notice that could wait');
  });

  it('does not hold up what cannot', async () => {
    await deliver(waits('team-data'), delivery());
    await deliver(taken('team-data'), delivery());
    expect(shownTexts().map(([headline]) => headline)).toEqual(['Contained']);
  });

  it('goes out at once where the policy gathers nothing', async () => {
    await deliver(waits('team-data'), delivery({ digestHours: 0 }));
    expect(channels()).toEqual(['C-data']);
  });

  it('waits for the end of the quiet hours, by the clock of the zone', async () => {
    // 23:30 in Berlin, in winter.
    slack.now = Date.UTC(2026, 11, 1, 22, 30);
    const quiet = delivery({ digestHours: 0, quiet: { from: '22:00', until: '07:00', zone: 'Europe/Berlin' } });
    expect(await deliver(waits('team-data'), quiet)).toEqual({ kind: 'waits' });
    slack.now = Date.UTC(2026, 11, 2, 5, 59);
    await ring(quiet);
    expect(slack.shown).toEqual([]);
    slack.now = Date.UTC(2026, 11, 2, 6);
    await ring(quiet);
    expect(channels()).toEqual(['C-data']);
  });

  it('says what it has no room for, in a message that Slack takes', async () => {
    for (let n = 0; n < 40; n++) await deliver(waits(null), delivery());
    slack.now += hour;
    await ring(delivery());
    expect(shownTexts()[0]?.[0]).toBe('40 notices that could wait');
    expect(shownTexts()[0]?.at(-1)).toContain('25 more');
  });

  it('is sent by the next bell where Slack is down, and to the fallback where the channel is gone', async () => {
    await deliver(waits('team-lost'), delivery());
    slack.now += hour;
    slack.broken = true;
    expect((await ring(delivery())).kind).toBe('later');
    slack.broken = false;
    await ring(delivery());
    expect(channels()).toEqual(['C-security']);
  });

  it('and was settled since says so in its digest, and the others go on offering', async () => {
    const [first, second] = [waits('team-data'), waits('team-data')];
    for (const one of [first, second]) await deliver(one, delivery());
    slack.now += hour;
    const sent = await ring(delivery());
    slack.broken = true;
    expect((await settle(first.id, 'Confirmed as still wanted by ada.', delivery())).kind).toBe('later');
    slack.broken = false;
    await settle(first.id, 'Confirmed as still wanted by ada.', delivery());
    const message = (sent.kind === 'posted' && slack.messages.get(sent.place.ts)?.blocks) || [];
    expect(textsIn(message).map(({ text }) => text)).toContain('Confirmed as still wanted by ada.');
    expect(buttonsIn(message)).toEqual(['Details', 'Extend', 'Details']);
  });
});

describe('what nobody answers', () => {
  const notices = { ...policy.notices, escalation: { channel: 'C-oncall', afterHours: 4 } };
  let emptied: NoteStore;
  beforeEach(() => {
    emptied = memoryNoteStore();
  });
  const delivery = () => ({
    notes: emptied,
    policy: { ...policy, notices },
    slack: { token, api: slack.api },
    now: () => slack.now,
  });

  it('is told to somebody else, once, with the same buttons', async () => {
    await deliver(taken('team-data', { choices: ['mine', 'stranger', 'undo'] }), delivery());
    slack.now += 4 * hour - minute;
    await ring(delivery());
    expect(channels()).toEqual(['C-data']);
    slack.now += minute;
    await ring(delivery());
    slack.now += 9 * hour;
    await ring(delivery());
    expect(channels()).toEqual(['C-data', 'C-oncall']);
    expect(textsIn(slack.shown[1]?.blocks ?? []).map(({ text }) => text)).toContainEqual(
      expect.stringContaining('Nobody has answered for 4 hours.'),
    );
    expect(buttonsIn(slack.shown[1]?.blocks ?? [])).toEqual(['This was me', 'Not me', 'Undo', 'Details']);
  });

  it('stays open after that for whoever looks how things stand, until it is answered or its time is over', async () => {
    const open = async () => {
      const ids = JSON.parse((await emptied.load(noteKeys.unanswered))?.text ?? '[]') as readonly { id: string }[];
      return ids.map(({ id }) => id);
    };
    await deliver(taken('team-data', { id: 'd_asked', choices: ['approve', 'refuse'] }), delivery());
    slack.now += minute;
    await deliver(taken('team-data', { id: 'd_done', choices: ['mine', 'undo'] }), delivery());
    slack.now += 5 * hour;
    await ring(delivery());
    expect(await open()).toEqual(['d_asked', 'd_done']);
    slack.now += 20 * hour;
    await ring(delivery());
    expect(await open()).toEqual(['d_done']);
    await settle('d_done', 'Undone by ada.', delivery());
    expect(await open()).toEqual([]);
    const silent = {
      ...delivery(),
      policy: { ...policy, notices: { ...notices, escalation: { ...notices.escalation, afterHours: 0 } } },
    };
    slack.now += minute;
    await deliver(taken('team-data', { id: 'd_later', choices: ['approve', 'refuse'] }), silent);
    expect(await open()).toEqual(['d_later']);
  });

  it.each<[string, EventDetail<'ActionTaken'>]>([
    ['was answered', taken('team-data', { id: 'd_answered', choices: ['mine'] })],
    ['wants no answer', taken('team-data')],
    ['did nothing to anybody', taken('team-data', { mode: 'observe', choices: ['mine'] })],
  ])('and %s is left alone', async (_, detail) => {
    await deliver(detail, delivery());
    await settle('d_answered', 'Undone by ada.', delivery());
    slack.now += 5 * hour;
    await ring(delivery());
    expect(channels()).not.toContain('C-oncall');
  });
});

it('goes to the person who speaks for the owner, where the owner has no channel', async () => {
  const person = { name: 'ada', slack: 'U0ADA', aws: [], owns: ['Team-Web'], approver: false };
  const delivery = {
    notes,
    policy: { ...policy, people: [person] },
    slack: { token, api: slack.api },
    now: () => slack.now,
  };
  await deliver(taken('team-web'), delivery);
  expect(channels()).toEqual(['U0ADA']);
});
