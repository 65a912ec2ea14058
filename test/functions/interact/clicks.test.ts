import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryContainmentStore } from '../../../adapters/memory/containment-store.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import { type Click, clickIn } from '../../../adapters/slack/click.ts';
import type { EventDetail, Wish } from '../../../contract/events.ts';
import { minute } from '../../../core/model/instant.ts';
import { decisionKey } from '../../../core/observe/note-keys.ts';
import { newContainment, released } from '../../../core/outcome/containment.ts';
import { planActions } from '../../../core/plan/action-plan.ts';
import type { Announcement } from '../../../core/plan/announcement.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { noNetworks } from '../../../core/plan/facts.ts';
import { defaultPolicy, type Policy } from '../../../core/policy/policy.ts';
import { enter } from '../../../functions/interact/door.ts';
import { type ClickDoors, takeClick } from '../../../functions/interact/take-click.ts';
import { deliver, settle } from '../../../functions/notify/deliver.ts';
import { buttonsIn, textsIn } from '../../adapters/slack/blocks.ts';
import { pressed, signed, signingSecret, startSlack, token } from '../../adapters/slack/slack.ts';
import { decision, facts, now } from '../../core/plan/decisions.ts';

const people: Policy['people'] = [
  { name: 'ada', slack: 'U0ADA', aws: [], owns: ['team-data'], approver: false },
  { name: 'ben', slack: 'U0BEN', aws: [], owns: [], approver: true },
];
const policy: Policy = {
  ...defaultPolicy,
  people,
  notices: { ...defaultPolicy.notices, channel: 'C-security', channels: { 'team-data': 'C-data' } },
};
const hard = [{ id: 'S01', bits: 20, group: 'identity', evidence: 'A decoy was used by <!channel>.' }];

let slack: Awaited<ReturnType<typeof startSlack>>;
let doors: ClickDoors;
let wishes: Wish[];
let readable: boolean;

beforeAll(async () => {
  slack = await startSlack(['C-security', 'C-data']);
});
afterAll(() => slack.close());
beforeEach(() => {
  slack.now += minute;
  slack.broken = false;
  slack.whispered.length = 0;
  wishes = [];
  readable = true;
  const notes = memoryNoteStore();
  doors = {
    memory: notes,
    notes,
    containments: memoryContainmentStore(),
    settings: async () => ({
      policy,
      exemptions: readable ? [] : null,
      problems: [],
      words: {
        networks: { locate: () => unused() },
        declared: () => null,
        inventoried: () => null,
        declarations: [],
        blastRadius: () => null,
      },
    }),
    wish: async (wish) => void wishes.push(wish),
    now: () => now,
    slack: { token, api: slack.api },
  };
});

function unused(): never {
  throw new Error('whoever interacts asks no network');
}

/** Decided, carried out and told; answers with its id. */
async function told(given: Partial<Decision> = {}): Promise<string> {
  const made = decision({
    action: 'disable',
    signals: [{ id: 'S09', bits: 6, group: 'origin', evidence: 'New.' }],
    ...given,
  });
  const known = { established: noNetworks, session: null, lastUsedAt: null };
  const announced: Announcement = { decision: made, subject: 'access-key x', policyVersion: '1', known };
  const text = JSON.stringify(announced);
  await doors.notes.commit({ key: decisionKey(made.id), text, expectedVersion: null, until: null });
  const [measure] = planActions(made, facts()).measures;
  if (measure !== undefined) await rows().arm([newContainment(made, 0, measure, 'rescind', now)], now);
  const { accountId, credential, action, mode, score } = made;
  const about = { id: made.id, outcomeId: 'o_1f2e', accountId, credential, action, mode, score };
  const taken: EventDetail<'ActionTaken'> = {
    version: 1,
    ...about,
    outcome: 'done',
    actions: [],
    notice: {
      ...{ id: 'o_1f2e enforce done', to: 'team-data', about: 'AKIA…MPLE', headline: 'Contained', why: 'Odd.' },
      ...{ whatWasDone: [], whatToDo: [], doesNotStop: [] },
    },
    choices: ['mine', 'stranger', 'undo'],
    canWait: false,
  };
  expect(await deliver(taken, delivery())).toMatchObject({ kind: 'posted' });
  return made.id;
}

const rows = () => doors.containments as ReturnType<typeof memoryContainmentStore>;
const delivery = () => ({ notes: doors.notes, slack: doors.slack, policy, now: () => now });
const click = (action: string, id: string, user = 'U0ADA') => clickIn(pressed(action, id, { user })) as Click;
const press = (action: string, id: string, user?: string) => takeClick(click(action, id, user), doors);
const heard = () =>
  textsIn(slack.whispered.at(-1)?.blocks ?? [])
    .map(({ text }) => text)
    .join(' ');
const message = () => [...slack.messages.values()].at(-1)?.blocks ?? [];

describe('the owner', () => {
  it('takes it back by a word, once, and the message says so', async () => {
    const id = await told();
    expect(buttonsIn(message())).toEqual(['This was me', 'Not me', 'Undo', 'Details']);
    expect(await press('mine', id)).toBe('settled');
    expect(wishes).toEqual([{ wish: 'answer', id, choice: 'mine', by: ['ada'] }]);
    expect(buttonsIn(message())).toEqual(['Details']);
    expect(JSON.stringify(message())).toContain('Confirmed as their own doing by ada.');

    // The old message, on a phone that had not seen the new one.
    expect(await press('undo', id, 'U0BEN')).toBe('declined');
    expect(heard()).toContain('by ada');
    expect(wishes).toHaveLength(1);
  });

  it('whose click is delivered twice wishes the same thing again, for whoever was stopped in between', async () => {
    const id = await told();
    const once = click('mine', id);
    await takeClick(once, doors);
    await takeClick(once, doors);
    expect(wishes).toEqual([wishes[0], wishes[0]]);
  });

  it('needs an approver where the evidence is hard, and everybody sees who spoke first', async () => {
    const id = await told({ signals: hard });
    expect(await press('mine', id)).toBe('noted');
    expect(wishes).toEqual([]);
    expect(JSON.stringify(message())).toContain('by ada. One more person has to agree.');
    expect(buttonsIn(message())).toContain('Undo');
    expect(await press('undo', id, 'U0BEN')).toBe('settled');
    expect(wishes).toEqual([{ wish: 'answer', id, choice: 'mine', by: ['ada', 'ben'] }]);
  });

  it('sees the evidence as text', async () => {
    const id = await told({ signals: hard });
    expect(await press('details', id)).toBe('shown');
    expect(heard()).toContain('A decoy was used by <!channel>.');
    expect(slack.whispered.at(-1)?.text).toContain('&lt;!channel&gt;');
  });
});

describe('nothing changes, and whoever clicked hears why', () => {
  it.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'whom the policy does not know',
      async () => press('mine', await told(), 'U0EVE'),
      /Nobody in the policy has the Slack id U0EVE/,
    ],
    ['who is not its owner', async () => press('mine', await told(), 'U0BEN'), /Only team-data can say that/],
    ['of a decision that nobody made', () => press('mine', 'd_none'), /no such decision/],
    [
      'while the policy cannot be read',
      async () => {
        const id = await told();
        readable = false;
        await press('mine', id);
      },
      /cannot be read/,
    ],
  ])('%s', async (_, clicks, why) => {
    await clicks();
    expect(heard()).toMatch(why);
    expect(wishes).toEqual([]);
  });

  it('when it was taken back from another door, and the message says so', async () => {
    const id = await told();
    for (const row of await rows().ofOutcome('o_1f2e')) {
      await rows().replace({ ...released(row, 'cleo', now), version: row.version + 1 });
    }
    expect(await press('undo', id)).toBe('declined');
    expect(heard()).toBe('Already undone by cleo.');
    expect(buttonsIn(message())).toEqual(['Details']);
    expect(wishes).toEqual([]);
  });
});

it('a pin that was left in the place of what was taken back can be taken back as well', async () => {
  const id = await told();
  const own = await rows().ofOutcome('o_1f2e');
  for (const row of own) {
    await rows().arm([{ ...row, id: row.id.replace('o_1f2e', 'o_1f2e-pin'), outcomeId: 'o_1f2e-pin' }], now);
    await rows().replace({ ...released(row, 'harm', now), version: row.version + 1 });
  }
  expect(await press('undo', id)).toBe('settled');
  expect(wishes).toEqual([{ wish: 'answer', id, choice: 'undo', by: ['ada'] }]);
});

it('what ended elsewhere is said in every message about it', async () => {
  const id = await told();
  await settle(id, 'Undone by cleo.', delivery());
  expect(buttonsIn(message())).toEqual(['Details']);
  expect(JSON.stringify(message())).toContain('Undone by cleo.');
  expect(await settle('d_never-told', 'x', delivery())).toEqual({ kind: 'known' });
});

it('a word counts though Slack is down', async () => {
  const id = await told();
  slack.broken = true;
  expect(await press('mine', id)).toBe('settled');
  expect(wishes).toHaveLength(1);
});

describe('the door', () => {
  const kept: Click[] = [];
  const asked = (body: Buffer, at = now, base64 = false) => {
    const { timestamp, signature } = signed(body, now);
    const headers = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature };
    const text = body.toString(base64 ? 'base64' : 'utf8');
    const door = { signingSecrets: [signingSecret], now: () => at, keep: async (one: Click) => void kept.push(one) };
    return enter({ headers, body: text, isBase64Encoded: base64 }, door);
  };

  it('keeps what Slack signed, as text or in base64, and says nothing', async () => {
    expect(await asked(pressed('undo', 'd_1'))).toEqual({ statusCode: 200, body: '' });
    expect(await asked(pressed('undo', 'd_2'), now, true)).toEqual({ statusCode: 200, body: '' });
    expect(kept.map(({ decisionId }) => decisionId)).toEqual(['d_1', 'd_2']);
  });

  it('lets in nothing late or too large, and takes what is no click for nothing', async () => {
    const before = kept.length;
    expect(await asked(pressed('undo', 'd_1'), now + 6 * minute)).toEqual({ statusCode: 401, body: '' });
    expect(await asked(Buffer.alloc(300 * 1024, 97))).toEqual({ statusCode: 401, body: '' });
    expect(await asked(Buffer.from('ssl_check=1'))).toEqual({ statusCode: 200, body: '' });
    expect(kept).toHaveLength(before);
  });

  it('lets Slack say that it failed where a click cannot be kept', async () => {
    const body = pressed('undo', 'd_1');
    const { timestamp, signature } = signed(body, now);
    const headers = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature };
    const keep = () => Promise.reject(new Error('the queue is gone'));
    const door = { signingSecrets: [signingSecret], now: () => now, keep };
    await expect(enter({ headers, body: body.toString() }, door)).rejects.toThrow('the queue is gone');
  });
});
