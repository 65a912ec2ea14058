import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CredentialKind } from '../../core/model/credential.ts';
import { ensure } from '../../core/outcome/ensure.ts';
import { restore, upkeep } from '../../core/outcome/release.ts';
import { isReversible, type MeasureKind } from '../../core/plan/measure.ts';
import { respond } from '../../core/respond.ts';
import { dyingAt, withSeams } from '../core/outcome/seams.ts';
import { decision } from '../core/plan/decisions.ts';
import { type KindScene, kindScene, trusts, wholeAccount } from './kind-scene.ts';
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
}

const asMade: Found = { off: [], trust: [], noSetPolicy: false };

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

it('restore after any action on any kind is the identity on the whole account, in whatever order, however slow IAM is', async () => {
  const seen = new Set<MeasureKind>();
  await fc.assert(
    fc.asyncProperty(
      found,
      fc.uniqueArray(fc.nat(stories.length - 1), { minLength: 1, maxLength: 3 }),
      fc.constantFrom(0, 4_000, 10_000),
      fc.boolean(),
      async (left, picks, lag, backwards) => {
        const scene = await kindScene();
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
          for (const { kind } of plan.measures) seen.add(kind);
          outcomes.push(outcomeId);
        }
        for (const id of backwards ? outcomes.toReversed() : outcomes) await restore(id, 'owner', scene.ports);
        expect(wholeAccount(scene)).toEqual(before);
      },
    ),
    { numRuns: 30, examples: stories.flatMap(examplesOf) },
  );
  const reversible = [...seen].filter(isReversible);
  expect(reversible.toSorted()).toEqual(
    [
      'certificate-status',
      'deny-service',
      'deny-sign-in',
      'key-status',
      'permission-set-deny',
      'pin',
      'quarantine',
      'revoke-sessions',
      'roles-anywhere-status',
      'service-credential-status',
      'ssh-key-status',
      'trust-deny',
    ].toSorted(),
  );
});

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
