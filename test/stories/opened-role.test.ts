import { describe, expect, it } from 'vitest';
import { day, formatInstant, hour, type Instant, minute } from '../../core/model/instant.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { role, user } from '../core/intake/sample.ts';
import { call, rented, runners, start, watched } from './watch.ts';

/** A pipeline's key opens one role every day, and all of its work is done there. */

type Fields = Record<string, unknown>;

const work = ['ecs:RegisterTaskDefinition', 'ec2:DescribeInstances', 'iam:ListRoles'];
const backup = 'arn:aws:iam::123456789012:role/jobs/Backup';
const strike = start + 21 * day;

let opened = 0;

function session(at: Instant, from: string, actions: readonly string[]): Fields[] {
  opened++;
  const accessKeyId = `ASIAOPENED${String(opened).padStart(10, '0')}`;
  const holder = { ...role, accessKeyId };
  const made = {
    requestParameters: { roleArn: backup, roleSessionName: 'nightly' },
    responseElements: {
      credentials: { accessKeyId, expiration: formatInstant(at + hour) },
      assumedRoleUser: { assumedRoleId: role.principalId, arn: role.arn },
    },
  };
  return [
    call(user, at, 'sts:AssumeRole', from, made),
    ...actions.map((action, i) => call(holder, at + (i + 1) * minute, action, from)),
  ];
}

const history = Array.from({ length: 21 }, (_, n) => session(start + n * day, runners, work)).flat();

const disruptedAfter = (hostile: readonly Fields[]) =>
  watched([...history, ...hostile]).decisions.filter(({ action }) => isDisruptive(action));

describe('a key whose sessions do its work', () => {
  it('is told of where it moves, and left alone while they do there what they do every day', () => {
    const { decisions } = watched([...history, ...session(strike, rented, work)]);
    expect(decisions.map(({ credential, action }) => [credential, action])).toContainEqual([
      'AKIAEXAMPLEKEY000001',
      'notify',
    ]);
    expect(decisions.filter(({ action }) => isDisruptive(action))).toEqual([]);
  });

  it.each(['iam:ListUsers', 'iam:CreateUser', 'secretsmanager:ListSecrets'])(
    'is taken back with the session that calls %s from there',
    (action) => {
      const taken = disruptedAfter(session(strike, rented, [...work, action]));
      expect(taken.map(({ credential }) => credential)).toContain('AKIAEXAMPLEKEY000001');
    },
  );

  it('is taken back where the session is refused what it does every day', () => {
    const moved = session(strike, rented, work);
    const refused = moved.map((record, i) => (i === 0 ? record : { ...record, errorCode: 'AccessDenied' }));
    expect(disruptedAfter(refused).map(({ credential }) => credential)).toContain('AKIAEXAMPLEKEY000001');
  });
});
