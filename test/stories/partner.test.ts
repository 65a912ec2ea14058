import { describe, expect, it } from 'vitest';
import { day, hour, minute } from '../../core/model/instant.ts';
import { roleArn, roleSession } from '../core/intake/sample.ts';
import { call, honest, office, rented, runners, start, userNamed, watched } from './watch.ts';

/** Data that is given to another company: by a job every night, or by a person who was asked for it. */

const partner = '999988887777';
const backup = userNamed('backup', 'AKIABACKUP0000000001');
const builder = userNamed('build', 'AKIABUILD00000000001');

const shares = (who: unknown, at: number, from: string, to = partner) =>
  call(who, at, 'ec2:ModifySnapshotAttribute', from, {
    requestParameters: {
      snapshotId: 'snap-0db',
      attributeType: 'CREATE_VOLUME_PERMISSION',
      createVolumePermission: {
        add: { items: to === 'all' ? [{ group: 'all' }] : to.split(' ').map((userId) => ({ userId })) },
      },
    },
  });

const night = (at: number) => [
  call(backup, at, 'ec2:CreateSnapshot', runners),
  shares(backup, at + minute, runners),
  call(backup, at + 2 * minute, 'ec2:DeleteSnapshot', runners),
];

const decisionsOn = (records: readonly unknown[], since = start) =>
  watched(records).decisions.filter(({ at }) => at >= since);

describe('a job that gives a partner its snapshots every night', () => {
  it.each([0, 1, 3])('is told of, and never disturbed, though it has done so since day %i of the watch', (first) => {
    const nights = Array.from({ length: 16 - first }, (_, n) => night(start + (first + n) * day)).flat();
    const told = decisionsOn([...honest(builder, runners, 20), ...nights]);
    expect(told[0]?.at).toBe(start + first * day + minute);
    expect(new Set(told.map(({ action }) => action))).toEqual(new Set(['notify']));
  });
});

describe('a person at their own desk', () => {
  const role = roleArn('aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Data_0123456789abcdef');
  const ada = (at: number) => roleSession(role, 'ada@example.com', `ASIAADA${String(at / hour).padStart(13, '0')}`, at);
  const desk = Array.from({ length: 23 }, (_, n) => honest(ada(start + n * day), office, 1, start + n * day)).flat();
  const strike = start + 23 * day;
  const looks = (from: string) => call(ada(strike), strike, 'ec2:DescribeSnapshots', from);
  const answers = (from: string, to: string) =>
    decisionsOn([...desk, looks(from), shares(ada(strike), strike + minute, from, to)], strike).map(
      ({ action }) => action,
    );

  it('is asked about what they give a partner', () => {
    expect(new Set(answers(office, partner))).toEqual(new Set(['notify']));
  });

  it.each([
    ['it is given to everybody', office, 'all'],
    ['it is given to more than one has for partners', office, '999988887777 999988887778 999988887779 999988887780'],
    ['it is from a rented server', rented, partner],
  ])('is shown out where %s', (_, from, to) => {
    expect(answers(from, to)).toContain('revoke-sessions');
  });
});
