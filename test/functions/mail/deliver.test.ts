import { beforeEach, describe, expect, it } from 'vitest';
import { readLink } from '../../../adapters/mail/link.ts';
import type { Letter } from '../../../adapters/mail/text.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import type { EventDetail } from '../../../contract/events.ts';
import { noteKeys } from '../../../contract/notes.ts';
import { day, hour } from '../../../core/model/instant.ts';
import { holdTold } from '../../../core/outcome/hold-told.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { deliver, deliverHeld, type Mailing, ring, settle } from '../../../functions/mail/deliver.ts';
import { taken as takenOf } from '../notify/taken.ts';

const key = 'k'.repeat(64);
const policy = {
  ...defaultPolicy,
  people: [
    { name: 'ada', aws: [], owns: ['team-data'], approver: false },
    { name: 'ben', aws: [], owns: [], approver: true },
    { name: 'cleo', aws: [], owns: ['team-web'], approver: false },
  ],
};
let now: number;
let down: boolean;
/** To whom no letter goes through. */
let unreached: string | null;
let sent: (Letter & { readonly topic: string; readonly person: string | undefined })[];
let mailing: Mailing;

beforeEach(() => {
  now = Date.UTC(2026, 10, 24, 12);
  down = false;
  unreached = null;
  sent = [];
  mailing = {
    notes: memoryNoteStore(),
    policy,
    now: () => now,
    publish: async (topic, letter, person) => {
      if (down || (person !== undefined && person === unreached)) throw new Error('SNS is down');
      sent.push({ ...letter, topic, person });
    },
    notices: 'all',
    answers: 'own',
    links: 'https://links.example',
    key,
  };
});

function taken(given: Partial<EventDetail<'ActionTaken'>> = {}): EventDetail<'ActionTaken'> {
  const done = takenOf('team-data', { outcomeId: 'o_1', action: 'disable', choices: ['mine', 'stranger', 'undo'] });
  return { ...done, notice: { ...done.notice, id: 'o_1 enforce done' }, ...given };
}

const linksIn = (text: string) =>
  [...text.matchAll(/\?t=(\S+)/g)].map(([, token = '']) => readLink(token, key, now)).map((one) => one?.choice);
const to = () => sent.map(({ topic, person }) => person ?? topic);

it('a hold is read by everybody, once, and asks nobody', async () => {
  const { whatToDo, ...told } = holdTold(
    { credential: 'AKIAIOSFODNN7EXAMPLE', by: 'ada', reason: 'Week', until: null },
    'team-data',
    now,
    [],
  );
  const notice = { ...told, whatWasDone: [], whatToDo: [...whatToDo], doesNotStop: [] };
  const detail = {
    version: 1,
    credential: 'AKIAIOSFODNN7EXAMPLE',
    by: 'ada',
    held: true,
    until: null,
    notice,
  } as const;
  expect([await deliverHeld(detail, mailing), await deliverHeld(detail, mailing)]).toEqual(['sent', 'known']);
  expect(to()).toEqual(['all']);
  expect(sent[0]?.text).toContain('AKIA…MPLE is held by ada');
});

it('is read by everybody without links, and by each who may answer with their own', async () => {
  await deliver(taken(), mailing);
  expect(to()).toEqual(['all', 'ada', 'ben']);
  expect(sent.map(({ text }) => linksIn(text))).toEqual([[], ['mine', 'stranger', 'undo'], ['undo']]);
  expect(sent.map(({ topic }) => topic)).toEqual(['all', 'own', 'own']);
  expect(await deliver(taken(), mailing)).toBe('known');
  expect(sent).toHaveLength(3);
});

it('links hold for three days, and what was sent is remembered for longer than a message may come again', async () => {
  const kept: number[] = [];
  const { notes } = mailing;
  const commit: typeof notes.commit = (note) => {
    if (note.key.startsWith('notice ')) kept.push((note.until ?? 0) - now);
    return notes.commit(note);
  };
  await deliver(taken(), { ...mailing, notes: { ...notes, commit } });
  const [, token = ''] = /\?t=(\S+)/.exec(sent[1]?.text ?? '') ?? [];
  expect(readLink(token, key, now)?.until).toBe(now + 3 * day);
  // Of the letter as a whole, and of each of the three that it comes to.
  expect(kept.length).toBeGreaterThanOrEqual(4);
  // The most that a queue keeps a message.
  expect(Math.min(...kept)).toBeGreaterThanOrEqual(14 * day);
});

it('tells every ending of a decision once', async () => {
  for (const status of ['Undone by ada.', 'Undone by ada.', 'Confirmed by ben.']) {
    await settle('d_1', status, mailing);
  }
  expect(sent.map(({ text }) => text)).toEqual(['Undone by ada. Decision d_1.', 'Confirmed by ben. Decision d_1.']);
});

it('a question goes to approvers alone', async () => {
  await deliver(taken({ choices: ['approve', 'refuse'] }), mailing);
  expect(to()).toEqual(['all', 'ben']);
  expect(linksIn(sent[1]?.text ?? '')).toEqual(['approve', 'refuse']);
});

it('says accounts by the names that the heartbeat noted', async () => {
  const text = JSON.stringify({ '111111111111': 'payments-prod' });
  await mailing.notes.commit({ key: noteKeys.accountNames, text, expectedVersion: null, until: null });
  const notice = { ...taken().notice, headline: 'AKIA…MPLE in account 111111111111: x; account 222222222222' };
  await deliver(taken({ notice }), mailing);
  expect(sent[0]?.text).toContain('in account payments-prod (111111111111): x; account 222222222222');
});

it('names commands that ask the deployment', async () => {
  const whatToDo = ['Look: rescind explain d_1f2e', 'Back: rescind restore o_1f2e.'];
  await deliver(taken({ notice: { ...taken().notice, whatToDo } }), mailing);
  expect(sent[0]?.text).toContain(
    '- Look: rescind explain d_1f2e --deployment\n- Back: rescind restore o_1f2e --deployment.',
  );
});

it('that could not be sent is not taken for sent', async () => {
  down = true;
  await expect(deliver(taken(), mailing)).rejects.toThrow('down');
  down = false;
  expect(await deliver(taken(), mailing)).toBe('sent');
});

it.each(['ada', 'ben'])(
  'where it does not reach %s, nobody whom it reached has it again when it is tried anew',
  async (person) => {
    unreached = person;
    for (let tries = 0; tries < 10; tries++) await expect(deliver(taken(), mailing)).rejects.toThrow('down');
    unreached = null;
    expect(await deliver(taken(), mailing)).toBe('sent');
    expect(to()).toEqual(['all', 'ada', 'ben']);
  },
);

describe('the bell', () => {
  it('asks once more whom it has not reached yet, and nobody else', async () => {
    await deliver(taken(), mailing);
    now += 4 * hour;
    unreached = 'ben';
    for (let tries = 0; tries < 3; tries++) await expect(ring(mailing)).rejects.toThrow('down');
    unreached = null;
    await ring(mailing);
    await ring(mailing);
    expect(to()).toEqual(['all', 'ada', 'ben', 'all', 'ada', 'ben']);
  });

  it('asks once more also of what was done at a person’s word, after it had asked once more for that word', async () => {
    await deliver(taken({ choices: ['approve', 'refuse'] }), mailing);
    now += 4 * hour;
    await ring(mailing);
    await settle('d_1', 'Approved by ben.', mailing);
    await deliver(taken({ notice: { ...taken().notice, id: 'o_1 enforce approved' } }), mailing);
    const before = sent.length;
    now += 4 * hour;
    await ring(mailing);
    expect(to().slice(before)).toEqual(['all', 'ada', 'ben']);
  });

  it('sends what could wait in one letter, once its hour is over', async () => {
    for (const id of ['d_1', 'd_2']) {
      const notice = { ...taken().notice, id };
      expect(await deliver(taken({ id, notice, canWait: true }), mailing)).toBe('waits');
    }
    await ring(mailing);
    expect(sent).toEqual([]);
    now += hour;
    await ring(mailing);
    await ring(mailing);
    expect(sent.map(({ subject }) => subject)).toEqual(['2 notices that could wait']);
  });

  it('asks once more what nobody answered, and nothing that somebody did', async () => {
    await deliver(taken(), mailing);
    await deliver(taken({ id: 'd_2', notice: { ...taken().notice, id: 'o_2' } }), mailing);
    await settle('d_2', 'Undone by ada.', mailing);
    await settle('d_2', 'Undone by ada.', mailing);
    expect(sent.filter(({ text }) => text.startsWith('Undone'))).toHaveLength(1);
    const before = sent.length;
    now += 4 * hour;
    await ring(mailing);
    await ring(mailing);
    expect(to().slice(before)).toEqual(['all', 'ada', 'ben']);
    expect(sent.at(-1)?.text).toContain('Nobody has answered for 4 hours.');
  });
});
