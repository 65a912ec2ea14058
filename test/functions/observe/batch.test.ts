import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { busAnnouncer } from '../../../adapters/bus/announcer.ts';
import { dynamodbContextStore } from '../../../adapters/dynamodb/context-store.ts';
import type { Table } from '../../../adapters/dynamodb/item.ts';
import { dynamodbNoteStore } from '../../../adapters/dynamodb/note-store.ts';
import { eventDetails, eventSource } from '../../../contract/events.ts';
import { second } from '../../../core/model/instant.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { observeBatch, type Watching } from '../../../functions/observe/batch.ts';
import { type DynamoDb, startDynamoDb } from '../../adapters/dynamodb/table.ts';
import { type Bus, capturedBus } from '../captured-bus.ts';
import { account, envelopeOf, lookOf, messageOf } from './events.ts';

const key = 'AKIAIOSFODNN7EXAMPLE';
const otherKey = 'AKIAI44QH8DHBEXAMPLE';

let dynamodb: DynamoDb;
let table: Table;
let bus: Bus;
let made = 0;

beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());
beforeEach(async () => {
  table = await dynamodb.table(`memory-${made++}`);
  bus = { entries: [], fails: false };
});

const locate = () => ({ id: 'AS1', asn: 1, country: 'IE', organisation: null, kind: 'isp', aws: false }) as const;

function observe(...bodies: readonly unknown[]) {
  return observeAs(undefined, ...bodies);
}

function observeAs(watching: Watching | undefined, ...bodies: readonly unknown[]) {
  return observeBatch(
    bodies.map((body, i) => messageOf(body, `m${i}`)),
    {
      surroundings: {
        networks: { locate },
        declared: () => null,
      },
      circumstances: { policy: defaultPolicy, exemptions: [] },
      ports: {
        contexts: dynamodbContextStore(table),
        notes: dynamodbNoteStore(table),
        announcer: busAnnouncer('rescind', capturedBus(bus)),
      },
    },
    watching,
  );
}

const begin = Date.UTC(2026, 9, 5, 9);
const keyOf = (n: number) => `AKIAEXAMPLEKEYEXAMP${'ABCDEFGH'[n]}`;

function call(eventID: string, seconds: number, accessKeyId = key) {
  return lookOf(accessKeyId, eventID, begin + seconds * second);
}

/** AWS Health: the key is public. Enough for a decision by itself. */
const exposed = {
  version: '0',
  id: 'health-1',
  source: 'aws.health',
  'detail-type': 'AWS Health Event',
  account,
  time: '2026-10-05T09:30:00Z',
  detail: { eventTypeCode: 'AWS_RISK_CREDENTIALS_EXPOSED', affectedEntities: [{ entityValue: key }] },
};

const planned = () => bus.entries.filter(({ DetailType }) => DetailType === 'ActionPlanned');

it('is touched by what AWS reports alone: who only looks like it rings nothing', async () => {
  const cuts = { ...call('cut', 0), eventSource: 'events.amazonaws.com', eventName: 'DisableRule', readOnly: false };
  const record = { ...cuts, requestParameters: { name: 'Rescind-ObserveWorkerCalls12AB' } };
  expect((await observe(envelopeOf(record))).tampering).toBe(1);
  expect((await observe(envelopeOf(record, { source: 'my.events' }))).tampering).toBe(0);
});

it('takes a session for nobody’s child on the word of a record that it does not take for a use', async () => {
  const role = `arn:aws:iam::${account}:role/Worker`;
  const sessionToken = { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', expiration: 'Oct 5, 2026, 10:00:00 AM' };
  const arn = `arn:aws:sts::${account}:assumed-role/Worker/nightly`;
  const mint = {
    ...{ ...call('mint', 1), eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole' },
    requestParameters: { roleArn: role, roleSessionName: 'nightly' },
    responseElements: { credentials: sessionToken, assumedRoleUser: { arn, assumedRoleId: 'AROA:nightly' } },
  };
  const children = async () => (await dynamodbNoteStore(table).load(`children ${key}`))?.text ?? null;
  const { type, accessKeyId } = mint.userIdentity;
  await observe(envelopeOf({ ...mint, userIdentity: { type, accessKeyId } } as unknown as typeof mint));
  expect(await children()).toBeNull();
  await observe(envelopeOf(mint));
  expect(await children()).toContain('ASIAIOSFODNN7EXAMPLE');
});

it('announces a decision as the contract has it', async () => {
  const { answer, lost } = await observe(envelopeOf(call('e1', 1)), exposed);
  expect({ ...answer, lost }).toEqual({ batchItemFailures: [], lost: 0 });
  expect(bus.entries.map(({ Source, DetailType }) => [Source, DetailType])).toEqual([
    [eventSource, 'CredentialAssessed'],
    [eventSource, 'ActionPlanned'],
  ]);
  const [assessed, action] = bus.entries.map(({ Detail }) => JSON.parse(Detail));
  expect(v.parse(eventDetails.CredentialAssessed, assessed).subject).toBe(`access-key ${key}`);
  expect(v.parse(eventDetails.ActionPlanned, action)).toMatchObject({ credential: key, mode: 'observe' });
});

it('heeds what AWS tells of accounts that are watched, whoever hears of it for all, and of no others', async () => {
  const [outsider, administrator] = ['222233334444', '999999999999'];
  const about = (affectedAccount: string | undefined, heardBy: string) => ({
    ...exposed,
    account: heardBy,
    detail: { ...exposed.detail, ...(affectedAccount !== undefined && { affectedAccount }) },
  });
  const watching = { trail: null, homes: null, guard: null, isWatched: (id: string) => id === account };
  const others = await observeAs(watching, about(outsider, administrator), about(outsider, account));
  expect([others.counts, planned().length]).toEqual([{ unwatched: 2 }, 0]);
  const unlisted = await observeAs(
    { ...watching, isWatched: null },
    about(outsider, administrator),
    about(undefined, account),
  );
  expect([unlisted.counts, planned().length]).toEqual([{ failed: 1, finding: 1 }, 1]);
  expect(unlisted.failures.map(({ error }) => String(error))).toEqual([expect.stringContaining('not known yet')]);
  const watched = await observeAs(watching, { ...about(account, administrator), id: 'health-2' });
  expect(watched.counts).toEqual({ finding: 1 });
});

it('writes down what it decided and where the honest calls come from, before anybody hears of it', async () => {
  const days = [1, 2, 3, 4, 5].map((day) => {
    return envelopeOf({ ...call(`day${day}`, day), eventTime: `2026-10-0${day}T08:00:00Z` });
  });
  await observe(...days);
  bus.fails = true;
  // The notice stands alone: nobody uses the key in its batch.
  await observe({ ...exposed, time: '2026-10-06T09:30:00Z' });
  bus.fails = false;
  await observe({ ...exposed, time: '2026-10-06T09:30:00Z' });
  const id = JSON.parse(planned()[0]?.Detail ?? '{}').id;
  const note = await dynamodbNoteStore(table).load(`decision ${id}`);
  const announced = JSON.parse(note?.text ?? '{}');
  expect(announced.decision).toMatchObject({ id, credential: key });
  expect(announced.known).toMatchObject({
    established: { cidrs: ['198.51.100.7/32'] },
    session: null,
    lastUsedAt: null,
  });
});

it('seeks the message that cannot be judged for as long as there is time, and answers for the others', async () => {
  const messages = Array.from({ length: 8 }, (_, i) => messageOf(envelopeOf(call(`e${i}`, i, keyOf(i))), `m${i}`));
  const broken = keyOf(6);
  const contexts = dynamodbContextStore(table);
  const commit: typeof contexts.commit = (write) =>
    write.subject.includes(broken) ? Promise.reject(new Error('broken')) : contexts.commit(write);
  const notes = dynamodbNoteStore(table);
  const judged = async (tries: number) => {
    let left = tries;
    const { answer, errors } = await observeBatch(
      messages,
      {
        surroundings: { networks: { locate }, declared: () => null },
        circumstances: { policy: defaultPolicy, exemptions: [] },
        ports: { contexts: { ...contexts, commit }, notes, announcer: busAnnouncer('rescind', capturedBus(bus)) },
      },
      undefined,
      () => (left-- > 0 ? 60 : 10) * second,
    );

    return [answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), errors.length];
  };
  expect(await judged(100)).toEqual([['m6'], 4]);
  expect(await judged(2), 'the first half').toEqual([['m4', 'm5', 'm6', 'm7'], 1]);
  expect(await judged(0)).toEqual([messages.map(({ messageId }) => messageId), 0]);
});

it('decides once, however often a message is delivered', async () => {
  const messages = [envelopeOf(call('e1', 1)), exposed, exposed];
  await observe(...messages);
  await observe(...messages);
  await Promise.all([observe(...messages), observe(exposed)]);
  expect(planned()).toHaveLength(1);
});

it('decides once where two workers race, or says the same thing twice under one id', async () => {
  await Promise.all([observe(exposed), observe(exposed), observe(exposed)]);
  expect(new Set(planned().map(({ Detail }) => JSON.parse(Detail).id)).size).toBe(1);
});

it('what could not be announced is announced when the message comes again', async () => {
  bus.fails = true;
  const { answer, counts } = await observe(exposed);
  expect(answer.batchItemFailures).toEqual([{ itemIdentifier: 'm0' }]);
  expect(counts).toEqual({ failed: 1 });
  bus.fails = false;
  expect((await observe(exposed)).answer.batchItemFailures).toEqual([]);
  expect(planned()).toHaveLength(1);
});

it('a poison message fails alone', async () => {
  const { answer, counts } = await observe(envelopeOf(call('e1', 1)), '{"half', envelopeOf(call('e2', 2)));
  expect(answer.batchItemFailures).toEqual([{ itemIdentifier: 'm1' }]);
  expect(counts).toEqual({ scored: 2, failed: 1 });
});

it('a credential whose memory is broken fails alone', async () => {
  await observe(envelopeOf(call('e1', 1)));
  const contexts = dynamodbContextStore(table);
  const before = await contexts.load(`access-key ${key}`);
  await dynamodbNoteStore(table).commit({
    key: `member access-key ${otherKey}`,
    text: '{',
    expectedVersion: null,
    until: null,
  });
  const { answer } = await observe(envelopeOf(call('e3', 3, otherKey)), envelopeOf(call('e4', 4)));
  expect(answer.batchItemFailures).toEqual([{ itemIdentifier: 'm0' }]);
  expect((await contexts.load(`access-key ${key}`))?.version).toBeGreaterThan(before?.version ?? 0);
});

it.each([
  ['a stranger’s source', { source: 'acme.iam' }],
  ['a partner’s source', { source: 'aws.partner/acme' }],
  ['no source', { source: undefined }],
  ['another account', { account: '999988887777' }],
  ['no account', { account: undefined }],
])('a forged envelope is counted and leaves no trace: %s', async (_, changed) => {
  const { answer, counts } = await observe(envelopeOf(call('e1', 1), changed), { ...exposed, source: 'acme.health' });
  expect(answer.batchItemFailures).toEqual([]);
  expect(counts).toEqual({ inadmissible: 2 });
  expect(await dynamodbContextStore(table).load(`access-key ${key}`)).toBeNull();
  expect(bus.entries).toEqual([]);
});

it('a bare record came by no bus', async () => {
  expect((await observe(call('e1', 1))).counts).toEqual({ inadmissible: 1 });
});

it('judges whoever is given more at once, from what earlier batches left, and keeps the grant for the sweep', async () => {
  const kim = {
    arn: `arn:aws:iam::${account}:user/kim`,
    userName: 'kim',
    principalId: 'AIDAKIM',
    accessKeyId: otherKey,
  };
  const iam = (eventName: string, requestParameters: object, second: number) => {
    const made = call(eventName, second, otherKey);
    return { ...made, eventName, requestParameters, readOnly: false, userIdentity: { ...made.userIdentity, ...kim } };
  };
  const wide = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
  const policyArn = `arn:aws:iam::${account}:policy/wide`;
  await observe(envelopeOf(call('e1', 1)));
  await observe(
    envelopeOf(iam('CreatePolicy', { policyName: 'wide', policyDocument: JSON.stringify(wide) }, 2)),
    envelopeOf(iam('AddUserToGroup', { userName: 'bot', groupName: 'ops' }, 3)),
  );
  await observe(envelopeOf(iam('AttachGroupPolicy', { groupName: 'ops', policyArn }, 4)));
  const told = planned().map(({ Detail }) => JSON.parse(Detail));
  expect(told).toMatchObject([{ credential: key, action: 'notify', verdict: 'overprivileged' }]);
  const notes = dynamodbNoteStore(table);
  const given = JSON.parse((await notes.load(`given ${account} user bot`))?.text ?? '{}');
  expect(given.grants).toMatchObject([
    { to: 'bot', policy: 'ops' },
    { by: kim.arn, policy: policyArn },
  ]);
  expect(JSON.parse((await notes.load(`member access-key ${key}`))?.text ?? '{}').radius).toBe(1);
});
