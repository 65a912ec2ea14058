import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { requestRevocation } from '../../../adapters/bus/revocation.ts';
import { tokenSecrets } from '../../../adapters/secrets/token-secrets.ts';
import { detailOf, eventSource, type Wish, wishIn } from '../../../contract/events.ts';
import { nothingDeclared, type Revocation } from '../../../core/context/recorded-context.ts';
import type { Arn } from '../../../core/model/brand.ts';
import { day, hour } from '../../../core/model/instant.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { Person } from '../../../core/policy/policy.ts';
import { answerDecision } from '../../../functions/respond/answer-decision.ts';
import { grant } from '../../../functions/respond/grant.ts';
import { keepUp } from '../../../functions/respond/look-after.ts';
import type { Work } from '../../../functions/respond/work.ts';
import { takeAnswer } from '../../../functions/take-answer.ts';
import { type DynamoDb, startDynamoDb } from '../../adapters/dynamodb/table.ts';
import { type OAuthServer, startOAuthServer, toThisMachine } from '../../adapters/oauth/server.ts';
import { capturedBus } from '../captured-bus.ts';
import { administrator, type Scene, sceneOn } from './scene.ts';

const region = 'eu-central-1';
const credential = 'gateway.example:ref:grant-17';

let dynamodb: DynamoDb;
let server: OAuthServer;
let scene: Scene;
let work: Work;
let token: string;
/** The owner's word, as it is in the context folder now. */
let how: Revocation | null;
let tokenSecret: Arn;
let clientSecret: Arn;
let made = 0;

beforeAll(async () => {
  [dynamodb, server] = await Promise.all([startDynamoDb(), startOAuthServer()]);
});
afterAll(() => Promise.all([dynamodb.close(), server.close()]));

beforeEach(async () => {
  scene = await sceneOn(dynamodb, `tokens${made++}`);
  token = await server.issue();
  const sdk = { credentials: scene.aws.administrator(administrator), requestHandler: scene.aws.requestHandler() };
  const secrets = new SecretsManagerClient({ region, ...sdk });
  const keep = async (Name: string, value: object) =>
    (await secrets.send(new CreateSecretCommand({ Name, SecretString: JSON.stringify(value) }))).ARN as Arn;
  tokenSecret = await keep('billing/token', { refresh_token: token });
  clientSecret = await keep('auth/revoker', server.client);
  how = { by: 'rfc7009', client: clientSecret, token: tokenSecret, field: 'refresh_token', automatic: true };
  const bus = capturedBus(scene.bus);
  work = {
    ...scene.work,
    settings: async () => {
      const settings = await scene.work.settings();
      return { ...settings, words: { ...settings.words, declared: () => ({ ...nothingDeclared, revocation: how }) } };
    },
    tokens: {
      secrets: tokenSecrets(sdk),
      transport: toThisMachine,
      request: (measure) => requestRevocation(measure, 'rescind', bus),
    },
  };
});

const decided = (given: Partial<Decision> = {}) =>
  scene.decided({
    credential,
    kind: 'oauth-token',
    principal: 'client:gateway.example/billing',
    reversible: false,
    at: scene.time.at,
    ...given,
  });
const told = () =>
  scene.bus.entries.map(({ DetailType, Detail }) => ({ type: DetailType, detail: JSON.parse(Detail) }));

describe('a token is revoked', () => {
  it('at the server that issued it, and awaited to be dead there', async () => {
    expect(await answerDecision(await decided(), work)).toBe('done');
    expect(await server.isActive(token)).toBe(false);
    const [taken] = told();
    expect(taken?.detail).toMatchObject({ outcome: 'done', credential });
    expect(taken?.detail.notice.whatWasDone).toEqual([
      `Token ${credential} is revoked at the server that issued it. (done)`,
    ]);
    expect(await work.store.open()).toEqual([]);
  });

  it('once in effect, however often the decision comes', async () => {
    const id = await decided();
    const both = ['worker-1', 'worker-2'].map((worker) => answerDecision(id, { ...work, worker }));
    await Promise.allSettled(both);
    expect(await answerDecision(id, work)).toBe('done');
    expect(await server.isActive(token)).toBe(false);
    const done = (await work.ledger.entries()).filter(({ sentence }) => sentence.endsWith('issued it. (done)'));
    expect(done).toHaveLength(1);
  });

  it('where the server shows no token’s state, once it took the request', async () => {
    const blind = { ...work.tokens.secrets, client: async () => ({ ...server.client, introspection: null }) };
    expect(await answerDecision(await decided(), { ...work, tokens: { ...work.tokens, secrets: blind } })).toBe('done');
    expect(await server.isActive(token)).toBe(false);
  });

  it('later, where the server was down', async () => {
    const down = { ...server.client, endpoint: 'http://127.0.0.1:9/revoke' };
    const secrets = { ...work.tokens.secrets, client: async () => down };
    const id = await decided();
    expect(await answerDecision(id, { ...work, tokens: { ...work.tokens, secrets } })).toBe('irrevocable');
    expect(await server.isActive(token)).toBe(true);
    scene.time.at += day + hour;
    await keepUp(work);
    expect(await server.isActive(token)).toBe(false);
  });

  it('and does not come back: restore says so, and changes nothing', async () => {
    await answerDecision(await decided(), work);
    expect(await grant({ wish: 'answer', id: 'd_1f2e', choice: 'undo', by: ['alice'] }, work)).toMatchObject({
      skipped: 1,
    });
    expect(await server.isActive(token)).toBe(false);
  });

  it('found dead before, is already so', async () => {
    await answerDecision(await decided(), work);
    expect(await answerDecision(await decided({ id: 'd_2' }), work)).toBe('already-so');
  });

  it('by its owner’s handler, which hears of it by an id', async () => {
    how = { by: 'handler', automatic: true };
    expect(await answerDecision(await decided(), work)).toBe('done');
    const [asked, taken] = told();
    const envelope = { source: eventSource, 'detail-type': asked?.type, detail: asked?.detail };
    expect(detailOf('RevocationRequested', envelope)).toEqual({
      version: 1,
      id: 'o_1f2e',
      accountId: '111111111111',
      credential,
    });
    expect(taken?.detail.notice.whatWasDone[0]).toContain('handler is asked to revoke');
  });
});

describe('a token lives on, and a person is told,', () => {
  it.each([
    ['where nobody declared how it is revoked', null, 'Nobody declared how'],
    ['where its owner did not say that a machine may', { by: 'handler', automatic: false } as const, 'a person has to'],
  ])('%s', async (_, declared, says) => {
    how = declared;
    await answerDecision(await decided(), work);
    expect(await server.isActive(token)).toBe(true);
    expect(told().map(({ type }) => type)).toEqual(['ActionTaken']);
    expect(told()[0]?.detail.notice.whatWasDone.join(' ')).toContain(says);
  });

  it('where the policy observes', async () => {
    await answerDecision(await decided({ mode: 'observe' }), work);
    expect(await server.isActive(token)).toBe(true);
  });

  it('where the limits leave no room', async () => {
    const policy = (await work.settings()).policy;
    scene.settings.given = {
      policy: { ...policy, limits: { ...policy.limits, disruptivePerAccountPerHour: 0 } },
      exemptions: [],
    };
    expect(await answerDecision(await decided(), work)).toBe('skipped');
    expect(await server.isActive(token)).toBe(true);
  });
});

describe('a token’s end that no machine decides on', () => {
  const heldBack = (given: Partial<Decision> = {}) => {
    return decided({ action: 'notify', mode: 'observe', heldBack: 'its owner did not declare …', ...given });
  };
  const ada: Person = { name: 'ada', aws: [], owns: [], approver: true };
  const ben: Person = { ...ada, name: 'ben' };
  const say = (decisionId: string, choice: 'approve' | 'refuse', person = ada) => {
    const wish = async (given: Wish & { readonly wish: 'answer' }) => void (await grant(given, work));
    const doors = { memory: work.memory, notes: work.notes, containments: work.store, wish, now: work.clock.now };
    const ref = `${person.name} ${decisionId}`;
    return takeAnswer({ decisionId, choice, ref, person }, { ...doors, settings: work.settings });
  };

  beforeEach(() => {
    if (how !== null) how = { ...how, automatic: false };
    const { policy } = scene.settings.given;
    scene.settings.given = { exemptions: [], policy: { ...policy, people: [ada, ben] } };
  });

  it('is asked of people like any other, approved by the same word, and done once, in their name', async () => {
    const id = await heldBack();
    await answerDecision(id, work);
    expect(await server.isActive(token)).toBe(true);
    expect(told().find(({ type }) => type === 'ApprovalRequested')?.detail).toMatchObject({
      ...{ id, persons: 1, action: 'disable' },
    });
    const taken = told().find(({ type }) => type === 'ActionTaken')?.detail;
    expect(taken.choices).toEqual(['approve', 'refuse']);
    expect(taken.notice.whatToDo[0]).toContain(`rescind approve ${id}`);

    expect(await say(id, 'approve')).toMatchObject({ kind: 'settled' });
    expect(await server.isActive(token)).toBe(false);
    await answerDecision(id, work);
    const contained = (await work.ledger.entries()).filter(({ kind }) => kind === 'contained');
    expect(contained.map(({ by }) => by)).toEqual(['ada']);
  });

  it('takes two people where much could be done with it', async () => {
    scene.radius.value = 0.9;
    const id = await heldBack();
    await answerDecision(id, work);
    expect(await say(id, 'approve')).toMatchObject({ kind: 'noted' });
    expect(await server.isActive(token)).toBe(true);
    expect(await say(id, 'approve', ben)).toMatchObject({ kind: 'settled' });
    expect(await server.isActive(token)).toBe(false);
  });

  it('is asked where a change window, or work in progress, holds the machine back', async () => {
    how = how === null ? null : { ...how, automatic: true };
    const { policy } = scene.settings.given;
    const change = { from: '2026-11-24T00:00:00Z', until: '2026-11-25T00:00:00Z', reason: 'a move', accounts: [] };
    scene.settings.given = { exemptions: [], policy: { ...policy, changeWindows: [change] } };
    const id = await decided();
    await answerDecision(id, work);
    expect(await server.isActive(token)).toBe(true);
    await say(id, 'approve');
    expect(await server.isActive(token)).toBe(false);
  });

  it.each([
    ['where it was refused', () => say('d_1f2e', 'refuse')],
    ['where nobody answered in time', async () => later(2 * day)],
    ['where the policy came to protect it', async () => protectIt()],
  ])('does not come %s, whatever is said later', async (_, happens) => {
    const id = await heldBack();
    await answerDecision(id, work);
    await happens();
    await say(id, 'approve', ben);
    await grant({ wish: 'answer', id, choice: 'approve', by: ['mallory'] }, work);
    expect(await server.isActive(token)).toBe(true);
  });

  const later = (time: number) => {
    scene.time.at += time;
  };
  const protectIt = () => {
    const { policy } = scene.settings.given;
    scene.settings.given = { exemptions: [], policy: { ...policy, protect: ['gateway.example:*'] } };
  };

  it('is not asked where nobody declared how it would be revoked, nor of what is told for other reasons', async () => {
    await answerDecision(await heldBack({ heldBack: null, id: 'd_2' }), work);
    how = null;
    await answerDecision(await heldBack(), work);
    expect(told().map(({ type }) => type)).toEqual(['ActionTaken', 'ActionTaken']);
  });

  it('is nobody’s to order past the question', () => {
    expect(wishIn({ wish: 'revoke', id: 'd_1', by: 'alice' })).toBeNull();
  });
});

it('nothing secret is on record anywhere: not the token, not the client’s secret', async () => {
  await answerDecision(await decided(), work);
  const failing = { ...work.tokens.secrets, token: async () => Promise.reject(new Error('cut short')) };
  await answerDecision(await decided({ id: 'd_2' }), { ...work, tokens: { ...work.tokens, secrets: failing } });
  const rows = await Promise.all(['o_1f2e.revoke-token', 'o_2.revoke-token'].map((id) => work.store.read(id)));
  expect(rows).not.toContain(null);
  const all = JSON.stringify([rows, await work.ledger.entries(), scene.bus.entries]);
  for (const secret of [token, server.client.clientSecret]) expect(all).not.toContain(secret);
});
