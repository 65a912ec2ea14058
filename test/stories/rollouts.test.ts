import { describe, expect, it } from 'vitest';
import { day, formatInstant, hour, type Instant, minute } from '../../core/model/instant.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { defaultPolicy } from '../../core/policy/policy.ts';
import { siblingsTold } from '../../core/verdict/rollout.ts';
import { roleArn, roleSession } from '../core/intake/sample.ts';
import { call, honest, nextDoor, rented, runners, start, theft, userNamed, watched } from './watch.ts';

/** What many credentials of one account show at once: an office that moves, an upgrade, or a thief who has found them all. */

type Fields = Record<string, unknown>;

const strike = start + 21 * day + 2 * hour;
const places = [
  ['another line', nextDoor],
  ['a rented server', rented],
] as const;
const moves = [
  ['an office', '50.200.3.3'],
  ['runners elsewhere', '20.50.1.1'],
  ['a rented server', rented],
] as const;

/** Whoever was disturbed from then on, or would have been, but for the limit of a brake. */
function heldIn(records: readonly unknown[]): Set<string> {
  const { decisions } = watched(records);
  const held = decisions.filter(
    ({ at, action, heldBack }) => at >= strike && (isDisruptive(action) || heldBack !== null),
  );
  return new Set(held.map(({ credential }) => credential));
}

describe('eight keys that are used at a new place within minutes of each other', () => {
  const bots = Array.from({ length: 8 }, (_, i) => userNamed(`bot${i}`, `AKIABOT${String(i).padStart(13, '0')}`));
  const past = bots.flatMap((bot) => honest(bot, runners));
  const each = (doing: (bot: Fields, i: number) => Fields[]) => heldIn([...past, ...bots.flatMap(doing)]);
  const usual = (bot: Fields, from: string, at: Instant) => honest(bot, from, 1, at);

  it.each(moves)('are left alone with their usual work: %s', (_, from) => {
    expect(each((bot, i) => usual(bot, from, strike + i * minute)).size).toBe(0);
  });

  it('are left alone behind the endpoints of a network account that is not on record; alone, a thief’s is not', () => {
    const central = { vpcEndpointId: 'vpce-0abc', vpcEndpointAccountId: '444455556666', sourceIPAddress: '10.0.0.9' };
    const there = (bot: Fields, at: Instant) => usual(bot, runners, at).map((one) => ({ ...one, ...central }));
    expect(each((bot, i) => there(bot, strike + i * minute)).size).toBe(0);
    expect(each((bot, i) => (i === 0 ? theft(bot, strike, runners, central) : [])).size).toBe(1);
  });

  it('are left alone at home with a new version that calls one more service', () => {
    const changes = { userAgent: 'aws-sdk-go-v2/1.30 os/linux' };
    const upgraded = (bot: Fields, i: number) => [
      call(bot, strike + i * minute, 's3:ListBuckets', runners, changes),
      call(bot, strike + i * minute + 1, 'sqs:ReceiveMessage', runners, changes),
    ];
    expect(each(upgraded).size).toBe(0);
  });

  it.each(places)('are a break-in where each looks around and makes a user, whatever came first: %s', (_, from) => {
    const all = new Set(bots.map(({ accessKeyId }) => accessKeyId));
    const strikeLater = (bot: Fields, i: number) => theft(bot, strike + (20 + 3 * i) * minute, from);
    expect(each((bot, i) => [...usual(bot, from, strike + i * minute), ...strikeLater(bot, i)])).toEqual(all);
  });

  it.each(places)('are not excused for what they use models for: %s', (_, from) => {
    const models = (bot: Fields, i: number) =>
      Array.from({ length: 10 }, (_, n) => call(bot, strike + (20 + 3 * i) * minute + n, 'bedrock:InvokeModel', from));
    expect(each((bot, i) => [...usual(bot, from, strike + i * minute), ...models(bot, i)]).size).toBe(8);
  });
});

describe('a release that reaches thirty keys within an hour', () => {
  const apps = Array.from({ length: 30 }, (_, i) => userNamed(`app${i}`, `AKIAAPP${String(i).padStart(13, '0')}`));
  const past = apps.flatMap((app) => honest(app, runners));
  const changes = { userAgent: 'aws-sdk-go-v2/1.30 os/linux' };
  const release = apps.map((app, i) => call(app, strike + i * minute, 'sqs:ReceiveMessage', runners, changes));
  const toldOf = (records: readonly Fields[]) =>
    new Set(
      watched([...past, ...records])
        .decisions.filter(({ at }) => at >= strike)
        .map(({ credential }) => credential),
    );

  it('is told of the first that show it, and of nobody after them', () => {
    const first = apps.slice(0, siblingsTold).map(({ accessKeyId }) => accessKeyId);
    expect(toldOf(release)).toEqual(new Set(first));
  });

  const visits = (at: Instant) => apps.flatMap((app, i) => honest(app, rented, 1, at + i * minute));
  const everyone = new Set(apps.map(({ accessKeyId }) => accessKeyId));

  it.each([
    ['', {}],
    [', and where no signal speaks of such places', { S11: { enabled: false } }],
  ])('is told of each where it comes from a rented server%s', (_, signals) => {
    const policy = { ...defaultPolicy, signals };
    const { decisions } = watched([...past, ...visits(strike)], [], undefined, undefined, undefined, policy);
    expect(new Set(decisions.map(({ credential }) => credential))).toEqual(everyone);
  });

  it('is told of no more at home, though each was at a rented server the day before', () => {
    const { decisions } = watched([...past, ...visits(strike - day), ...release]);
    const told = decisions.filter(({ at }) => at >= strike).map(({ credential }) => credential);
    expect(new Set(told).size).toBeLessThanOrEqual(siblingsTold);
  });

  it('hides nothing else that one of the last does', () => {
    const last = apps.at(-1);
    const deed = call(last, strike + hour, 'iam:CreateAccessKey', runners, {
      requestParameters: { userName: 'admin' },
    });
    expect(toldOf([...release, deed])).toContain(last?.accessKeyId);
  });
});

describe('ten roles that one key opens', () => {
  const ci = userNamed('ci', 'AKIACI00000000000001');
  const roles = Array.from({ length: 10 }, (_, n) => roleArn(`svc-${n}`));
  const ways = { requestParameters: { instanceType: 'p4d.24xlarge' } };
  let opened = 0;

  /** Opens each in turn and does this in it. */
  function round(at: Instant, from: string, actions: readonly string[], openedFrom = from): Fields[] {
    return roles.flatMap((arn, n) => {
      const accessKeyId = `ASIAROUND${String(++opened).padStart(11, '0')}`;
      const openedAt = at + n * minute;
      const mint = call(ci, openedAt, 'sts:AssumeRole', openedFrom, {
        requestParameters: { roleArn: arn, roleSessionName: 'x' },
        responseElements: { credentials: { accessKeyId, expiration: formatInstant(at + 2 * hour) } },
      });
      const inside = roleSession(arn, 'x', accessKeyId, openedAt);
      return [mint, ...actions.map((action, i) => call(inside, openedAt + (i + 1) * 5_000, action, from, ways))];
    });
  }

  const work = ['s3:ListBuckets', 'ecs:DescribeServices', 'ecs:UpdateService'];
  const past = [
    ...honest(ci, runners),
    ...Array.from({ length: 21 }, (_, n) => round(start + n * day, runners, work)).flat(),
  ];

  it.each(moves)('move with it and deploy as ever: %s', (_, from) => {
    expect(heldIn([...past, ...round(strike, from, work)]).size).toBe(0);
  });

  it.each(places)('are no rollout of their own making where each runs machines: %s', (_, from) => {
    const held = heldIn([
      ...past,
      ...round(strike, from, work.slice(0, 1)),
      ...round(strike + hour / 2, from, ['ec2:RunInstances']),
    ]);
    expect(held).toEqual(new Set([ci.accessKeyId, ...roles]));
  });

  it('do not vouch for the place to which they all were carried off', () => {
    const [, office] = moves[0];
    const deed = round(strike + 3 * hour, office, ['ec2:RunInstances'], runners).slice(-2);
    expect(heldIn([...past, ...round(strike, office, work, runners), ...deed])).toContain(roles.at(-1));
  });
});
