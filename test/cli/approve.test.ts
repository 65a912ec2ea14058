import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identify } from '../../adapters/aws/identity/identify.ts';
import { proveIdentity } from '../../adapters/aws/identity/proof.ts';
import { wishIn } from '../../contract/events.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { say } from '../../functions/respond/say.ts';
import { answerDecision } from '../../functions/respond/work.ts';
import { type Door, serve } from '../../simulator/aws/serve.ts';
import { type DynamoDb, startDynamoDb } from '../adapters/dynamodb/table.ts';
import { account } from '../core/plan/decisions.ts';
import { enforcing, type Scene, sceneOn } from '../functions/respond/scene.ts';
import { allowAll } from '../simulator/aws/simulation.ts';
import { regionalEnvironmentOf, typed } from './deployed-scene.ts';

let dynamodb: DynamoDb;
let scene: Scene;
let aws: Door;
/** In front of the simulated AWS, the function that responds, as Lambda would call it. */
let front: ReturnType<typeof createServer>;
let url: string;
let id: string;

const person = (name: string, approver: boolean): Policy['people'][number] => {
  return { name, aws: [`arn:aws:iam::${account}:user/${name}`], owns: [], approver };
};

beforeAll(async () => {
  dynamodb = await startDynamoDb();
  scene = await sceneOn(dynamodb, 'approve');
  scene.radius.value = 0.9;
  const people = [person('ada', true), person('ben', true), person('dan', false)];
  scene.settings.given = { policy: { ...enforcing, people }, exemptions: [] };
  const outputs = { RespondFunction: 'Rescind-Respond' };
  const stack = {
    name: 'Rescind',
    region: 'us-east-1',
    status: 'CREATE_COMPLETE',
    createdAt: 0,
    outputs,
    resources: [],
  };
  scene.aws.account(account).deployed.stacks.push(stack);
  aws = await serve(scene.aws);
  front = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    if (request.url?.endsWith('/functions/Rescind-Respond/invocations')) {
      const wish = wishIn(JSON.parse(body));
      if (wish?.wish !== 'say') throw new Error('no word of a person');
      const answer = await say(wish, scene.work, `request ${chunks.length} ${Math.random()}`, aws.url);
      response.writeHead(200).end(JSON.stringify(answer));
      return;
    }
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const answer = await fetch(`${aws.url}${request.url}`, {
      method: request.method ?? 'POST',
      headers: headers as Record<string, string>,
      ...(body !== '' && { body }),
    });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((listening) => front.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  id = await scene.decided();
  await answerDecision(id, scene.work);
});
afterAll(async () => {
  front.closeAllConnections();
  front.close();
  await aws.close();
  await dynamodb.close();
});

const keys = new Map<string, { readonly accessKeyId: string; readonly secretAccessKey: string }>();

async function keyOf(name: string) {
  const known = keys.get(name);
  if (known !== undefined) return known;
  await scene.iam.send(new CreateUserCommand({ UserName: name }));
  await scene.iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: 'w', PolicyDocument: allowAll }));
  const { AccessKey } = await scene.iam.send(new CreateAccessKeyCommand({ UserName: name }));
  const made = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
  keys.set(name, made);
  return made;
}

const approve = (credentials: Awaited<ReturnType<typeof keyOf>>, ...args: string[]) =>
  typed(regionalEnvironmentOf(url, credentials), 'approve', ...args);

it('two people approve from their terminals, each as who AWS says they are, and it is done', async () => {
  const ada = await keyOf('ada');
  expect(scene.keyStatus()).toBe('Active');
  expect(await approve(ada, id)).toMatchObject({ status: 0, stdout: 'Noted. One more person has to agree.\n' });
  expect(await approve(ada, id)).toMatchObject({ status: 1, stdout: expect.stringContaining('another person') });
  expect(await approve(await keyOf('dan'), id)).toMatchObject({
    status: 1,
    stdout: 'dan is no approver in the policy.\n',
  });
  expect(scene.keyStatus()).toBe('Active');
  const { status, stdout } = await approve(await keyOf('ben'), id, '--json');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ id, answer: 'approve', kind: 'settled', sentence: 'Approved by ada and ben.' });
  expect(scene.keyStatus()).toBe('Inactive');
  expect((await scene.work.ledger.entries()).map(({ kind, by }) => `${kind} ${by}`)).toContain('answered ada and ben');
});

it('what the deployment did is taken back from a terminal, in the name of who AWS says it is', async () => {
  const before = scene.snapshot()?.inline.size ?? 0;
  await answerDecision(await scene.decided({ id: 'd_soft', action: 'pin' }), scene.work);
  expect(scene.snapshot()?.inline.size).toBe(before + 1);
  const restore = (credentials: Awaited<ReturnType<typeof keyOf>>, ...args: string[]) =>
    typed(regionalEnvironmentOf(url, credentials), 'restore', 'o_soft', '--deployment', ...args);
  // It could do much: a thief who holds one sign-in must not undo it.
  expect((await restore(await keyOf('ada'))).stdout).toMatch(/^Noted/);
  expect(await restore(await keyOf('ben'))).toMatchObject({ status: 0, stdout: 'Taken back by ada and ben.\n' });
  expect(scene.snapshot()?.inline.size).toBe(before);
  const nonsense = await typed(regionalEnvironmentOf(url, await keyOf('amy2')), 'restore', 'soft', '--deployment');
  expect(nonsense).toMatchObject({ status: 2, stderr: expect.stringContaining('soft is no outcome id') });
});

it('who is not in the policy is told as whom they came', async () => {
  const { status, stdout } = await approve(await keyOf('eve'), id);
  expect(status).toBe(1);
  expect(stdout).toContain(`Nobody in the policy acts as arn:aws:iam::${account}:user/eve.`);
});

it('where there is no deployment it says so, and an id that is none is refused', async () => {
  const ada = await keyOf('amy');
  const { status, stderr } = await approve(ada, id, '--region', 'eu-west-1');
  expect(status).toBe(2);
  expect(stderr).toContain('Rescind is not deployed');
  expect((await approve(ada, 'o_1')).status).toBe(2);
});

describe('a proof', () => {
  const proofOf = async (about: string) => {
    const credentials = await keyOf(`p${Math.random()}`);
    return proveIdentity(about, { region: 'us-east-1', credentials });
  };

  it('says who signed it', async () => {
    expect(await identify(await proofOf('d_1 approve'), 'd_1 approve', aws.url)).toMatch(/:user\/p0/);
  });

  it('proves nothing about anything else, nor where what it is about was not signed', async () => {
    const proof = await proofOf('d_1 approve');
    expect(await identify(proof, 'd_2 approve', aws.url)).toBeNull();
    const lent = await proofOf('d_1 refuse');
    const headers: Record<string, string> = { ...lent.headers, 'x-rescind-about': 'd_1 approve' };
    // The signature itself is for STS to check; what is not under it is not believed.
    const authorization = (headers.authorization ?? '').replace(';x-rescind-about', '');
    const unsigned = { ...lent, headers: { ...headers, authorization } };
    expect(await identify(unsigned, 'd_1 approve', aws.url)).toBeNull();
  });

  it.each([
    ['another place to ask', { region: 'evil.example/' }],
    ['a header of its own', { headers: { host: 'evil.example' } }],
  ])('with %s is not asked about', async (_, given) => {
    const proof = await proofOf('d_1 approve');
    const bent = { ...proof, ...given, headers: { ...proof.headers, ...(given as { headers?: object }).headers } };
    expect(await identify(bent, 'd_1 approve', 'http://127.0.0.1:9')).toBeNull();
  });

  it('of nobody whom STS knows is none', async () => {
    const proof = await proveIdentity('d_1 approve', {
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAUNKNOWNUNKNOWN00', secretAccessKey: 'x' },
    });
    expect(await identify(proof, 'd_1 approve', aws.url)).toBeNull();
  });
});
