import { expect, test } from 'vitest';
import { peopleOfIdentityCenter } from '../../../adapters/aws/inventory/people.ts';
import { sweepSessions } from '../../../adapters/aws/inventory/sessions.ts';
import { reportedUse } from '../../../adapters/bus/reported-use.ts';
import { memoryContainmentStore } from '../../../adapters/memory/containment-store.ts';
import { memoryContextStore } from '../../../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import { bundledNetworks } from '../../../adapters/networks/bundled.ts';
import { inspectPermissions } from '../../../contract/permissions.ts';
import { intake } from '../../../core/intake/intake.ts';
import { inTimeOrder, toldOf } from '../../../core/intake/told.ts';
import type { AccountId } from '../../../core/model/brand.ts';
import { subjectOf } from '../../../core/model/credential.ts';
import { day, formatInstant, hour } from '../../../core/model/instant.ts';
import { observe } from '../../../core/observe/observe.ts';
import type { Announcement } from '../../../core/plan/announcement.ts';
import { defaultPolicy, type Policy } from '../../../core/policy/policy.ts';
import { begin, sliceOf } from '../../../functions/sweep/begin.ts';
import { end } from '../../../functions/sweep/end.ts';
import { seenAt } from '../../../functions/sweep/judge.ts';
import { sweepOne } from '../../../functions/sweep/sweep-one.ts';
import type { SweepWork } from '../../../functions/sweep/work.ts';
import { simulateAccounts } from '../../../simulator/accounts/accounts.ts';
import { record } from '../../core/intake/sample.ts';
import { gateway, reported } from '../../reported.ts';
import { inOneRegion } from '../../simulator/aws/simulation.ts';

const now = Date.UTC(2026, 10, 24, 12);
const policy = { ...defaultPolicy, temporaryGrantDays: 30 };
const sources: Policy['sources'] = { [gateway.source]: { accountId: gateway.account, kinds: ['oauth-token'] } };

/** A small organisation, swept from the cloud by what the records left in its memory. */
function scene(accounts: number, credentials: number, refusing = 0, given: Policy = policy) {
  const world = simulateAccounts({ seed: 5, accounts, credentials, refusing, now });
  inOneRegion(world.aws);
  const { aws, managementAccountId } = world;
  const announced: Announcement[] = [];
  let clock = now;
  const stores = { notes: memoryNoteStore(), contexts: memoryContextStore() };
  const announcer = { announce: async (all: readonly Announcement[]) => void announced.push(...all) };
  const sdk = { credentials: aws.administrator(managementAccountId), requestHandler: aws.requestHandler() };
  const words = { networks: bundledNetworks(), declarations: [], declared: () => null, inventoried: () => null };
  const people = new Set(world.people);
  const work = {
    ...stores,
    sessions: sweepSessions({ roleName: 'OrganizationAccountAccessRole', sdk }),
    containments: memoryContainmentStore(),
    announcer,
    askIdentityCenter: () => peopleOfIdentityCenter(sdk),
    tellCompleted: async () => {},
    measureCompleted: async () => {},
    settings: async () =>
      ({
        policy: given,
        exemptions: [],
        words: { ...words, people: given.askIdentityCenter ? null : people },
        problems: [],
      }) as never,
    now: () => clock,
    region: 'eu-west-1',
    reach: ['account', 'r-simu'],
  } satisfies SweepWork;
  const told = (id: string) =>
    announced.flatMap(({ decision }) =>
      decision.signals.filter((one) => one.id === id).map(({ evidence }) => ({ decision, evidence })),
    );
  return {
    told,
    later: () => {
      clock += day;
    },
    world,
    members: [...aws.world.accounts.keys()].filter((id) => id !== managementAccountId),
    hears: (...records: readonly object[]) => {
      const { told } = inTimeOrder(
        records.flatMap((one) => toldOf(reportedUse(one, sources) ?? intake(one), null) ?? []),
      );
      return observe(told, words, { policy, exemptions: [] }, { ...stores, announcer });
    },
    /** Credentials by kind, account by account. */
    async kinds() {
      // No two sweeps begin at the same instant.
      clock += 1;
      const { run, accounts } = await all(work);
      const kindsOf = accounts.map(async (account) => [account, (await sweepOne(run, account, work)).kinds] as const);
      const kinds = Object.fromEntries(await Promise.all(kindsOf));
      await end(run, work);
      return kinds;
    },
    /** Who is known to be at work in an account that nobody looks into. */
    seen: async (account: string) => (await seenAt(account as AccountId, now, work)).map(subjectOf),
    /** Signals that are told of, and about whom, by signal. */
    async swept() {
      const { run, accounts } = await all(work);
      announced.length = 0;
      const results = [];
      for (const account of accounts) results.push(await sweepOne(run, account, work));
      expect(results.map(({ gaps }) => gaps)).toEqual(results.map(() => 0));
      return told;
    },
  };
}

/** A run, with all accounts that are left of it. */
async function all(work: SweepWork): Promise<{ readonly run: string; readonly accounts: readonly string[] }> {
  const begun = await begin(work);
  if (begun.idle) throw new Error('nothing is to be swept');
  const { run, slices } = begun;
  const lists = await Promise.all(slices.map((slice) => sliceOf(run, slice, work)));
  return { run, accounts: lists.flatMap(({ accounts }) => accounts) };
}

test('what a service control policy forbids is not held, and a resource control policy shuts doors', async () => {
  const here = scene(3, 3);
  const { aws } = here.world;
  const [one = '', other = ''] = here.members;
  const text = (...more: object[]) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }, ...more] });
  const forbidden = { Effect: 'Deny', NotAction: [...inspectPermissions, 'sts:*'], Resource: '*' };
  const strangers = {
    Effect: 'Deny',
    Principal: '*',
    Action: 'sts:AssumeRole',
    Resource: '*',
    Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } },
  };
  aws.account(one).serviceControlPolicies = [[text()], [text(forbidden)]];
  aws.account(one).resourceControlPolicies = [[text()], [text(strangers)]];
  const trust = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
  for (const id of [one, other]) {
    const [role] = [...aws.account(id).state.latest.roles.values()].filter(({ path }) => path === '/');
    if (role !== undefined) role.trust = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  }
  const told = await here.swept();
  const accounts = (id: string) => new Set(told(id).map(({ decision }) => decision.accountId as string));
  expect([...accounts('S37')]).toContain(other);
  expect([...accounts('S37')]).not.toContain(one);
  expect([...accounts('S51')]).toContain(other);
  expect([...accounts('S51')]).not.toContain(one);
});

test('who has left, who made it, and who gave it what, as lists and records tell together', async () => {
  const here = scene(2, 8);
  const { aws, people } = here.world;
  const [account = ''] = here.members;
  const { users } = aws.account(account).state.latest;
  const user = [...users.values()].find(({ keys }) => keys.length > 0);
  if (user === undefined) throw new Error('nobody has a key');
  user.tags.splice(0);
  Object.assign(user, { name: user.name });
  user.inline.set('extra', JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }] }));
  const admin = {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLEROLE00000:x',
    arn: `arn:aws:sts::${account}:assumed-role/Admin/${people[0]}`,
    accountId: account,
    accessKeyId: 'ASIAEXAMPLEKEY000001',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLEROLE00000',
        arn: `arn:aws:iam::${account}:role/Admin`,
        accountId: account,
        userName: 'Admin',
      },
      attributes: { creationDate: '2026-10-01T09:00:00Z', mfaAuthenticated: 'true' },
    },
  };
  const iam = (eventName: string, daysAgo: number, requestParameters: object) =>
    record(admin, {
      eventSource: 'iam.amazonaws.com',
      eventName,
      eventID: `${eventName}-${daysAgo}`,
      eventTime: formatInstant(now - daysAgo * day),
      recipientAccountId: account,
      readOnly: false,
      requestParameters: { userName: user.name, ...requestParameters },
    });
  await here.hears(
    iam('CreateUser', 300, {}),
    iam('PutUserPolicy', 60, { policyName: 'extra', policyDocument: user.inline.get('extra') }),
  );
  const told = await here.swept();
  const [grant] = told('S71').filter(({ decision }) => decision.principal.endsWith(`/${user.name}`));
  expect(grant?.evidence).toContain(`given by arn:aws:iam::${account}:role/Admin`);
  expect(grant?.decision.owner).toBe(people[0]);
  const gone = here.world.truths.filter(({ owner, off, kind }) => owner === 'left' && !off && kind === 'access-key');
  const left = told('S52').map(({ decision }) => decision.credential);
  expect(left).toEqual(expect.arrayContaining(gone.map(({ credential }) => credential)));
  expect(gone.length).toBeGreaterThan(0);
});

test('what no list shows and was seen at work is there too, for as long as it can be', async () => {
  const here = scene(2, 4);
  const [account = ''] = here.members;
  const before = (await here.kinds())[account];
  expect(before?.['session-token']).toBeUndefined();
  const session = (userName: string, hoursAgo: number) =>
    record(
      {
        type: 'IAMUser',
        principalId: `AIDA${userName}`,
        arn: `arn:aws:iam::${account}:user/${userName}`,
        accountId: account,
        accessKeyId: `ASIAEXAMPLEKEY00${hoursAgo}`,
        userName,
        sessionContext: {
          attributes: { creationDate: formatInstant(now - hoursAgo * hour), mfaAuthenticated: 'true' },
        },
      },
      { eventID: userName, eventTime: formatInstant(now - hoursAgo * hour), recipientAccountId: account },
    );
  // A key that a whole list lacks is deleted.
  const gone = { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/old`, accountId: account, userName: 'old' };
  const used = { eventID: 'gone', eventTime: formatInstant(now - day), recipientAccountId: account };
  await here.hears(
    session('lively', 10),
    session('spent', 50),
    record({ ...gone, accessKeyId: 'AKIAEXAMPLEGONE00001' }, used),
  );
  expect((await here.kinds())[account]).toEqual({ ...before, 'session-token': 1 });
});

test('tokens that a source reports are swept in its account', async () => {
  const here = scene(2, 4);
  const account = here.members[0] ?? '';
  await here.hears(reported({ at: formatInstant(now - day) }));
  expect(await here.seen(gateway.account)).toEqual(['oauth-token gateway.example:ref:grant-17']);
  expect(await here.seen(account)).toEqual([]);
});

test('of an account that lets nobody in, whoever was seen at work is counted', async () => {
  const here = scene(4, 4, 0.5);
  const [shut = ''] = here.world.refusing;
  const user = { type: 'IAMUser', arn: `arn:aws:iam::${shut}:user/ci`, accountId: shut, userName: 'ci' };
  const used = { eventTime: formatInstant(now - day), recipientAccountId: shut };
  await here.hears(record({ ...user, accessKeyId: 'AKIAUNSEEN0000000001' }, used));
  expect((await here.kinds())[shut]).toEqual({ 'access-key': 1 });
});

test('who works here is asked of Identity Center where the policy says so; where it would not tell, nobody has left', async () => {
  const here = scene(2, 12, 0, { ...policy, askIdentityCenter: true });
  const { aws, managementAccountId, people, truths } = here.world;
  await here.kinds();
  expect(here.told('S35').length).toBeGreaterThan(0);
  expect(here.told('S52')).toEqual([]);
  aws.account(managementAccountId).state.latest.beside.identityCenter = {
    region: 'eu-west-1',
    instanceArn: 'arn:aws:sso:::instance/ssoins-1',
    identityStoreId: 'd-1',
    permissionSets: [],
    users: new Map(),
    people: [...people].map((address, at) => ({ userName: `p${at}`, address, isEnabled: true })),
  };
  // Another run: what accounts have in common is asked once in each.
  here.later();
  await here.swept();
  const left = truths.filter(({ owner, off }) => owner === 'left' && !off).map(({ credential }) => credential);
  expect(left.length).toBeGreaterThan(0);
  expect(here.told('S52').map(({ decision }) => decision.credential)).toEqual(expect.arrayContaining(left));
});
