import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { identify } from '../../adapters/aws/identity/identify.ts';
import { proveIdentity } from '../../adapters/aws/identity/proof.ts';
import { bundledNetworks } from '../../adapters/networks/bundled.ts';
import { eventDetails, policyText, wishIn } from '../../contract/events.ts';
import { memoryTable } from '../../contract/tables.ts';
import { day, minute } from '../../core/model/instant.ts';
import { decisionKey } from '../../core/observe/note-keys.ts';
import { observe } from '../../core/observe/observe.ts';
import type { Announcement } from '../../core/plan/announcement.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { noNetworks } from '../../core/plan/facts.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { policyApproval } from '../../functions/policy-approval.ts';
import { answerDecision } from '../../functions/respond/answer-decision.ts';
import { approvePolicy } from '../../functions/respond/approve-policy.ts';
import { takeOrder } from '../../functions/respond/order.ts';
import { say } from '../../functions/respond/say.ts';
import { handStanding } from '../../functions/respond/standing.ts';
import { dispatch } from '../../simulator/aws/dispatch.ts';
import { type DynamoDb, startDynamoDb } from '../adapters/dynamodb/table.ts';
import { account } from '../core/plan/decisions.ts';
import { enforcing, type Scene, sceneOn } from '../functions/respond/scene.ts';
import { allowAll } from '../simulator/aws/simulation.ts';
import { honest, rented, runners, start, theft, toldIn, userNamed } from '../stories/watch.ts';
import { emptyFolder } from './command-line.ts';
import { regionalEnvironmentOf, typed } from './deploy/deployed-scene.ts';

let dynamodb: DynamoDb;
let scene: Scene;
/** In front of the simulated AWS, the function that responds, as Lambda would call it. */
let front: ReturnType<typeof createServer>;
let url: string;
/** What the alarms of the function would ring by. */
const counted: object[] = [];
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
  const outputs = { RespondFunction: 'Rescind-Respond', SettingsBucket: 'settings' };
  const stack = {
    name: 'Rescind',
    region: 'us-east-1',
    status: 'CREATE_COMPLETE',
    createdAt: 0,
    outputs,
    resources: [
      ['FoundationMemory12AB34CD', 'approve-memory'],
      ['FoundationDeeds12AB34CD', 'approve-deeds'],
    ].map(([logicalId = '', physicalId = '']) => {
      return { logicalId, physicalId, type: 'AWS::DynamoDB::GlobalTable', status: 'CREATE_COMPLETE' };
    }),
  };
  scene.aws.account(account).deployed.stacks.push(stack);
  scene.aws.account(account).deployed.objects.set('settings/', '');
  front = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    if (request.url?.endsWith('/functions/Rescind-Respond/invocations')) {
      const wish = wishIn(JSON.parse(body));
      const ref = `request ${chunks.length} ${Math.random()}`;
      const answer =
        wish?.wish === 'say'
          ? await say(wish, scene.work, { ref, endpoint: url, count: (counts) => void counted.push(counts) })
          : wish?.wish === 'order'
            ? await takeOrder(wish, scene.work, url)
            : wish?.wish === 'policy'
              ? await approvePolicy(wish, scene.work, url)
              : null;
      response.writeHead(200).end(JSON.stringify(answer));
      return;
    }
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const asked = { method: request.method ?? 'POST', path: request.url ?? '/', headers, body };
    const answer = await dispatch(scene.aws.switchboard(), asked, { ip: '198.51.100.7' });
    if (answer === null) response.destroy();
    else response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((listening) => front.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  id = await scene.decided();
  await answerDecision(id, scene.work);
});
afterAll(async () => {
  front.closeAllConnections();
  front.close();
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
    stdout: 'dan is not an approver in the policy.\n',
  });
  expect(scene.keyStatus()).toBe('Active');
  const { status, stdout } = await approve(await keyOf('ben'), id, '--json');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ id, answer: 'approve', kind: 'settled', sentence: 'Approved by ada and ben.' });
  expect(scene.keyStatus()).toBe('Inactive');
  expect(counted).toEqual([{ demoted: 0, promoted: 0, done: 1 }]);
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
  expect(await restore(await keyOf('ben'))).toMatchObject({ status: 0, stdout: 'Undone by ada and ben.\n' });
  expect(scene.snapshot()?.inline.size).toBe(before);
  const nonsense = await typed(regionalEnvironmentOf(url, await keyOf('amy2')), 'restore', 'soft', '--deployment');
  expect(nonsense).toMatchObject({ status: 2, stderr: expect.stringContaining('soft is not an outcome id') });
});

it('what the deployment decided is explained from its own tables, with what was done about it', async () => {
  const env = { ...regionalEnvironmentOf(url, await keyOf('ada')), AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint };
  const run = await typed(env, 'explain', id, '--deployment');
  expect(run.status, run.stderr).toBe(0);
  expect(run.stdout).toContain(`${id}  disable`);
  expect(run.stdout).toMatch(/What was done\n.*Access key AKIA….* is switched off\..*in force/s);
  expect((await typed(env, 'explain', 'd_none', '--deployment')).stderr).toContain('Nothing was decided about d_none');
  expect((await typed(env, 'explain', scene.key, '--deployment')).stderr).toContain(
    'is not a decision of a deployment',
  );
});

it('what the deployment judged by itself is explained with what was expected, how rare it is and what would have changed it', async () => {
  const env = { ...regionalEnvironmentOf(url, await keyOf('ada')), AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint };
  const robbed = userNamed('uploader', 'AKIAUPLOADER00000001');
  const told = toldIn([...honest(robbed, runners), ...theft(robbed, start + 21 * day, rented)]);
  const decided: Decision[] = [];
  const announcer = {
    announce: async (all: readonly Announcement[]) => void decided.push(...all.map((a) => a.decision)),
  };
  await observe(
    told.filter((one) => one !== null),
    { networks: bundledNetworks(), declared: () => null },
    { policy: enforcing, exemptions: [] },
    { contexts: scene.work.contexts, notes: scene.work.memory, announcer },
  );
  const run = await typed(env, 'explain', decided.at(-1)?.id ?? '', '--deployment');
  expect(run.status, run.stderr).toBe(0);
  expect(run.stdout).toMatch(/What was expected\n.*\n.*21 days on record/);
  expect(run.stdout).toContain('How unusual that is');
  expect(run.stdout).toMatch(/What would have changed it\n +Without the evidence of origin: score \d+/);
});

it('what could not be done about a decision is explained with why', async () => {
  const env = { ...regionalEnvironmentOf(url, await keyOf('ada')), AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint };
  await answerDecision(await scene.decided({ id: 'd_gone', action: 'pin' }, { established: noNetworks }), scene.work);
  const run = await typed(env, 'explain', 'd_gone', '--deployment');
  expect(run.stdout).toMatch(/Result\n +Not possible: /);
});

describe('an order about a credential', () => {
  const hold = async (name: string, ...args: string[]) =>
    typed(regionalEnvironmentOf(url, await keyOf(name)), 'hold', scene.key, '--deployment', ...args);
  const heardOf = () =>
    scene.bus.entries
      .filter(({ DetailType }) => DetailType === 'CredentialHeld')
      .map(({ Detail }) => v.parse(eventDetails.CredentialHeld, JSON.parse(Detail)));
  const said = async () => {
    return (await scene.work.ledger.latest(3)).map(({ kind, by, sentence }) => `${kind} ${by} ${sentence}`);
  };

  it('holds it, against whatever is decided then, until it is lifted; the ledger says whose order it was', async () => {
    const refused = [await hold('dan', '--reason', 'Release week'), await hold('eve', '--reason', 'Release week')];
    expect(refused.map(({ status }) => status)).toEqual([1, 1]);
    expect(refused[0]?.stdout).toBe('dan is not an approver in the policy.\n');
    expect(refused[1]?.stdout).toContain(`Nobody in the policy acts as arn:aws:iam::${account}:user/eve.`);
    expect(await scene.work.store.holds()).toEqual([]);

    const held = await hold('ada', '--reason', 'Release week', '--until', '2999-01-31', '--json');
    expect(held.status, held.stderr).toBe(0);
    expect(JSON.parse(held.stdout)).toMatchObject({ kind: 'settled', until: '2999-01-31T23:59:59Z' });
    expect(await said()).toContain('held ada Held by ada: Release week');
    expect(heardOf()).toMatchObject([{ held: true, by: 'ada', until: '2999-01-31T23:59:59Z' }]);
    expect(heardOf()[0]?.notice).toMatchObject({ to: 'team-data', why: 'Release week' });
    expect(JSON.stringify(heardOf()[0]?.notice)).toContain(`${scene.key.slice(-4)} is held by ada: nothing is done`);
    expect(heardOf()[0]?.notice.headline).not.toContain(scene.key);
    scene.radius.value = 0;
    expect(await answerDecision(await scene.decided({ id: 'd_held', action: 'pin' }), scene.work)).toBe('skipped');

    expect((await hold('ben', '--lift')).stdout).toBe(`${scene.key} is no longer held.\n`);
    expect(heardOf().at(-1)).toMatchObject({ held: false, by: 'ben', until: null });
    expect(await hold('ben', '--lift')).toMatchObject({ status: 1, stdout: `${scene.key} is not held.\n` });
    expect(await answerDecision(await scene.decided({ id: 'd_free', action: 'pin' }), scene.work)).toBe('done');
  });

  it('takes back what is in force, but not what takes two people to undo', async () => {
    scene.radius.value = 0.9;
    const inline = scene.snapshot()?.inline;
    const grave = await hold('ada', '--reason', 'Mine');
    expect(grave.stdout).toContain('Two people have to agree to undo o_free: rescind restore o_free --deployment.');
    expect(scene.snapshot()?.inline).toEqual(inline);
    scene.radius.value = 0;
    expect((await hold('ada', '--reason', 'Mine')).stdout).toContain('Undone: 3.');
    expect([scene.keyStatus(), scene.snapshot()?.inline.size]).toEqual(['Active', 0]);
    await hold('ada', '--lift');
  });

  it('leaves on what nobody can look up any more: it may be what takes two', async () => {
    const lost = await scene.decided({ id: 'd_lost', action: 'pin' });
    expect(await answerDecision(lost, scene.work)).toBe('done');
    const inline = scene.snapshot()?.inline;
    const Key = { [memoryTable.key]: { S: `note ${decisionKey(lost)}` } };
    await dynamodb.client.send(new DeleteItemCommand({ TableName: 'approve-memory', Key }));
    expect((await hold('ada', '--reason', 'Mine')).stdout).toContain('Two people have to agree to undo o_lost');
    expect(scene.snapshot()?.inline).toEqual(inline);
    await hold('ada', '--lift');
  });

  it('counts for nobody while it cannot be read who may give it, nor does a word to a decision', async () => {
    const { given } = scene.settings;
    scene.settings.given = { ...given, exemptions: null };
    const unread = { status: 1, stdout: expect.stringContaining('Fix what rescind doctor reports') };
    expect(await hold('ada', '--reason', 'Mine')).toMatchObject(unread);
    expect(await approve(await keyOf('ada'), id, '--answer', 'undo')).toMatchObject(unread);
    expect(await scene.work.store.holds()).toEqual([]);
    scene.settings.given = given;
  });

  it('is not theirs to give who act by that very credential', async () => {
    const bot = { name: 'ann', aws: [`arn:aws:iam::${account}:user/ann`], owns: [], approver: true };
    const { given } = scene.settings;
    scene.settings.given = { ...given, policy: { ...given.policy, people: [...given.policy.people, bot] } };
    const own = `arn:aws:iam::${account}:user/ann`;
    const { stdout } = await typed(
      regionalEnvironmentOf(url, await keyOf('ann')),
      ...['hold', own, '--reason', 'Me', '--deployment'],
    );
    expect(stdout).toContain('Nobody may answer for a credential that they are using themselves.');
    scene.settings.given = given;
  });

  it('an exemption is added to the settings, and the ledger says who did it', async () => {
    const { objects } = scene.aws.account(account).deployed;
    const other = { credential: 'arn:x', owner: 'b', reason: 'r', scope: 'all', until: '2999-01-01', ticket: 7 };
    objects.set('settings/context/exemptions.json', JSON.stringify([other]));
    const words = ['--owner', 'ada', '--reason', 'Migration', '--until', '2999-01-31', '--deployment'];
    const exempt = async () => typed(regionalEnvironmentOf(url, await keyOf('ada')), 'exempt', scene.key, ...words);
    const mine = {
      credential: scene.key,
      owner: 'ada',
      reason: 'Migration',
      scope: 'all',
      until: '2999-01-31T23:59:59Z',
    };
    // What the function reads is not what was written, yet: nothing is in the ledger.
    const early = await exempt();
    expect(early).toMatchObject({ status: 1, stdout: expect.stringContaining('contain no exemption') });
    scene.settings.given = { ...scene.settings.given, exemptions: [mine] };
    const run = await exempt();
    expect(run.status, run.stderr).toBe(0);
    expect(run.stderr).toContain('already said so');
    expect(JSON.parse(objects.get('settings/context/exemptions.json') ?? '')).toEqual([other, mine]);
    const ada = `arn:aws:iam::${account}:user/ada`;
    expect(await said()).toContain(`exempted ${ada} Exempt until 2999-01-31T23:59:59Z by ${ada}: Migration`);

    objects.set('settings/context/exemptions.json', 'no JSON');
    expect(await exempt()).toMatchObject({ status: 2, stderr: expect.stringContaining('is not JSON') });
    expect(objects.get('settings/context/exemptions.json')).toBe('no JSON');
  });
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
    return proveIdentity(about, { region: 'us-east-1', endpoint: url, credentials });
  };

  it('says who signed it', async () => {
    expect(await identify(await proofOf('d_1 approve'), 'd_1 approve', url)).toMatch(/:user\/p0/);
  });

  it.each(['AWS_USE_FIPS_ENDPOINT', 'AWS_USE_DUALSTACK_ENDPOINT'])(
    'is signed for who will be asked, with %s too',
    async (kind) => {
      vi.stubEnv(kind, 'true');
      try {
        expect(await identify(await proofOf('d_1 approve'), 'd_1 approve', url)).toMatch(/:user\/p0/);
      } finally {
        vi.unstubAllEnvs();
      }
    },
  );

  it('proves nothing about anything else, nor where what it is about was not signed', async () => {
    const proof = await proofOf('d_1 approve');
    expect(await identify(proof, 'd_2 approve', url)).toBeNull();
    const lent = await proofOf('d_1 refuse');
    const headers: Record<string, string> = { ...lent.headers, 'x-rescind-about': 'd_1 approve' };
    // STS checks the signature, and so what is under it; what is not is not believed.
    expect(await identify({ ...lent, headers }, 'd_1 approve', url)).toBeNull();
    const authorization = (headers.authorization ?? '').replace(';x-rescind-about', '');
    const unsigned = { ...lent, headers: { ...headers, authorization } };
    expect(await identify(unsigned, 'd_1 approve', url)).toBeNull();
  });

  it.each([
    ['another place to ask', { region: 'evil.example/' }],
    ['a header of its own', { headers: { host: 'evil.example' } }],
  ])('with %s is not asked about', async (_, given) => {
    const proof = await proofOf('d_1 approve');
    const bent = { ...proof, ...given, headers: { ...proof.headers, ...(given as { headers?: object }).headers } };
    expect(await identify(bent, 'd_1 approve', 'http://127.0.0.1:9')).toBeNull();
  });

  it.each([
    ['nobody whom STS knows', async () => ({ accessKeyId: 'AKIAUNKNOWNUNKNOWN00', secretAccessKey: 'x' })],
    ['somebody who knows no more than a key’s id', async () => ({ ...(await keyOf('amy')), secretAccessKey: 'x' })],
  ])('of %s is none', async (_, signer) => {
    const credentials = await signer();
    const proof = await proveIdentity('d_1 approve', { region: 'us-east-1', endpoint: url, credentials });
    expect(await identify(proof, 'd_1 approve', url)).toBeNull();
  });
});

describe('a policy', () => {
  const policyOf = (...approvers: string[]) =>
    JSON.stringify({ mode: 'enforce', people: approvers.map((name) => ({ ...person(name, true), slack: undefined })) });
  const folder = emptyFolder();
  async function apply(name: string, text: string, ...args: string[]) {
    const path = join(folder, 'rescind.policy.json');
    writeFileSync(path, text);
    return typed(regionalEnvironmentOf(url, await keyOf(name)), 'policy', 'apply', path, ...args);
  }
  const inBucket = () => scene.aws.account(account).deployed.objects.get('settings/rescind.policy.json');
  const standing = async (text: string) => {
    const settings = async () => {
      return { ...(await scene.work.settings()), policyDigest: createHash('sha256').update(text).digest('hex') };
    };
    return (await handStanding({ ...scene.work, settings })).PolicyHashMismatch;
  };

  it('counts by the word of an approver of the one before, who is on record; it rings by none of that', async () => {
    const [first, second] = [policyOf('ada'), policyOf('ben')];
    expect((await apply('dan', first)).stdout).toContain('user/dan is not an approver in the policy in force now.');
    expect(inBucket()).toBeUndefined();
    const applied = await apply('ada', first, '--json');
    expect(applied.status, applied.stderr).toBe(0);
    expect(inBucket()).toBe(first);
    expect(await standing(first)).toBe(0);
    const entry = (await scene.work.ledger.entries()).at(-1);
    expect(entry).toMatchObject({ kind: 'approved', by: `arn:aws:iam::${account}:user/ada` });
    // By the first policy, ben is nobody; by the second, he is and she is not.
    expect(await apply('ben', second)).toMatchObject({ status: 1 });
    expect(await apply('ada', second)).toMatchObject({ status: 0 });
    expect(await standing(first)).toBe(0);
    expect(await apply('ada', first)).toMatchObject({ status: 1 });
    expect(inBucket()).toBe(second);
    scene.time.at += 11 * minute;
    expect(await standing(second)).toBe(0);
    expect([await standing(first), await standing(`${second} `), await standing(second)]).toEqual([1, 1, 0]);
  });

  it('that is none is refused before anybody is asked', async () => {
    expect(await apply('ben', '{"mode": "enforced"}')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('is not a valid policy'),
    });
  });

  it('with the proof for another one does not count', async () => {
    const { digest } = (await policyApproval(scene.work.notes)) ?? { digest: '' };
    const proof = await proveIdentity(policyText(digest), {
      region: 'us-east-1',
      endpoint: url,
      credentials: await keyOf('ben'),
    });
    const said = await approvePolicy({ wish: 'policy', text: policyOf('eve'), proof }, scene.work, url);
    expect(said).toMatchObject({ kind: 'declined', sentence: expect.stringContaining('could not be proved') });
  });
});
