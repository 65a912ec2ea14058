import { expect, test } from 'vitest';
import { sweepSessions } from '../../../adapters/aws/inventory/sessions.ts';
import { memoryContainmentStore } from '../../../adapters/memory/containment-store.ts';
import { memoryContextStore } from '../../../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import { bundledNetworks } from '../../../adapters/networks/bundled.ts';
import { inspectPermissions } from '../../../contract/permissions.ts';
import { intake } from '../../../core/intake/intake.ts';
import { inTimeOrder, toldOf } from '../../../core/intake/told.ts';
import { day, formatInstant } from '../../../core/model/instant.ts';
import { observe } from '../../../core/observe.ts';
import type { Announcement } from '../../../core/plan/announcement.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { begin, type SweepWork, sweepOne } from '../../../functions/sweep/work.ts';
import { simulateAccounts } from '../../../simulator/accounts/accounts.ts';
import { record } from '../../core/intake/sample.ts';

const now = Date.UTC(2026, 10, 24, 12);
const policy = { ...defaultPolicy, temporaryGrantDays: 30 };

/** A small organisation, swept from the cloud by what the records left in its memory. */
function scene(accounts: number, credentials: number) {
  const world = simulateAccounts({ seed: 5, accounts, credentials, now });
  const { aws, managementAccountId } = world;
  const announced: Announcement[] = [];
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
    tellCompleted: async () => {},
    settings: async () => ({ policy, exemptions: [], words: { ...words, people }, problems: [] }) as never,
    now: () => now,
    everywhere: true,
  } satisfies SweepWork;
  return {
    world,
    members: [...aws.world.accounts.keys()].filter((id) => id !== managementAccountId),
    hears: (...records: readonly object[]) => {
      const { told } = inTimeOrder(records.flatMap((one) => toldOf(intake(one), null) ?? []));
      return observe(told, words, { policy, exemptions: [] }, { ...stores, announcer });
    },
    /** Signals that are told of, and about whom, by signal. */
    async swept() {
      const { run, accounts } = await begin(work);
      announced.length = 0;
      const results = [];
      for (const account of accounts) results.push(await sweepOne(run, account, work));
      expect(results.map(({ gaps }) => gaps)).toEqual(results.map(() => 0));
      return (id: string) =>
        announced.flatMap(({ decision }) =>
          decision.signals.filter((one) => one.id === id).map(({ evidence }) => ({ decision, evidence })),
        );
    },
  };
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
