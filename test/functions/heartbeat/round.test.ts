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
    ...{ sessions, notes, regions, learns: false, watcher: null, lanes: ['fast'] as const },
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

it.each([management, other])(
  'Regions take turns in every account, the management account included, seen from %s',
  async (home) => {
    expect(await rounds(home, everywhere, () => everywhere)).toEqual([]);
  },
);

it.each([member, management])('one whose rule is dead is missed, in the account where it is: %s', async (account) => {
  const missed = await rounds(management, everywhere, (one) =>
    one === account ? ['us-east-1', 'eu-west-1'] : everywhere,
  );
  expect(new Set(missed.map((one) => `${one.account} ${one.region}`))).toEqual(new Set([`${account} eu-north-1`]));
});
