import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import type { Context, SQSEvent } from 'aws-lambda';
import { expect, it, onTestFinished, vi } from 'vitest';
import { eventSource } from '../../../contract/events.ts';
import { settingsKeys } from '../../../contract/settings.ts';
import { minute } from '../../../core/model/instant.ts';
import { handler } from '../../../functions/notify/handler.ts';
import { serve } from '../../../simulator/aws/serve.ts';
import { startDynamoDb } from '../../adapters/dynamodb/table.ts';
import { startSlack, token } from '../../adapters/slack/slack.ts';
import { regionalEnvironmentOf } from '../../cli/deploy/deployed-scene.ts';
import { home, simulation } from '../../simulator/aws/simulation.ts';
import { taken } from './taken.ts';

const context = { awsRequestId: 'r', memoryLimitInMB: '512' } as Context;

/** A queue's batch of notices to these owners, by its messages' ids: the owners'. */
function batch(...owners: readonly string[]) {
  const Records = owners.map((to) => {
    const body = JSON.stringify({ source: eventSource, 'detail-type': 'ActionTaken', detail: taken(to) });
    return { messageId: to, body };
  });
  return { Records } as SQSEvent;
}

/** The function as it is deployed, with all that it asks. */
async function stage() {
  const { aws, secrets } = simulation();
  const [door, dynamodb, slack] = [await serve(aws), await startDynamoDb(), await startSlack(['C-data', 'C-web'])];
  await dynamodb.table('memory');
  const SecretString = JSON.stringify({ token, api: slack.api });
  await secrets.send(new CreateSecretCommand({ Name: 'slack', SecretString }));
  const { buckets, objects } = aws.account(home).deployed;
  buckets.set('settings', { region: 'us-east-1', notifications: '' });
  const notices = { channel: 'C-data', channels: { 'team-web': 'C-web' } };
  objects.set(`settings/${settingsKeys.policy}`, JSON.stringify({ notices }));
  const env = {
    ...regionalEnvironmentOf(door.url, aws.administrator(home)),
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
    ...{ RESCIND_TABLE: 'memory', RESCIND_SETTINGS: 'settings', RESCIND_SLACK_SECRET: 'slack' },
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const streams = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockReturnValue(true));
  onTestFinished(async () => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
    for (const one of streams) one.mockRestore();
    await Promise.all([door.close(), dynamodb.close(), slack.close()]);
  });
  return slack;
}

it('once Slack wants to be left alone nothing is sent to it, of whatever channel, until that is over', async () => {
  const slack = await stage();
  const [first, second, third] = ['team-data', 'team-lake', 'team-web'];
  const { Records } = batch(first, second, third);
  const given = async (from: number) => {
    const { batchItemFailures } = await handler({ Records: Records.slice(from) }, context);
    return [batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), slack.shown.map(({ channel }) => channel)];
  };
  expect(await given(0)).toEqual([[second, third], ['C-data']]);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minute });
  slack.now += minute;
  expect(await given(1)).toEqual([[], ['C-data', 'C-data', 'C-web']]);
});
