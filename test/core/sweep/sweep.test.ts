import { describe, expect, test } from 'vitest';
import type { GrantMade } from '../../../core/context/grants/grant-made.ts';
import { TrailEvidence } from '../../../core/context/grants/trail-evidence.ts';
import { extend } from '../../../core/context/lease.ts';
import { nothingDeclared } from '../../../core/context/recorded-context.ts';
import { readAccountDetails } from '../../../core/intake/account/account-details.ts';
import type {
  AccessedService,
  AccountInventory,
  ListedCredential,
} from '../../../core/intake/account/account-inventory.ts';
import { intake } from '../../../core/intake/intake.ts';
import type { AccessKeyId, AccountId, Arn } from '../../../core/model/brand.ts';
import type { Credential } from '../../../core/model/credential.ts';
import { day, parseInstant } from '../../../core/model/instant.ts';
import { emptySpent } from '../../../core/plan/limits.ts';
import { defaultPolicy, type Policy } from '../../../core/policy/policy.ts';
import type { AccountJudging } from '../../../core/sweep/account-judging.ts';
import { compare } from '../../../core/sweep/findings.ts';
import { judgeAccount } from '../../../core/sweep/sweep.ts';
import { account, record, role, user } from '../intake/sample.ts';

const accountId = account as AccountId;
const principal = user.arn as Arn;
const now = parseInstant('2026-11-20T12:00:00Z') ?? 0;

const empty: AccountInventory = {
  accountId,
  reports: [],
  details: [],
  listed: [],
  accessed: new Map(),
  accountTags: [],
  contact: null,
  regionsOff: [],
  recording: { unrecordedRegions: [], dataEvents: 'none' },
  gaps: [],
};

const keyOf = (id: string): Credential => ({ kind: 'access-key', id: id as AccessKeyId, accountId, principal });

const listed = (credential: Credential, changes: Partial<ListedCredential> = {}): ListedCredential => ({
  credential,
  active: true,
  createdAt: now - 400 * day,
  lastUse: now - day,
  witness: 'access-key-last-used',
  expiresAt: null,
  byService: false,
  tags: [],
  ...changes,
});

const judging = (changes: Partial<AccountJudging> = {}, policy: Policy = defaultPolicy): AccountJudging => ({
  now,
  declarations: [],
  surroundings: { ownerTags: ['owner'], people: null, ours: null },
  circumstances: { policy, exemptions: [], spent: emptySpent() },
  ...changes,
});

const at = (daysAgo: number) => new Date(now - daysAgo * day).toISOString().replace(/\.\d+/, '');

function trail(...records: Record<string, unknown>[]): TrailEvidence {
  const evidence = new TrailEvidence();
  for (const one of records) {
    const taken = intake(one);
    if (taken.kind === 'use') evidence.note(taken.use);
  }
  return evidence;
}

const rows = (inventory: AccountInventory, one: AccountJudging) =>
  judgeAccount(inventory, one).standings.map(({ credential, lastUse }) => [
    credential.kind,
    credential.id,
    lastUse.kind,
  ]);

describe('what was seen in use', () => {
  const seen = trail(record(user, { eventTime: at(3) }), record(role, { eventTime: at(2) }));
  const gap = (what: string) => ({ accountId, region: null, what, reason: 'AccessDenied', times: 1 });

  test('is a row where no list could be read, and nobody acts on it', () => {
    const blind = { ...empty, recording: null, gaps: [gap('the account')] };
    expect(rows(blind, judging({ trail: seen }))).toEqual([
      ['access-key', 'AKIAEXAMPLEKEY000001', 'unknown'],
      ['role', `arn:aws:iam::${account}:role/jobs/Backup`, 'unknown'],
    ]);
    const orphans = judgeAccount(blind, judging({ trail: seen }));
    expect(orphans.standings.map(({ observed }) => observed?.lastUsedAt)).toEqual([now - 3 * day, now - 2 * day]);
    expect(orphans.seen.size).toBe(0);
  });

  test('is none where the list was whole: it has been deleted since', () => {
    expect(rows(empty, judging({ trail: seen }))).toEqual([]);
  });

  test('is a row where AWS keeps no list: sessions for as long as they live', () => {
    const session = { ...user, accessKeyId: 'ASIAEXAMPLEKEY000009', sessionContext: { attributes: {} } };
    const alive = trail(record(session, { eventTime: at(1) }));
    expect(rows(empty, judging({ trail: alive }))).toEqual([['session-token', principal, 'used']]);
    const over = trail(record(session, { eventTime: at(2) }), record(user, { eventTime: at(0) }));
    expect(rows(empty, judging({ trail: over }))).toEqual([]);
  });

  const bearer = { ...user, accessKeyId: '' };
  const call = (daysAgo: number) =>
    record(bearer, {
      eventTime: at(daysAgo),
      eventSource: 'bedrock.amazonaws.com',
      eventName: 'InvokeModel',
      additionalEventData: { callWithBearerToken: true },
    });
  const credential = (id: string): Credential => {
    return { kind: 'service-specific', id: `${principal}/${id}` as Arn, accountId, principal };
  };
  const plain = { lastUse: null, witness: 'list' } as const;

  test('counts for the one that the user has, where the record does not tell which it was', () => {
    const one = { ...empty, listed: [listed(credential('ACCA1'), plain)] };
    expect(rows(one, judging({ trail: trail(call(1)) }))).toEqual([['service-specific', `${principal}/ACCA1`, 'used']]);
    const two = { ...empty, listed: [...one.listed, listed(credential('ACCA2'), plain)] };
    expect(rows(two, judging({ trail: trail(call(1)) })).map(([, , kind]) => kind)).toEqual(['unknown', 'unknown']);
  });

  test('is the last use only as far as the trail sees: in every Region, and up to now', () => {
    const one = { ...empty, listed: [listed(credential('ACCA1'), plain)] };
    const idle = (inventory: AccountInventory, ...more: Record<string, unknown>[]) =>
      judgeAccount(inventory, judging({ trail: trail(call(100), ...more) }))
        .judged.flatMap(({ decision }) => decision.signals.map(({ id }) => id))
        .includes('S32');
    const fresh = record(role, { eventTime: at(1) });
    expect(idle(one, fresh)).toBe(true);
    expect(idle(one)).toBe(false);
    expect(idle({ ...one, recording: { unrecordedRegions: ['eu-west-1'], dataEvents: 'none' } }, fresh)).toBe(false);
    expect(idle({ ...one, recording: null }, fresh)).toBe(false);
  });
});

describe('a key that came in the place of another', () => {
  const elder = keyOf('AKIAEXAMPLEKEY000001');
  const younger = keyOf('AKIAEXAMPLEKEY000002');
  const gone = { credential: elder, since: now - 500 * day, lastUsedAt: now - 62 * day, ended: true };
  const inventory = { ...empty, listed: [listed(younger, { createdAt: now - 60 * day, lastUse: 'never' })] };
  const found = (changes: Partial<AccountJudging>, policy?: Policy) =>
    judgeAccount(inventory, judging({ forebears: [gone], ...changes }, policy));
  const signals = (judged: ReturnType<typeof found>) =>
    judged.judged.flatMap(({ decision }) => decision.signals.map(({ id }) => id));

  test('has its habits: a job that pauses for two months has time', () => {
    expect(signals(found({}))).toContain('S33');
    const habit = { lastUsedAt: now - 62 * day, longestGapDays: 61, usedActions: [], observedDays: 200 };
    const observed: AccountJudging['observed'] = (subject) => (subject === `access-key ${elder.id}` ? habit : null);
    const judged = found({ observed });
    expect(signals(judged)).not.toContain('S33');
    expect(judged.standings[0]?.lineage).toEqual([elder.id]);
    expect(signals(judgeAccount(inventory, judging({ observed })))).toContain('S33');
  });

  test('has its owner’s words: what was said of the elder, and that it is wanted', () => {
    const declared = { ...nothingDeclared, purpose: 'quarterly report', owner: { kind: 'team', name: 'tax' } } as const;
    const words = found({ declarations: [{ credential: elder, declared, lastUse: { kind: 'unknown' } }] });
    expect(words.standings.map(({ credential, declared }) => [credential.id, declared?.purpose])).toEqual([
      [younger.id, 'quarterly report'],
    ]);
    expect(signals(words)).not.toContain('S33');

    const policy = { ...defaultPolicy, leases: { 'access-key': { useDays: 30, consentDays: 90 } } };
    const lease = extend({ startedAt: now - 200 * day, consent: null }, 'ada', now - 10 * day, 90);
    const wanted = found({ lease: (subject) => (subject === `access-key ${elder.id}` ? lease : null) }, policy);
    expect(wanted.standings[0]?.lease?.consent?.by).toBe('ada');
    expect(signals(wanted)).not.toContain('S70');
  });

  test('and the finding about the elder is over, with its name', () => {
    const swept = judgeAccount({ ...empty, listed: [listed(elder, { lastUse: now - 100 * day })] }, judging());
    const first = compare(new Map(), { ...swept, gaps: [] }, now);
    const later = now + 40 * day;
    const after = judgeAccount(
      { ...empty, listed: [listed(younger, { createdAt: now + day, lastUse: later })] },
      judging({ now: later, forebears: [{ ...gone, lastUsedAt: now - 100 * day }] }),
    );
    const second = compare(first.findings, { ...after, gaps: [] }, later);
    expect(second.resolved).toMatchObject([{ credential: elder.id, successor: younger.id }]);
    expect(second.findings.get(`access-key ${elder.id}`)?.history.at(-1)?.what).toBe(
      `resolved: replaced by ${younger.id}`,
    );
  });
});

test('a grant given by hand ends by default also once the trail that showed it is gone', () => {
  const arn = `arn:aws:iam::${account}:role/jobs/Backup`;
  const allow = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }] };
  const details = readAccountDetails([
    {
      UserDetailList: [],
      RoleDetailList: [
        {
          Arn: arn,
          CreateDate: at(500),
          RoleLastUsed: { LastUsedDate: at(1) },
          RolePolicyList: [{ PolicyName: 'migration', PolicyDocument: allow }],
          Tags: [{ Key: 'owner', Value: 'ada@acme.example' }],
        },
      ],
    },
  ]);
  const made: GrantMade = {
    accountId,
    action: 'iam:PutRolePolicy',
    to: 'Backup',
    policy: 'migration',
    by: `arn:aws:iam::${account}:role/Admin` as Arn,
    byHand: true,
    at: now - 40 * day,
  };
  const policy = { ...defaultPolicy, temporaryGrantDays: 30 };
  const told = (grants: readonly GrantMade[]) =>
    judgeAccount({ ...empty, details: [details] }, judging({ grants }, policy)).judged.flatMap(({ decision }) =>
      decision.signals.filter(({ id }) => id === 'S71').map(({ evidence }) => evidence),
    );
  expect(told([made])[0]).toContain('given by');
  expect(told([])).toEqual([]);
});

test('a tag that a thief may have written names no owner, no end and no purpose, and nobody is called ownerless for that', () => {
  const tags = [
    { Key: 'owner', Value: 'thief@evil.example' },
    { Key: 'expires', Value: at(3).slice(0, 10) },
    { Key: 'purpose', Value: 'yearly audit' },
  ];
  const inventory = { ...empty, listed: [listed(keyOf('AKIAIOSFODNN7EXAMPLE'), { tags, lastUse: now - 200 * day })] };
  const swept = (doubted: readonly string[]) => {
    const { standings, judged } = judgeAccount(inventory, judging({ doubted: new Set(doubted) }));
    const signals = judged.flatMap(({ decision }) => decision.signals.map(({ id }) => id));
    return { owner: standings[0]?.owner.kind, declared: standings[0]?.declared, end: standings[0]?.expiresAt, signals };
  };
  const nothing = { owner: 'unknown', declared: null, end: null };
  expect(swept([])).toMatchObject({ owner: 'person', declared: { purpose: 'yearly audit' } });
  expect(swept(['arn:aws:iam::111111111111:user/other']).owner).toBe('person');
  for (const name of [principal, 'AKIAIOSFODNN7EXAMPLE']) {
    const one = swept([name]);
    expect(one).toMatchObject(nothing);
    expect(one.signals).not.toContain('S35');
    expect(one.signals).toContain('S32');
  }
});

test('an owner who had left has not come back where nobody gave the list of people this time', () => {
  const tags = [{ Key: 'owner', Value: 'kim@acme.example' }];
  const inventory = { ...empty, listed: [listed(keyOf('AKIAEXAMPLEKEY000001'), { tags, createdAt: now - 5 * day })] };
  const sweep = (people: ReadonlySet<string> | null, known: Parameters<typeof compare>[0]) => {
    const remembered = (subject: string) => known.get(subject) ?? null;
    const one = judging({ surroundings: { ownerTags: ['owner'], people, ours: null }, remembered });
    return compare(known, { ...judgeAccount(inventory, one), gaps: [] }, now);
  };
  const { decisions, findings } = sweep(new Set(['ada@acme.example']), new Map());
  expect(decisions[0]?.signals.map(({ id }) => id)).toContain('S52');
  const blind = sweep(null, findings);
  expect([blind.decisions, blind.resolved]).toEqual([[], []]);
  expect(blind.findings).toEqual(findings);
  expect(sweep(new Set(['kim@acme.example']), findings).resolved).toHaveLength(1);
});

test('what a role held too much of, or whom it let in, is not over where nobody could tell this time', () => {
  const allow = (Action: readonly string[]) => ({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
  const trusting = (who: string) => ({
    Statement: { Effect: 'Allow', Principal: { AWS: who }, Action: 'sts:AssumeRole' },
  });
  const arn = `arn:aws:iam::${account}:role/Backup`;
  const details = (trust: object, actions: readonly string[]) =>
    readAccountDetails([
      {
        RoleDetailList: [
          {
            Arn: arn,
            RoleName: 'Backup',
            Tags: [{ Key: 'owner', Value: 'team-blue' }],
            CreateDate: at(400),
            RoleLastUsed: { LastUsedDate: at(1) },
            AssumeRolePolicyDocument: trust,
            RolePolicyList: [{ PolicyName: 'all', PolicyDocument: allow(actions) }],
          },
        ],
      },
    ]);
  const unused = { at: null, actions: new Map() };
  const services = new Map<string, AccessedService>([
    ['s3', { ...unused, at: now - day }],
    ['ec2', unused],
  ]);
  const accessed = new Map([[arn, { services }]]);
  const stranger = trusting('arn:aws:iam::999988887777:root');
  const sweep = (
    [trust, ...actions]: readonly [object, ...string[]],
    used: AccountInventory['accessed'],
    ours: ReadonlySet<string> | null,
    known: Parameters<typeof compare>[0],
  ) => {
    const inventory = { ...empty, details: [details(trust, actions)], accessed: used };
    const remembered = (subject: string) => known.get(subject) ?? null;
    const one = judging({ surroundings: { ownerTags: ['owner'], people: null, ours }, remembered });
    return compare(known, { ...judgeAccount(inventory, one), gaps: [] }, now);
  };
  const ours = new Set([account]);
  const wide = sweep([stranger, 's3:*', 'ec2:*'], accessed, ours, new Map());
  expect(wide.decisions[0]?.signals.map(({ id }) => id).toSorted()).toEqual(['S36', 'S51']);
  const sister = trusting(`arn:aws:iam::${account}:root`);
  const told = (one: ReturnType<typeof sweep>) => [one.decisions.length, one.resolved.length];
  // Nobody could tell what was used, or which accounts are the organisation's.
  expect(told(sweep([sister, 's3:*', 'ec2:*'], new Map(), ours, wide.findings))).toEqual([0, 0]);
  expect(told(sweep([stranger, 's3:*'], accessed, null, wide.findings))).toEqual([0, 0]);
  expect(told(sweep([sister, 's3:*'], accessed, ours, wide.findings))).toEqual([0, 1]);
});
