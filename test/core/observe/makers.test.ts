import { describe, expect, it } from 'vitest';
import { memoryContextStore } from '../../../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import { bundledNetworks } from '../../../adapters/networks/bundled.ts';
import type { NoteStore } from '../../../core/context/note-store.ts';
import { longestChain } from '../../../core/context/sessions/sessions.ts';
import { day, formatInstant, type Instant, minute } from '../../../core/model/instant.ts';
import { observe } from '../../../core/observe/observe.ts';
import type { Announcement } from '../../../core/plan/announcement.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { isDisruptive } from '../../../core/plan/ladder.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { call, office, rented, runners, start, toldIn, userNamed, watched } from '../../stories/watch.ts';
import { account, roleArn, roleSession } from '../intake/sample.ts';

const other = '444455556666';
const key = 'AKIADEPLOYER00000001';
const deployer = userNamed('deployer', key);
const inOther = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll(account, other));
const shop = roleArn('Shop');
const deep = inOther(roleArn('Deep'));
const store = inOther(roleArn('Store'));

/** The key opens a session of a role, that one of another account's, and that a third, where `actions` are done, or at an earlier `link`. All from one place. */
function chained(at: Instant, from: string, actions: readonly string[], link = 3) {
  const idOf = (n: number) => `ASIACHAIN${n}${String(at / minute).padStart(10, '0')}`;
  const sessions = [
    roleSession(shop, 'deploy', idOf(1), at),
    inOther(roleSession(roleArn('Deep'), 'deploy', idOf(2), at)),
    inOther(roleSession(roleArn('Store'), 'deploy', idOf(3), at)),
  ];
  const minted = [shop, deep, store].map((roleOf, n) =>
    call([deployer, ...sessions][n], at + n * minute, 'sts:AssumeRole', from, {
      requestParameters: { roleArn: roleOf, roleSessionName: 'deploy' },
      responseElements: { credentials: { accessKeyId: idOf(n + 1), expiration: formatInstant(at + 60 * minute) } },
      recipientAccountId: n < 2 ? account : other,
    }),
  );
  // The role's own account does not see the key that asked.
  const ownersCopy = {
    ...minted[1],
    eventID: `${minted[1]?.eventID} owner's`,
    recipientAccountId: other,
    userIdentity: { type: 'AWSAccount', principalId: 'AROASHOP:deploy', accountId: account },
  };
  const uses = actions.map((action, i) => ({
    ...call(sessions[link - 1], at + (3 + i) * minute, action, from),
    recipientAccountId: other,
  }));
  return { minted, ownersCopy, uses };
}

const ordinary = Array.from({ length: 21 }, (_, n) => {
  const { minted, ownersCopy, uses } = chained(start + n * day, runners, ['ec2:DescribeVolumes']);
  return [...minted, ownersCopy, ...uses];
}).flat();
const { minted, ownersCopy, uses } = chained(start + 21 * day, rented, [
  'sts:GetCallerIdentity',
  'iam:ListUsers',
  'iam:CreateUser',
  'iam:CreateAccessKey',
]);
const within = chained(start + 21 * day, rented, ['sts:GetCallerIdentity', 'iam:ListUsers', 'iam:CreateUser'], 2);
const backwards = [...minted].reverse();
const takenFrom = (decisions: readonly Decision[]) =>
  new Set(decisions.filter(({ action }) => isDisruptive(action)).map(({ credential }) => credential));

/** What is announced of whoever it is, heard in these stretches after three ordinary weeks. */
async function announcedAfter(
  stretches: readonly (readonly unknown[])[],
  before: readonly unknown[] = ordinary,
  notes: NoteStore = memoryNoteStore(),
): Promise<readonly Announcement[]> {
  const announced: Announcement[] = [];
  const announcer = { announce: async (all: readonly Announcement[]) => void announced.push(...all) };
  const ports = { contexts: memoryContextStore(), notes, announcer };
  for (const records of [before, ...stretches]) {
    const told = toldIn(records).filter((one) => one !== null);
    const circumstances = { policy: defaultPolicy, exemptions: [] };
    await observe(told, { networks: bundledNetworks(), declared: () => null }, circumstances, ports);
  }
  return announced;
}

/** What of it is taken back. */
async function takenAfter(...heard: Parameters<typeof announcedAfter>): Promise<ReadonlySet<string>> {
  return takenFrom((await announcedAfter(...heard)).map(({ decision }) => decision));
}

it.each<[string, readonly (readonly unknown[])[]]>([
  ['as it was made', [...minted, ownersCopy, ...uses].map((one) => [one])],
  ['its end first, its beginning last', [uses, [ownersCopy], ...backwards.map((one) => [one])]],
  ['its end first, and then its beginning', [uses, ...minted.map((one) => [one]), [ownersCopy]]],
  ['its beginning between its end', [uses.slice(0, 2), minted, uses.slice(2)]],
  ['one record after the other from the last', [...uses, ...backwards].map((one) => [one])],
])('a thief’s chain of roles is taken back down to the key that it began with, heard %s', async (_, stretches) => {
  expect(await takenAfter(stretches)).toEqual(new Set([store, deep, shop, key]));
});

it('of each role on the way, the plan knows which session it is to end', async () => {
  const announced = await announcedAfter([...minted, ownersCopy, ...uses].map((one) => [one]));
  const ends = announced.filter(({ decision }) => isDisruptive(decision.action) && decision.credential !== key);
  const byWord = ends.filter(({ lesson }) => lesson === null);
  expect(byWord.map(({ decision }) => decision.credential)).toEqual(expect.arrayContaining([shop, deep]));
  expect(ends.map(({ known }) => known.session?.name)).toEqual(ends.map(() => 'deploy'));
});

it('so is one whose middle was at work after it had opened the next', async () => {
  const [first, second, third] = within.minted;
  expect(await takenAfter([[third], within.uses, [second], [first]])).toEqual(new Set([deep, shop, key]));
});

it('a chain whose middle is heard of late is known to its end', async () => {
  const [first, second, third] = minted;
  // Who opened the middle is noted apart from what the middle did.
  expect(await takenAfter([[third], [second], [first], uses])).toEqual(new Set([store, deep, shop, key]));
});

it('what is kept for whoever made a session is not read anew with each other session of its role', async () => {
  const memory = memoryNoteStore();
  const read: string[] = [];
  const notes: NoteStore = {
    load: (name, mayBeOld) => {
      read.push(name);
      return memory.load(name, mayBeOld);
    },
    commit: (write) => memory.commit(write),
  };
  await takenAfter([uses], ordinary, notes);
  const kept = `session ASIACHAIN3${String((start + 21 * day) / minute).padStart(10, '0')}`;
  expect(await memory.load(kept)).not.toBeNull();
  read.length = 0;
  await takenAfter([], chained(start + 22 * day, runners, ['ec2:DescribeVolumes']).uses, notes);
  expect(read).not.toContain(kept);
});

it('a key that a stack made belongs to whoever had the stack made', async () => {
  const strike = start + 21 * day;
  const made = 'AKIASTACK00000000001';
  const userName = 'helper';
  const stack = { stackName: 'helper', capabilities: ['CAPABILITY_NAMED_IAM'] };
  const creating = call(deployer, strike, 'cloudformation:CreateStack', rented, { requestParameters: stack });
  const making = call(
    { ...deployer, invokedBy: 'cloudformation.amazonaws.com' },
    strike + minute,
    'iam:CreateAccessKey',
    rented,
    {
      sourceIPAddress: 'cloudformation.amazonaws.com',
      requestParameters: { userName },
      responseElements: { accessKey: { accessKeyId: made, userName } },
    },
  );
  const at = (n: number) => strike + (30 + n) * minute;
  const uses = ['sts:GetCallerIdentity', 'ec2:DescribeVolumes'].map((action, n) =>
    call(userNamed(userName, made), at(n), action, rented),
  );
  expect(await takenAfter([[creating], [making], uses])).toEqual(new Set([key, made]));
  expect(await takenAfter([[creating], uses])).toEqual(new Set([key]));
});

it('another key is reached through roles that are pinned already', () => {
  const releaser = 'AKIARELEASER00000001';
  const other = (records: readonly unknown[], hours: number) =>
    records.map((one) => {
      const text = JSON.stringify(one).replaceAll(key, releaser).replaceAll('deployer', 'releaser');
      const moved = JSON.parse(text.replaceAll('ASIACHAIN', 'ASIAOTHER'));
      return {
        ...moved,
        eventID: `${moved.eventID} too`,
        eventTime: formatInstant(Date.parse(moved.eventTime) + hours * 60 * minute),
      };
    });
  const theft = [...minted, ...uses];
  const { decisions } = watched([...ordinary, ...other(ordinary, 1), ...theft, ...other(theft, 2)]);
  expect(takenFrom(decisions)).toEqual(new Set([store, deep, shop, key, releaser]));
});

it('what is decided of the end of a chain names all that it was made with', () => {
  const { decisions } = watched([...ordinary, ...minted, ownersCopy, ...uses]);
  const reason = decisions.find(({ credential }) => credential === store)?.reason;
  const by = ['made by ASIACHAIN2\\d+', 'which was made by ASIACHAIN1\\d+', `which was made by ${key}`];
  expect(reason).toMatch(new RegExp(`${by.join(', ')}\\.$`));
});

it('nobody is disturbed but for the end of a chain where only that was stolen', () => {
  const honest = chained(start + 21 * day, runners, []);
  const { decisions } = watched([...ordinary, ...honest.minted, honest.ownersCopy, ...uses]);
  expect(takenFrom(decisions)).toEqual(new Set([store]));
});

describe('of roles that open each other in turn', () => {
  const ping = roleArn('Ping');
  const pong = roleArn('Pong');
  const bearing = (role: string, link: number, at: Instant) =>
    roleSession(role, 'w', `ASIATURN${at / minute}${link}`, at);

  /** So many links, and what the last does. */
  function turns(at: Instant, links: number, from: string, actions: readonly string[]) {
    const roleAt = (link: number) => (link % 2 === 0 ? ping : pong);
    const opened = Array.from({ length: links }, (_, link) =>
      call(link === 0 ? deployer : bearing(roleAt(link - 1), link - 1, at), at + link * 1000, 'sts:AssumeRole', from, {
        requestParameters: { roleArn: roleAt(link), roleSessionName: 'w' },
        responseElements: {
          credentials: { accessKeyId: `ASIATURN${at / minute}${link}`, expiration: formatInstant(at + 60 * minute) },
        },
      }),
    );
    const last = bearing(roleAt(links - 1), links - 1, at);
    return [...opened, ...actions.map((action, i) => call(last, at + (links + i * 60) * 1000, action, from))];
  }

  const daily = Array.from({ length: 21 }, (_, n) =>
    turns(start + n * day, 3, runners, ['ec2:DescribeVolumes']),
  ).flat();
  const deeds = ['sts:GetCallerIdentity', 'iam:ListUsers', 'iam:CreateUser', 'iam:CreateAccessKey'];

  it('the key is reached though one of them comes twice', () => {
    const { decisions } = watched([...daily, ...turns(start + 21 * day, 3, rented, deeds)]);
    expect(takenFrom(decisions)).toEqual(new Set([ping, pong, key]));
  });

  it('so many as only a forger has are not told link by link', () => {
    const { decisions } = watched([...daily, ...turns(start + 21 * day, 60, rented, deeds)]);
    const links = decisions.map(({ reason }) => reason.split('which was made by'));
    expect(Math.max(...links.map((one) => one.length))).toBe(longestChain + 1);
    const last = links.filter((one) => one.length === longestChain + 1).map((one) => one.at(-1));
    expect(new Set(last)).toEqual(new Set([` others, the first of them by ${key}.`]));
  });

  describe('however many they are', () => {
    const theft = turns(start + 21 * day, 40, rented, deeds);
    const [first, ...rest] = [theft.slice(0, 1), ...theft.slice(1, 40).map((one) => [one])];
    const acts = theft.slice(40).map((one) => [one]);

    it.each([
      ['at once', [theft]],
      ['one by one', theft.map((one) => [one])],
      ['one by one, the first of all after the rest', [...rest, first ?? [], ...acts]],
    ])('the key is reached, told %s', async (_, stretches) => {
      expect(await takenAfter(stretches, daily)).toEqual(new Set([ping, pong, key]));
    });
  });
});

it('what the bearer of a role opens is in doubt for what was done in that very session', () => {
  const ada = userNamed('ada', 'AKIAADA0000000000001');
  const [admin, vault] = [roleArn('Admin'), roleArn('Vault')];
  const visit = (at: Instant, from: string, looks: readonly string[], inside: readonly string[]) => {
    const ids = [1, 2].map((n) => `ASIAADA${n}${String(at / minute).padStart(12, '0')}`);
    const sessions = [roleSession(admin, 'ada', ids[0] ?? '', at), roleSession(vault, 'ada', ids[1] ?? '', at)];
    const open = (by: unknown, role: string, after: number, id: string, place: string) =>
      call(by, at + after * minute, 'sts:AssumeRole', place, {
        requestParameters: { roleArn: role, roleSessionName: 'ada' },
        responseElements: { credentials: { accessKeyId: id, expiration: formatInstant(at + 120 * minute) } },
      });
    return [
      open(ada, admin, 0, ids[0] ?? '', office),
      ...looks.map((action, i) => call(sessions[0], at + (1 + i) * minute, action, from)),
      open(sessions[0], vault, 10, ids[1] ?? '', from),
      ...inside.map((action, i) => call(sessions[1], at + (11 + i) * minute, action, office)),
    ];
  };
  const past = Array.from({ length: 21 }, (_, n) =>
    visit(start + n * day, office, ['s3:ListBuckets'], ['ecs:DescribeServices']),
  ).flat();
  const strike = start + 21 * day;
  const deeds = ['iam:CreateUser', 'iam:CreateAccessKey'];
  const { decisions } = watched([...past, ...visit(strike, rented, ['sts:GetCallerIdentity', 'iam:ListUsers'], deeds)]);
  expect(takenFrom(decisions)).toContain(vault);
  expect(takenFrom(watched([...past, ...visit(strike, office, ['s3:ListBuckets'], deeds)]).decisions)).not.toContain(
    vault,
  );
});

describe('what GuardDuty says of one session of a role, of which one is at a strange place', () => {
  const at = start + 21 * day;
  const keyOf = (pod: string, day: Instant) => `ASIAPOD${pod.toUpperCase()}${String(day / minute).padStart(12, '0')}`;
  const podAt = (pod: string, day: Instant) => roleSession(shop, `pod-${pod}`, keyOf(pod, day), day);
  const work = ['s3:GetBucketLocation', 'ecs:DescribeServices'];
  const before = Array.from({ length: 22 }, (_, n) =>
    ['a', 'b'].flatMap((pod) =>
      work.map((action) => call(podAt(pod, start + n * day), start + n * day, action, runners)),
    ),
  ).flat();
  const moved = call(podAt('a', at), at + 8 * minute, 's3:ListBuckets', rented);
  const finding = (pod: string) => ({
    source: 'aws.guardduty',
    'detail-type': 'GuardDuty Finding',
    id: 'finding',
    account,
    time: formatInstant(at + 10 * minute),
    detail: {
      type: 'UnauthorizedAccess:IAMUser/MaliciousIPCaller',
      severity: 8,
      accountId: account,
      resource: { accessKeyDetails: { accessKeyId: keyOf(pod, at), userName: 'Shop', userType: 'AssumedRole' } },
    },
  });

  it.each([
    ['ends that one', 'a', 'pod-a'],
    ['ends them all where it names another', 'b', undefined],
  ])('%s', async (_, named, ended) => {
    const announced = await announcedAfter([[moved], [finding(named)]], before);
    const last = announced.at(-1);
    expect([last?.decision.action, last?.decision.session]).toEqual(['revoke-sessions', keyOf(named, at)]);
    expect(last?.known.session?.name).toBe(ended);
  });
});
