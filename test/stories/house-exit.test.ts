import { describe, expect, it } from 'vitest';
import { bundledNetworks } from '../../adapters/networks/bundled.ts';
import { type Exit, isFrequented, isOfTheHouse, noteVisit } from '../../core/context/exits.ts';
import { emptyRecent } from '../../core/context/recent.ts';
import { day, formatInstant, hour, type Instant, minute } from '../../core/model/instant.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { account, consoleUser, roleArn, roleSession } from '../core/intake/sample.ts';
import { call, office, rented, start, theft, userNamed, watched } from './watch.ts';

/** A house whose people come through a server that it rents, among people who work at an office as well. */

type Fields = Record<string, unknown>;

const networks = bundledNetworks();
const strike = start + 24 * day;
const desk = start + 3 * hour;
const developers = roleArn('aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Developer_0123456789abcdef');
const names = ['ada', 'eva', 'kim', 'lin', 'mia'];
/** Another server of the same provider. */
const nextServer = '65.109.77.8';

function signedOn(name: string, at: Instant, role = developers): Fields {
  const accessKeyId = `ASIA${name.toUpperCase()}${String(Math.floor(at / day)).padStart(13, '0')}`;
  return roleSession(role, `${name}@example.com`, accessKeyId, at);
}

type Holder = (at: Instant) => Fields;
const person =
  (name: string): Holder =>
  (at) =>
    signedOn(name, at);

function work(who: Holder, n: number, from: string, later = 0): Fields[] {
  const at = desk + n * day + later;
  return ['s3:ListBuckets', 'ecs:DescribeServices'].map((action, i) => call(who(at), at + i * minute, action, from));
}

/** Two weeks at the office, then `visits` days of which the mornings are spent by way of the server. */
const weeks = (who: Holder, visits: number, from = rented) => [
  ...Array.from({ length: 22 }, (_, n) => work(who, n, office)).flat(),
  ...Array.from({ length: visits }, (_, n) => work(who, 14 + n, from, 2 * hour)).flat(),
];

const decided = (records: readonly unknown[]) => watched(records, [], networks).decisions;
const about = (name: string, records: readonly unknown[]) =>
  decided(records).filter(
    ({ at, reason, signals }) => at >= strike && (reason !== '' || signals.length > 0) && name !== '',
  );
const networkIds = (records: readonly unknown[]) => [
  ...new Set(
    [...watched(records, [], networks).fleet.members.values()].flatMap(({ dossier }) => [
      ...dossier.baseline.tables.network.entries.keys(),
    ]),
  ),
];

const signalsSeen = (records: readonly unknown[]) =>
  decided(records)
    .filter(({ at }) => at >= strike)
    .flatMap(({ signals }) => signals.map(({ id }) => id));

const crowd = names.flatMap((name) => weeks(person(name), 6));
const newcomer = Array.from({ length: 22 }, (_, n) => work(person('zoe'), n, office)).flat();
const visitOf = (name: string, from: string) => work(person(name), 24, from, 2 * hour);

describe('a way out of the house', () => {
  it('is taught by its people: a colleague who comes by it for the first time is nobody’s business', () => {
    expect(about('zoe', [...newcomer, ...visitOf('zoe', rented)])).not.toEqual([]);
    expect(about('zoe', [...crowd, ...newcomer, ...visitOf('zoe', rented)])).toEqual([]);
  });

  it('is one server, and not its provider', () => {
    expect(about('zoe', [...crowd, ...newcomer, ...visitOf('zoe', nextServer)])).not.toEqual([]);
  });

  it('is learned by name, so that another server stays news to those who use it daily', () => {
    expect(networkIds(crowd).filter((id) => String(id).startsWith('AS24940'))).toContain(`AS24940 ${rented}`);
    const seen = (from: string) => signalsSeen([...crowd, ...theft(signedOn('ada', strike), strike, from)]);
    expect(seen(nextServer)).toContain('S11');
    expect(seen(rented)).not.toContain('S11');
  });

  it('does not excuse what is done there', () => {
    const deeds = theft(signedOn('zoe', strike), strike, rented);
    const answers = decided([...crowd, ...newcomer, ...deeds]).filter(({ at }) => at >= strike);
    expect(answers).not.toEqual([]);
  });

  it('is not where a machine’s own session may go', () => {
    const machine = (at: Instant) => ({
      ...signedOn('i-0abcdef1234567890', at),
      principalId: 'AROAWEB:i-0abcdef1234567890',
      arn: `arn:aws:sts::${account}:assumed-role/web/i-0abcdef1234567890`,
      sessionContext: {
        sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${account}:role/web`, accountId: account, userName: 'web' },
        attributes: { creationDate: formatInstant(at), mfaAuthenticated: 'false' },
        ec2RoleDelivery: '2.0',
      },
    });
    const inside = Array.from({ length: 22 }, (_, n) => work(machine, n, '54.194.3.3')).flat();
    const answers = decided([...crowd, ...inside, ...work(machine, 24, rented)]).filter(({ at }) => at >= strike);
    expect(answers.some(({ action }) => isDisruptive(action))).toBe(true);
  });
});

describe('a way out is not bought', () => {
  const stillNews = (records: readonly Fields[]) => {
    expect(about('zoe', [...records, ...newcomer, ...visitOf('zoe', rented)])).not.toEqual([]);
    expect(networkIds(records)).not.toContain(`AS24940 ${rented}`);
  };

  it('by two stolen sessions, however patient', () => {
    stillNews(['ada', 'eva'].flatMap((name) => weeks(person(name), 8)));
  });

  it('by many people on too few days', () => {
    stillNews(names.flatMap((name) => weeks(person(name), 2)));
  });

  it.each(['Developer', 'AWSReservedSSO_Developer_0123456789abcdef'])(
    'by sessions of a role %s of somebody’s own, whose names are anybody’s to choose',
    (role) => {
      const chosen =
        (name: string): Holder =>
        (at) =>
          signedOn(name, at, roleArn(role));
      stillNews(names.flatMap((name) => weeks(chosen(name), 6)));
    },
  );

  it('by people whom a provider vouches for, however far down the chain: its key is everybody', () => {
    const chained = (name: string, n: number, from: string, later = 0): Fields[] => {
      const at = desk + n * day + later;
      const [first, second] = ['F', 'S'].map(
        (letter) => `ASIA${letter}${name.toUpperCase()}${String(at / hour).padStart(12, '0')}`,
      );
      const opened = (role: string, accessKeyId = '') => roleSession(roleArn(role), 'x', accessKeyId, at);
      const mint = (who: unknown, eventName: string, role: string, accessKeyId: string | undefined, more: Fields) =>
        call(who, at, `sts:${eventName}`, from, {
          requestParameters: {
            roleArn: roleArn(role),
            roleSessionName: 'x',
            principalArn: `arn:aws:iam::${account}:saml-provider/okta`,
          },
          responseElements: { credentials: { accessKeyId, expiration: formatInstant(at + hour) }, ...more },
        });
      const subject = { subject: `${name}@example.com`, subjectType: 'persistent' };
      const last = opened('Inner', second);
      return [
        mint(
          { type: 'SAMLUser', userName: name, identityProvider: 'okta' },
          'AssumeRoleWithSAML',
          'Outer',
          first,
          subject,
        ),
        mint(opened('Outer', first), 'AssumeRole', 'Inner', second, {}),
        ...['s3:ListBuckets', 'ecs:DescribeServices'].map((action, i) =>
          call(last, at + (i + 1) * minute, action, from),
        ),
      ];
    };
    stillNews(
      names.flatMap((name) => [
        ...Array.from({ length: 22 }, (_, n) => chained(name, n, office)).flat(),
        ...Array.from({ length: 6 }, (_, n) => chained(name, 14 + n, rented, 2 * hour)).flat(),
      ]),
    );
  });

  it('by a handful of keys, which may all be out of one drawer', () => {
    stillNews(names.flatMap((name) => weeks(() => userNamed(name, `AKIA${name.toUpperCase().padEnd(16, '0')}`), 6)));
  });

  it('by users made for it, who are at home nowhere else', () => {
    const made = names.flatMap((name) => Array.from({ length: 22 }, (_, n) => work(person(name), n, rented)).flat());
    expect(networkIds(made)).not.toContain(`AS24940 ${rented}`);
  });

  it('by a flood of failed sign-ins in everybody’s name, nor by what is refused', () => {
    const failed = names.flatMap((name) =>
      Array.from({ length: 40 }, (_, n) =>
        call(
          { ...consoleUser, userName: name, arn: `arn:aws:iam::${account}:user/${name}` },
          desk + (14 + (n % 8)) * day + n,
          'signin:ConsoleLogin',
          rented,
          {
            eventType: 'AwsConsoleSignIn',
            errorMessage: 'Failed authentication',
            responseElements: { ConsoleLogin: 'Failure' },
          },
        ),
      ),
    );
    const refused = names.flatMap((name) => [
      ...weeks(person(name), 0),
      ...Array.from({ length: 8 }, (_, n) => work(person(name), 14 + n, rented, 2 * hour))
        .flat()
        .map((record) => ({ ...record, errorCode: 'AccessDenied' })),
    ]);
    stillNews([...failed, ...refused]);
  });

  it('by those who do there what they do nowhere else', () => {
    const busy = names.flatMap((name) => [
      ...weeks(person(name), 0),
      ...Array.from({ length: 8 }, (_, n) =>
        theft(signedOn(name, desk + (14 + n) * day), desk + (14 + n) * day + hour, rented),
      ).flat(),
    ]);
    expect(networkIds(busy)).not.toContain(`AS24940 ${rented}`);
  });

  it('by two among many who came once: it takes people, days and visits, each of them enough', () => {
    const exitOf = (visits: readonly (readonly [name: string, days: readonly number[]])[]) => {
      const exit: Exit = emptyRecent();
      for (const [name, days] of visits) for (const on of days) noteVisit(exit, name, on, rented, true);
      return isOfTheHouse(exit, 20);
    };
    const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];
    const fortnight = Array.from({ length: 14 }, (_, n) => n);
    expect(exitOf(many.map((name, n) => [name, [1 + (n % 3)]]))).toBe(true);
    expect(exitOf(many.map((name, n) => [name, [1 + (n % 2)]]))).toBe(false);
    expect(exitOf(many.slice(1).map((name, n) => [name, [1 + (n % 3)]]))).toBe(false);
    expect(exitOf(many.slice(0, 3).map((name) => [name, fortnight]))).toBe(false);
  });

  it('on the day itself', () => {
    const exit: Exit = emptyRecent();
    for (const name of names) for (const on of [10, 11, 12]) noteVisit(exit, name, on, rented, true);
    expect([12, 13].map((on) => isOfTheHouse(exit, on))).toEqual([false, true]);
    expect(isOfTheHouse(exit, 12 + 64)).toBe(false);
  });
});

describe('a way out of a desktop in a cloud', () => {
  /** A gateway of AWS in Frankfurt, where the account has nothing. */
  const cloudGateway = '3.120.181.40';
  const throughIt = names.flatMap((name) => weeks(person(name), 6, cloudGateway));

  it('is taught by the people who come by it, address by address', () => {
    expect(networkIds(throughIt)).toContain(`AS16509 ${cloudGateway}`);
    expect(about('zoe', [...throughIt, ...newcomer, ...visitOf('zoe', cloudGateway)])).toEqual([]);
    const elsewhere = signalsSeen([...throughIt, ...theft(signedOn('ada', strike), strike, '3.120.181.41')]);
    const there = signalsSeen([...throughIt, ...theft(signedOn('ada', strike), strike, cloudGateway)]);
    expect(elsewhere).toContain('S09');
    expect(there).not.toContain('S09');
  });

  it.each([
    ['two sessions, however patient', ['ada', 'eva'], 8],
    ['many on too few days', names, 2],
  ] as const)('is not bought from a thief’s own machine by %s', (_, holders, visits) => {
    expect(networkIds(holders.flatMap((name) => weeks(person(name), visits, cloudGateway)))).not.toContain(
      `AS16509 ${cloudGateway}`,
    );
  });

  it('is not bought by what is refused there, nor by deeds', () => {
    const refused = names.flatMap((name) => [
      ...weeks(person(name), 0),
      ...Array.from({ length: 8 }, (_, n) => work(person(name), 14 + n, cloudGateway, 2 * hour))
        .flat()
        .map((record) => ({ ...record, errorCode: 'AccessDenied' })),
    ]);
    const busy = names.flatMap((name) => [
      ...weeks(person(name), 0),
      ...Array.from({ length: 8 }, (_, n) =>
        theft(signedOn(name, desk + (14 + n) * day), desk + (14 + n) * day + hour, cloudGateway),
      ).flat(),
    ]);
    for (const records of [refused, busy])
      expect(networkIds([...records, ...visitOf('ada', cloudGateway)])).not.toContain(`AS16509 ${cloudGateway}`);
  });

  it('is no place of its own for machines, which go on being where they are', () => {
    const machine = () => userNamed('backup', 'AKIABACKUP0000000000');
    const works = Array.from({ length: 24 }, (_, n) => work(machine, n, cloudGateway)).flat();
    const fleet = watched([...throughIt, ...works], [], networks).fleet.members.values();
    const own = [...fleet].find(({ credential }) => credential.id === 'AKIABACKUP0000000000')?.dossier.baseline;
    expect([...(own?.tables.network.entries.keys() ?? [])]).toEqual(['AS16509 DE']);
  });
});

describe('a provider by whose changing addresses the house’s people come', () => {
  const serverOf = (n: number, k: number) => `65.109.${10 + n}.${10 + k}`;
  const changing = names.flatMap((name, k) => [
    ...weeks(person(name), 0),
    ...Array.from({ length: 6 }, (_, n) => work(person(name), 14 + n, serverOf(n, k), 2 * hour)).flat(),
  ]);

  it('is no news to the next of them, at an address that nobody came by', () => {
    expect(about('zoe', [...newcomer, ...visitOf('zoe', nextServer)])).not.toEqual([]);
    expect(about('zoe', [...changing, ...newcomer, ...visitOf('zoe', nextServer)])).toEqual([]);
  });

  it('does not excuse what is done there, nor that another program goes on with somebody’s session', () => {
    const deeds = theft(signedOn('zoe', strike), strike, nextServer);
    expect(decided([...changing, ...newcomer, ...deeds]).filter(({ at }) => at >= strike)).not.toEqual([]);
  });

  it('takes people, days and addresses that are seen on one day each', () => {
    const frequented = (people: readonly string[], days: readonly number[], line: (n: number, k: number) => string) => {
      const exit: Exit = emptyRecent();
      for (const [k, name] of people.entries()) for (const on of days) noteVisit(exit, name, on, line(on, k), true);
      return isFrequented(exit, 20);
    };
    expect(frequented(names, [10, 11, 12], serverOf)).toBe(true);
    expect(frequented(names, [10, 11, 12], () => rented)).toBe(false);
    expect(frequented(names.slice(0, 3), [8, 9, 10, 11, 12, 13], serverOf)).toBe(false);
    expect(frequented(names, [11, 12], serverOf)).toBe(false);
    expect(frequented(names, [18, 19, 20], serverOf)).toBe(false);
  });

  it('is news of what nobody is behind: the key of a program', () => {
    const program = () => userNamed('backup', 'AKIABACKUP0000000000');
    const atHome = Array.from({ length: 22 }, (_, n) => work(program, n, office)).flat();
    const deeds = theft(program(), strike, nextServer);
    expect(signalsSeen([...changing, ...atHome, ...deeds])).toContain('S11');
    expect(
      signalsSeen([...changing, ...newcomer, ...theft(signedOn('zoe', strike), strike, nextServer)]),
    ).not.toContain('S11');
  });
});

describe('visits', () => {
  it('are the same in any order and however often they are told', () => {
    const visits = names.flatMap((name) =>
      [3, 1, 2, 2].flatMap((on) => [rented, nextServer].map((from) => [name, on, on > 1, from] as const)),
    );
    const told = (all: typeof visits) => {
      const exit: Exit = emptyRecent();
      for (const [name, on, known, from] of all) noteVisit(exit, name, on, from, known);
      return [...exit.seen].sort();
    };
    expect(told(visits.toReversed())).toEqual(told(visits));
  });

  it('of a day on which a crowd came are the same, whoever comes first', () => {
    const crowd = Array.from({ length: 40 }, (_, n) => `person ${n}`);
    const told = (all: readonly string[]) => {
      const exit: Exit = emptyRecent();
      for (const name of all) noteVisit(exit, name, 1, rented, true);
      return [...exit.seen].sort();
    };
    expect(told(crowd)).toHaveLength(2 * 24);
    expect(told(crowd.toReversed())).toEqual(told(crowd));
  });

  it('stay few, and the latest are kept', () => {
    const exit: Exit = emptyRecent();
    for (let on = 0; on < 400; on++) for (const name of names) noteVisit(exit, name, on, rented, true);
    expect(exit.seen.size).toBeLessThanOrEqual(257);
    expect(isOfTheHouse(exit, 400)).toBe(true);
  });

  it('stay few where others come every day: whose visits are forgotten is forgotten', () => {
    const exit: Exit = emptyRecent();
    for (let on = 0; on < 200; on++) for (let n = 0; n < 5; n++) noteVisit(exit, `guest ${on} ${n}`, on, rented, true);
    expect(exit.seen.size).toBeLessThanOrEqual(257);
    expect(isOfTheHouse(exit, 200)).toBe(true);
  });
});
