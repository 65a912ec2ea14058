import type { Untrusted } from '../../core/model/brand.ts';
import { credentialAccess } from '../../core/signals/anomalous/credential-access.ts';
import type { UseCases } from './case.ts';
import { burst, days, workdays } from './history.ts';
import { awsIreland, home, hosting, hotel, lima, nextDoor, office, vpn } from './places.ts';
import { fn, laptop, mia, on, pipeline, use } from './use.ts';

const reading = (secret: string) => ({ action: 'secretsmanager:GetSecretValue', ...on(secret) });

const keeping = (secret: string) => ({ action: 'secretsmanager:CreateSecret', ...on(secret) });

const batch = { action: 'secretsmanager:BatchGetSecretValue', ...on('prod/a') };
const folder = { action: 'ssm:GetParametersByPath', ...on('/prod') };
const login = { action: 'redshift:GetClusterCredentials', ...on('ledger') };

/** One is opened, and one is made; by a person where nothing else is said. */
const moving = (n: number) => ({ ...(n % 2 === 0 ? reading(`prod/${n}`) : keeping(`new/${n}`)), ...laptop });

export const cases: UseCases = {
  signal: credentialAccess,
  fires: [
    {
      name: 'a backup key reads a database password',
      history: days(30),
      use: use(reading('prod/db')),
      expect: { bits: [4, 8], says: ['prod/db', 'never before'] },
    },
    {
      name: 'a reader of one secret opens a dozen others',
      history: days(30, reading('app/config')),
      earlier: burst(12, (n) => reading(`prod/${n}`)),
      use: use(reading('prod/last')),
      expect: { bits: [3, 8], says: ['13 secrets'] },
    },
    {
      name: 'though as many are made, from a rented server',
      history: days(30, { ...reading('app/config'), ...laptop }),
      earlier: burst(24, (n) => ({ ...moving(n), from: hosting })),
      use: use({ ...reading('prod/last'), ...laptop, from: hosting }),
      expect: { bits: [4, 8], says: ['13 secrets'] },
    },
    ...[
      { how: 'with a program that is news', as: { by: 'Boto3/1.35.0' } },
      { how: 'by a line of another of its provider', as: { from: nextDoor } },
    ].map(({ how, as }) => ({
      name: `or ${how}`,
      history: days(30, { ...reading('app/config'), ...laptop, from: home }),
      earlier: burst(24, (n) => ({ ...moving(n), from: home, ...as })),
      use: use({ ...reading('prod/last'), ...laptop, from: home, ...as }),
      expect: { bits: [3, 8], says: ['13 secrets'] } as const,
    })),
    ...[
      { who: 'a workload', as: fn },
      { who: 'a script with a tool for hands', as: laptop },
    ].map(({ who, as }) => ({
      name: `or by ${who}, which keeps no secrets: whoever has it in hand pays with empty ones`,
      history: days(30, { ...reading('app/config'), ...as }),
      earlier: burst(24, (n) => ({ ...moving(n), ...as })),
      use: use({ ...reading('prod/last'), ...as }),
      expect: { bits: [3, 8], says: ['13 secrets'] } as const,
    })),
    ...[
      { name: 'or none is, since each is there already', made: { errorCode: 'ResourceExistsException' }, from: 12 },
      { name: 'or they are made before any is opened', made: {}, from: -12 },
    ].map(({ name, made, from }) => ({
      name,
      history: days(30, { ...reading('app/config'), ...laptop }),
      earlier: burst(24, (n) => ({
        ...(n < 12 === from > 0 ? reading(`prod/${n}`) : { ...keeping(`new/${n}`), ...made }),
        ...laptop,
      })),
      use: use({ ...reading('prod/last'), ...laptop }),
      expect: { bits: [3, 8], says: ['13 secrets'] } as const,
    })),
    {
      name: 'fifty of them: no more than one kind of deed can weigh',
      history: days(30, reading('app/config')),
      earlier: burst(49, (n) => reading(`prod/${n}`)),
      use: use(reading('prod/last')),
      expect: { bits: [8, 8], says: ['50 secrets'] },
    },
    {
      name: 'one secret that a reader of secrets never opened, from a rented server',
      history: days(30, reading('app/config')),
      use: use({ ...reading('prod/db'), from: hosting }),
      expect: { bits: [3.5, 4], says: ['prod/db'] },
    },
    {
      name: 'its own secret, but by another program on a rented server',
      history: days(30, reading('app/config')),
      use: use({ ...reading('app/config'), from: hosting, by: 'aws-cli/2.17' }),
      expect: { bits: [3, 3.5], says: ['its usual call'] },
    },
  ],
  silent: [
    {
      name: 'an application reads its own secret, as it does each day',
      history: days(30, reading('app/config')),
      use: use(reading('app/config')),
      expect: null,
    },
    { name: 'it reads an object', history: days(30), use: use(), expect: null },
  ],
  lookalike: [
    ...(
      [
        ['a person travels and looks up one password, with their usual program on their usual system', 1, {}, 'notify'],
        ['or two', 2, {}, 'notify'],
        ['but not three', 3, {}, 'corroborate'],
        ['one, with another program', 1, { by: 'Boto3/1.35.0 ua/2.0 os/macos' }, 'corroborate'],
        ['one, on another machine', 1, { by: 'aws-cli/2.17 os/windows' }, 'corroborate'],
        ['one, from a rented server', 1, { from: hosting }, 'corroborate'],
      ] as const
    ).map(([name, count, as, authority]) => ({
      name,
      history: workdays(30, { ...mia, by: 'aws-cli/2.17 os/macos', from: home }),
      earlier: burst(count - 1, (n) => ({
        ...reading(`prod/${n}`),
        ...mia,
        by: 'aws-cli/2.17 os/macos',
        from: hotel,
        ...as,
      })),
      use: use({ ...reading('prod/last'), ...mia, by: 'aws-cli/2.17 os/macos', from: hotel, ...as }),
      expect: { bits: authority === 'notify' ? ([1, 4] as const) : ([4, 8] as const), authority },
    })),
    ...(
      [
        ['one password is looked up on the road with a key, too', workdays, home, [], reading('prod/last'), 'notify'],
        ['not by a script', days, home, [], reading('prod/last'), 'corroborate'],
        ['nor by what is at work in AWS on workdays', workdays, awsIreland, [], reading('prod/last'), 'corroborate'],
        ['nor a third one of that day', workdays, home, [-300, -150], reading('prod/last'), 'corroborate'],
        ['nor many with one call', workdays, home, [], batch, 'corroborate'],
        ['nor a folder of them', workdays, home, [], folder, 'corroborate'],
        ['nor a login for a database, of which nobody counts how many', workdays, home, [], login, 'corroborate'],
      ] as const
    ).map(([name, on, at, opened, asked, authority]) => ({
      name,
      history: on(30, { ...laptop, from: at }),
      earlier: opened.map((minutesLater) =>
        use({ ...reading(`prod/${minutesLater}`), ...laptop, from: hotel, minutesLater }),
      ),
      use: use({ ...asked, ...laptop, from: hotel }),
      expect: { bits: authority === 'notify' ? ([1, 4] as const) : ([4, 8] as const), authority },
    })),
    {
      name: 'one, by somebody who signed on and has their desk in AWS',
      history: workdays(30, { ...mia, from: awsIreland }),
      use: use({ ...reading('prod/last'), ...mia, from: hotel }),
      expect: { bits: [1, 4], authority: 'notify' },
    },
    {
      name: 'a third password of a day, though another was made for each',
      history: workdays(30, { ...laptop, from: home }),
      earlier: burst(4, (n) => ({ ...moving(n), from: home })),
      use: use({ ...reading('prod/last'), ...laptop, from: home }),
      expect: { bits: [4, 8], authority: 'corroborate' },
    },
    {
      name: 'a developer logs in to the registry, for what they may do anyhow',
      history: days(30),
      use: use({ action: 'ecr:GetAuthorizationToken', target: { mild: true } }),
      expect: { bits: [1, 3], says: ['gives no further access'] },
    },
    {
      name: 'a service that moves to another provider with its program, and reads its secret',
      history: days(30, reading('app/config')),
      use: use({ ...reading('app/config'), from: hosting }),
      expect: null,
    },
    {
      name: 'one more secret, by somebody who is somewhere else every few days',
      history: [home, hotel, lima, office, vpn].flatMap((from, n) =>
        days(4, { ...reading('app/config'), from }, 1 + 4 * n),
      ),
      use: use({ ...reading('app/new-config'), from: hosting }),
      expect: { bits: [0, 2] },
    },
    {
      name: 'an application is given one more secret',
      history: days(30, reading('app/config')),
      use: use(reading('app/new-config')),
      expect: { bits: [0, 2] },
    },
    ...[
      { who: 'a person', as: { ...laptop, from: home }, on: workdays },
      { who: 'what rolls out stacks', as: { ...pipeline, from: home }, on: days },
    ].map(({ who, as, on }) => ({
      name: `a dozen secrets are kept under other names at home, by ${who}`,
      history: on(30, { ...reading('app/config'), ...as }),
      earlier: burst(24, (n) => ({ ...moving(n), ...as })),
      use: use({ ...reading('prod/last'), ...as }),
      expect: { bits: [0, 2] } as const,
    })),
    {
      name: 'a parameter that it never read comes as it is stored, from a rented server',
      history: days(30),
      use: use({
        action: 'ssm:GetParameter',
        target: { resource: '/app/flags' as Untrusted, mild: true },
        from: hosting,
      }),
      expect: { bits: [1, 3], says: ['as it is stored'] },
    },
    {
      name: 'it lists which secrets there are, and opens none',
      history: days(30),
      use: use({ action: 'secretsmanager:ListSecrets' }),
      expect: null,
    },
  ],
};
