import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { messageOf } from '../../../adapters/slack/message.ts';
import { post } from '../../../adapters/slack/sender.ts';
import type { Notice } from '../../../core/outcome/notice.ts';
import { textsIn } from './blocks.ts';
import { startSlack, token } from './slack.ts';

const notice: Notice = {
  id: 'o_1 enforce done',
  to: 'team-data',
  about: 'AKIA…MPLE',
  headline: 'AKIA…MPLE in account 111111111111: compromised, contained',
  why: 'First use from elsewhere.',
  whatWasDone: ['Access key AKIA…MPLE of user bot is switched off. (done)'],
  whatToDo: ['If it was, undo the containment: rescind restore o_1'],
  doesNotStop: [],
};

const standing = { decisionId: 'd_1', choices: ['mine', 'undo'], status: null } as const;

let slack: Awaited<ReturnType<typeof startSlack>>;
beforeAll(async () => {
  slack = await startSlack(['C1']);
});
afterAll(() => slack.close());
beforeEach(() => {
  slack.now += 60_000;
  slack.broken = false;
});

const send = (given: Partial<Notice> = {}, channel = 'C1', as = token) =>
  post(channel, messageOf({ ...notice, ...given }, standing), { token: as, api: slack.api });

it('is shown in whole sentences', async () => {
  expect(await send()).toMatchObject({ kind: 'posted' });
  expect(textsIn(slack.shown.at(-1)?.blocks ?? []).map(({ text }) => text)).toEqual([
    notice.headline,
    `What was done\n• ${notice.whatWasDone[0]}`,
    `Why\n${notice.why}`,
    `What to do\n• ${notice.whatToDo[0]}`,
    'This was me',
    'Undo',
    'Details',
  ]);
});

it('under another message is shown to the whole channel all the same', async () => {
  const first = await send();
  const thread = first.kind === 'posted' ? first.place.ts : '';
  slack.now += 60_000;
  await post('C1', messageOf(notice, standing), { token, api: slack.api }, thread);
  expect(slack.shown.at(-1)).toMatchObject({ thread_ts: thread, reply_broadcast: true });
});

it('asks again before what nobody could take back at a click, and before nothing else', () => {
  const choices = ['approve', 'refuse', 'mine', 'stranger', 'undo', 'extend', 'rotate'] as const;
  const { blocks } = messageOf(notice, { ...standing, choices });
  const buttons = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  const asked = buttons.filter(({ confirm }) => confirm !== undefined).map(({ action_id: name }) => name);
  expect(asked).toEqual(['approve', 'mine', 'undo', 'rotate']);
});

describe('whatever a stranger called himself', () => {
  it.each([
    ['a call to everybody', '<!channel> <@U123>'],
    ['a link', '<https://evil.example|click>'],
    ['text turned round', 'user\u202egnp'],
    ['lines of his own', 'bot\n• All is well'],
    ['a flood', '&'.repeat(20_000)],
    ['halves of characters', '\ud83d'.repeat(3_000)],
    ['large characters', '😀'.repeat(2_000)],
    ['nothing', ''],
  ])('%s is text that fits', async (_, name) => {
    const named = {
      headline: name,
      why: name,
      whatWasDone: [name],
      whatToDo: Array(60).fill(name),
      doesNotStop: [name],
    };
    expect(await send(named)).toMatchObject({ kind: 'posted' });
    const shown = slack.shown.at(-1);
    expect(textsIn(shown?.blocks ?? []).every(({ type }) => type === 'plain_text')).toBe(true);
    expect(shown?.text).not.toMatch(/[<>\n\u202e]|&(?!amp;|lt;|gt;)/);
    expect(JSON.stringify(shown)).not.toContain('\u202e');
    expect(shown?.blocks.length).toBeLessThanOrEqual(6);
  });

  it('his lines are no lines of ours', async () => {
    await send({ whatWasDone: ['bot\n• All is well'] });
    expect(slack.shown.at(-1)?.blocks.at(1)?.text?.text).toBe('What was done\n• bot\\u{a}• All is well');
  });
});

describe('Slack', () => {
  it('is left alone for as long as it asks', async () => {
    await send();
    expect(await send()).toEqual({ kind: 'later', after: 30_000 });
  });

  it('is tried later where it is ill, and not where it says no', async () => {
    const illnesses = [500, 502, 503, 'internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'];
    for (const illness of illnesses) {
      slack.broken = illness;
      expect(await send(), String(illness)).toEqual({ kind: 'later', after: 30_000 });
    }
    slack.broken = false;
    expect(await send({}, 'C-nowhere')).toEqual({ kind: 'refused', error: 'channel_not_found' });
    expect(await send({}, 'C1', 'xoxb-other')).toEqual({ kind: 'refused', error: 'invalid_auth' });
  });
});
