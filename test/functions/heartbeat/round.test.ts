import { describe, expect, it } from 'vitest';
import { sweepSessions } from '../../../adapters/aws/inventory/sessions.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import { memberRoles } from '../../../contract/permissions.ts';
import { bornEnabled } from '../../../contract/regions.ts';
import { minute } from '../../../core/model/instant.ts';
import { type Beat, noteBeats } from '../../../functions/beats.ts';
import { type Bell, turnOf } from '../../../functions/heartbeat/turns.ts';
import { round } from '../../../functions/heartbeat/work.ts';
import { SimulatedAws } from '../../../simulator/aws/simulated-aws.ts';

const [management, member, other] = ['999999999999', '111122223333', '444455556666'];

/** Rounds of a deployment in eu-west-1; a beat is heard where an account has a rule. */
async function rounds(
  home: string,
  regions: readonly string[],
  ruleIn: (account: string) => readonly string[],
  offIn: (account: string, round: number) => readonly string[] = () => [],
  times = 24,
  bell?: Bell,
) {
  const start = Date.UTC(2026, 10, 26);
  let now = start;
  const aws = new SimulatedAws({
    clock: { now: () => now },
    accounts: [management, member, other].map((id) => ({ id })),
    managementAccountId: management,
  });
  aws.world.organization?.delegated.set(other, new Set(['member.org.stacksets.cloudformation.amazonaws.com']) as never);
  const sdk = { region: 'eu-west-1', credentials: aws.administrator(home), requestHandler: aws.requestHandler() };
  const sessions = sweepSessions({ roleName: memberRoles.alive, sdk });
  const notes = memoryNoteStore();
  const made: Beat[] = [];
  const work = {
    ...{ sessions, notes, regions, learns: false, watcher: null, lanes: ['fast'] as const },
    reach: ['account', 'r-simu'],
    now: () => now,
    beat: async ({ roleArn, region }: { readonly roleArn: string; readonly region: string }) => {
      const [, account = ''] = /::(\d+):/.exec(roleArn) ?? [];
      if (offIn(account, Math.round((now - start) / (5 * minute))).includes(region))
        throw Object.assign(new Error(`${region} is off`), { name: 'RegionDisabledException' });
      if (ruleIn(account).includes(region)) made.push({ account, region, at: now });
    },
  };
  const silent = [];
  const beats: Beat[] = [];
  for (let n = 0; n < times; n++) {
    silent.push(...(await round(work, n === 0 ? bell : 'clock')).silent);
    beats.push(...made);
    await noteBeats('fast', made.splice(0), notes);
    now += 5 * minute;
  }
  return { silent, beats };
}

const regionsIn = (beats: readonly Beat[], account: string) =>
  beats.filter((one) => one.account === account).map(({ region }) => region);

const everywhere = ['us-east-1', 'eu-west-1', 'eu-north-1'];

it.each([management, other])(
  'Regions take turns in every account, the management account included, seen from %s',
  async (home) => {
    expect((await rounds(home, everywhere, () => everywhere)).silent).toEqual([]);
  },
);

it.each([member, management])('one whose rule is dead is missed, in the account where it is: %s', async (account) => {
  const { silent: missed } = await rounds(management, everywhere, (one) =>
    one === account ? ['us-east-1', 'eu-west-1'] : everywhere,
  );
  expect(new Set(missed.map((one) => `${one.account} ${one.region}`))).toEqual(new Set([`${account} eu-north-1`]));
});

it.each([1, 3, 12, 13, 17])(
  'of %i Regions, each has its turn within the hour, and none has it much oftener than another',
  async (count) => {
    const regions = bornEnabled.slice(0, count);
    const { beats } = await rounds(
      management,
      regions,
      () => regions,
      () => [],
      12,
    );
    const turns = regionsIn(beats, member);
    expect(new Set(turns)).toEqual(new Set(regions));
    const times = regions.map((region) => turns.filter((one) => one === region).length);
    expect(Math.max(...times) - Math.min(...times)).toBeLessThan(2);
  },
);

it('one whose rule is dead is missed though many Regions share a round', async () => {
  const dead = bornEnabled[16] ?? '';
  const others = bornEnabled.filter((region) => region !== dead);
  const { silent } = await rounds(
    management,
    bornEnabled,
    (one) => (one === member ? others : bornEnabled),
    () => [],
    36,
  );
  expect(new Set(silent.map((one) => `${one.account} ${one.region}`))).toEqual(new Set([`${member} ${dead}`]));
});

it('a deployment hears of every Region at once, and only the first of it', async () => {
  const { beats } = await rounds(
    management,
    bornEnabled,
    () => bornEnabled,
    () => [],
    1,
    'deployment',
  );
  for (const account of [management, member, other])
    expect(regionsIn(beats, account).toSorted()).toEqual(bornEnabled.toSorted());
});

it.each([1, 290, 300, 2_000, 20_000])(
  'of %i accounts, a deployment hears as many Regions as a round has time for',
  (accounts) => {
    const now = Date.UTC(2026, 10, 26);
    const [usual, more] = [
      turnOf(bornEnabled, 'clock', accounts, now),
      turnOf(bornEnabled, 'deployment', accounts, now),
    ];
    expect(new Set(more).size).toBe(more.length);
    expect(more.slice(0, usual.length)).toEqual(usual);
    const fits = more.length * accounts <= 5_000 || more.length === usual.length;
    expect(fits).toBe(true);
    expect(more.length === bornEnabled.length).toBe(bornEnabled.length * accounts <= 5_000);
  },
);

describe('a Region that is switched off in one account', () => {
  const regions = ['us-east-1', 'me-south-1'];
  const rule = (account: string) => (account === member ? ['us-east-1'] : regions);

  it('is missed by nobody while AWS says so, and by its account as soon as AWS no longer does', async () => {
    const off = (account: string) => (account === member ? ['me-south-1'] : []);
    expect((await rounds(management, regions, rule, off)).silent).toEqual([]);
    const { silent: on } = await rounds(management, regions, rule, (account, at) => (at < 6 ? off(account) : []));
    expect(new Set(on.map((one) => `${one.account} ${one.region}`))).toEqual(new Set([`${member} me-south-1`]));
  });

  it('is missed where it was heard from before', async () => {
    const { silent: missed } = await rounds(
      management,
      regions,
      () => regions,
      (account, at) => (account === member && at > 3 ? ['me-south-1'] : []),
    );
    expect(new Set(missed.map((one) => `${one.account} ${one.region}`))).toEqual(new Set([`${member} me-south-1`]));
  });
});
