import { AccountClient } from '@aws-sdk/client-account';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { STSClient } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import type { DeploymentClients } from '../../../../adapters/aws/deployment/clients.ts';
import { readPlace } from '../../../../adapters/aws/deployment/place.ts';
import { home, simulation } from '../../../simulator/aws/simulation.ts';

test('each Region is on or off, and those that somebody switched on are known apart', async () => {
  const { aws } = simulation();
  const { regions } = aws.account(home);
  regions.set('me-central-1', 'ENABLED').set('ap-east-1', 'ENABLING').set('af-south-1', 'DISABLING');
  const credentials = aws.administrator(home);
  const config = { region: 'us-east-1', credentials, requestHandler: aws.requestHandler(), maxAttempts: 1 };
  const [sts, account] = [new STSClient(config), new AccountClient(config)];
  const clients = { region: 'us-east-1', sts, account, cloudformation: new CloudFormationClient(config) };
  const place = await readPlace(clients as Partial<DeploymentClients> as DeploymentClients);
  const on = [...(place.regions ?? [])].filter(([, isOn]) => isOn).map(([name]) => name);
  expect(on.toSorted()).toEqual(['eu-central-1', 'eu-west-1', 'me-central-1', 'us-east-1', 'us-west-2']);
  expect(place.regions?.get('ap-east-1')).toBe(false);
  expect(place.optedIn).toEqual(['me-central-1']);
});
