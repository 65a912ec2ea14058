import { expect, it } from 'vitest';
import { fitting } from '../../../contract/fitting.ts';
import {
  bindingsIn,
  bindingsInShort,
  bindingsThatFit,
  inShort,
  placesOf,
  userArn,
} from '../../../contract/rotation.ts';

const ireland = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:';
const china = 'arn:aws-cn:secretsmanager:cn-north-1:444455556666:secret:';

it('the function reads in short what was said at deployment, wherever the secrets are', () => {
  const said = [
    { secret: `${ireland}keys/bot-AbCdEf`, user: 'bot' },
    { secret: `${china}a.b_c+d=e@f-GhIjKl`, user: 'a,b=c.d@e_f+g', path: '/ci/build/', deleteOld: true },
    { secret: `${ireland}deleteOld-AbCdEf`, user: 'deleteOld', path: '/ci/' },
  ];
  const bindings = bindingsIn(JSON.stringify(said));
  expect(placesOf(bindings)).toEqual([ireland, china]);
  const read = bindingsInShort(inShort(bindings));
  expect(new Set(read)).toEqual(new Set(bindings));
  expect(inShort(bindings.slice(0, 1))).toBe(`${ireland} keys/bot-AbCdEf:/bot`);
});

it('as many fit as take what there is room for, and not less', () => {
  const sizes = [3, 4, 5];
  expect([11, 12, 6].map((most) => fitting(sizes, (size) => size, most))).toEqual([2, 3, 1]);
});

it.each(['', 'keys/bot-AbCdEf:/bot', `${ireland} keys/bot-AbCdEf`, `${ireland} keys/bot:/bot`])(
  'takes nothing else for them: %j',
  (text) => {
    expect(() => bindingsInShort(text)).toThrow();
  },
);

it('of bindings with long names as many fit as AWS lets a function be told', () => {
  const long = Array.from({ length: 100 }, (_, at) => ({
    ...{ secret: `${ireland}${'s'.repeat(64)}${at}-AbCdEf`, user: 'u'.repeat(64), path: '/ci/', deleteOld: true },
  }));
  const fit = bindingsThatFit(long);
  expect(fit).toBeGreaterThan(20);
  expect(inShort(long.slice(0, fit)).length).toBeLessThanOrEqual(4_000);
  expect(inShort(long.slice(0, fit + 1)).length).toBeGreaterThan(4_000);
});

it('of those with short names as many fit as the policy of the function’s role has room for', () => {
  const short = Array.from({ length: 200 }, (_, at) => ({
    ...{ secret: `${ireland}${at}-AbCdEf`, user: `u${at}`, path: '/', deleteOld: false },
  }));
  const fit = bindingsThatFit(short);
  const named = (count: number) => {
    const some = short.slice(0, count);
    return JSON.stringify([...some.map(({ secret }) => secret), ...some.map(userArn)]).length;
  };
  expect([named(fit) > 9_001, named(fit + 1) > 9_001]).toEqual([false, true]);
});
