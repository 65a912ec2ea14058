import { expect, it } from 'vitest';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import { memberRoles } from '../../../contract/permissions.ts';
import { minute } from '../../../core/model/instant.ts';
import { beatIn, heardKey, heardOf, noteBeats } from '../../../functions/beats.ts';
import { documentsIn } from '../../../functions/documents.ts';
import { type Heard, oldestOf, silentOnes } from '../../../functions/heartbeat/silence.ts';
import { isSwitchedOff, stillOff } from '../../../functions/heartbeat/switched-off.ts';

const now = 1_000_000 * minute;
const ago = (minutes: number) => now - minutes * minute;
const account = '111122223333';

/** All of it is asked for a day. */
const asked = (...regions: string[]) => ({
  since: { [account]: ago(1_440) },
  regionsSince: Object.fromEntries(regions.map((region) => [region, ago(1_440)])),
});
const heard = (lane: Heard['lane'], minutes: Readonly<Record<string, number>>): Heard => ({
  account,
  lane,
  from: Object.fromEntries(Object.entries(minutes).map(([region, since]) => [region, ago(since)])),
  beats: [],
});

it('an account is silent after a quarter of an hour by events, and three by files', () => {
  const silent = (lane: Heard['lane'], minutes: number) =>
    silentOnes([heard(lane, { 'us-east-1': minutes })], asked('us-east-1'), now).map(({ lane }) => lane);
  expect([silent('fast', 15), silent('fast', 16)]).toEqual([[], ['fast']]);
  expect([silent('bulk', 45), silent('bulk', 46)]).toEqual([[], ['bulk']]);
});

it('one that was never heard is given an hour, which stack sets need to make what it is heard by', () => {
  const never = [heard('fast', {})];
  expect(silentOnes(never, { since: { [account]: ago(60) }, regionsSince: {} }, now)).toEqual([]);
  expect(silentOnes(never, { since: { [account]: ago(61) }, regionsSince: {} }, now)).toEqual([
    { account, lane: 'fast', heardAt: null },
  ]);
});

it('a Region is silent after two of its turns, though the account is heard from others; one that is new is given time', () => {
  const regions = ['us-east-1', 'eu-west-1', 'eu-north-1'];
  const silent = (minutes: number, given = asked(...regions)) =>
    silentOnes([heard('fast', { 'us-east-1': 2, 'eu-west-1': minutes, 'eu-north-1': 12 })], given, now);
  expect(silent(45)).toEqual([]);
  expect(silent(46)).toEqual([{ account, lane: 'fast', region: 'eu-west-1', heardAt: ago(46) }]);
  const young = { ...asked(...regions), regionsSince: { ...asked(...regions).regionsSince, 'eu-west-1': ago(30) } };
  expect(silent(1_000, young)).toEqual([]);
});

it('nor is a Region of it missed before, though the account is heard from another', () => {
  const silent = (minutes: number) =>
    silentOnes(
      [heard('fast', { 'us-east-1': 2 })],
      { ...asked('us-east-1', 'eu-west-1'), since: { [account]: ago(minutes) } },
      now,
    );
  expect(silent(60)).toEqual([]);
  expect(silent(61)).toEqual([{ account, lane: 'fast', region: 'eu-west-1', heardAt: null }]);
});

it('a Region that AWS says is switched off is missed by nobody, for two turns; then it is as silent as any other', () => {
  const off = (minutes: number) => ({
    ...asked('us-east-1', 'me-south-1'),
    off: { [account]: { 'me-south-1': ago(minutes) } },
  });
  const silent = (minutes: number) => silentOnes([heard('fast', { 'us-east-1': 2 })], off(minutes), now);
  expect(silent(35)).toEqual([]);
  expect(silent(36)).toEqual([{ account, lane: 'fast', region: 'me-south-1', heardAt: null }]);
});

it('one that was ever heard, or that no account can switch off, is excused by nothing that AWS answers', () => {
  const refused = Object.assign(new Error('off'), { name: 'RegionDisabledException' });
  expect(isSwitchedOff(refused, 'me-south-1')).toBe(true);
  expect(isSwitchedOff(refused, 'eu-west-1')).toBe(false);
  expect(isSwitchedOff(new Error('AccessDenied'), 'me-south-1')).toBe(false);
  const off = { [account]: { 'me-south-1': ago(5), 'af-south-1': ago(5) }, '444455556666': { 'me-south-1': ago(5) } };
  const regions = ['us-east-1', 'me-south-1', 'af-south-1'];
  const lanes = [heard('fast', { 'us-east-1': 2 }), heard('bulk', { 'us-east-1': 9, 'me-south-1': 1_000 })];
  expect(stillOff(off, lanes, regions, now)).toEqual({ [account]: { 'af-south-1': ago(5) } });
  expect(stillOff(off, lanes, ['us-east-1'], now)).toEqual({});
  expect(stillOff({ [account]: { 'af-south-1': ago(76) } }, lanes, regions, now)).toEqual({});
});

it('the age that is measured is that of the account that was not heard for longest', () => {
  const other = { ...heard('fast', { 'us-east-1': 1 }), account: '444455556666' };
  const given = { since: { [account]: ago(60), '444455556666': ago(60) }, regionsSince: {} };
  const all = [heard('fast', { 'us-east-1': 9, 'eu-west-1': 4 }), other, heard('bulk', { 'us-east-1': 30 })];
  expect([oldestOf(all, 'fast', given, now), oldestOf(all, 'bulk', given, now)]).toEqual([240, 1_800]);
});

it('what is heard is noted by Region, and the latest counts, however they come', async () => {
  const notes = memoryNoteStore();
  const at = (region: string, minutes: number) => ({ account, region, at: ago(minutes) });
  await noteBeats('fast', [at('us-east-1', 6), at('us-east-1', 16), at('eu-west-1', 11)], notes);
  await Promise.all([noteBeats('fast', [at('us-east-1', 21)], notes), noteBeats('fast', [at('eu-west-1', 1)], notes)]);
  const { from, beats } = await heardOf('fast', account, notes);
  expect(from).toEqual({ 'us-east-1': ago(6), 'eu-west-1': ago(1) });
  expect(beats.toSorted()).toEqual([21, 16, 11, 6, 1].map(ago));
  expect(await heardOf('bulk', account, notes)).toEqual({ from: {}, beats: [] });
});

it('a version that knows Regions only is right about what this one noted, and this one about what that one did', async () => {
  const notes = memoryNoteStore();
  const { read, write } = documentsIn(notes);
  const key = heardKey('fast', account);
  await write(key, { 'us-east-1': ago(60), 'eu-west-1': ago(55) }, null);
  expect((await heardOf('fast', account, notes)).from).toEqual({ 'us-east-1': ago(60), 'eu-west-1': ago(55) });
  await noteBeats('fast', [{ account, region: 'us-east-1', at: ago(3) }], notes);
  const noted = (await read<Record<string, number>>(key)) ?? {};
  expect([noted['us-east-1'], noted['eu-west-1'], Math.max(...Object.values(noted))]).toEqual([
    ago(3),
    ago(55),
    ago(3),
  ]);
});

it('a heartbeat is a call of our own role of that very account, in any partition, and of no other', () => {
  const record = (issuer: string, given: object = {}) => ({
    eventName: 'GetCallerIdentity',
    eventTime: '2026-11-27T00:00:00Z',
    awsRegion: 'eu-west-1',
    userIdentity: { sessionContext: { sessionIssuer: { arn: issuer } } },
    ...given,
  });
  const ours = `arn:aws:iam::${account}:role/${memberRoles.alive}`;
  expect(beatIn(record(ours), account)).toEqual({ account, region: 'eu-west-1', at: Date.UTC(2026, 10, 27) });
  expect(beatIn(record(ours.replace('arn:aws:', 'arn:aws-us-gov:')), account)).not.toBeNull();
  expect(beatIn(record(ours), '444455556666')).toBeNull();
  expect(beatIn(record(`${ours}-2`), account)).toBeNull();
  expect(beatIn(record(ours, { eventName: 'ListUsers' }), account)).toBeNull();
});
