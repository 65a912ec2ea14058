import { describe, expect, test } from 'vitest';
import { memoryContextStore } from '../../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../../adapters/memory/note-store.ts';
import { bundledNetworks } from '../../adapters/networks/bundled.ts';
import { noteKeys } from '../../contract/notes.ts';
import { intake } from '../../core/intake/intake.ts';
import { toldOf } from '../../core/intake/told.ts';
import { minute } from '../../core/model/instant.ts';
import type { MemberNote } from '../../core/observe/member-note.ts';
import { memberKey } from '../../core/observe/note-keys.ts';
import { observe } from '../../core/observe/observe.ts';
import { defaultPolicy } from '../../core/policy/policy.ts';
import { accountsOfOrganization, whoIsWatched } from '../../functions/organization.ts';
import { account, record, user } from '../core/intake/sample.ts';

const [sister, stranger] = ['222233334444', '999988887777'];

/** The heartbeat's note of the organisation's accounts, in a version more. */
function found(notes: ReturnType<typeof memoryNoteStore>, ids: readonly string[], expectedVersion: number | null) {
  const text = JSON.stringify(Object.fromEntries(ids.map((id) => [id, `name of ${id}`])));
  return notes.commit({ key: noteKeys.accountNames, text, expectedVersion, until: null });
}

test('the organisation’s accounts are those of the last heartbeat; before any, nobody knows', async () => {
  const notes = memoryNoteStore();
  let now = 0;
  const ours = accountsOfOrganization(notes, () => now);
  expect(await ours()).toBeNull();
  await found(notes, [account], null);
  now += 6 * minute;
  expect(await ours()).toEqual(new Set([account]));
  await found(notes, [account, sister], 1);
  expect(await ours()).toEqual(new Set([account]));
  now += 6 * minute;
  expect(await ours()).toEqual(new Set([account, sister]));
});

/** What the batch says of whoever made the call, and of whom it reaches. */
async function told(call: object): Promise<string> {
  const notes = memoryNoteStore();
  await found(notes, [account, sister], null);
  const ours = await accountsOfOrganization(notes, () => 0)();
  const announced = await observe(
    [toldOf(intake(record(user, { ...call, readOnly: false })), null)].flatMap((one) => one ?? []),
    { networks: bundledNetworks(), declared: () => null, ours },
    { policy: defaultPolicy, exemptions: [] },
    { contexts: memoryContextStore(), notes, announcer: { announce: async () => {} } },
  );
  const note = await notes.load(memberKey(`access-key ${user.accessKeyId}`));
  const ofCaller = (JSON.parse(note?.text ?? '{}') as MemberNote).signals;
  const all = [...announced.flatMap(({ decision }) => decision.signals), ...ofCaller];
  return all.map(({ id, evidence }) => `${id} ${evidence}`).join();
}

test('a role that lets a foreign account in is told of, one that lets a sister in is not', async () => {
  const trusting = (who: string) => {
    const statement = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${who}:root` }, Action: 'sts:AssumeRole' };
    const requestParameters = { roleName: 'Backup', policyDocument: JSON.stringify({ Statement: statement }) };
    return told({ eventSource: 'iam.amazonaws.com', eventName: 'UpdateAssumeRolePolicy', requestParameters });
  };
  expect(await trusting(stranger)).toContain(`S51 Its trust policy lets in account ${stranger} without an external id`);
  expect(await trusting(sister)).not.toContain('S51');
});

test('what is shared with a sister is not shared outside, though nothing of hers is in the batch', async () => {
  const shared = (userId: string) => {
    const requestParameters = { snapshotId: 'snap-1', createVolumePermission: { add: { items: [{ userId }] } } };
    return told({ eventSource: 'ec2.amazonaws.com', eventName: 'ModifySnapshotAttribute', requestParameters });
  };
  expect(await shared(stranger)).toContain(`with ${stranger}`);
  expect(await shared(sister)).not.toContain(sister);
});

describe('watched is', () => {
  const own = account;
  const watchedBy = (reach: string, notes = memoryNoteStore()) =>
    whoIsWatched({ reach, account: own }, notes, () => 0)().then(
      (isWatched) => isWatched && [own, sister, stranger].filter(isWatched),
    );
  /** The heartbeat's note of the accounts that it asks. */
  async function listed(...ids: readonly string[]) {
    const notes = memoryNoteStore();
    const since = Object.fromEntries(ids.map((id) => [id, 0]));
    await notes.commit({
      key: noteKeys.heartbeat,
      text: JSON.stringify({ since }),
      expectedVersion: null,
      until: null,
    });
    return notes;
  }

  test.each([
    ['the account alone', 'account', [own]],
    ['all of the organisation, who joined a minute ago included', 'account,r-simu', [own, sister, stranger]],
    ['all of it but this account, which another deployment watches', 'r-simu', [sister, stranger]],
  ])('%s, and nobody has to be asked', async (_, reach, expected) => {
    const shut = { ...memoryNoteStore(), load: () => Promise.reject(new Error('shut')) };
    expect(await watchedBy(reach, shut)).toEqual(expected);
  });

  test.each([
    ['and this account', 'account,ou-simu-11111111', [own, sister]],
    ['without it', 'ou-simu-11111111,ou-simu-22222222', [sister]],
  ])('who is under some units, by the last heartbeat, %s', async (_, reach, expected) => {
    expect(await watchedBy(reach, await listed(own, sister))).toEqual(expected);
  });

  test('of units nobody knows before they were listed, nor where that cannot be read', async () => {
    expect(await watchedBy('account,ou-simu-11111111')).toBeNull();
    const shut = { ...memoryNoteStore(), load: () => Promise.reject(new Error('shut')) };
    await expect(watchedBy('account,ou-simu-11111111', shut)).rejects.toThrow('shut');
  });

  test('asked for once in some minutes, however many files come, and at once while nobody knows', async () => {
    const notes = memoryNoteStore();
    let [now, reads] = [0, 0];
    const load: typeof notes.load = (key) => {
      reads += 1;
      return notes.load(key);
    };
    const watched = whoIsWatched({ reach: 'ou-simu-11111111', account: own }, { load }, () => now);
    expect(await watched()).toBeNull();
    const text = (id: string) => JSON.stringify({ since: { [id]: 0 } });
    await notes.commit({ key: noteKeys.heartbeat, text: text(sister), expectedVersion: null, until: null });
    for (let times = 0; times < 3; times++) expect((await watched())?.(sister)).toBe(true);
    expect(reads).toBe(2);
    await notes.commit({ key: noteKeys.heartbeat, text: text(stranger), expectedVersion: 1, until: null });
    now += 6 * minute;
    expect([(await watched())?.(sister), (await watched())?.(stranger)]).toEqual([false, true]);
  });
});
