import { describe, expect, it } from 'vitest';
import { simulate } from '../../simulator/simulate.ts';

const simulation = simulate({ seed: 4, days: 6, incidents: 2, benignChanges: ['key-rotation', 'new-team-member'] });

function file(name: string): string {
  return simulation.context.get(name) ?? '';
}

interface Entry {
  readonly id: string;
  readonly accountId: string;
  readonly accessKeyId: string | null;
  readonly kind: string;
  readonly owner: string | null;
  readonly createdAt: string;
  readonly granted?: readonly string[];
  readonly expected?: object;
}

const entries = JSON.parse(file('credentials.json')) as Entry[];
const accounts = [...simulation.context.keys()].flatMap(
  (name) => /^credential-report-(\d{12})\.csv$/.exec(name)?.[1] ?? [],
);

describe('credentials.json', () => {
  it('has one entry for each credential', () => {
    const names = entries.map((entry) => `${entry.id} ${entry.accessKeyId}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it('knows both keys of a rotated user', () => {
    const [change] = simulation.labels.benignChanges;
    const keys = entries.filter((entry) => change?.credentials.includes(entry.accessKeyId ?? ''));
    expect(change?.kind).toBe('key-rotation');
    expect(keys).toHaveLength(2);
    expect(new Set(keys.map((entry) => entry.id)).size).toBe(1);
  });

  it('leaves gaps, as owners do', () => {
    expect(entries.some((entry) => entry.owner === null)).toBe(true);
    expect(entries.some((entry) => entry.expected === undefined)).toBe(true);
    expect(entries.some((entry) => entry.expected !== undefined)).toBe(true);
  });

  it('names permissions as IAM does, not as CloudTrail does', () => {
    const granted = new Set(entries.flatMap((entry) => entry.granted ?? []));
    expect(granted).toContain('s3:ListBucket');
    expect([...granted].filter((name) => /\d{8}|ListObjects|Converse/.test(name))).toEqual([]);
  });

  it('marks the canary', () => {
    expect(entries.filter((entry) => entry.kind === 'canary')).toHaveLength(1);
  });
});

describe('networks.csv', () => {
  it('has a kind for every prefix and quotes names with commas', () => {
    const [header, ...lines] = file('networks.csv').trim().split('\n');
    expect(header).toBe('prefix,asn,country,organisation,kind');
    const row =
      /^([\d.]+\/(8|16|24)|[\da-f:]+::\/32),AS\d+,[A-Z]{2},("[^"]+"|[^",]+),(cloud|isp|corp|hosting|vpn|tor)$/;
    expect(lines.filter((line) => !row.test(line))).toEqual([]);
  });
});

describe.each(accounts)('account %s', (accountId) => {
  const report = file(`credential-report-${accountId}.csv`).trim().split('\n');
  const details = JSON.parse(file(`authorization-details-${accountId}.json`)) as {
    UserDetailList: { UserName: string; Arn: string }[];
    RoleDetailList: { RoleName: string; Path: string; Arn: string }[];
  };

  it('has a credential report of IAM’s columns, root first', () => {
    expect(new Set(report.map((line) => line.split(',').length))).toEqual(new Set([22]));
    expect(report[1]).toContain(`<root_account>,arn:aws:iam::${accountId}:root`);
  });

  it('lists in its authorization details every user of the report', () => {
    const users = details.UserDetailList.map((user) => user.Arn);
    expect(users).toEqual(expect.arrayContaining(report.slice(2).map((line) => line.split(',')[1])));
  });

  it('gives every role once, its path apart from its name', () => {
    const roles = details.RoleDetailList;
    expect(new Set(roles.map((role) => role.Arn)).size).toBe(roles.length);
    expect(roles.filter((role) => role.Arn !== `arn:aws:iam::${accountId}:role${role.Path}${role.RoleName}`)).toEqual(
      [],
    );
  });
});
