import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, test } from 'vitest';
import { stackInstances } from '../../../adapters/aws/deployment/organization.ts';
import { ownAccountOf } from '../../../cli/deploy/stack-state.ts';
import type { Template } from '../../../cli/deploy/template.ts';
import { memberRoles, ownRoleName } from '../../../contract/permissions.ts';
import { SimulatedAws } from '../../../simulator/aws/simulated-aws.ts';
import { stackSetsPrincipal } from '../../../simulator/aws/state/organization-roles.ts';
import { clientsOf } from '../../simulator/aws/simulation.ts';
import { stand, templateOf } from './deployed-scene.ts';
import { whoMay } from './trail-bucket-scene.ts';

const [management, administrator, east, west] = ['111111111111', '222222222222', '333333333333', '444444444444'];
const [unitEast, unitWest] = ['ou-simu-11111111', 'ou-simu-22222222'];
const organization = { id: 'o-simulated1', regions: ['us-east-1'], callAs: 'DELEGATED_ADMIN' } as const;
const home = templateOf({ organization: { ...organization, units: [unitEast] } });
const beside = templateOf({ organization: { ...organization, units: [unitWest] }, watchesItself: false });
const over = templateOf({ organization: { ...organization, units: [unitEast, unitWest] }, watchesItself: false });

let aws: SimulatedAws;

beforeEach(() => {
  aws = new SimulatedAws({
    clock: { now: () => Date.UTC(2026, 10, 24, 12) },
    accounts: [
      { id: management },
      { id: administrator },
      { id: east, parentId: unitEast },
      { id: west, parentId: unitWest },
    ],
    managementAccountId: management,
  });
  aws.world.organization?.delegated.set(administrator, [stackSetsPrincipal]);
});

const deployIn = (region: string, template: Template): Promise<unknown> =>
  stand(template, aws, administrator, aws.world.clock.now(), region);
const rolesOf = (accountId: string) =>
  [...aws.account(accountId).state.latest.roles.keys()].filter((name) => name.startsWith('rescind-'));
const trusts = async (accountId: string, region: string) => {
  const roleName = ownRoleName('respond', region);
  const responder = aws.giveSession({ accountId: administrator, roleName, sessionName: 'respond' });
  const RoleArn = `arn:aws:iam::${accountId}:role/${memberRoles.contain}`;
  const asked = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'rescind' });
  return clientsOf(aws, responder)
    .sts.send(asked)
    .then(
      () => true,
      () => false,
    );
};
const instances = () =>
  aws.account(administrator).deployed.stackInstances.map(({ account, status, reason }) => [account, status, reason]);

describe('an account that administers from two Regions', () => {
  test('has both stacks, and each account answers to one of them', async () => {
    await deployIn('us-east-1', home);
    await deployIn('eu-west-1', beside);
    for (const part of ['respond', 'observe', 'heartbeat', 'sweep', 'sweep-steps']) {
      for (const region of ['us-east-1', 'eu-west-1'])
        expect(rolesOf(administrator)).toContain(ownRoleName(part, region));
    }
    const answers = async (accountId: string) => [
      await trusts(accountId, 'us-east-1'),
      await trusts(accountId, 'eu-west-1'),
    ];
    expect(await Promise.all([administrator, east, west].map(answers))).toEqual([
      [true, false],
      [true, false],
      [false, true],
    ]);
    expect(new Set(instances().map(([, status]) => status))).toEqual(new Set(['CURRENT']));
    const cloudformation = new CloudFormationClient({
      region: 'us-east-1',
      credentials: aws.administrator(administrator),
      requestHandler: aws.requestHandler(),
    });
    const [set = ''] = new Set(aws.account(administrator).deployed.stackInstances.map((one) => one.set));
    const seen = await stackInstances(set, { cloudformation });
    const own = aws.account(administrator).deployed.stackInstances.filter((one) => one.set === set);
    expect(seen.ok ? seen.value : seen.error).toEqual(
      own.map(({ account, region, status, reason }) =>
        expect.objectContaining({ accountId: account, region, status, reason, callAs: 'DELEGATED_ADMIN' }),
      ),
    );
  });

  test('cannot have an account answer to both: the second is told so, account by account, and the first goes on', async () => {
    await deployIn('us-east-1', home);
    await deployIn('eu-west-1', over);
    const late = instances().filter(([, status]) => status !== 'CURRENT');
    expect(late).toEqual([[east, 'OUTDATED', expect.stringMatching(/already exists/)]]);
    expect([await trusts(east, 'us-east-1'), await trusts(east, 'eu-west-1')]).toEqual([true, false]);
    expect([await trusts(west, 'us-east-1'), await trusts(west, 'eu-west-1')]).toEqual([false, true]);
  });

  test('where the role may not be looked at, a stack that stands without it shares the account, and a new one may try', async () => {
    await deployIn('us-east-1', home);
    await deployIn('eu-west-1', beside);
    const stack = aws.account(administrator).deployed.stacks.find((one) => one.region === 'eu-west-1');
    const blind = clientsOf(aws, await whoMay(aws, administrator, 'sts:*'));
    const seeing = clientsOf(aws, aws.administrator(administrator));
    const present = stack?.resources ?? [];
    expect(await ownAccountOf(present, seeing)).toBe('anothers');
    expect(await ownAccountOf(present, blind)).toBe('anothers');
    expect(await ownAccountOf(null, blind)).toBe('ours');
  });

  test('where both would act on the administrator itself, the second is taken back whole', async () => {
    await deployIn('us-east-1', home);
    const before = rolesOf(administrator);
    await expect(deployIn('eu-west-1', home)).rejects.toThrow('ROLLBACK_COMPLETE');
    expect(rolesOf(administrator)).toEqual(before);
    const refused = aws.account(administrator).deployed.stacks.find(({ region }) => region === 'eu-west-1');
    const failed = refused?.made?.events.filter(({ status }) => status.endsWith('_FAILED'));
    expect(failed?.map(({ reason }) => reason)).toEqual([expect.stringMatching(/already exists/)]);
  });
});
