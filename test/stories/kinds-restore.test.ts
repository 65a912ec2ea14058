import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startHandOver } from '../../core/hand-over.ts';
import type { CredentialKind } from '../../core/model/credential.ts';
import { ensure } from '../../core/outcome/ensure.ts';
import { describeOutcome } from '../../core/outcome/outcome.ts';
import { restore, upkeep } from '../../core/outcome/release.ts';
import { isReversible, isSwitch, type Measure, type MeasureKind, placeOf } from '../../core/plan/measure.ts';
import { remains } from '../../core/plan/remains.ts';
import { respond } from '../../core/respond.ts';
import { dyingAt, withSeams } from '../core/outcome/seams.ts';
import { account, decision } from '../core/plan/decisions.ts';
import { type KindScene, kindScene, personRoleName, trusts, wholeAccount } from './kind-scene.ts';
import { decisionAbout, type KindStory, kindStories } from './kinds.ts';

interface Told {
  readonly kind: CredentialKind;
  readonly story: KindStory;
}

/** Whatever can be taken back: what goes one way is held to that in kinds.test.ts. */
const stories: readonly Told[] = Object.entries(kindStories).flatMap(([kind, all]) =>
  all
    .filter(({ action }) => action !== 'rotate' && kind !== 'event-connection')
    .map((story) => ({ kind: kind as CredentialKind, story })),
);

/** How the account was found: switches as somebody left them, policies as somebody wrote them. */
interface Found {
  readonly off: readonly boolean[];
  readonly trust: readonly string[];
  readonly noSetPolicy: boolean;
  readonly sealed: boolean;
}

const asMade: Found = { off: [], trust: [], noSetPolicy: false, sealed: true };

const statement = (n: number) =>
  `{ "Sid": "Other${n}", "Effect": "Allow", "Principal": { "AWS": "111111111111" }, "Action": "sts:AssumeRole" }`;
const trustTexts = fc.constantFrom(
  ...[
    (own: string) => own,
    (own: string) => JSON.stringify(JSON.parse(own), null, 2),
    (own: string) => `{"Statement":[${statement(1)},${inner(own)},${statement(2)}],"Version":"2012-10-17"}`,
  ].map((write, i) => ({ write, i })),
);

function inner(text: string): string {
  const { Statement } = JSON.parse(text);
  return JSON.stringify(Array.isArray(Statement) ? Statement[0] : Statement);
}

const found: fc.Arbitrary<Found> = fc.record({
  off: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
  trust: fc
    .array(trustTexts, { minLength: 3, maxLength: 3 })
    .map((writers) => (['Deploy', 'Staff', 'Plant'] as const).map((name, i) => writers[i]?.write(trusts[name]) ?? '')),
  noSetPolicy: fc.boolean(),
  sealed: fc.boolean(),
});

function leave({ state }: KindScene, { off, trust, noSetPolicy }: Found): void {
  const user = state.users.get('bot');
  const switches = [
    user?.keys[0],
    user?.serviceCredentials[0],
    state.inventory.sshKeys.get('bot')?.[0],
    state.inventory.certificates.get('bot')?.[0],
  ];
  for (const [i, one] of switches.entries()) if (one !== undefined && off[i]) one.status = 'Inactive';
  for (const [i, one] of [...state.beside.anywhere.values()].entries()) if (off[i + 3]) one.enabled = !one.enabled;
  for (const [i, name] of ['Deploy', 'Staff', 'Plant'].entries()) {
    const role = state.roles.get(name);
    if (role !== undefined) role.trust = trust[i] ?? role.trust;
  }
  const [set] = state.beside.identityCenter?.permissionSets ?? [];
  const role = state.roles.get('AWSReservedSSO_Admin_0123456789abcdef');
  if (set === undefined || role === undefined || !noSetPolicy) return;
  set.inlinePolicy = null;
  role.inline.delete('AwsSSOInlinePolicy');
}

/** Each story in the account as it is made; the permission set's also where it has no policy yet. */
function examplesOf({ story }: Told, pick: number): [Found, number[], 0, boolean][] {
  const plain: [Found, number[], 0, boolean] = [asMade, [pick], 0, false];
  return story.title.includes('administered') ? [plain, [{ ...asMade, noSetPolicy: true }, [pick], 0, false]] : [plain];
}

async function carryOut(scene: KindScene, { kind, story }: Told, id: string) {
  const about = decision({ ...decisionAbout(kind, story, scene), id });
  const facts = await scene.factsFor(about, (await story.facts?.(scene)) ?? {});
  return { about, facts: { ...facts, now: scene.time.at } };
}

/** Kinds of measure whose undoing was held against the account as it was before. */
const undone = new Set<MeasureKind>();

it('restore after any action on any kind is the identity on the whole account, in whatever order, however slow IAM is', async () => {
  const examples = stories.flatMap(examplesOf);
  await fc.assert(
    fc.asyncProperty(
      found,
      fc.uniqueArray(fc.nat(stories.length - 1), { minLength: 1, maxLength: 3 }),
      fc.constantFrom(0, 4_000, 10_000),
      fc.boolean(),
      async (left, picks, lag, backwards) => {
        const scene = await kindScene(left);
        leave(scene, left);
        scene.aws.lag = lag;
        const before = wholeAccount(scene);
        const outcomes: string[] = [];
        for (const pick of picks) {
          const told = stories[pick];
          if (told === undefined) continue;
          const { about, facts } = await carryOut(scene, told, `d_case${pick}`);
          const { outcomeId, plan, actions } = await respond(about, facts, scene.ports);
          for (const { outcome } of actions) expect(['done', 'already-so']).toContain(outcome.kind);
          for (const { kind } of plan.measures) undone.add(kind);
          outcomes.push(outcomeId);
        }
        for (const id of backwards ? outcomes.toReversed() : outcomes) await restore(id, 'owner', scene.ports);
        expect(wholeAccount(scene)).toEqual(before);
      },
    ),
    { numRuns: examples.length + 10, examples },
  );
});

it('restore after a hand-over is the identity, too: the key that a rotation replaced is on again, and the rotation stays', async () => {
  const scene = await kindScene();
  const story = kindStories['access-key'].find(({ action }) => action === 'rotate');
  if (story === undefined) throw new Error('no such story');
  const { about, facts } = await carryOut(scene, { kind: 'access-key', story }, 'd_1f2e');
  const response = await respond(about, facts, scene.ports);
  const before = wholeAccount(scene);
  await startHandOver(about, facts, response, scene.ports);
  expect(await ensure('o_1f2e.retire-key', scene.ports)).toEqual({ kind: 'done' });
  expect(scene.state.users.get('bot')?.keys[0]?.status).toBe('Inactive');
  await restore('o_1f2e', 'owner', scene.ports);
  expect(wholeAccount(scene)).toEqual(before);
  undone.add('retire-key');
});

it('no kind of measure that can be taken back was left out', () => {
  const all = (Object.keys(remains) as MeasureKind[]).filter(isReversible);
  expect([...undone].filter(isReversible).toSorted()).toEqual(all.toSorted());
});

type State = ReturnType<typeof wholeAccount>;

/** What somebody does at the place of a measure, between act and restore. */
const meanwhile: Readonly<Record<string, (state: State, before: State, measure: Measure) => void>> = {
  'it is gone': (state, _, measure) => remove(state, measure),
  'somebody wrote something else there': (state, before, measure) => write(state, before, measure, other),
  'somebody had undone it': (state, before, measure) => write(state, before, measure, null),
};

const other = '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}';

const othersBoundary = 'arn:aws:iam::aws:policy/PowerUserAccess';

/** The one credential, door or principal that the measure is on. */
function remove(state: State, measure: Measure): void {
  const { name } = measure.target;
  const user = state.users.get(name);
  const without = <T extends { readonly id: string }>(all: T[], id: string) => all.filter((one) => one.id !== id);
  switch (measure.kind) {
    case 'key-status':
    case 'retire-key':
      if (user !== undefined) user.keys = without(user.keys, measure.accessKeyId);
      return;
    case 'service-credential-status':
      if (user !== undefined) user.serviceCredentials = without(user.serviceCredentials, measure.credentialId);
      return;
    case 'ssh-key-status':
      state.inventory.sshKeys.set(name, without(state.inventory.sshKeys.get(name) ?? [], measure.credentialId));
      return;
    case 'certificate-status':
      state.inventory.certificates.set(
        name,
        without(state.inventory.certificates.get(name) ?? [], measure.credentialId),
      );
      return;
    case 'roles-anywhere-status':
      state.beside.anywhere.delete(measure.target.arn);
      return;
    case 'secret-deny':
      state.secrets.delete(measure.target.arn);
      return;
    case 'permission-set-deny':
      state.beside.identityCenter?.permissionSets.splice(0);
      return;
    default:
      state.users.delete(name);
      state.roles.delete(name);
  }
}

/** At a place that holds a word, something else is the word that was there before; null: as it was before. */
function write(state: State, before: State, measure: Measure, text: string | null): void {
  const { name } = measure.target;
  const [entity, was] = [state, before].map((one) => one.users.get(name) ?? one.roles.get(name));
  switch (measure.kind) {
    case 'key-status':
    case 'service-credential-status':
    case 'ssh-key-status':
    case 'certificate-status': {
      const [now, then] = [state, before].map((one) => switchIn(one, measure));
      if (now !== undefined && then !== undefined) now.status = then.status;
      return;
    }
    case 'roles-anywhere-status': {
      const [now, then] = [state, before].map(({ beside }) => beside.anywhere.get(measure.target.arn));
      if (now !== undefined && then !== undefined) now.enabled = then.enabled;
      return;
    }
    case 'seal':
      if (entity !== undefined) entity.attached = [...(was?.attached ?? [])];
      return;
    case 'permissions-boundary':
      if (entity !== undefined) entity.boundary = text === null ? (was?.boundary ?? null) : othersBoundary;
      if (text === null) state.policies.delete(measure.policyArn);
      return;
    case 'trust-deny': {
      const [role, then] = [state, before].map(({ roles }) => roles.get(name));
      if (role === undefined || then === undefined) return;
      role.trust = text === null ? then.trust : otherWords(role.trust, measure);
      return;
    }
    case 'secret-deny': {
      const [secret, then] = [state, before].map(({ secrets }) => secrets.get(measure.target.arn));
      if (secret === undefined || then === undefined) return;
      secret.policy = text === null ? then.policy : otherWords(secret.policy ?? '', measure);
      return;
    }
    case 'permission-set-deny': {
      const [set, then] = [state, before].map(({ beside }) => beside.identityCenter?.permissionSets[0]);
      if (set === undefined || then === undefined) return;
      const written = text === null ? then.inlinePolicy : otherWords(set.inlinePolicy ?? '', measure);
      set.inlinePolicy = written;
      state.roles.get(personRoleName)?.inline.set('AwsSSOInlinePolicy', written ?? '');
      return;
    }
    default:
      if (!('policyName' in measure)) return;
      if (text === null) entity?.inline.delete(measure.policyName);
      else entity?.inline.set(measure.policyName, text);
  }
}

function switchIn(state: State, measure: Measure): { status: 'Active' | 'Inactive' } | undefined {
  const { name } = measure.target;
  const user = state.users.get(name);
  const all = [
    ...(user?.keys ?? []),
    ...(user?.serviceCredentials ?? []),
    ...(state.inventory.sshKeys.get(name) ?? []),
    ...(state.inventory.certificates.get(name) ?? []),
  ];
  return all.find(({ id }) => id === placeOf(measure));
}

/** Under our name, what we did not write. */
function otherWords(document: string, { sid }: { readonly sid: string }): string {
  const { Statement, ...rest } = JSON.parse(document);
  const all = ([Statement].flat() as { Sid?: string }[]).map((one) =>
    one.Sid === sid ? { ...one, Action: 's3:Other' } : one,
  );
  return JSON.stringify({ ...rest, Statement: all });
}

const withMeasures = stories.filter(({ story }) => !story.onlyTold);

describe.each(Object.entries(meanwhile))('where %s', (what, happens) => {
  it.each(withMeasures.map((told) => [told.story.title, told.story.action, told] as const))(
    'restore says so, touches nothing of it, and puts back all the rest: %s, %s',
    async (_title, _action, told) => {
      const scene = await kindScene();
      const before = wholeAccount(scene);
      const { about, facts } = await carryOut(scene, told, 'd_1f2e');
      const { outcomeId, plan, actions } = await respond(about, facts, scene.ports);
      for (const measure of plan.measures) happens(scene.aws.account(account).state.latest, before, measure);
      const found = wholeAccount(scene);
      const releases = await restore(outcomeId, 'owner', scene.ports);
      expect(wholeAccount(scene)).toEqual(found);
      for (const [i, measure] of plan.measures.entries()) {
        const release = releases.find(({ containmentId }) => containmentId === actions[i]?.containmentId);
        expect(release && describeOutcome(release.outcome)).toMatch(due(what, measure));
      }
    },
  );
});

/** A switch that stands as it stood before is simply back; a policy that says something else is somebody's. */
function due(what: string, { kind }: Measure): RegExp {
  if (what === 'it is gone') return /skipped: it no longer exists/;
  return what === 'somebody had undone it' || isSwitch(kind)
    ? /^done$/
    : /changed by someone else since; it is left as it is/;
}

it('whoever dies on the way is gone on from, and what was done once is undone once', async () => {
  for (const told of stories.filter(({ story }) => !story.onlyTold)) {
    for (const seam of [6, 15]) {
      const scene = await kindScene();
      const before = wholeAccount(scene);
      const { about, facts } = await carryOut(scene, told, 'd_1f2e');
      const first = respond(about, facts, withSeams(scene.ports, dyingAt(seam)));
      await first.catch(() => null);
      scene.time.at += 600_000;
      const { outcomeId, outcome } = await respond(about, facts, { ...scene.ports, worker: 'worker-2' });
      expect([told.story.title, seam, outcome.kind]).toEqual([told.story.title, seam, 'done']);
      await restore(outcomeId, 'owner', scene.ports);
      await upkeep(scene.ports);
      expect(wholeAccount(scene)).toEqual(before);
    }
  }
});

it('a statement that somebody adds to the trust policy meanwhile stays, and ours goes', async () => {
  const scene = await kindScene();
  const told = stories.find(({ story }) => story.title === 'a session by OpenID Connect');
  if (told === undefined) throw new Error('no such story');
  const { about, facts } = await carryOut(scene, told, 'd_1f2e');
  const { outcomeId } = await respond(about, facts, scene.ports);
  const role = scene.state.roles.get('Deploy');
  if (role === undefined) throw new Error('no such role');
  const edited = JSON.parse(role.trust);
  role.trust = JSON.stringify({ ...edited, Statement: [...edited.Statement, JSON.parse(statement(1))] });
  await restore(outcomeId, 'owner', scene.ports);
  const left = JSON.parse(role.trust).Statement.map((one: { Sid?: string }) => one.Sid ?? null);
  expect(left).toEqual([null, 'Other1']);
});

it('a trust policy without room is left alone, and the cut-off comes all the same', async () => {
  const scene = await kindScene();
  const told = stories.find(({ story }) => story.title === 'a session by SAML');
  if (told === undefined) throw new Error('no such story');
  const role = scene.state.roles.get('Staff');
  if (role === undefined) throw new Error('no such role');
  const long = `arn:aws:iam::111111111111:role/${'x'.repeat(1_650)}`;
  role.trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      JSON.parse(inner(trusts.Staff)),
      { Effect: 'Allow', Principal: { AWS: long }, Action: 'sts:AssumeRole' },
    ],
  });
  const { about, facts } = await carryOut(scene, told, 'd_1f2e');
  const { plan } = await respond(about, facts, scene.ports);
  expect(plan.measures.map(({ kind }) => kind)).toEqual(['revoke-sessions']);
  expect(plan.sentences[0]).toBe('Not possible: the trust policy of role Staff has no room for one more statement.');
});

it('a permission set that was changed and not provisioned is provisioned before it counts', async () => {
  const scene = await kindScene();
  const told = stories.find(({ story }) => story.title.includes('ordered where it is administered'));
  if (told === undefined) throw new Error('no such story');
  const { about, facts } = await carryOut(scene, told, 'd_1f2e');
  let losses = 1;
  scene.aws.faults = ({ operation }) =>
    operation === 'ProvisionPermissionSet' && losses-- > 0 ? { fail: 'InternalServerException', status: 500 } : 'pass';
  const { outcome, outcomeId } = await respond(about, facts, scene.ports);
  expect(outcome).toEqual({ kind: 'done' });
  const [set] = scene.state.beside.identityCenter?.permissionSets ?? [];
  expect(set).toMatchObject({ isBehind: false, inlinePolicy: expect.stringContaining('person-1') });
  losses = 1;
  await restore(outcomeId, 'owner', scene.ports);
  expect(set).toMatchObject({ isBehind: false, inlinePolicy: expect.not.stringContaining('person-1') });
});

it('a connection that its owner authorised anew is not deauthorised again', async () => {
  const scene = await kindScene();
  const [story] = kindStories['event-connection'];
  if (story === undefined) throw new Error('no such story');
  const { about, facts } = await carryOut(scene, { kind: 'event-connection', story }, 'd_1f2e');
  await respond(about, facts, scene.ports);
  const [connection] = [...scene.state.beside.connections.values()];
  if (connection === undefined) throw new Error('no such connection');
  connection.state = 'AUTHORIZED';
  await upkeep(scene.ports);
  expect(connection.state).toBe('AUTHORIZED');
  expect(await ensure('o_1f2e.deauthorize-connection', scene.ports)).toMatchObject({ kind: 'done' });
  expect(connection.state).toBe('AUTHORIZED');
});
