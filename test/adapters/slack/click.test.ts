import { describe, expect, it } from 'vitest';
import { clickIn } from '../../../adapters/slack/click.ts';
import { isSignedBySlack } from '../../../adapters/slack/signature.ts';
import { minute, second } from '../../../core/model/instant.ts';
import { pressed, signed, signingSecret } from './slack.ts';

const now = Date.UTC(2026, 10, 24, 12);
const body = pressed('undo', 'd_1');

describe('a request', () => {
  it('counts where Slack signed these very bytes within five minutes', () => {
    expect(isSignedBySlack(signed(body, now), [signingSecret], now)).toBe(true);
    expect(isSignedBySlack(signed(body, now), ['another-secret-here', signingSecret], now + 4 * minute)).toBe(true);
    // Slack's own example, from its page on verifying requests.
    const example = {
      body: Buffer.from(
        'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
      ),
      timestamp: '1531420618',
      signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    };
    expect(isSignedBySlack(example, ['8f742231b10e8888abcd99yyyzzz85a5'], 1_531_420_618 * second)).toBe(true);
  });

  const good = signed(body, now);
  const other = Buffer.from(body.toString().replace('undo', 'mine'));
  const reencoded = Buffer.from(body.toString().replaceAll('%22', '"'));
  it.each([
    ['of other bytes', { ...good, body: other }, now],
    ['of the same form, encoded otherwise', { ...good, body: reencoded }, now],
    ['by somebody else', signed(body, now, 'somebody-elses-secret'), now],
    ['by nobody', { ...good, signature: undefined }, now],
    ['cut short', { ...good, signature: good.signature?.slice(0, -1) }, now],
    ['without a time', { ...good, timestamp: undefined }, now],
    ['at no time', { ...good, timestamp: 'NaN' }, now],
    ['five minutes old', good, now + 5 * minute + second],
    ['of the future', good, now - 5 * minute - second],
  ])('%s does not', (_, request, at) => {
    expect(isSignedBySlack(request, [signingSecret], at)).toBe(false);
  });

  it('counts for nothing where there is no secret', () => {
    expect(isSignedBySlack(signed(body, now, ''), [], now)).toBe(false);
    expect(isSignedBySlack(signed(body, now, ''), [''], now)).toBe(false);
  });
});

describe('a click', () => {
  it('says who pressed what, and where', () => {
    expect(clickIn(pressed('undo', 'd_1', { user: 'U0BEN', trigger: 't1' }))).toEqual({
      id: 't1',
      userId: 'U0BEN',
      channel: 'C-data',
      ts: '1.000100',
      action: 'undo',
      decisionId: 'd_1',
    });
  });

  it.each([
    ['nothing', ''],
    ['no form', '{}'],
    ['no JSON', 'payload=%7B'],
    ['a dialogue', new URLSearchParams({ payload: JSON.stringify({ type: 'view_submission' }) }).toString()],
    ['a person of no form', pressed('undo', 'd_1', { user: '<!here>' }).toString()],
    ['no trigger', pressed('undo', 'd_1', { trigger: '' }).toString()],
    ['a trigger that Slack never sends', pressed('undo', 'd_1', { trigger: 't'.repeat(256) }).toString()],
  ])('is not had from %s', (_, text) => {
    expect(clickIn(Buffer.from(text))).toBeNull();
  });
});
