import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { busTeller } from '../../../adapters/bus/teller.ts';
import { dynamodbContainmentStore } from '../../../adapters/dynamodb/containment-store.ts';
import { dynamodbContextStore } from '../../../adapters/dynamodb/context-store.ts';
import { dynamodbLedger } from '../../../adapters/dynamodb/ledger.ts';
import { dynamodbNoteStore } from '../../../adapters/dynamodb/note-store.ts';
import { publicHttps } from '../../../adapters/oauth/post.ts';
import { memberRoles, sessionPermissions } from '../../../contract/permissions.ts';
import type { Sighting } from '../../../core/context/habits/lesson.ts';
import type { DeclaredContext } from '../../../core/context/recorded-context.ts';
import { decisionKey } from '../../../core/observe/note-keys.ts';
import type { Announcement } from '../../../core/plan/announcement.ts';
import { type Choice, settledAs } from '../../../core/plan/approval.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { defaultPolicy, type Policy } from '../../../core/policy/policy.ts';
import { amendAnswers } from '../../../functions/answers.ts';
import type { Work } from '../../../functions/respond/work.ts';
import type { Settings } from '../../../functions/settings.ts';
import { SimulatedAws } from '../../../simulator/aws/simulated-aws.ts';
import { type DynamoDb, startDynamoDb } from '../../adapters/dynamodb/table.ts';
import { virtualClock } from '../../core/outcome/virtual-clock.ts';
import { account, decision, facts } from '../../core/plan/decisions.ts';
import { type Bus, capturedBus } from '../captured-bus.ts';

export const administrator = '999999999999';
export const enforcing: Policy = { ...defaultPolicy, mode: 'enforce' };

const may = (statement: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });

export type Scene = Awaited<ReturnType<typeof sceneOn>>;

/** Sets a scene for each test of a file, all on one DynamoDB. */
export function eachInAScene(name: string, use: (scene: Scene) => void | Promise<void>): void {
  let dynamodb: DynamoDb;
  let made = 0;
  beforeAll(async () => {
    dynamodb = await startDynamoDb();
  });
  afterAll(() => dynamodb.close());
  beforeEach(async () => use(await sceneOn(dynamodb, `${name}${made++}`)));
}

/** One member account with the user bot, and everything that responds to decisions about it, on a real DynamoDB protocol. */
export async function sceneOn(dynamodb: DynamoDb, name: string) {
  const { time, clock } = virtualClock();
  const aws = new SimulatedAws({ clock, accounts: [{ id: account }, { id: administrator }] });
  const requestHandler = aws.requestHandler();
  const iam = new IAMClient({ region: 'us-east-1', credentials: aws.administrator(account), requestHandler });
  await iam.send(new CreateUserCommand({ UserName: 'bot' }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }));
  const key = AccessKey?.AccessKeyId ?? '';
  for (const [RoleName, Action] of [
    [memberRoles.contain, ['iam:*']],
    [memberRoles.scope, ['iam:*']],
    // What rotates is called in the name of whoever starts it.
    [memberRoles.rotate, ['secretsmanager:*', 'lambda:InvokeFunction']],
  ] as const) {
    const trust = may({ Principal: { AWS: administrator }, Action: ['sts:AssumeRole', ...sessionPermissions] });
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    const PolicyDocument = may({ Action, Resource: '*' });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'w', PolicyDocument }));
  }

  const bus: Bus = { entries: [], fails: false };
  const learned = await dynamodb.table(`${name}-memory`);
  const memory = dynamodbNoteStore(learned);
  const contexts = dynamodbContextStore(learned);
  const deeds = await dynamodb.table(`${name}-deeds`, 'deeds');
  const settings: { given: Pick<Settings, 'policy' | 'exemptions'> } = { given: { policy: enforcing, exemptions: [] } };
  const radius = { value: null as number | null };
  const declared = { value: null as DeclaredContext | null };
  const words = {
    networks: { locate: () => unused() },
    declared: () => declared.value,
    inventoried: () => null,
    declarations: [],
    blastRadius: () => radius.value,
  };
  const work: Work = {
    store: dynamodbContainmentStore(deeds),
    ledger: dynamodbLedger(deeds),
    memory,
    contexts,
    notes: dynamodbNoteStore(deeds),
    teller: busTeller('rescind', capturedBus(bus)),
    settings: async () => ({ ...settings.given, words, problems: [] }),
    clock,
    tokens: { secrets: { client: unused, token: unused }, transport: publicHttps, request: unused },
    inlineDenies: true,
    homes: new Set([administrator]),
    worker: 'worker-1',
    sdk: { region: 'us-east-1', credentials: aws.administrator(administrator), requestHandler },
  };

  /** As the function that observes leaves it. */
  async function decided(
    given: Partial<Decision> = {},
    beside: Partial<Announcement['known']> & { readonly lesson?: Sighting } = {},
  ): Promise<string> {
    const { lesson = null, ...known } = beside;
    const { established, session, lastUsedAt } = facts();
    const made = decision({ credential: key, action: 'disable', ...given });
    const announced: Announcement = {
      decision: made,
      subject: `access-key ${made.credential}`,
      policyVersion: '1',
      known: { established, session, lastUsedAt, ...known },
      lesson,
    };
    await memory.commit({
      key: decisionKey(made.id),
      text: JSON.stringify(announced),
      expectedVersion: null,
      until: null,
    });
    return made.id;
  }

  /** As the function that interacts leaves it. */
  const settle = (id: string, choice: Choice, by: readonly string[]) =>
    amendAnswers(id, work.notes, (before) => ({
      answers: settledAs(before, { choice, by, at: time.at, ref: 'r1' }),
      value: null,
    }));

  const snapshot = () => structuredClone(aws.account(account).state.latest.users.get('bot') ?? null);
  const keyStatus = () => snapshot()?.keys.find(({ id }) => id === key)?.status;
  const started = aws.journal.length;
  /** What AWS was asked since the scene was set. */
  const journal = () => aws.journal.slice(started);
  return {
    radius,
    declared,
    time,
    aws,
    contexts,
    journal,
    iam,
    key,
    bus,
    work,
    memory,
    settings,
    decided,
    settle,
    snapshot,
    keyStatus,
  };
}

function unused(): never {
  throw new Error('whoever responds to this asks nothing of it');
}
