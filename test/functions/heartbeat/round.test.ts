import { expect, it } from 'vitest';
import { sweepSessions } from '../../../adapters/aws/inventory/sessions.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import { memberRoles } from '../../../contract/permissions.ts';
import { minute } from '../../../core/model/instant.ts';
import { type Beat, noteBeats } from '../../../functions/beats.ts';
import { round } from '../../../functions/heartbeat/work.ts';
import { SimulatedAws } from '../../../simulator/aws/simulated-aws.ts';

const [management, member, other] = ['999999999999', '111122223333', '444455556666'];

/** Rounds of a deployment in eu-west-1; a beat is heard where an account has a rule. */
async function rounds(home: string, regions: readonly string[], ruleIn: (account: string) => readonly string[]) {
  let now = Date.UTC(2026, 10, 26);
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
    ...{ sessions, notes, regions, home: 'eu-west-1', learns: false, watcher: null, lanes: ['fast'] as const },
    reach: ['account', 'r-simu'],
    now: () => now,
    beat: async ({ roleArn, region }: { readonly roleArn: string; readonly region: string }) => {
      const [, account = ''] = /::(\d+):/.exec(roleArn) ?? [];
      if (ruleIn(account).includes(region)) made.push({ account, region, at: now });
    },
  };
  const silent = [];
  for (let times = 0; times < 24; times++) {
    silent.push(...(await round(work)).silent);
    await noteBeats('fast', made.splice(0), notes);
    now += 5 * minute;
  }
  return silent;
}

const everywhere = ['us-east-1', 'eu-west-1', 'eu-north-1'];

it('an account that stack sets leave out is tried where it has a rule, and the others in every Region', async () => {
  const fromManagement = (account: string) => (account === management ? ['eu-west-1'] : everywhere);
  expect(await rounds(management, everywhere, fromManagement)).toEqual([]);
  expect(
    await rounds(management, ['us-east-1'], (account) => [account === management ? 'eu-west-1' : 'us-east-1']),
  ).toEqual([]);
});

it('nor is the management account missed where another one administers', async () => {
  const fromOther = (account: string) => (account === management ? ['us-east-1'] : everywhere);
  expect(await rounds(other, everywhere, fromOther)).toEqual([]);
});

it('Regions take turns: one whose rule is dead is missed, in the account where it is', async () => {
  const dead = (account: string) => (account === member ? ['us-east-1', 'eu-west-1'] : everywhere);
  const missed = await rounds(management, everywhere, (account) =>
    account === management ? ['eu-west-1'] : dead(account),
  );
  expect(new Set(missed.map(({ account, region }) => `${account} ${region}`))).toEqual(
    new Set([`${member} eu-north-1`]),
  );
});
