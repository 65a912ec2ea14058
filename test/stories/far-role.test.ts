import { describe, expect, it } from 'vitest';
import { day, formatInstant, hour, type Instant } from '../../core/model/instant.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { roleSession } from '../core/intake/sample.ts';
import { call, honest, rented, runners, start, theft, userNamed, watched } from './watch.ts';

/** A stolen key opens a role of another account that it never opened before, where nothing is on record that would speak against the session. */

type Fields = Record<string, unknown>;

const strike = start + 21 * day + 2 * hour;
const far = '222233334444';
const ops = `arn:aws:iam::${far}:role/Ops`;
const ci = userNamed('ci', 'AKIACI00000000000001');
const past = honest(ci, runners);

/** Opens the role and does this in it. */
function visit(from: string, at: Instant, actions: readonly string[], changes: Fields = {}): Fields[] {
  const accessKeyId = 'ASIAFAR0000000000001';
  const mint = call(ci, at, 'sts:AssumeRole', from, {
    requestParameters: { roleArn: ops, roleSessionName: 'x' },
    responseElements: {
      credentials: { accessKeyId, expiration: formatInstant(at + hour) },
      assumedRoleUser: { assumedRoleId: 'AROA:x', arn: `arn:aws:sts::${far}:assumed-role/Ops/x` },
    },
  });
  const inside = roleSession(ops, 'x', accessKeyId, at);
  const there = { recipientAccountId: far, requestParameters: changes };
  return [mint, ...actions.map((action, i) => call(inside, at + (i + 1) * 10_000, action, from, there))];
}

function heldIn(records: readonly unknown[]): string[] {
  const held = watched([...past, ...records]).decisions.filter(
    ({ at, action }) => at >= strike && isDisruptive(action),
  );
  return [...new Set(held.map(({ credential }) => credential))].sort();
}

describe('a role of another account that a key opens for the first time', () => {
  it.each(['iam:CreateUser', 'ec2:RunInstances', 'secretsmanager:GetSecretValue'])(
    'is taken back with the key, once it does what is grave: %s',
    (deed) => {
      const changes = { userName: 'boss', instanceType: 'p4d.24xlarge', secretId: 'prod/ledger' };
      expect(heldIn(visit(rented, strike, ['s3:ListBuckets', deed], changes))).toEqual([ci.accessKeyId, ops].sort());
    },
  );

  it('is left alone while it only reads', () => {
    expect(heldIn(visit(rented, strike, ['s3:ListBuckets', 'ecs:DescribeServices']))).toEqual([ci.accessKeyId]);
  });

  it('is left alone where the key is at home', () => {
    expect(heldIn(visit(runners, strike, ['iam:ListUsers', 'iam:CreateUser'], { userName: 'boss' }))).toEqual([]);
  });

  it('is not spoken of where it is known well and goes on with its work', () => {
    const work = ['s3:ListBuckets', 'ecs:DescribeServices'];
    const daily = Array.from({ length: 21 }, (_, n) => visit(runners, start + n * day, work)).flat();
    const after = [...theft(ci, strike, rented), ...visit(runners, strike + hour, work)];
    const said = watched([...past, ...daily, ...after]).decisions.filter(({ at }) => at >= strike);
    expect(said.some(({ action }) => isDisruptive(action))).toBe(true);
    expect(said.filter(({ credential }) => credential === ops)).toEqual([]);
  });
});
