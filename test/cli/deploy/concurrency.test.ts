import { LambdaClient } from '@aws-sdk/client-lambda';
import { beforeEach, expect, test } from 'vitest';
import { readConcurrency } from '../../../adapters/aws/deployment/concurrency.ts';
import { concurrencySentences, withConcurrency } from '../../../cli/deploy/concurrency.ts';
import { mostFunctions, usualConcurrency } from '../../../contract/concurrency.ts';
import type { Credentials, SimulatedAws } from '../../../simulator/aws/simulated-aws.ts';
import { home, simulation } from '../../simulator/aws/simulation.ts';
import { whoMay } from './trail-bucket-scene.ts';

const region = 'eu-west-1';
let aws: SimulatedAws;
beforeEach(() => {
  ({ aws } = simulation());
});

/** What is said, and what the CDK is told of it. */
async function found(credentials: Credentials) {
  const config = { region, credentials, requestHandler: aws.requestHandler(), maxAttempts: 1 };
  const concurrency = await readConcurrency({ lambda: new LambdaClient(config) });
  const { context } = withConcurrency({ context: [], bootstraps: false }, concurrency);
  return { sentences: concurrencySentences(concurrency, region), context };
}

test.each([usualConcurrency, mostFunctions(40)])(
  'of an account that runs %i functions at once, it is said what is wanted',
  async (most) => {
    aws.account(home).deployed.concurrency.set(region, most);
    const { sentences, context } = await found(aws.administrator(home));
    const wanted = `runs ${most} functions at once in eu-west-1\\. .* needs ${mostFunctions(most)};.*Service Quotas`;
    expect(sentences).toEqual([expect.stringMatching(wanted)]);
    expect(context).toEqual([['concurrency', String(most)]]);
  },
);

test('of one that runs enough, nothing is; it is that Region’s number that counts', async () => {
  aws.account(home).deployed.concurrency.set('us-east-1', usualConcurrency);
  expect(await found(aws.administrator(home))).toEqual({ sentences: [], context: [['concurrency', '1000']] });
});

test('where it may not be seen, that is said, and the account is taken for a new one', async () => {
  const { sentences, context } = await found(await whoMay(aws, home, 's3:ListBucket'));
  expect(sentences).toEqual([
    expect.stringMatching(/is not known \(lambda:GetAccountSettings is denied\).* 10 .* ask for more/),
  ]);
  expect(context).toEqual([]);
});
