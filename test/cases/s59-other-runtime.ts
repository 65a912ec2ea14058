import { otherRuntime } from '../../core/signals/anomalous/other-runtime.ts';
import type { UseCases } from './case.ts';
import { days } from './history.ts';
import { awsIrelandToo, awsOhio, inside } from './places.ts';
import { fn, use } from './use.ts';

const carried = { ...fn, by: 'Boto3/1.35.0 md/Botocore#1.35.0 ua/2.0 os/linux#6.8.0-aws lang/python#3.12.3' } as const;
const onServer = fn.by.replace(/ exec-env.*/, '');
const today = use({ ...fn, minutesLater: -60 });

export const cases: UseCases = {
  signal: otherRuntime,
  fires: [
    {
      name: 'the session of a function written in Node is used by boto3 on another AWS server',
      history: days(30, fn),
      earlier: [today],
      use: use({ ...carried, from: awsIrelandToo }),
      expect: { bits: [9, 9], says: ['function:thumbs', 'boto3'], authority: 'pin' },
    },
    {
      name: 'the same program as the function is, on some server of AWS, with the session of the function that is at work',
      history: days(30, fn),
      earlier: [today],
      use: use({ ...fn, by: onServer, from: awsIrelandToo }),
      expect: { bits: [9, 9], says: ['function:thumbs', 'aws-sdk-js'], authority: 'pin' },
    },
    {
      name: 'of a function that speaks by an endpoint alone, on a network that it was never on',
      history: days(30, { ...fn, from: inside }),
      earlier: [use({ ...fn, from: inside, minutesLater: -60 })],
      use: use({ ...carried, from: awsOhio }),
      expect: { bits: [9, 9], authority: 'pin' },
    },
    {
      name: 'though others of the account run machines there, at other addresses',
      history: days(30, { ...fn, from: inside }),
      neighbours: days(30),
      earlier: [use({ ...fn, from: inside, minutesLater: -60 })],
      use: use({ ...carried, from: awsIrelandToo }),
      expect: { bits: [9, 9], authority: 'pin' },
    },
  ],
  silent: [
    { name: 'the function at work', history: days(30, fn), earlier: [today], use: use(fn), expect: null },
    {
      name: 'a job outside functions is written anew',
      history: days(30),
      use: use({ by: 'aws-cli/2.17' }),
      expect: null,
    },
  ],
  lookalike: [
    {
      name: 'the function is rewritten in Python',
      history: days(30, fn),
      earlier: [today],
      use: use({ ...carried, by: `${carried.by} exec-env/AWS_Lambda_python3.12` }),
      expect: null,
    },
    {
      name: 'an extension of the function, which is not told where it runs',
      history: days(30, fn),
      earlier: [today],
      use: use({ ...fn, by: 'aws-sdk-go-v2/1.36.5 ua/2.1 os/linux lang/go#1.24.3' }),
      expect: null,
    },
    {
      name: 'a function from an image, which never said where it runs',
      history: days(30, { ...fn, by: 'aws-sdk-js/3.821.0' }),
      earlier: [use({ ...fn, by: 'aws-sdk-js/3.821.0', minutesLater: -60 })],
      use: use({ ...carried, from: awsIrelandToo }),
      expect: null,
    },
    {
      name: 'a function that has started such a program for weeks',
      history: [...days(30, fn), ...days(20, carried)],
      earlier: [today],
      use: use({ ...carried, from: awsIrelandToo }),
      expect: null,
    },
    {
      name: 'a program that a function starts, which spoke by an endpoint alone, over a network where others of the account are',
      history: days(30, { ...fn, from: inside }),
      neighbours: days(30, { from: awsOhio }),
      earlier: [use({ ...fn, from: inside, minutesLater: -60 })],
      use: use({ ...carried, from: awsOhio }),
      expect: null,
    },
    {
      name: 'a program that the function starts with an empty environment, where it runs itself',
      history: days(30, fn),
      earlier: [today],
      use: use(carried),
      expect: null,
    },
    {
      name: 'the function moves into an image, which does not say where it runs: a session of its own',
      history: days(30, fn),
      earlier: [today],
      use: use({ ...fn, by: onServer, from: awsIrelandToo, session: 'ASIAIMAGE' }),
      expect: null,
    },
    {
      name: 'it starts such a program, whose call goes out where so far only its endpoint was used',
      history: days(30, fn),
      earlier: [use({ ...fn, from: inside, minutesLater: -60 })],
      use: use({ ...carried, from: awsIrelandToo }),
      expect: null,
    },
  ],
};
