import { describe, expect, it } from 'vitest';
import { day, formatInstant, hour, type Instant, minute } from '../../core/model/instant.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { roleArn, roleSession } from '../core/intake/sample.ts';
import { call, rented, runners, start, watched } from './watch.ts';

/** A role that many sessions bear, one of them stolen: what that one did is held against nobody in another. */

type Fields = Record<string, unknown>;

const strike = start + 21 * day;
const builds = roleArn('Builds');
let opened = 0;
const keyOf = () => `ASIABUILD${String(++opened).padStart(11, '0')}`;
const build = (at: Instant, from: string, actions: readonly string[], key = keyOf()): Fields[] =>
  actions.map((action, i) => call(roleSession(builds, 'build', key, at), at + i * minute, action, from));

const work = ['ecs:DescribeServices', 's3:GetBucketLocation', 's3:ListBuckets'];
const history = Array.from({ length: 21 }, (_, n) => build(start + n * day, runners, work)).flat();
const deeds = ['sts:GetCallerIdentity', 'iam:ListUsers', 'secretsmanager:ListSecrets', 'iam:CreateUser'];
const stolen = build(strike, rented, deeds, 'ASIASTOLEN0000000001');
const sessionsTaken = (records: readonly Fields[]) =>
  watched([...history, ...records])
    .decisions.filter(({ action, at }) => isDisruptive(action) && at >= strike)
    .map(({ session }) => session);

describe('the sessions of a role, one of which was stolen', () => {
  it('may do at their usual place what they never did, while another is somewhere strange', () => {
    const elsewhere = build(strike, rented, work);
    const deploy = build(strike + 3 * hour, runners, [...work, 'ecs:RunTask']);
    const both = build(strike + 3 * hour, rented, [...work, 'ecs:RunTask'], 'ASIASTOLEN0000000002');
    expect(sessionsTaken([...elsewhere, ...deploy])).toEqual([]);
    expect(sessionsTaken([...elsewhere, ...both])).toContain('ASIASTOLEN0000000002');
  });

  it('take nothing off one that was stolen, by a call like its first', () => {
    const own = 'ASIASTOLEN0000000003';
    const looks = build(strike, rented, ['s3:ListBuckets'], own);
    const looksToo = build(strike + minute, rented, ['s3:ListBuckets'], 'ASIASTOLEN0000000004');
    const acts = build(strike + 2 * minute, runners, ['iam:CreateUser', 'iam:CreateAccessKey'], own);
    expect(sessionsTaken([...looks, ...looksToo, ...acts])).toContain(own);
  });

  it('may open others that are in no doubt for it', () => {
    const image = roleArn('Image');
    const bake = (at: Instant, by: Fields, key: string) => [
      call(by, at, 'sts:AssumeRole', runners, {
        requestParameters: { roleArn: image, roleSessionName: 'bake' },
        responseElements: { credentials: { accessKeyId: key, expiration: formatInstant(at + hour) } },
      }),
      call(roleSession(image, 'bake', key, at), at + minute, 'ecs:DescribeServices', runners),
      call(roleSession(image, 'bake', key, at), at + 2 * minute, 'iam:PutRolePolicy', runners),
    ];
    const past = Array.from({ length: 20 }, (_, n) => {
      const at = start + n * day + hour;
      return bake(at, roleSession(builds, 'build', keyOf(), at), keyOf()).slice(0, 2);
    }).flat();
    const at = strike + 2 * hour;
    const byHonest = bake(at, roleSession(builds, 'build', 'ASIAHONEST0000000002', at), 'ASIABAKED00000000001');
    const byThief = bake(at, roleSession(builds, 'build', 'ASIASTOLEN0000000001', strike), 'ASIABAKED00000000002');
    expect(sessionsTaken([...past, ...stolen, ...byHonest])).not.toContain('ASIABAKED00000000001');
    expect(sessionsTaken([...past, ...stolen, ...byThief])).toContain('ASIABAKED00000000002');
  });
});
