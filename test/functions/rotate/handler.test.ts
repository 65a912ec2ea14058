import type { Context } from 'aws-lambda';
import { expect, it, onTestFinished, vi } from 'vitest';
import { inShort } from '../../../contract/rotation.ts';
import { handler } from '../../../functions/rotate/handler.ts';

const secret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:keys/bot-AbCdEf';
const context = { awsRequestId: 'r', memoryLimitInMB: '1024', getRemainingTimeInMillis: () => 60_000 } as Context;

/** What a step comes to with nobody there who would answer for AWS, and how many refusals it counts. */
async function step(SecretId: string) {
  const env = {
    RESCIND_BINDINGS: inShort([{ secret, user: 'bot', path: '/', deleteOld: false }]),
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const lines: string[] = [];
  const streams = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation((text) => lines.push(String(text)) > 0),
  );
  onTestFinished(() => {
    vi.unstubAllEnvs();
    for (const one of streams) one.mockRestore();
  });
  const error = await handler({ Step: 'createSecret', SecretId, ClientRequestToken: 't' }, context).then(
    () => null,
    (thrown: Error) => thrown.name,
  );
  const counted = lines.flatMap((line) => (line.includes('"Refused"') ? [JSON.parse(line).Refused] : []));
  return { error, counted };
}

it.each([
  ['a part of one that is', secret.slice(0, -7)],
  ['one that begins like it', `${secret}x`],
])('for a secret that was not bound is refused, and counted: %s', async (_, other) => {
  expect(await step(other)).toEqual({ error: 'Refusal', counted: [1] });
});

it('that fails because AWS does not answer is no refusal, and comes again', async () => {
  const { error, counted } = await step(secret);
  expect([error !== null && error !== 'Refusal', counted]).toEqual([true, [0]]);
});
