import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

/** What a function answered; `failed` where it threw. */
export interface Called {
  readonly failed: boolean;
  readonly answer: unknown;
}

/** Calls a function by its name and waits for its answer. `AWS_ENDPOINT_URL` is honoured. Throws what the SDK throws. */
export async function callFunction(
  name: string,
  event: object,
  sdk: { readonly region: string; readonly profile?: string },
): Promise<Called> {
  // Called again behind somebody's back, it might answer to what it has done itself.
  const client = new LambdaClient({ ...sdk, maxAttempts: 1 });
  const Payload = Buffer.from(JSON.stringify(event));
  const { FunctionError, Payload: answer = new Uint8Array() } = await client.send(
    new InvokeCommand({ FunctionName: name, Payload }),
  );
  const text = Buffer.from(answer).toString('utf8');
  return { failed: FunctionError !== undefined, answer: text === '' ? null : JSON.parse(text) };
}
