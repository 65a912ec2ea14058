import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { watchedAccounts } from '../../functions/watched.ts';
import { SimulatedAws } from '../../simulator/aws/simulated-aws.ts';
import { templateOf } from '../cli/deploy/deployed-scene.ts';
import { clientsOf, policyText, trustText } from '../simulator/aws/simulation.ts';

const [home, inside, outside] = ['111111111111', '222222222222', '333333333333'];
const unit = 'ou-simu-11111111';

interface Statement {
  readonly Action: string | readonly string[];
}

/** What the function's role may ask of Organizations, by the template. */
function granted(units: readonly string[], role: string): string[] {
  const organization = { id: 'o-simulated1', units, regions: ['us-east-1'], callAs: 'SELF' } as const;
  const actions = Object.entries(templateOf({ organization }).Resources).flatMap(([id, { Type, Properties }]) => {
    if (Type !== 'AWS::IAM::Policy' || !id.startsWith(role)) return [];
    const { PolicyDocument } = Properties as { PolicyDocument: { Statement: Statement[] } };
    return PolicyDocument.Statement.flatMap(({ Action }) => [Action].flat());
  });
  return actions.filter((action) => action.startsWith('organizations:'));
}

test.each([
  ['all of the organisation', ['r-simu'], [home, inside, outside]],
  ['a unit', [unit], [home, inside]],
])(
  'the functions that list %s may ask what that takes, and who beats may ask nothing else',
  async (_, units, accounts) => {
    for (const role of ['Heartbeat', 'Sweep']) {
      const aws = new SimulatedAws({
        clock: { now: () => Date.UTC(2026, 10, 24, 12) },
        accounts: [{ id: home }, { id: inside, parentId: unit }, { id: outside }],
        managementAccountId: home,
      });
      const { iam } = clientsOf(aws, aws.administrator(home));
      const actions = granted(units, role);
      await iam.send(new CreateRoleCommand({ RoleName: role, AssumeRolePolicyDocument: trustText(home) }));
      const PolicyDocument = policyText({ Effect: 'Allow', Action: actions, Resource: '*' });
      await iam.send(new PutRolePolicyCommand({ RoleName: role, PolicyName: 'own', PolicyDocument }));
      const { organizations } = clientsOf(
        aws,
        aws.giveSession({ accountId: home, roleName: role, sessionName: 'own' }),
      );
      aws.journal.length = 0;
      const sessions = { organizations, caller: async () => ({ partition: 'aws', accountId: home }) };
      const watched = await watchedAccounts(['account', ...units], sessions as Parameters<typeof watchedAccounts>[1]);
      expect(watched.accounts).toEqual(accounts);
      const used = new Set(aws.journal.map(({ operation }) => `organizations:${operation}`));
      expect([...used].filter((action) => !actions.includes(action))).toEqual([]);
      if (role === 'Heartbeat') expect(actions.toSorted()).toEqual([...used].toSorted());
    }
  },
);
