import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { expect, test } from 'vitest';
import { stackInstances } from '../../../../adapters/aws/deployment/organization.ts';
import { home, simulation } from '../../../simulator/aws/simulation.ts';

test('every member of a stack set is found, though CloudFormation lists a hundred at a time', async () => {
  const { aws } = simulation();
  const accounts = Array.from({ length: 101 }, (_, n) => String(111_100_000_000 + n));
  const { deployed } = aws.account(home);
  for (const account of accounts) {
    const about = { set: 'rescind-global', region: 'us-east-1', unit: null, reason: null };
    deployed.stackInstances.push({ ...about, account, stackId: `arn:stack/${account}/1`, status: 'CURRENT' });
  }
  const credentials = aws.administrator(home);
  const config = { region: 'us-east-1', credentials, requestHandler: aws.requestHandler(), maxAttempts: 1 };
  const found = await stackInstances('rescind-global', { cloudformation: new CloudFormationClient(config) });
  expect(found.ok && found.value.map(({ accountId }) => accountId)).toEqual(accounts);
});
