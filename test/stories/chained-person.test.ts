import { describe, expect, it } from 'vitest';
import { Sessions } from '../../core/context/sessions/sessions.ts';
import { holderOf } from '../../core/context/sighting.ts';
import { intake } from '../../core/intake/intake.ts';
import { testimony } from '../../core/intake/testimony.ts';
import { day, formatInstant, hour, type Instant, minute } from '../../core/model/instant.ts';
import { account, roleSession } from '../core/intake/sample.ts';
import { call, nextDoor, office, start, watched } from './watch.ts';

/** Technicians who sign on at home, and go from there into the one support role of a customer’s account. */

type Fields = Record<string, unknown>;

const strike = start + 21 * day;
const customer = '222233334444';
const support = `arn:aws:iam::${customer}:role/Support`;
const operations = 'AWSReservedSSO_Operations_0123456789abcdef';
const reserved = `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/eu-west-1/${operations}`;
const mobile = '80.187.3.4';

let made = 0;
const keyOf = (name: string) => `ASIA${name.toUpperCase()}${String(++made).padStart(14, '0')}`.slice(0, 20);

interface Chain {
  readonly signedOn: Fields;
  readonly inside: Fields;
  readonly mint: Fields;
}

/** `name` signs on as operations at home and takes the support role on, under a name that is all technicians’. */
function chain(name: string, at: Instant, from: string, path = reserved): Chain {
  const signedOn = roleSession(path, `${name}@example.com`, keyOf(name), at);
  const accessKeyId = keyOf(`x${name}`);
  const inside = roleSession(support, 'technician', accessKeyId, at);
  const mint = call(signedOn, at + minute, 'sts:AssumeRole', from, {
    requestParameters: { roleArn: support, roleSessionName: 'technician' },
    responseElements: {
      credentials: { accessKeyId, expiration: formatInstant(at + hour) },
      assumedRoleUser: { assumedRoleId: 'AROA:technician', arn: inside.arn },
    },
  });
  return { signedOn, inside, mint };
}

const work = ['ec2:DescribeInstances', 's3:ListBuckets', 'ecs:DescribeServices'];

function visit(name: string, at: Instant, from: string, actions = work, path = reserved): Fields[] {
  const { inside, mint } = chain(name, at, from, path);
  return [mint, ...inAccount(inside, at, from, actions)];
}

function inAccount(inside: Fields, at: Instant, from: string, actions: readonly string[]): Fields[] {
  return actions.map((action, i) =>
    call(inside, at + (i + 2) * minute, action, from, { recipientAccountId: customer }),
  );
}

const daysOf = (name: string, from: string, every = 1, days = 21) =>
  Array.from({ length: days }, (_, n) => n)
    .filter((n) => n % every === 0)
    .flatMap((n) => visit(name, start + n * day, from));
/** At home, without going into the customer’s account. */
const signedOn = (name: string, from: string, days = 21) =>
  Array.from({ length: days }, (_, n) => chain(name, start + n * day + hour, from).signedOn).map((who, n) =>
    call(who, start + n * day + hour, 's3:ListBuckets', from),
  );

const told = (records: readonly unknown[]) => watched(records).decisions.filter(({ at }) => at >= strike);
const seen = (records: readonly unknown[]) =>
  told(records)
    .filter(({ credential }) => credential === support)
    .flatMap(({ signals }) => signals.map(({ id }) => id));

describe('who is behind a chained role', () => {
  const holderIn = (records: readonly Fields[]) => {
    const sessions = new Sessions();
    let holder: string | null = null;
    for (const record of records) {
      const word = testimony(record);
      if (word?.kind === 'mint') sessions.noteMint(word);
      const taken = intake(record);
      if (taken.kind === 'use') holder = holderOf(taken.use, sessions.of(taken.use));
    }
    return holder;
  };

  it('is whom Identity Center names at its beginning', () => {
    expect(holderIn(visit('ada', strike, office))).toBe('ada@example.com');
  });

  it('is no person where the first role only bears the name of one of Identity Center’s: whoever opens it chooses the session’s', () => {
    const holder = holderIn(visit('ada', strike, office, work, `arn:aws:iam::${account}:role/${operations}`));
    expect(holder).toBe(`arn:aws:sts::${account}:assumed-role/${operations}`);
  });

  it('stays who it is from one role to the next', () => {
    const { mint, inside } = chain('ada', strike, office);
    const accessKeyId = keyOf('next');
    const further = call(inside, strike + 2 * minute, 'sts:AssumeRole', office, {
      recipientAccountId: customer,
      requestParameters: { roleArn: `${support}2`, roleSessionName: 'x' },
      responseElements: { credentials: { accessKeyId, expiration: formatInstant(strike + hour) } },
    });
    const last = roleSession(`${support}2`, 'x', accessKeyId, strike);
    expect(holderIn([mint, further, ...inAccount(last, strike, office, work)])).toBe('ada@example.com');
  });
});

describe('a role that many technicians take on', () => {
  const history = [...daysOf('ada', office), ...daysOf('eva', office)];

  it('hears nothing new of a colleague who comes from a desk of their own for the first time', () => {
    const past = [...history, ...signedOn('kim', nextDoor)];
    expect(
      told([...past, ...visit('kim', strike, nextDoor)]).filter(({ credential }) => credential === support),
    ).toEqual([]);
  });

  it('hears of a session that goes on at another’s desk, where its own technician never was', () => {
    const past = [...history, ...daysOf('kim', nextDoor)];
    const { mint, inside } = chain('ada', strike, office);
    const stolen = [mint, ...inAccount(inside, strike, nextDoor, ['secretsmanager:GetSecretValue', 'iam:CreateUser'])];
    expect(seen([...past, ...stolen])).toContain('S09');
    // Kim, who is there every day, may do the same there, and nothing is said of the place.
    const own = visit('kim', strike, nextDoor, ['secretsmanager:GetSecretValue', 'iam:CreateUser']);
    expect(seen([...past, ...own])).not.toContain('S09');
  });

  it('does not hold what one does against another', () => {
    const doubtful = visit('ada', strike, mobile, ['iam:ListUsers', 'secretsmanager:ListSecrets', 'iam:CreateUser']);
    const other = visit('eva', strike + hour, office, ['ec2:RunInstances']);
    const about = told([...history, ...doubtful, ...other]).filter(({ at }) => at >= strike + hour);
    expect(about.flatMap(({ signals }) => signals).filter(({ group }) => group === 'origin')).toEqual([]);
  });
});
