import { describe, expect, it } from 'vitest';
import { day, type Instant, minute } from '../../core/model/instant.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { roleArn, roleSession } from '../core/intake/sample.ts';
import { call, office, rented, start, watched } from './watch.ts';

/**
 * The session of a person who is somewhere new every few days, which says little of them any more. Two have it at once: its owner at the desk, and
 * somebody on an ordinary line of the same country with the same program.
 */

const strike = start + 24 * day;
const developers = roleArn('aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Developer_0123456789abcdef');
const signedOn = (at: Instant) =>
  roleSession(
    developers,
    'ada@example.com',
    `ASIAADA${String(Math.floor(at / day)).padStart(13, '0')}`,
    at - (at % day),
  );

const work = ['s3:ListBuckets', 'ecs:DescribeServices', 's3:GetBucketLocation', 'ecs:ListTasks'];
const trips = ['178.0.0.1', '77.0.1.1', '91.96.1.1', '90.120.3.3', '5.56.1.1'];
const placeOn = (n: number) => (n % 4 === 3 ? (trips[(n - 3) / 4] ?? office) : office);
const past = Array.from({ length: 22 }, (_, n) =>
  work.map((action, i) => call(signedOn(start + n * day), start + n * day + i * minute, action, placeOn(n))),
).flat();
const nextDoor = '87.122.1.1';

const deed = (at: Instant, from: string) => call(signedOn(at), at, 'ec2:RunInstances', from);
/** Every ten minutes here, and two minutes later there. */
const inTurn = (there: string, times: number) =>
  Array.from({ length: times }, (_, n) => strike + n * 10 * minute).flatMap((at, n) => [
    call(signedOn(at), at, work[n % work.length] ?? '', office),
    call(signedOn(at), at + 2 * minute, work[(n + 1) % work.length] ?? '', there),
  ]);
const journey = (there: string, times: number) => {
  const [first, ...rest] = inTurn(there, times);
  return [first, ...rest.map((one) => ({ ...one, sourceIPAddress: there }))];
};

const answers = (records: readonly unknown[]) =>
  watched([...past, ...records]).decisions.filter(({ at }) => at >= strike);
const disrupted = (records: readonly unknown[]) => answers(records).filter(({ action }) => isDisruptive(action));
const end = strike + 43 * minute;

describe('a session at two places in turn', () => {
  it('is taken back where a grave call comes from the second', () => {
    const [answer] = disrupted([...inTurn(nextDoor, 5), deed(end, nextDoor)]);
    expect(answer?.action).toBe('revoke-sessions');
    expect(answer?.reason).toContain('alternates');
  });

  it('is nobody’s business by itself', () => {
    expect(disrupted(inTurn(nextDoor, 5))).toEqual([]);
  });

  it('is a journey where it stays at the second, whatever is done there', () => {
    expect(disrupted([...journey(nextDoor, 5), deed(end, nextDoor)])).toEqual([]);
  });

  it('is a VPN where it was switched on, off and on again', () => {
    expect(disrupted([...inTurn(nextDoor, 3), deed(strike + 24 * minute, nextDoor)])).toEqual([]);
  });

  it('is a habit where the person was at both on days before', () => {
    const there = Array.from({ length: 4 }, (_, n) => start + (18 + n) * day + 60 * minute);
    const known = there.map((at) => call(signedOn(at), at, 's3:ListBuckets', nextDoor));
    expect(disrupted([...known, ...inTurn(nextDoor, 5), deed(end, nextDoor)])).toEqual([]);
  });
});

it('says nothing more of a session at a rented server than that it is there', () => {
  expect(answers([...inTurn(rented, 5), deed(end, rented)]).some(({ action }) => isDisruptive(action))).toBe(true);
});
