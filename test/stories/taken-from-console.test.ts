import { describe, expect, it } from 'vitest';
import { day, type Instant, minute } from '../../core/model/instant.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { consoleUser, roleArn, roleSession } from '../core/intake/sample.ts';
import { call, office, rented, start, theft, watched } from './watch.ts';

/** A browser's session, of which somebody takes the credentials away and puts them into a program on a server of their own. */

type Fields = Record<string, unknown>;

const strike = start + 21 * day;
const developers = roleArn('aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Developer_0123456789abcdef');

let clicks = 0;
/** The console draws a new key for every click. */
const keyOf = () => `ASIACLICK${String(++clicks).padStart(11, '0')}`;

const signedOn = (at: Instant) => roleSession(developers, 'ada@example.com', keyOf(), at - (at % day));
const loggedIn = (at: Instant) => {
  const creationDate = new Date(at - (at % day)).toISOString();
  const attributes = { creationDate, mfaAuthenticated: 'true' };
  return { ...consoleUser, accessKeyId: keyOf(), sessionContext: { attributes } };
};

const browser = { userAgent: 'Mozilla/5.0 (X11; Linux x86_64)', sessionCredentialFromConsole: 'true' };
const program = { userAgent: 'aws-cli/2.28.23 md/awscrt#0.24.1' };
const work = ['s3:ListBuckets', 'ecs:DescribeServices', 'ecs:ListTasks'];

describe.each([
  ['a person of Identity Center', signedOn],
  ['a user’s console session', loggedIn],
] as const)('%s', (_, sessionAt: (at: Instant) => Fields) => {
  const clicksOn = (morning: Instant) =>
    work.map((action, i) => call(sessionAt(morning), morning + i * minute, action, office, browser));
  const past = Array.from({ length: 22 }, (_, n) => clicksOn(start + n * day)).flat();
  const answers = (records: readonly unknown[]) =>
    watched([...past, ...records]).decisions.filter(({ at, action }) => at >= strike && isDisruptive(action));
  const first = strike + 20 * minute;

  it('is known again at the first call of the program', () => {
    const [answer] = answers([call(sessionAt(first), first, 's3:ListBuckets', rented, program)]);
    expect(answer?.at).toBe(first);
    expect(answer?.signals.map(({ id }) => id)).toContain('S08');
  });

  it('is another’s where it was opened by itself, and its first call answers nobody', () => {
    const own = sessionAt(first + day);
    expect(answers([call(own, first, 's3:ListBuckets', rented, program)]).flatMap(({ signals }) => signals)).toEqual(
      [],
    );
  });
});

it('is ended with its sign-in, whatever that draws later', () => {
  const quarter = 15 * minute;
  const signInSessionArn = 'arn:aws:signin:eu-west-1:123456789012:session/0a1b';
  const drawn = (at: Instant, issued: Instant) => {
    const one = roleSession(developers, 'ada@example.com', keyOf(), issued);
    return {
      ...one,
      sessionContext: { ...(one.sessionContext as Fields), signInSessionArn: `${signInSessionArn}${at - (at % day)}` },
    };
  };
  const past = Array.from({ length: 22 }, (_, n) => start + n * day).flatMap((at) =>
    work.map((action, i) => call(drawn(at, at), at + i * minute, action, office, browser)),
  );
  const taken = strike + 20 * minute;
  const thefts = [0, 1].flatMap((n) => theft(drawn(taken, taken + n * quarter), taken + n * quarter, rented, program));
  const ended = watched([...past, ...thefts]).decisions.filter(({ action }) => action === 'revoke-sessions');
  expect(ended.map(({ at }) => Math.floor((at - taken) / quarter))).toEqual([0]);
});
