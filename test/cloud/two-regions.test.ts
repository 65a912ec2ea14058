import { expect, it, vi } from 'vitest';
import { memberRoles } from '../../contract/permissions.ts';
import { minute } from '../../core/model/instant.ts';
import { deployed } from './deployed.ts';
import { region } from './local-cloud.ts';
import { heartbeatOf } from './story.ts';

vi.setConfig({ testTimeout: 120_000 });

const [administrator, member] = ['999999999999', '111122223333'];
const other = 'us-east-1';

/** As CloudTrail logs the heartbeat in the Region where the call was made. */
function beatIn(account: string, where: string, now: number): Record<string, unknown> {
  const { detail, ...envelope } = heartbeatOf(account, now);
  return { ...envelope, region: where, detail: { ...(detail as object), awsRegion: where } };
}

it('the management account is heard in every Region that its heartbeat is made in, and a rule that goes deaf there rings', async () => {
  const organization = { id: 'o-simulated1', units: ['r-simu'], regions: [other, region], callAs: 'SELF' } as const;
  const { cloud, close } = await deployed({ organization, home: region }, { administrator, members: [member] });
  const heard = new Set<string>();
  /** One round, and what CloudTrail logs of it; but of an account and Region that is deaf. */
  const round = async (deaf: string | null = null) => {
    const from = cloud.aws.journal.length;
    cloud.ring('Round');
    await cloud.settle();
    for (const { operation, caller, region: where } of cloud.aws.journal.slice(from)) {
      if (operation !== 'GetCallerIdentity' || caller?.includes(memberRoles.alive) !== true) continue;
      const account = caller.split(':')[4] ?? '';
      heard.add(`${account} ${where}`);
      if (`${account} ${where}` !== deaf) cloud.happen(account, beatIn(account, where, cloud.now()));
    }
    await cloud.settle();
    const line = cloud.function('heartbeat').lines.findLast((one) => one.includes('SilentRegions'));
    const { SilentFast, SilentRegions } = JSON.parse(line ?? '{}');
    cloud.pass(5 * minute);
    return [SilentFast, SilentRegions];
  };
  // A Region's turn is missed when it was silent for two turns of both and a quarter of an hour.
  for (let n = 0; n < 10; n++) expect(await round()).toEqual([0, 0]);
  expect([...heard].toSorted()).toEqual(
    [administrator, member].flatMap((account) => [region, other].map((one) => `${account} ${one}`)).toSorted(),
  );
  const after = [];
  for (let n = 0; n < 10; n++) after.push(await round(`${administrator} ${other}`));
  expect(after.at(-1)).toEqual([0, 1]);
  await close();
});
