import { describe, expect, it } from 'vitest';
import { memoryContextStore } from '../../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../../adapters/memory/note-store.ts';
import { bundledNetworks } from '../../adapters/networks/bundled.ts';
import { inTimeOrder } from '../../core/intake/told.ts';
import { day, formatInstant, hour, type Instant, minute } from '../../core/model/instant.ts';
import { observe } from '../../core/observe/observe.ts';
import type { Stores } from '../../core/observe/recall.ts';
import { forgetTaken, teach } from '../../core/observe/teach.ts';
import type { Announcement } from '../../core/plan/announcement.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { defaultPolicy } from '../../core/policy/policy.ts';
import { account, consoleUser, roleArn, roleSession } from '../core/intake/sample.ts';
import { call, honest, nextDoor, office, rented, runners, start, theft, toldIn, userNamed, watched } from './watch.ts';

/** What a thief makes with a stolen key is the thief's, and is used when that key is long off. */

const ada = userNamed('ada', 'AKIAADA0000000000001');
const builder = userNamed('build', 'AKIABUILD00000000001');
const helper = userNamed('helper', 'AKIAHELPER0000000001');
const strike = start + 21 * day + 7 * hour;

const past = [...honest(ada, office), ...honest(builder, runners)];
const loot = ['s3:ListBuckets', 'secretsmanager:ListSecrets', 'dynamodb:DescribeTable'];

/** A user and a key for it. */
function made(at: Instant, from: string, who: unknown = ada) {
  const requestParameters = { userName: 'helper' };
  return [
    call(who, at, 'iam:CreateUser', from, { requestParameters }),
    call(who, at + 10_000, 'iam:CreateAccessKey', from, {
      requestParameters,
      responseElements: { accessKey: { accessKeyId: helper.accessKeyId, userName: 'helper', status: 'Active' } },
    }),
  ];
}

const uses = (at: Instant, from: string) => loot.map((action, i) => call(helper, at + i * 10_000, action, from));

const stolen = [...theft(ada, strike, rented), ...made(strike + hour, rented)];

const own = (decisions: readonly Decision[]) => decisions.filter(({ credential }) => credential === helper.accessKeyId);
const disturbed = (decisions: readonly Decision[]) => own(decisions).filter(({ action }) => isDisruptive(action));

/** The signals that speak against it at the end. */
const doubts = (records: readonly unknown[]) =>
  watched(records)
    .fleet.members.get(`access-key ${helper.accessKeyId}`)
    ?.dossier.evidence.signals.map(({ id }) => id);

const admins = (name: string, at: Instant, key = `ASIA${name.toUpperCase().padEnd(16, '0')}`) =>
  roleSession(roleArn('Admins'), name, key, at);

/** Three weeks of the role, a session a day. */
const adminsAtWork = Array.from({ length: 21 }, (_, n) => {
  const at = start + n * day;
  return honest(admins('eva', at, `ASIAEVA${String(n).padStart(13, '0')}`), office, 1, at);
}).flat();

/** A role's session is stolen, and makes a user and a key; by the console each call has another key. */
const stolenSession = (isConsole = false) => {
  const records = [
    ...theft(admins('eva', strike), strike, rented),
    ...made(strike + hour, rented, admins('eva', strike)),
  ];
  if (!isConsole) return records;
  const browser = { userAgent: 'Mozilla/5.0 (X11; Linux x86_64)', sessionCredentialFromConsole: 'true' };
  return records.map((one, n) => ({
    ...one,
    ...browser,
    userIdentity: admins('eva', strike, `ASIACLICK${String(n).padStart(11, '0')}`),
  }));
};

/** The same, where it is on record whose key opened the session. */
const openedSession = () => {
  const { accessKeyId, arn, principalId } = admins('eva', strike) as Record<string, string>;
  const opening = call(builder, strike - minute, 'sts:AssumeRole', runners, {
    requestParameters: { roleArn: roleArn('Admins'), roleSessionName: 'eva' },
    responseElements: {
      credentials: { accessKeyId, expiration: formatInstant(strike + hour) },
      assumedRoleUser: { assumedRoleId: principalId, arn },
    },
  });
  return [opening, ...stolenSession()];
};

/** The same in the cloud, a stretch at a time. `heard`: what somebody says after each of what was decided in it. */
async function observed(
  stretches: readonly (readonly unknown[])[],
  heard: (announced: readonly Announcement[], stores: Stores) => Promise<void> = async () => {},
) {
  const announced: Announcement[] = [];
  const ports = {
    contexts: memoryContextStore(),
    notes: memoryNoteStore(),
    announcer: { announce: async (some: readonly Announcement[]) => void announced.push(...some) },
  };
  const surroundings = { networks: bundledNetworks(), declared: () => null, inventoried: () => null, ours: null };
  const circumstances = { policy: defaultPolicy, exemptions: [] };
  for (const stretch of stretches) {
    const told = inTimeOrder(toldIn(stretch).filter((one) => one !== null)).told;
    await heard(await observe(told, surroundings, circumstances, ports), ports);
  }
  return announced.map(({ decision }) => decision);
}

describe('a key that was made in a role’s session that was stolen', () => {
  it.each([
    ['by a program', false],
    ['in the console, whose key changes with each click', true],
  ])('is in doubt where the rest of the account runs: %s', (_, isConsole) => {
    const records = [...past, ...adminsAtWork, ...stolenSession(isConsole), ...uses(strike + 5 * hour, runners)];
    expect(doubts(records)).toContain('S49');
    expect(disturbed(watched(records).decisions)).toEqual([]);
  });

  it.each([
    ['by a program', stolenSession()],
    ['in the console', stolenSession(true)],
    ['by a program that was given the role', openedSession()],
  ])('is taken back at its first use elsewhere, when nobody remembers the session any more: %s', (_, taken) => {
    const records = [...past, ...adminsAtWork, ...taken, ...uses(strike + 9 * day, nextDoor)];
    expect(disturbed(watched(records).decisions)[0]?.at).toBe(strike + 9 * day);
  });

  it('is a colleague’s where it was made in another session then', () => {
    const makes = made(strike + hour, office, admins('ada', strike));
    const records = [...past, ...adminsAtWork, ...stolenSession().slice(0, 4), ...makes];
    expect(disturbed(watched([...records, ...uses(strike + 9 * day, nextDoor)]).decisions)).toEqual([]);
    expect(doubts([...records, ...uses(strike + 2 * hour, nextDoor)])).not.toContain('S49');
  });
});

describe('a role that was made with a stolen key', () => {
  const at = strike + 9 * day;
  const visitor = { ...roleSession(roleArn('Visitor'), 'visitor', 'ASIAVISITOR000000000', at) };
  const makes = call(ada, strike + hour, 'iam:CreateRole', rented, { requestParameters: { roleName: 'Visitor' } });
  const visits = loot.map((action, i) => call(visitor, at + i * 10_000, action, nextDoor));
  const opening = call(builder, at - minute, 'sts:AssumeRole', runners, {
    requestParameters: { roleArn: roleArn('Visitor'), roleSessionName: 'visitor' },
    responseElements: {
      credentials: { accessKeyId: visitor.accessKeyId, expiration: formatInstant(at + hour) },
      assumedRoleUser: { assumedRoleId: visitor.principalId, arn: visitor.arn },
    },
  });
  const answers = (...records: unknown[]) =>
    watched([...past, ...stolen.slice(0, 4), ...records, ...visits])
      .decisions.filter(({ credential }) => credential === roleArn('Visitor'))
      .map(({ action }) => action);

  it('is taken back at its first use among strangers', () => {
    expect(answers(makes)[0]).toBe('quarantine');
  });

  it.each([
    ['nobody saw it made', []],
    ['its making failed', [{ ...makes, errorCode: 'EntityAlreadyExists' }]],
    ['a colleague’s key opens it', [makes, opening]],
  ])('is left alone where %s', (_, records) => {
    expect(answers(...records).filter((action) => action !== 'notify')).toEqual([]);
  });
});

describe('a key that was made with a stolen one', () => {
  it.each([
    ['from the same place', strike + 2 * hour, rented],
    ['the next day, from a line in another country', strike + day, nextDoor],
    ['when what speaks against its maker has faded', strike + 10 * day, rented],
  ])('is taken back at its first use: %s', (_, at, from) => {
    const [first] = disturbed(watched([...past, ...stolen, ...uses(at, from)]).decisions);
    expect(first?.at).toBe(at);
    expect(first?.reason).toContain(`It was made by arn:aws:iam::${account}:user/ada, which is itself in doubt`);
  });

  it('is taken back at its first use from hosting in the office’s country', () => {
    const records = [...past, ...stolen, ...uses(strike + 9 * day, '217.160.1.1')];
    expect(disturbed(watched(records).decisions)[0]?.at).toBe(strike + 9 * day);
  });

  it('is the thief’s user’s, as is what it does in the console', () => {
    const arn = `arn:aws:iam::${account}:user/helper`;
    const visits = loot.map((action, i) =>
      call({ ...consoleUser, userName: 'helper', arn }, strike + 9 * day + i * 10_000, action, nextDoor),
    );
    const { decisions } = watched([...past, ...stolen, ...visits]);
    const [first] = decisions.filter(({ credential, action }) => credential === arn && isDisruptive(action));
    expect(first?.at).toBe(strike + 9 * day);
  });

  it('is in doubt as well where it is for one service, and for a user who was there before', () => {
    const key = 'ACCAHELPER0000000001';
    const makes = call(ada, strike + hour, 'iam:CreateServiceSpecificCredential', rented, {
      requestParameters: { userName: 'build', serviceName: 'bedrock.amazonaws.com' },
      responseElements: { serviceSpecificCredential: { serviceSpecificCredentialId: key, userName: 'build' } },
    });
    const asks = call(userNamed('build', key), strike + 2 * hour, 'bedrock:InvokeModel', runners, {
      additionalEventData: { callWithBearerToken: true },
    });
    const { fleet } = watched([...past, ...stolen.slice(0, 4), makes, asks]);
    const member = fleet.members.get(`service-specific arn:aws:iam::${account}:user/build/${key}`);
    expect(member?.dossier.evidence.signals.map(({ id }) => id)).toContain('S49');
  });

  it('is in doubt where the rest of the account runs, and no more', () => {
    const { decisions } = watched([...past, ...stolen, ...uses(strike + day, runners).slice(0, 1)]);
    expect(own(decisions).map(({ action, signals }) => [action, signals[0]?.id])).toEqual([['notify', 'S49']]);
  });

  it.each([
    ['in another cloud, abroad', '35.200.1.1'],
    ['in a rented place where the account’s people have theirs', rented],
  ])('is in doubt, and no more, where an honest pipeline may run: %s', (_, from) => {
    const house = from === rented ? honest(builder, rented) : [];
    const records = [...past, ...house, ...stolen, ...uses(strike + 9 * day, from)];
    expect(disturbed(watched(records).decisions)).toEqual([]);
  });

  it('is told of where nothing of the account runs, though an honest pipeline may', () => {
    const { decisions } = watched([...past, ...stolen, ...uses(strike + 9 * day, '35.200.1.1').slice(0, 1)]);
    expect(own(decisions).map(({ action, signals }) => [action, signals[0]?.id])).toEqual([['notify', 'S49']]);
  });

  it('is in doubt where it is a password, for a user who was there before', () => {
    const user = userNamed('olga', 'AKIAOLGA000000000001');
    const requestParameters = { userName: 'olga' };
    const makes = call(ada, strike + hour, 'iam:CreateLoginProfile', rented, { requestParameters });
    const inConsole = { ...consoleUser, userName: 'olga', arn: user.arn };
    const looks = call(inConsole, strike + 9 * day, 's3:ListBuckets', nextDoor);
    const her = call(builder, start, 'iam:CreateUser', runners, { requestParameters });
    const { decisions } = watched([...past, her, ...honest(user, runners), ...stolen.slice(0, 4), makes, looks]);
    const ofHers = decisions.filter(({ principal }) => principal === user.arn);
    expect(ofHers.map(({ kind, action, signals }) => [kind, isDisruptive(action), signals[0]?.id])).toEqual([
      ['console-password', true, 'S49'],
    ]);
  });

  it('is no other’s that has the name of a role which the thief made', () => {
    const role = call(ada, strike + hour, 'iam:CreateRole', rented, { requestParameters: { roleName: 'helper' } });
    expect(doubts([...past, ...stolen.slice(0, 4), role, ...uses(strike + 2 * hour, nextDoor)])).not.toContain('S49');
  });

  it('is its owner’s where it was made before', () => {
    const records = [
      ...past,
      ...made(strike - 10 * day, office),
      ...uses(strike - 9 * day, office),
      ...stolen.slice(0, 4),
    ];
    expect(doubts([...records, ...uses(strike + day, nextDoor)])).not.toContain('S49');
  });

  it('is its owner’s where it was made on the day before', () => {
    const records = [...past, ...made(strike - 12 * hour, office), ...stolen.slice(0, 4)];
    expect(disturbed(watched([...records, ...uses(strike + 5 * hour, nextDoor)]).decisions)).toEqual([]);
  });

  it('is the thief’s where it was made an hour before anybody noticed', () => {
    const records = [
      ...past,
      ...made(strike - hour, office),
      ...stolen.slice(0, 4),
      ...uses(strike + 9 * day, nextDoor),
    ];
    expect(disturbed(watched(records).decisions)[0]?.at).toBe(strike + 9 * day);
  });

  it('is its owner’s where it was made days after', () => {
    const records = [...past, ...stolen.slice(0, 4), ...made(strike + 4 * day, office)];
    expect(disturbed(watched([...records, ...uses(strike + 9 * day, nextDoor)]).decisions)).toEqual([]);
  });

  it('is the thief’s, however often what it was made with is tried again', () => {
    const again = [4, 9].flatMap((n) => theft(ada, strike + n * day, rented, { errorCode: 'AccessDenied' }));
    const { decisions } = watched([...past, ...stolen, ...again, ...uses(strike + 14 * day, rented)]);
    expect(disturbed(decisions)[0]?.at).toBe(strike + 14 * day);
  });

  it('is the thief’s who came for the second time', () => {
    const records = [...past, ...theft(ada, strike - 10 * day, rented), ...stolen, ...uses(strike + 9 * day, nextDoor)];
    expect(disturbed(watched(records).decisions)[0]?.at).toBe(strike + 9 * day);
  });

  it('is no news where it works on for weeks, when it is seen abroad', () => {
    const work = honest(helper, office, 21, strike + day);
    const records = [...past, ...stolen, ...work, ...uses(strike + 22 * day, nextDoor)];
    expect(doubts(records)).not.toContain('S49');
  });

  it('is in doubt at home for as long as its maker is', () => {
    const later = [...past, ...stolen, ...uses(strike + 10 * day, runners)];
    expect(doubts(later)).not.toContain('S49');
  });

  it('is its owner’s where nobody doubts who made it', () => {
    const records = [...past, ...made(strike, office), ...uses(strike + hour, rented).slice(0, 1)];
    expect(doubts(records)).not.toContain('S49');
  });

  it.each([
    ['by a user', stolen],
    ['by a role', [...adminsAtWork, ...stolenSession()]],
  ])('comes to the same in the cloud, a day at a time: %s', async (_, taken) => {
    const stretches = [past, taken, uses(strike + day, runners).slice(0, 1), uses(strike + day + hour, nextDoor)];
    const short = ({ at, action, score }: Decision) => [at, action, score];
    const expected = own(watched(stretches.flat()).decisions);
    expect(own(await observed(stretches)).map(short)).toEqual(expected.map(short));
    expect(disturbed(expected)).not.toEqual([]);
  });

  it('is in doubt in the cloud where the record of its making comes after its first use', async () => {
    const first = uses(strike + 2 * hour, runners);
    const decisions = await observed([past, stolen.slice(0, 4), first, stolen.slice(4), uses(strike + day, nextDoor)]);
    expect(disturbed(decisions)[0]?.signals.map(({ id }) => id)).toContain('S49');
  });

  it('is its owner’s where all that was done to its maker was taken back, and not where some of it stands', async () => {
    const stretches = [past, stolen, uses(strike + 9 * day, nextDoor)];
    const takenBack = (fewer: number) => async (announced: readonly Announcement[], stores: Stores) => {
      const acts = announced.filter(({ decision: { credential, action } }) => {
        return credential === ada.accessKeyId && isDisruptive(action);
      });
      for (const one of acts.slice(fewer)) await forgetTaken(one, stores);
    };
    expect(disturbed(await observed(stretches, takenBack(0)))).toEqual([]);
    expect(disturbed(await observed(stretches, takenBack(1)))).not.toEqual([]);
  });

  it('is its owner’s where they say that it was them who was taken for a thief', async () => {
    const stretches = [past, stolen, uses(strike + 9 * day, nextDoor)];
    const saysSo = async (announced: readonly Announcement[], stores: Stores) => {
      for (const one of announced) if (one.decision.credential === ada.accessKeyId) await teach(one, stores);
    };
    expect(disturbed(await observed(stretches))).not.toEqual([]);
    expect(disturbed(await observed(stretches, saysSo))).toEqual([]);
  });
});
