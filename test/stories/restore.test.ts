import {
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  IAMClient,
  TagUserCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { CreateSecretCommand, RotateSecretCommand } from '@aws-sdk/client-secrets-manager';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { awsClients } from '../../adapters/aws/clients.ts';
import { awsExecutor } from '../../adapters/aws/executor.ts';
import { readRole, readUser } from '../../adapters/aws/principal-facts.ts';
import { memoryContainmentStore } from '../../adapters/memory/containment-store.ts';
import { memoryLedger } from '../../adapters/memory/ledger.ts';
import type { Arn } from '../../core/model/brand.ts';
import { goalOf } from '../../core/outcome/containment.ts';
import { isDrift } from '../../core/outcome/next-move.ts';
import { describeOutcome } from '../../core/outcome/outcome.ts';
import type { RespondPorts } from '../../core/outcome/ports.ts';
import { restore } from '../../core/outcome/release.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { type Facts, noNetworks } from '../../core/plan/facts.ts';
import type { Measure } from '../../core/plan/measures/measure.ts';
import { type Response, respond } from '../../core/respond.ts';
import { SimulatedAws } from '../../simulator/aws/simulated-aws.ts';
import type { AccountState, Entity } from '../../simulator/aws/state/account.ts';
import { virtualClock } from '../core/outcome/virtual-clock.ts';
import { account, decision, facts, now, office } from '../core/plan/decisions.ts';
import { tries } from '../depth.ts';
import { putInline, type Setup, settle, setups, short, trust, wholeAccount } from './principals.ts';

const name = 'bot';

/** One random principal in an account with a neighbour and a secret, and all ports real but the clock. */
async function scene(setup: Setup) {
  const { clock } = virtualClock();
  const aws = new SimulatedAws({ clock, accounts: [{ id: account }] });
  const sdk = { region: 'us-east-1', credentials: aws.administrator(account), requestHandler: aws.requestHandler() };
  const iam = new IAMClient({ ...sdk, maxAttempts: 1 });
  const clients = awsClients({ memberRole: null, sessionName: 'rescind-test', sdk });
  const { arn, keys } = await settle(iam, setup, name);
  await settle(iam, { ...setup, kind: setup.kind === 'user' ? 'role' : 'user' }, name);
  await settle(iam, setup, `${name}2`);
  const secrets = await clients.secrets(account, 'us-east-1' as never);
  const { ARN } = await secrets.send(new CreateSecretCommand({ Name: 'keys/bot', SecretString: 'one' }));
  const RotationLambdaARN = `arn:aws:lambda:us-east-1:${account}:function:rotate`;
  await secrets.send(new RotateSecretCommand({ SecretId: ARN, RotationLambdaARN, RotateImmediately: false }));
  const ports: RespondPorts = {
    store: memoryContainmentStore(),
    executor: awsExecutor(clients),
    clock,
    worker: 'worker-1',
    ledger: memoryLedger(),
    notifier: { send: async () => true },
  };
  return { aws, iam, ports, arn: arn as Arn, keys, secret: ARN as Arn };
}

type Scene = Awaited<ReturnType<typeof scene>>;

const actions = ['pin', 'quarantine', 'revoke-sessions', 'disable', 'rotate'] as const;

interface Deed {
  readonly action: Decision['action'];
  readonly placed: boolean;
  readonly asked: boolean;
  readonly idle: boolean;
  readonly session: Facts['session'];
}

const deeds: fc.Arbitrary<Deed> = fc.record({
  action: fc.constantFrom(...actions),
  placed: fc.boolean(),
  asked: fc.boolean(),
  idle: fc.boolean(),
  session: fc.constantFrom(null, { name: 'run-7', sourceIdentity: null, issuedTo: null }, {
    name: 'i-0abc',
    sourceIdentity: null,
    issuedTo: { kind: 'instance', id: 'i-0abc' },
  } as const),
});

const plain: Setup = { kind: 'user', path: '/', inline: [], attached: [], boundary: null, tags: [], keys: ['Active'] };
const simply = (action: Deed['action']): Deed => ({ action, placed: true, asked: true, idle: false, session: null });

async function act({ ports, iam, arn, keys, secret }: Scene, setup: Setup, deed: Deed): Promise<Response> {
  const found = await (setup.kind === 'user' ? readUser(iam, name) : readRole(iam, name));
  const about =
    setup.kind === 'user'
      ? ({ kind: 'access-key', credential: keys[0] ?? '', principal: arn } as const)
      : ({ kind: 'role', credential: arn, principal: arn } as const);
  const given = facts({
    uniqueId: deed.asked ? (found?.uniqueId ?? null) : null,
    inlineCharacters: found?.inlineCharacters ?? 0,
    established: deed.placed ? { ...noNetworks, cidrs: [office] } : noNetworks,
    session: setup.kind === 'role' ? deed.session : null,
    lastUsedAt: deed.idle ? 0 : now,
  });
  const rotation = { secret, unlessSince: null };
  return respond(decision({ ...about, action: deed.action, rotation }), given, ports);
}

it('restore after any action is the identity on the whole account, but for a rotation, which it leaves alone', async () => {
  const changed = new Set<string>();
  await fc.assert(
    fc.asyncProperty(setups, deeds, async (setup, deed) => {
      const given = await scene(setup);
      const before = wholeAccount(given.aws);
      const { outcomeId, actions: done } = await act(given, setup, deed);
      const contained = wholeAccount(given.aws);
      for (const { containmentId, outcome } of done) if (outcome.kind === 'done') changed.add(containmentId);
      const releases = await restore(outcomeId, 'owner', given.ports);
      expect(wholeAccount(given.aws)).toEqual(deed.action === 'rotate' ? contained : before);
      expect(releases.map(({ outcome }) => outcome.kind)).not.toContain('irrevocable');
      // Once more changes nothing more.
      await restore(outcomeId, 'owner', given.ports);
      expect(wholeAccount(given.aws)).toEqual(deed.action === 'rotate' ? contained : before);
    }),
    { numRuns: tries(100), examples: actions.map((action) => [plain, simply(action)]) },
  );
  expect([...changed].toSorted()).toEqual(
    ['key-status', 'pin', 'quarantine', 'revoke-sessions', 'rotate-secret'].map((kind) => `o_1f2e.${kind}`),
  );
});

/** What somebody else did between act and restore. */
type Meanwhile =
  | 'nothing'
  | 'the key was deleted'
  | 'a person switched the key on'
  | 'a person edited our policy'
  | 'a person deleted our policy'
  | 'the principal was deleted'
  | 'the principal was made anew'
  | 'work went on around it';

async function happen(what: Meanwhile, { aws, iam, keys }: Scene, { kind }: Setup, measures: readonly Measure[]) {
  const { latest } = aws.account(account).state;
  const entities: Map<string, Entity> = (kind === 'user' ? latest.users : latest.roles) as never;
  const policies = measures.flatMap((measure) => ('policyName' in measure ? [measure.policyName] : []));
  const key = { UserName: name, AccessKeyId: keys[0] ?? '' };
  switch (what) {
    case 'nothing':
      return;
    case 'the key was deleted':
      if (kind === 'user') await iam.send(new DeleteAccessKeyCommand(key));
      return;
    case 'a person switched the key on':
      if (kind === 'user') await iam.send(new UpdateAccessKeyCommand({ ...key, Status: 'Active' }));
      return;
    case 'a person edited our policy':
      for (const policy of policies) {
        if (entities.get(name)?.inline.has(policy)) await putInline(iam, kind, name, policy, short);
      }
      return;
    case 'a person deleted our policy':
      for (const policy of policies) entities.get(name)?.inline.delete(policy);
      return;
    case 'the principal was deleted':
      entities.delete(name);
      return;
    case 'the principal was made anew':
      entities.delete(name);
      if (kind === 'user') await iam.send(new CreateUserCommand({ UserName: name }));
      else await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
      return;
    case 'work went on around it':
      if (kind === 'user')
        await iam.send(new TagUserCommand({ UserName: name, Tags: [{ Key: 'owner', Value: 'new' }] }));
      // A full user takes no more: then nothing went on.
      await putInline(iam, kind, name, 'later', short).catch((error: Error) => {
        if (error.name !== 'LimitExceededException') throw error;
      });
  }
}

/** What restore has to leave: each recorded place as it was, where it still is ours; everything else as it is found. */
function due(before: AccountState, found: AccountState, setup: Setup, measures: readonly Measure[]): AccountState {
  const left = structuredClone(found);
  for (const measure of measures) {
    const [was, is] = [entityIn(before, setup), entityIn(left, setup)];
    if (was === undefined || is === undefined || was.id !== is.id) continue;
    if (measure.kind === 'key-status') {
      const status = left.users.get(name)?.keys.find(({ id }) => id === measure.accessKeyId);
      const old = before.users.get(name)?.keys.find(({ id }) => id === measure.accessKeyId);
      if (status !== undefined && old !== undefined && status.status === goalOf(measure)) status.status = old.status;
    } else if (measure.kind === 'seal') {
      is.attached = is.attached.filter((arn) => arn !== measure.policyArn || was.attached.includes(arn));
    } else if ('policyName' in measure && is.inline.get(measure.policyName) === goalOf(measure)) {
      is.inline.delete(measure.policyName);
    }
  }
  return left;
}

function entityIn(state: AccountState, { kind }: Setup): Entity | undefined {
  return kind === 'user' ? state.users.get(name) : state.roles.get(name);
}

it.each([
  ['nothing', 'done'],
  ['the key was deleted', 'skipped: it no longer exists'],
  ['a person switched the key on', 'done'],
  ['a person edited our policy', 'changed by someone else since; it is left as it is'],
  ['a person deleted our policy', 'done'],
  ['the principal was deleted', 'skipped: it no longer exists'],
  ['the principal was made anew', 'recreated: this is another one with the same name'],
  ['work went on around it', 'done'],
] as const)('restore after %s puts back what is still ours, says so, and touches nothing else', async (what, word) => {
  const said: string[] = [];
  let drifts = 0;
  await fc.assert(
    fc.asyncProperty(setups, deeds, async (setup, deed) => {
      const given = await scene(setup);
      const before = wholeAccount(given.aws);
      const { outcomeId, plan } = await act(given, setup, deed);
      await happen(what, given, setup, plan.measures);
      const found = wholeAccount(given.aws);
      const releases = await restore(outcomeId, 'owner', given.ports);
      expect(wholeAccount(given.aws)).toEqual(due(before, found, setup, plan.measures));
      const entries = await given.ports.ledger.entries();
      const told = entries.filter(({ kind }) => kind === 'released').map(({ about }) => about);
      expect(told.toSorted()).toEqual(releases.map(({ containmentId }) => containmentId).toSorted());
      said.push(...releases.map(({ outcome }) => describeOutcome(outcome)));
      drifts += releases.filter(({ outcome }) => isDrift(outcome)).length;
    }),
    { numRuns: tries(25), examples: [[plain, simply('disable')]] },
  );
  expect(said.join('\n')).toContain(word);
  expect(drifts > 0).toBe(what === 'a person edited our policy');
});
