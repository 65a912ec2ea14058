import { expect, it } from 'vitest';
import { sweepSessions } from '../../../adapters/aws/inventory/sessions.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import { noteKeys, type Pulse } from '../../../contract/notes.ts';
import { memberRoles } from '../../../contract/permissions.ts';
import { minute } from '../../../core/model/instant.ts';
import { noteBeats } from '../../../functions/beats.ts';
import { documentsIn } from '../../../functions/documents.ts';
import { type HeartbeatWork, round } from '../../../functions/heartbeat/work.ts';
import { SimulatedAws } from '../../../simulator/aws/simulated-aws.ts';

const [management, member, shut] = ['999999999999', '111122223333', '444455556666'];

/** 621 accounts, each asked in two Regions. */
function many() {
  const clock = { at: Date.UTC(2026, 10, 26) };
  const now = () => clock.at;
  const members = Array.from({ length: 620 }, (_, n) => ({ id: String(200_000_000_000 + n) }));
  const accounts = [{ id: management }, ...members];
  const aws = new SimulatedAws({ clock: { now }, accounts, managementAccountId: management });
  const sdk = { region: 'eu-west-1', credentials: aws.administrator(management), requestHandler: aws.requestHandler() };
  const notes = memoryNoteStore();
  const work: HeartbeatWork = {
    ...{ notes, now, regions: ['eu-west-1', 'us-east-1'], learns: false, watcher: null, lanes: ['fast', 'bulk'] },
    sessions: sweepSessions({ roleName: memberRoles.alive, sdk }),
    reach: ['account', 'r-simu'],
    beat: async () => {},
  };
  return { aws, clock, notes, work, accounts: accounts.map(({ id }) => id) };
}

it('of an outage of all, so many are named and the others counted, that the note can be written', async () => {
  const { clock, notes, work } = many();
  const refusing = { ...work, beat: () => Promise.reject(Object.assign(new Error('no'), { name: 'AccessDenied' })) };
  await round(refusing);
  clock.at += 70 * minute;
  const found = await round(refusing);
  const pulse = await documentsIn(notes).read<Pulse>(noteKeys.heartbeat);
  expect(found.silent.length).toBe(2 * 621);
  expect([pulse?.silent.length, Object.keys(pulse?.refused ?? {}).length]).toEqual([500, 500]);
  expect(pulse?.unnamed).toBe(2 * 621 + 621 - 1_000);
});

it('an account that is silent altogether is named before those that are silent in a Region', async () => {
  const { clock, notes, work, accounts } = many();
  const fast = { ...work, lanes: ['fast'] as const };
  await round(fast);
  clock.at += 2 * 60 * minute;
  const last = accounts.at(-1);
  const heard = accounts.filter((account) => account !== last);
  await noteBeats(
    'fast',
    heard.map((account) => ({ account, region: 'us-east-1', at: clock.at - minute })),
    notes,
  );
  const { silent } = await round(fast);
  expect(silent.length).toBe(621);
  const pulse = await documentsIn(notes).read<Pulse>(noteKeys.heartbeat);
  expect(pulse?.silent[0]).toEqual({ account: last, lane: 'fast', heardAt: null });
});

it('an account that is watched no more is named, once, and not called any more', async () => {
  const { aws, clock, work, accounts } = many();
  const closed = accounts.at(-1) ?? '';
  const called = new Set<string>();
  const beating = { ...work, beat: async ({ roleArn }: { readonly roleArn: string }) => void called.add(roleArn) };
  expect((await round(beating)).gone).toEqual([]);
  Object.assign(aws.account(closed), { status: 'SUSPENDED' });
  called.clear();
  clock.at += 5 * minute;
  expect((await round(beating)).gone).toEqual([closed]);
  expect([...called].filter((arn) => arn.includes(closed))).toEqual([]);
  clock.at += 5 * minute;
  expect((await round(beating)).gone).toEqual([]);
});

it('of an account in which no call can be made, the reason is on record, for whoever asks after it', async () => {
  const now = () => Date.UTC(2026, 10, 26);
  const accounts = [management, member, shut].map((id) => ({ id }));
  const aws = new SimulatedAws({ clock: { now }, accounts, managementAccountId: management });
  const sdk = { region: 'eu-west-1', credentials: aws.administrator(management), requestHandler: aws.requestHandler() };
  const notes = memoryNoteStore();
  const { refused } = await round({
    ...{ notes, now, regions: ['eu-west-1'], learns: false, watcher: null, lanes: ['fast'] },
    sessions: sweepSessions({ roleName: memberRoles.alive, sdk }),
    reach: ['account', 'r-simu'],
    beat: async ({ roleArn }) => {
      if (roleArn.includes(`::${shut}:`)) throw Object.assign(new Error('no'), { name: 'AccessDenied' });
    },
  });
  expect(refused).toBe(1);
  const pulse = await documentsIn(notes).read<Pulse>(noteKeys.heartbeat);
  expect(pulse?.refused).toEqual({ [String(shut)]: 'AccessDenied: no' });
});
