import type { Arn, Untrusted } from '../../core/model/brand.ts';
import { sessionMoved } from '../../core/signals/anomalous/session-moved.ts';
import type { UseCases } from './case.ts';
import { days } from './history.ts';
import {
  awsIrelandToo,
  awsOhio,
  gateway,
  gatewayOfOthers,
  home,
  hosting,
  hotel,
  houseExit,
  inside,
  machine,
  office,
  type Place,
  secondGateway,
  serverNearby,
  vpn,
} from './places.ts';
import { accountId, consoleUser, type Doing, instance, mia, on, pipeline, use } from './use.ts';

const github = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' as Arn;
const job = 'repo:acme/shop:ref:refs/heads/main' as Untrusted;

/** A workload on machines of AWS, to which the record does not say that it was issued. */
const pod = { ...pipeline, by: 'aws-sdk-go-v2/1.30' } as const;
const byEndpoint = {
  from: inside,
  vpcEndpointId: 'vpce-0a1b2c3d4e5f60718',
  vpcEndpointAccountId: accountId,
} as const;

/** A machine after the other, one a day. */
const fleet = (count: number) =>
  Array.from({ length: count }, (_, n) => days(1, { ...instance, from: machine(n + 1) }, n + 1)).flat();

/** Here and there, every ten minutes. */
const inTurn = (who: Doing, ...places: readonly Place[]) =>
  [-40, -30, -20, -10, 0].flatMap((later) =>
    places.map((from, n) => use({ ...who, from, minutesLater: later + n, ...on(`object-${later}`) })),
  );

const onWindows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0';
const onLinux = 'Mozilla/5.0 (X11; Linux x86_64) Chrome/141.0';
export const cases: UseCases = {
  signal: sessionMoved,
  fires: [
    {
      name: 'a pipeline’s session is used from a rented server while the pipeline runs',
      history: days(20, pipeline),
      earlier: [use({ ...pipeline, minutesLater: -10 })],
      use: use({ ...pipeline, from: hosting }),
      expect: { bits: [12, 12], says: ['10 minutes later', 'AS24940'], authority: 'pin' },
    },
    {
      name: 'the same of a pipeline that runs outside AWS: it may have moved, so that it takes a second witness',
      history: days(20, { ...pipeline, from: gateway }),
      earlier: [use({ ...pipeline, from: gateway, minutesLater: -10 })],
      use: use({ ...pipeline, from: hosting }),
      expect: { bits: [9, 9], authority: 'pin' },
    },
    {
      name: 'but not where a provider vouched for the job in it: a job ends on the machine on which it began',
      history: days(20, { ...pipeline, from: gateway }),
      madeFor: { federatedSubject: job, federation: { kind: 'oidc', provider: github, subject: job } },
      earlier: [use({ ...pipeline, from: gateway, minutesLater: -10 })],
      use: use({ ...pipeline, from: hosting }),
      expect: { bits: [12, 12], authority: 'pin' },
    },
    {
      name: 'the session of a person at the office goes over to a rented server',
      history: days(20, { ...mia, from: office }),
      earlier: [use({ ...mia, from: office, minutesLater: -10 })],
      use: use({ ...mia, from: hosting }),
      expect: { bits: [11, 11], basis: 'fact', authority: 'corroborate' },
    },
    ...[20, 3].map((count) => ({
      name: `and goes on there with a program that the person never had, ${count} days on record: it was copied`,
      history: days(count, { ...mia, from: office }),
      neighbours: days(30),
      earlier: [use({ ...mia, from: office, minutesLater: -10 })],
      use: use({ ...mia, from: hosting, by: 'aws-sdk-go-v2/1.40' }),
      expect: { bits: [11, 11], basis: 'fact', authority: 'pin' } as const,
    })),
    {
      name: 'a browser’s session goes over to a rented server of the country, on another system: the cookie was copied',
      history: days(20, { ...consoleUser, by: onWindows, from: home }),
      earlier: [use({ ...consoleUser, by: onWindows, from: home, minutesLater: -10 })],
      use: use({ ...consoleUser, by: onLinux, from: serverNearby }),
      expect: { bits: [9, 9], basis: 'fact', authority: 'pin' },
    },
    {
      name: 'or next door, on another system',
      history: days(20, { ...consoleUser, by: onWindows, from: home }),
      earlier: [use({ ...consoleUser, by: onWindows, from: home, minutesLater: -10 })],
      use: use({ ...consoleUser, by: onLinux, from: hotel }),
      expect: { bits: [9, 9], authority: 'pin' },
    },
    {
      name: 'a session of the command line goes on next door on another system, with another program: it was copied',
      history: days(20, { ...mia, by: 'aws-cli/2.17 os/windows#10', from: office }),
      earlier: [use({ ...mia, by: 'aws-cli/2.17 os/windows#10', from: office, minutesLater: -10 })],
      use: use({ ...mia, by: 'Boto3/1.41 os/linux#6', from: home }),
      expect: { bits: [9, 9], authority: 'pin' },
    },
    {
      name: 'the same, out of a VPN',
      history: days(20, { ...mia, from: office }),
      earlier: [use({ ...mia, from: vpn, minutesLater: -10 })],
      use: use({ ...mia, from: hosting, by: 'aws-sdk-go-v2/1.40' }),
      expect: { bits: [11, 11], basis: 'fact', authority: 'pin' },
    },
    {
      name: 'or on a machine of AWS, in a country where the account has nothing',
      history: days(20, { ...mia, from: office }),
      earlier: [use({ ...mia, from: office, minutesLater: -10 })],
      use: use({ ...mia, from: awsOhio, by: 'Boto3/1.41' }),
      expect: { bits: [11, 11], basis: 'fact', authority: 'pin' },
    },
    {
      name: 'the session of a person at the office appears behind a foreign VPN',
      history: days(20, { ...mia, from: office }),
      earlier: [use({ ...mia, from: office, minutesLater: -10 })],
      use: use({ ...mia, from: vpn }),
      expect: { bits: [6, 14], says: ['AS64500', 'AS9009'] },
    },
    {
      name: 'the session of one instance is used on another, across an ocean',
      history: days(20, instance),
      earlier: [use({ ...instance, minutesLater: -10 })],
      use: use({ ...instance, from: awsOhio }),
      expect: { bits: [6, 14], says: ['192.0.2.20'], authority: 'pin' },
    },
    {
      name: 'the same, though the instance was first seen at an endpoint of its own network',
      history: days(20, instance),
      earlier: [use({ ...instance, ...byEndpoint, minutesLater: -20 }), use({ ...instance, minutesLater: -10 })],
      use: use({ ...instance, from: awsOhio }),
      expect: { bits: [6, 14], says: ['192.0.2.20'], authority: 'pin' },
    },
    {
      name: 'a pod’s session is used at AWS in a country where it never was',
      history: days(20, pod),
      earlier: [use({ ...pod, minutesLater: -10 })],
      use: use({ ...pod, from: awsOhio }),
      expect: { bits: [12, 12], says: ['192.0.2.10', '192.0.2.20'], authority: 'pin', basis: 'fact' },
    },
    {
      name: 'an instance’s session, seen at endpoints alone, is used at AWS in another country',
      history: days(20, { ...instance, ...byEndpoint }),
      earlier: [use({ ...instance, ...byEndpoint, minutesLater: -10 })],
      use: use({ ...instance, from: awsOhio }),
      expect: { bits: [6, 9], says: ['192.0.2.20'], authority: 'corroborate' },
    },
    {
      name: 'where the account was not watched for long either, it goes over to a rented server abroad',
      history: days(3, { ...mia, from: office }),
      earlier: [use({ ...mia, from: office, minutesLater: -10 })],
      use: use({ ...mia, from: hosting }),
      expect: { bits: [11, 11], basis: 'fact' },
    },
    {
      name: 'on somebody’s first day the session appears behind a foreign VPN: nobody’s second place',
      neighbours: days(30),
      earlier: [use({ ...mia, from: office, minutesLater: -10 })],
      use: use({ ...mia, from: vpn }),
      expect: { bits: [6, 14], basis: 'fact' },
    },
    {
      name: 'a person’s session is at the office and next door in turn, within minutes: two have it',
      history: days(20, { ...mia, from: office }),
      earlier: inTurn(mia, office, home),
      use: use({ ...mia, from: home, minutesLater: 2 }),
      expect: { bits: [6, 6], says: ['alternates', '4 times within the hour'], authority: 'corroborate' },
    },
    {
      name: 'a session at the desk and at a rented server nearby in turn, there with another program on another system',
      history: days(20, { ...mia, by: 'aws-cli/2.17 os/macos', from: office }),
      earlier: inTurn(mia, office, serverNearby),
      use: use({ ...mia, by: 'Boto3/1.41 os/linux#6', from: serverNearby, minutesLater: 2 }),
      expect: { bits: [9, 9], says: ['alternates'], authority: 'pin', basis: 'fact' },
    },
    {
      name: 'an instance’s session leaves by another address of the Region, by which nobody of the account ever came',
      history: days(20, instance),
      neighbours: days(30),
      earlier: [use({ ...instance, minutesLater: -10 })],
      use: use({ ...instance, from: awsIrelandToo }),
      expect: { bits: [5, 5], says: ['192.0.2.11'], basis: 'habit', authority: 'corroborate' },
    },
    {
      name: 'and is at work there on another system, which no instance becomes',
      history: days(20, { ...instance, by: 'Boto3/1.35.90 ua/2.0 os/linux#6.1' }),
      neighbours: days(30),
      earlier: [use({ ...instance, by: 'Boto3/1.35.90 ua/2.0 os/linux#6.1', minutesLater: -10 })],
      use: use({ ...instance, by: 'Boto3/1.35.90 ua/2.0 os/windows#10', from: awsIrelandToo }),
      expect: { bits: [10, 10], says: ['192.0.2.11'], basis: 'fact', authority: 'pin' },
    },
    {
      name: 'but for one that it said to be before it left: the first of its kind in the role',
      history: days(20, { ...instance, by: 'Boto3/1.35.90 ua/2.0 os/linux#6.1' }),
      neighbours: days(30),
      earlier: [use({ ...instance, by: 'Boto3/1.35.90 ua/2.0 os/windows#10', minutesLater: -10 })],
      use: use({ ...instance, by: 'Boto3/1.35.90 ua/2.0 os/windows#10', from: awsIrelandToo }),
      expect: { bits: [5, 5], basis: 'habit', authority: 'corroborate' },
    },
  ],
  silent: [
    {
      name: 'a session stays where it is',
      earlier: [use({ ...pipeline, minutesLater: -10 })],
      use: use(pipeline),
      expect: null,
    },
    { name: 'a long-lived key has no session', earlier: [use()], use: use({ from: hosting }), expect: null },
  ],
  lookalike: [
    {
      name: 'a browser’s session moves home with its laptop',
      history: days(20, { ...consoleUser, by: onWindows, from: office }),
      earlier: [use({ ...consoleUser, by: onWindows, from: office, minutesLater: -10 })],
      use: use({ ...consoleUser, by: onWindows, from: home }),
      expect: { bits: [2, 2], authority: 'corroborate' },
    },
    {
      name: 'a session of the command line goes on in a container next door',
      history: days(20, { ...mia, by: 'aws-cli/2.17 os/windows#10', from: office }),
      earlier: [use({ ...mia, by: 'aws-cli/2.17 os/windows#10', from: office, minutesLater: -10 })],
      use: use({ ...mia, by: 'aws-cli/2.17 os/linux#6', from: home }),
      expect: { bits: [2, 2], authority: 'corroborate' },
    },
    {
      name: 'a session goes on next door on the same laptop, with another program',
      history: days(20, { ...mia, by: 'aws-cli/2.17 os/windows#10', from: office }),
      earlier: [use({ ...mia, by: 'aws-cli/2.17 os/windows#10', from: office, minutesLater: -10 })],
      use: use({ ...mia, by: 'Boto3/1.41 os/windows#10', from: home }),
      expect: { bits: [4, 4], authority: 'corroborate' },
    },
    {
      name: 'a laptop goes to and fro once: somebody switched a VPN on, off and on',
      history: days(20, { ...mia, from: office }),
      earlier: [-40, -20].flatMap((later) => [
        use({ ...mia, from: office, minutesLater: later }),
        use({ ...mia, from: home, minutesLater: later + 1 }),
      ]),
      use: use({ ...mia, from: home }),
      expect: { bits: [2, 2], authority: 'corroborate' },
    },
    {
      name: 'a line that the person was on for days, beside the office',
      history: [...days(20, { ...mia, from: office }), ...days(5, { ...mia, from: home })],
      earlier: inTurn(mia, office, home),
      use: use({ ...mia, from: home, minutesLater: 2 }),
      expect: null,
    },
    {
      name: 'a house’s own way out, which some programs take and others do not',
      history: days(20, { ...mia, from: houseExit }),
      earlier: inTurn(mia, houseExit, home),
      use: use({ ...mia, from: home, minutesLater: 2 }),
      expect: { bits: [2, 2], authority: 'corroborate' },
    },
    {
      name: 'a service of AWS calls in a person’s name while they work',
      history: days(20, { ...mia, from: office }),
      neighbours: days(20, { from: awsOhio }),
      earlier: inTurn(mia, office, awsOhio),
      use: use({ ...mia, from: awsOhio, minutesLater: 2 }),
      expect: { bits: [4, 7], authority: 'corroborate' },
    },
    {
      name: 'a person at the office switches the house’s own way out on',
      history: days(20, { ...mia, from: office }),
      earlier: [use({ ...mia, from: office, minutesLater: -10 })],
      use: use({ ...mia, from: houseExit }),
      expect: null,
    },
    {
      name: 'and off, on a train: no journey from where its server stands',
      history: days(20, { ...mia, from: houseExit }),
      earlier: [use({ ...mia, from: houseExit, minutesLater: -10 })],
      use: use({ ...mia, from: hotel }),
      expect: { bits: [2, 2], basis: 'habit' },
    },
    {
      name: 'a session that began at a place as new as the next: its house has two new ways out',
      history: days(20, pipeline),
      earlier: [use({ ...pipeline, from: hotel, minutesLater: -10 })],
      use: use({ ...pipeline, from: hosting }),
      expect: { bits: [9, 9], authority: 'corroborate' },
    },
    {
      name: 'a session that began in AWS, on the first day on record: it may be at home at either place',
      earlier: [use({ ...pipeline, minutesLater: -10 })],
      use: use({ ...pipeline, from: hosting }),
      expect: { bits: [9, 9] },
    },
    {
      name: 'a pipeline in AWS leaves by its house’s own way out as well',
      history: days(20, pipeline),
      earlier: [use({ ...pipeline, minutesLater: -10 })],
      use: use({ ...pipeline, from: houseExit }),
      expect: { bits: [9, 9] },
    },
    {
      name: 'an instance that reaches one service by an endpoint and another by its way out',
      earlier: [use({ ...instance, ...byEndpoint, minutesLater: -10 })],
      use: use(instance),
      expect: null,
    },
    ...(
      [
        ['in a country where it has been', { history: [...days(20, pod), ...days(1, { ...pod, from: awsOhio }, 3)] }],
        ['that began where it never was', { history: days(20, { ...pod, from: office }) }],
        ['before its habits are known', { history: days(3, pod) }],
      ] as const
    ).map(([which, before]) => ({
      name: `a pod’s session at a second address of AWS, ${which}`,
      earlier: [use({ ...pod, minutesLater: -10 })],
      use: use({ ...pod, from: awsOhio }),
      expect: null,
      ...before,
    })),
    ...(
      [
        ['which others of the account came by', { neighbours: days(30, { from: awsIrelandToo }) }],
        [
          'which it came by itself, on one day',
          { history: [...days(20, instance), ...days(1, { ...instance, from: awsIrelandToo })] },
        ],
        ['beside one that is as new', { history: days(20, { ...instance, from: awsOhio }) }],
      ] as const
    ).map(([which, before]) => ({
      name: `an instance’s session leaves by another address of the Region, ${which}`,
      history: days(20, instance),
      neighbours: days(30),
      earlier: [use({ ...instance, minutesLater: -10 })],
      use: use({ ...instance, from: awsIrelandToo }),
      expect: null,
      ...before,
    })),
    {
      name: 'one of many machines, each with an address of its own, is given another after its start',
      history: fleet(20),
      neighbours: fleet(20),
      earlier: [use({ ...instance, from: machine(0), minutesLater: -10 })],
      use: use({ ...instance, from: awsIrelandToo }),
      expect: null,
    },
    {
      name: 'a person goes on at a machine of AWS, in a country where the account is at work',
      history: days(20, { ...mia, from: office }),
      neighbours: days(20, { from: awsOhio }),
      earlier: [use({ ...mia, from: office, minutesLater: -10 })],
      use: use({ ...mia, from: awsOhio, by: 'Boto3/1.41' }),
      expect: { bits: [4, 7], basis: 'habit', authority: 'corroborate' },
    },
    {
      name: 'a session alternates between two gateways that the owner declared for one house',
      history: days(20, { ...mia, from: home }),
      earlier: [use({ ...mia, from: office, minutesLater: -10 })],
      use: use({ ...mia, from: secondGateway }),
      expect: null,
    },
    {
      name: 'the console’s own terminal opens in another country',
      history: days(20, { ...consoleUser, from: office }),
      earlier: [use({ ...consoleUser, from: office, minutesLater: -10 })],
      use: use({ ...consoleUser, from: awsOhio, by: 'aws-cli/2.17 exec-env/CloudShell' }),
      expect: { bits: [2, 2] },
    },
    {
      name: 'the browser goes on after the console’s own terminal, which is a page of it',
      history: days(20, { ...consoleUser, from: office }),
      earlier: [
        use({ ...consoleUser, from: hotel, minutesLater: -20 }),
        use({ ...consoleUser, from: awsOhio, by: 'aws-cli/2.17 exec-env/CloudShell', minutesLater: -10 }),
      ],
      use: use({ ...consoleUser, from: hotel }),
      expect: null,
    },
    {
      name: 'a session goes over from one house’s gateway to another’s, with another program',
      history: days(20, { ...mia, from: home }),
      earlier: [use({ ...mia, from: office, minutesLater: -10 })],
      use: use({ ...mia, from: gatewayOfOthers, by: 'Boto3/1.41' }),
      expect: { bits: [4, 7], authority: 'corroborate' },
    },
    {
      name: 'the console’s own terminal, which runs on another system than the browser',
      history: days(20, { ...consoleUser, from: office, by: onWindows }),
      earlier: [use({ ...consoleUser, from: office, by: onWindows, minutesLater: -10 })],
      use: use({ ...consoleUser, from: awsOhio, by: 'aws-cli/2.17 os/linux exec-env/CloudShell' }),
      expect: { bits: [2, 2] },
    },
    ...[
      { name: 'by the second line of its house on the first day on record', from: office, expect: null },
      { name: 'by the second line, for a secret', from: office, action: 'secretsmanager:GetSecretValue', expect: null },
      {
        name: 'by the second line, to look around',
        from: office,
        action: 'iam:ListUsers',
        expect: { bits: [9, 9], authority: 'pin' } as const,
      },
      { name: 'abroad', from: hotel, expect: { bits: [9, 9], authority: 'pin' } as const },
      { name: 'at a rented server nearby', from: serverNearby, expect: { bits: [9, 9], authority: 'pin' } as const },
    ].map(({ name, action = 's3:GetObject', ...later }) => ({
      name: `a machine’s session, ${name}`,
      earlier: [use({ ...pipeline, from: home, minutesLater: -10 })],
      ...later,
      use: use({ ...pipeline, action, from: later.from }),
    })),
    {
      name: 'a gateway of a security service abroad, which is switched on',
      history: days(20, { ...mia, from: office }),
      earlier: [use({ ...mia, from: office, minutesLater: -10 })],
      use: use({ ...mia, from: gateway, by: 'Boto3/1.41' }),
      expect: { bits: [2, 2], basis: 'habit', authority: 'corroborate' },
    },
    {
      name: 'a house sends what leaves it out in another country, day by day',
      history: [...days(20, { ...instance, ...byEndpoint }), ...days(20, { ...instance, from: awsOhio })],
      earlier: [use({ ...instance, ...byEndpoint, minutesLater: -10 })],
      use: use({ ...instance, from: awsOhio }),
      expect: null,
    },
    {
      name: 'a colleague’s first day, at the office and then at home',
      earlier: [use({ ...mia, from: office, minutesLater: -40 })],
      use: use({ ...mia, from: home }),
      expect: null,
    },
    {
      name: 'a person goes home, where they have worked before',
      history: [...days(20, { ...mia, from: office }), ...days(5, { ...mia, from: home })],
      earlier: [use({ ...mia, from: office, minutesLater: -40 })],
      use: use({ ...mia, from: home }),
      expect: null,
    },
    {
      name: 'a person’s laptop changes from the office to a phone in the same country',
      history: days(20, { ...mia, from: office }),
      earlier: [use({ ...mia, from: office, minutesLater: -10 })],
      use: use({ ...mia, from: home }),
      expect: { bits: [2, 2], authority: 'corroborate' },
    },
    {
      name: 'a person takes keys along to a rented server of their country, which runs on another system',
      history: days(20, { ...mia, by: 'aws-cli/2.17 os/windows', from: home }),
      earlier: [use({ ...mia, by: 'aws-cli/2.17 os/windows', from: home, minutesLater: -10 })],
      use: use({ ...mia, by: 'aws-cli/2.17 os/linux', from: serverNearby }),
      expect: { bits: [8, 8], authority: 'corroborate' },
    },
    {
      name: 'and goes on there with another program: less of a laptop on its way',
      history: days(20, { ...mia, from: office }),
      earlier: [use({ ...mia, from: office, minutesLater: -10 })],
      use: use({ ...mia, from: home, by: 'Boto3/1.41' }),
      expect: { bits: [4, 4], authority: 'corroborate' },
    },
    {
      name: 'a person at home switches a VPN off: no journey from where it comes out',
      history: days(20, { ...mia, from: office }),
      earlier: [use({ ...mia, from: vpn, minutesLater: -10 })],
      use: use({ ...mia, from: home }),
      expect: { bits: [2, 2], authority: 'corroborate' },
    },
    {
      name: 'in a country where nobody ever saw them, it is one',
      history: days(20, { ...mia, from: office }),
      earlier: [use({ ...mia, from: vpn, minutesLater: -10 })],
      use: use({ ...mia, from: hotel }),
      expect: { bits: [7, 7], authority: 'corroborate' },
    },
    {
      name: 'a person abroad switches networks: a doubt, not a proof',
      history: days(20, { ...mia, from: office }),
      earlier: [use({ ...mia, from: office, minutesLater: -60 })],
      use: use({ ...mia, from: hotel }),
      expect: { bits: [1, 9], authority: 'corroborate' },
    },
  ],
};
