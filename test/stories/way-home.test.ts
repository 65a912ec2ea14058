import { describe, expect, it } from 'vitest';
import { day, formatInstant, hour, type Instant, minute } from '../../core/model/instant.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { roleArn, roleSession } from '../core/intake/sample.ts';
import { call, honest, office, rented, runners, start, userNamed, watched } from './watch.ts';

/** What is done at home in the afternoon, and where the same key is seen after it. */

type Fields = Record<string, unknown>;

const strike = start + 21 * day;
const tor = '185.220.101.4';
/** Other people’s lines, in the country of each desk. */
const lines = { [office]: '77.20.4.4', [runners]: '73.10.1.1' };

const abroad = '203.121.40.4';

const works = (who: Fields, at: Instant, from: string, program: Fields) =>
  honest(who, from, 1, at).map((one) => ({ ...one, ...program }));
const daily = (who: Fields, from: string, program: Fields) =>
  Array.from({ length: 21 }, (_, n) => works(who, start + n * day, from, program)).flat();
const makesUser = (who: Fields, from: string, program: Fields) =>
  call(who, strike, 'iam:CreateUser', from, { ...program, requestParameters: { userName: 'reports' } });

const answers = (records: readonly unknown[]) =>
  watched(records).decisions.filter(({ at, action }) => at >= strike && isDisruptive(action));

describe.each([
  ['a machine', runners, { userAgent: 'Boto3/1.34.60 os/linux lang/python#3.12' }],
  ['a person', office, { userAgent: 'aws-cli/2.28.23 os/macos#24.6.0' }],
] as const)('%s whose owner did something for the first time', (_, desk, program) => {
  const key = userNamed('deployer', 'AKIADEPLOYER00000001');
  const past = [...daily(key, desk, program), makesUser(key, desk, program)];

  it('is told of', () => {
    expect(answers(past)).toEqual([]);
  });

  it.each([
    ['in Tor', tor, minute],
    ['in Tor, a day later', tor, 22 * hour],
    ['on a rented server', rented, minute],
    ['in a cloud of its country', '3.120.1.1', 3 * hour],
  ] as const)('is cut off where it is seen next %s, though only its usual work is done there', (_, place, later) => {
    expect(answers([...past, ...works(key, strike + later, place, program)])).not.toEqual([]);
  });

  it(`${desk === office ? 'is left alone' : 'is cut off'} where it goes on by another provider of its country`, () => {
    const evening = works(key, strike + 3 * hour, lines[desk], program);
    expect(answers([...past, ...evening]).length > 0).toBe(desk !== office);
  });

  it.each([
    ['by another provider of its country', lines[desk], desk === office],
    ['by a provider of another country', abroad, false],
    ['on a rented server', rented, false],
    ['in a cloud of its country', '3.120.1.1', false],
  ] as const)(
    'is held against it where it was seen an hour before %s, but of a person on the way',
    (_, place, isOnTheWay) => {
      const noon = works(key, strike - hour, place, program).slice(0, 1);
      expect(answers([...daily(key, desk, program), ...noon, makesUser(key, desk, program)]).length > 0).toBe(
        !isOnTheWay,
      );
    },
  );
});

describe('a person who had a look by phone at noon, and takes on a role an hour later', () => {
  const laptop = { userAgent: 'aws-cli/2.28.23 os/macos#24.6.0' };
  const key = userNamed('deployer', 'AKIADEPLOYER00000001');
  const elsewhere = lines[office];
  const admin = roleArn('Admin');
  const id = 'ASIAADMIN00000000001';

  const takesOn = (from: string) => {
    const issued = { accessKeyId: id, expiration: formatInstant(strike + hour) };
    const mint = {
      requestParameters: { roleArn: admin, roleSessionName: 'w' },
      responseElements: { credentials: issued },
    };
    const session = roleSession(admin, 'w', id, strike);
    const made = { ...laptop, requestParameters: { userName: 'reports' } };
    return [
      call(key, strike, 'sts:AssumeRole', from, { ...laptop, ...mint }),
      call(session, strike + minute, 'iam:CreateUser', from, made),
    ];
  };
  const answersFrom = (from: string) =>
    answers([...daily(key, office, laptop), ...works(key, strike - hour, elsewhere, laptop), ...takesOn(from)]);

  it('is not held to be a thief at the desk, and is where the phone was', () => {
    expect(answersFrom(office)).toEqual([]);
    expect(answersFrom(elsewhere)).not.toEqual([]);
  });
});
