import { expect, it } from 'vitest';
import { bundledNetworks } from '../../../adapters/networks/bundled.ts';
import { Fleet } from '../../../core/fleet/fleet.ts';
import { day, formatInstant, type Instant, minute } from '../../../core/model/instant.ts';
import { emptySpent } from '../../../core/plan/limits.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { call, office, rented, runners, start, toldIn, userNamed } from '../../stories/watch.ts';
import { account, roleArn, roleSession } from '../intake/sample.ts';

const shop = roleArn('Shop');
const deployer = userNamed('deployer', 'AKIADEPLOYER00000001');

/** The key opens a session from the office, and what is done in it comes from elsewhere. */
function visit(at: Instant, from: string, actions: readonly string[]) {
  const accessKeyId = `ASIAVISIT${String(at / minute).padStart(11, '0')}`;
  const expiration = formatInstant(at + 60 * minute);
  const minted = call(deployer, at, 'sts:AssumeRole', office, {
    requestParameters: { roleArn: shop, roleSessionName: 'shop' },
    responseElements: { credentials: { accessKeyId, expiration } },
  });
  const session = roleSession(shop, 'shop', accessKeyId, at);
  return [minted, ...actions.map((action, i) => call(session, at + (i + 1) * minute, action, from))];
}

it('what is decided of a session comes right after its own assessment, and before that of the key that opened it', () => {
  const strike = start + 21 * day;
  const records = [
    ...Array.from({ length: 21 }, (_, n) =>
      visit(start + n * day, runners, ['ec2:DescribeVolumes', 'ecs:DescribeServices']),
    ).flat(),
    ...visit(strike, rented, ['sts:GetCallerIdentity', 'iam:ListUsers', 'iam:CreateUser', 'iam:CreateAccessKey']),
  ];
  const assessed: string[] = [];
  const fleet = new Fleet(
    {
      networks: bundledNetworks(),
      declared: () => null,
      knownAccounts: new Set([account]),
      onAssessment: ({ credential }) => assessed.push(credential.id),
    },
    { policy: defaultPolicy, exemptions: [], spent: emptySpent() },
  );
  const decided: { readonly credential: string; readonly after: number }[] = [];
  for (const { credential } of fleet.take(toldIn(records).filter((one) => one !== null))) {
    decided.push({ credential, after: assessed.length });
  }
  expect(decided.map(({ credential, after }) => [credential, ...assessed.slice(after - 1, after + 1)])).toEqual([
    [shop, shop, 'AKIADEPLOYER00000001'],
  ]);
});
