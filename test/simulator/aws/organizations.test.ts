import {
  DescribeOrganizationCommand,
  ListAWSServiceAccessForOrganizationCommand,
  ListParentsCommand,
  ListRootsCommand,
  paginateListAccounts,
} from '@aws-sdk/client-organizations';
import { expect, test } from 'vitest';
import { SimulatedAws } from '../../../simulator/aws/simulated-aws.ts';
import { away, clientsOf, home, simulation } from './simulation.ts';

test('the management account lists all accounts, twenty at a time, with their state', async () => {
  const accounts = Array.from({ length: 25 }, (_, n) => ({ id: String(100_000_000_000 + n) }));
  const managementAccountId = '100000000000';
  const aws = new SimulatedAws({ clock: { now: () => 0 }, accounts, managementAccountId });
  aws.account('100000000001').status = 'SUSPENDED';
  const { organizations: client } = clientsOf(aws, aws.administrator(managementAccountId));
  const states: unknown[] = [];
  const sizes: unknown[] = [];
  for await (const { Accounts = [] } of paginateListAccounts({ client }, {})) {
    sizes.push(Accounts.length);
    states.push(...Accounts.map(({ State }) => State));
  }
  expect(sizes).toEqual([20, 5]);
  expect(states.slice(0, 3)).toEqual(['ACTIVE', 'SUSPENDED', 'ACTIVE']);
});

test('a member knows the organisation but may not look around in it', async () => {
  const { aws } = simulation();
  const { organizations } = clientsOf(aws, aws.administrator(away));
  const { Organization } = await organizations.send(new DescribeOrganizationCommand({}));
  expect(Organization?.MasterAccountId).toBe(home);
  await expect(organizations.send(new ListRootsCommand({}))).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('the services that may work in the members are listed to who administers', async () => {
  const { aws } = simulation();
  const listed = async (accountId: string) => {
    const { organizations } = clientsOf(aws, aws.administrator(accountId));
    const { EnabledServicePrincipals = [] } = await organizations.send(
      new ListAWSServiceAccessForOrganizationCommand({}),
    );
    return EnabledServicePrincipals.map(({ ServicePrincipal }) => ServicePrincipal);
  };
  expect(await listed(home)).toEqual(['member.org.stacksets.cloudformation.amazonaws.com', 'cloudtrail.amazonaws.com']);
  aws.world.organization?.trusted.delete('cloudtrail.amazonaws.com');
  expect(await listed(home)).toEqual(['member.org.stacksets.cloudformation.amazonaws.com']);
  await expect(listed(away)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('an account sits in the root or in a unit', async () => {
  const accounts = [{ id: home }, { id: away, parentId: 'ou-simu-prod' }];
  const aws = new SimulatedAws({ clock: { now: () => 0 }, accounts, managementAccountId: home });
  const { organizations } = clientsOf(aws, aws.administrator(home));
  const parentsOf = async (ChildId: string) => (await organizations.send(new ListParentsCommand({ ChildId }))).Parents;
  const { Roots } = await organizations.send(new ListRootsCommand({}));
  expect(await parentsOf(home)).toEqual([{ Id: Roots?.[0]?.Id, Type: 'ROOT' }]);
  expect(await parentsOf(away)).toEqual([{ Id: 'ou-simu-prod', Type: 'ORGANIZATIONAL_UNIT' }]);
});

test('accounts without an organisation have none', async () => {
  const aws = new SimulatedAws({ clock: { now: () => 0 }, accounts: [{ id: home }] });
  const { organizations } = clientsOf(aws, aws.administrator(home));
  await expect(organizations.send(new DescribeOrganizationCommand({}))).rejects.toMatchObject({
    name: 'AWSOrganizationsNotInUseException',
  });
});
