import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ensure } from '../../core/outcome/ensure.ts';
import { describeOutcome } from '../../core/outcome/outcome.ts';
import { restore, upkeep } from '../../core/outcome/release.ts';
import { isReversible, isSwitch, type Measure, type MeasureKind, placeOf } from '../../core/plan/measures/measure.ts';
import { remains } from '../../core/plan/measures/remains.ts';
import { respond } from '../../core/respond.ts';
import { dyingAt, withSeams } from '../core/outcome/seams.ts';
import { account } from '../core/plan/decisions.ts';
import { isDeep, tries } from '../depth.ts';
import { asMade, carryOut, examplesOf, inner, statement, stories, undo, undoHandOver, undoings } from './identity.ts';
import { kindScene, personRoleName, trusts, wholeAccount } from './kind-scene.ts';
import { kindStories } from './kinds.ts';

/** Kinds of measure whose undoing was held against the account as it was before. */
const undone = new Set<MeasureKind>();

it('restore after any action on any kind is the identity on the whole account, in whatever order, however slow IAM is', async () => {
  const examples = stories.flatMap(examplesOf);
  await fc.assert(
    fc.asyncProperty(...undoings, async (...given) => {
      const { kinds, before, after } = await undo(...given);
      for (const kind of kinds) undone.add(kind);
      expect(after).toEqual(before);
    }),
    { numRuns: examples.length + tries(100), examples },
  );
});

it('restore after a hand-over is the identity, too: the key that a rotation replaced is on again, and the rotation stays', async () => {
  const { kinds, before, after } = await undoHandOver(asMade);
  expect(after).toEqual(before);
  for (const kind of kinds) undone.add(kind);
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

describe.each(Object.entries(meanwhile).map(([what, happens], i) => [what, happens, i] as const))(
  'where %s',
  (what, happens, i) => {
    // In short every other one: what is not tried where this happens is tried where the next thing does.
    const some = isDeep ? withMeasures : withMeasures.filter((_, j) => (i + j) % 2 === 0);
    it.each(some.map((told) => [told.story.title, told.story.action, told] as const))(
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
  },
);

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
