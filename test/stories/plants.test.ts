import { describe, expect, it } from 'vitest';
import { day, formatInstant, hour, type Instant, minute } from '../../core/model/instant.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { account, roleArn, roleSession } from '../core/intake/sample.ts';
import { call, rented, start, watched } from './watch.ts';

/** Plants in several countries, whose machines take on one role, each by a certificate of its own. */

type Fields = Record<string, unknown>;

interface Plant {
  readonly name: string;
  readonly lines: readonly string[];
}

/** Each lets its machines out by the lines of two providers in turn. */
const izmir: Plant = { name: 'izmir', lines: ['88.227.11.65', '93.155.100.24'] };
const pune: Plant = { name: 'pune', lines: ['122.183.251.165', '27.61.7.102'] };
/** Opened later, in another country again. */
const monterrey: Plant = { name: 'monterrey', lines: ['96.67.186.131'] };

const edge = roleArn('edge');
const days = 21;
const strike = start + days * day;
const work = ['kinesis:PutRecords', 's3:GetBucketLocation', 's3:ListObjects', 'kinesis:PutRecords'];
let opened = 0;

function session(
  { name, lines }: Plant,
  at: Instant,
  key = `ASIAPLANT${String(++opened).padStart(11, '0')}`,
): Fields[] {
  const nobody = { type: 'Unknown', principalId: '', arn: '', accountId: account };
  const by = roleSession(edge, `${name}-01`, key, at);
  return [
    call(nobody, at, 'rolesanywhere:CreateSession', 'rolesanywhere.amazonaws.com', {
      requestParameters: { roleArn: edge, cert: '', profileArn: '', trustAnchorArn: '' },
      responseElements: {
        credentialSet: [
          {
            assumedRoleUser: { arn: by.arn },
            credentials: { accessKeyId: key, expiration: formatInstant(at + hour) },
            sourceIdentity: `CN=${name}`,
          },
        ],
      },
    }),
    ...work.map((action, i) => call(by, at + (i + 1) * minute, action, lines[i % lines.length] ?? '')),
  ];
}

function eachDay(plant: Plant, from = 0): Fields[] {
  return Array.from({ length: days - from }, (_, n) => start + (from + n) * day)
    .flatMap((at) => [at, at + 6 * hour, at + 12 * hour])
    .flatMap((at) => session(plant, at));
}

const disturbed = (records: readonly Fields[]) =>
  watched(records).decisions.flatMap(({ action, session: of, at }) =>
    isDisruptive(action) ? [of ?? formatInstant(at)] : [],
  );

const history = [...eachDay(izmir), ...eachDay(pune)];

describe('a role that plants of several countries take on, each by its certificate', () => {
  it('is at home on both lines of a plant from its first day on', () => {
    expect(watched(history).decisions.filter(({ signals }) => signals.some(({ id }) => id === 'S08'))).toEqual([]);
    expect(disturbed(history)).toEqual([]);
  });

  it('is told of, and left alone, when a new plant begins to work', () => {
    const records = [...history, ...eachDay(monterrey, days - 2)];
    expect(disturbed(records)).toEqual([]);
    expect(watched(records).decisions.filter(({ signals }) => signals.some(({ id }) => id === 'S12'))).toEqual([]);
  });

  it('is taken back from whoever copied one of its sessions', () => {
    const key = 'ASIASTOLEN0000000009';
    const stolen = ['sts:GetCallerIdentity', 's3:ListBuckets', 'iam:ListUsers', 'secretsmanager:ListSecrets'].map(
      (action, i) => call(roleSession(edge, 'izmir-01', key, strike), strike + (10 + i) * minute, action, rented),
    );
    expect(disturbed([...history, ...session(izmir, strike, key), ...stolen])).toContain(key);
  });
});
