import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { startHandOver } from '../../core/hand-over.ts';
import type { CredentialKind } from '../../core/model/credential.ts';
import { ensure } from '../../core/outcome/ensure.ts';
import { restore } from '../../core/outcome/release.ts';
import type { MeasureKind } from '../../core/plan/measures/measure.ts';
import { respond } from '../../core/respond.ts';
import { decision } from '../core/plan/decisions.ts';
import { type KindScene, kindScene, trusts, wholeAccount } from './kind-scene.ts';
import { decisionAbout, type KindStory, kindStories } from './kinds.ts';
import { type Setup, setups } from './principals.ts';

export interface Told {
  readonly kind: CredentialKind;
  readonly story: KindStory;
}

/** Whatever can be taken back: what goes one way is held to that in kinds.test.ts. */
export const stories: readonly Told[] = Object.entries(kindStories).flatMap(([kind, all]) =>
  all
    .filter(({ action }) => action !== 'rotate' && kind !== 'event-connection')
    .map((story) => ({ kind: kind as CredentialKind, story })),
);

/** How the account was found: switches as somebody left them, policies as somebody wrote them. */
export interface Found {
  readonly off: readonly boolean[];
  readonly trust: readonly string[];
  readonly noSetPolicy: boolean;
  readonly sealed: boolean;
  /** What every user and role has beside its own. */
  readonly beside: Pick<Setup, 'inline' | 'attached' | 'tags'>;
}

export const asMade: Found = {
  off: [],
  trust: [],
  noSetPolicy: false,
  sealed: true,
  beside: { inline: [], attached: [], tags: [] },
};

export const statement = (n: number) =>
  `{ "Sid": "Other${n}", "Effect": "Allow", "Principal": { "AWS": "111111111111" }, "Action": "sts:AssumeRole" }`;
const trustTexts = fc.constantFrom(
  ...[
    (own: string) => own,
    (own: string) => JSON.stringify(JSON.parse(own), null, 2),
    (own: string) => `{"Statement":[${statement(1)},${inner(own)},${statement(2)}],"Version":"2012-10-17"}`,
  ].map((write, i) => ({ write, i })),
);

export function inner(text: string): string {
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
  beside: setups.map(({ inline, attached, tags }) => ({
    inline: inline.filter(([name, document]) => name !== 'work' && document.length < 1_000),
    attached,
    tags,
  })),
});

function leave({ state }: KindScene, { off, trust, noSetPolicy, beside }: Found): void {
  for (const entity of [
    state.users.get('bot'),
    ...['Worker', 'Deploy', 'Staff', 'Plant'].map((name) => state.roles.get(name)),
  ]) {
    for (const [name, document] of beside.inline) entity?.inline.set(name, document);
    entity?.attached.push(...beside.attached);
    entity?.tags.push(...beside.tags);
  }
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
export function examplesOf({ story }: Told, pick: number): [Found, number[], 0, boolean][] {
  const plain: [Found, number[], 0, boolean] = [asMade, [pick], 0, false];
  return story.title.includes('administered') ? [plain, [{ ...asMade, noSetPolicy: true }, [pick], 0, false]] : [plain];
}

export async function carryOut(scene: KindScene, { kind, story }: Told, id: string) {
  const about = decision({ ...decisionAbout(kind, story, scene), id });
  const facts = await scene.factsFor(about, (await story.facts?.(scene)) ?? {});
  return { about, facts: { ...facts, now: scene.time.at } };
}

/** How the account was found, what is done in it, how many milliseconds IAM is behind, and whether the last is undone first. */
export const undoings = [
  found,
  fc.uniqueArray(fc.nat(stories.length - 1), { minLength: 1, maxLength: 3 }),
  fc.constantFrom(0, 4_000, 10_000),
  fc.boolean(),
] as const;

type Account = ReturnType<typeof wholeAccount>;

export interface Undone {
  readonly before: Account;
  readonly after: Account;
  /** Of the measures that were put on and taken off. */
  readonly kinds: readonly MeasureKind[];
  readonly credentials: readonly CredentialKind[];
}

/** Does everything that was picked, undoes it again, and shows the whole account before and after. Throws where something could not be done. */
export async function undo(left: Found, picks: readonly number[], lag: number, backwards: boolean): Promise<Undone> {
  const scene = await kindScene(left);
  leave(scene, left);
  scene.aws.lag = lag;
  const before = wholeAccount(scene);
  const outcomes: string[] = [];
  const kinds: MeasureKind[] = [];
  const told = picks.flatMap((pick) => stories[pick] ?? []);
  for (const [i, one] of told.entries()) {
    const { about, facts } = await carryOut(scene, one, `d_case${i}`);
    const { outcomeId, plan, actions } = await respond(about, facts, scene.ports);
    for (const { outcome, containmentId } of actions) {
      if (outcome.kind !== 'done' && outcome.kind !== 'already-so')
        throw new Error(`${containmentId}: ${outcome.kind}`);
    }
    kinds.push(...plan.measures.map(({ kind }) => kind));
    outcomes.push(outcomeId);
  }
  for (const id of backwards ? outcomes.toReversed() : outcomes) await restore(id, 'owner', scene.ports);
  return { before, after: wholeAccount(scene), kinds, credentials: told.map(({ kind }) => kind) };
}

/** The same of the key that a rotation replaced. Before is once it was rotated: that stays. */
export async function undoHandOver(left: Found): Promise<Undone> {
  const scene = await kindScene(left);
  leave(scene, { ...left, off: [] });
  const story = kindStories['access-key'].find(({ action }) => action === 'rotate');
  if (story === undefined) throw new Error('no such story');
  const { about, facts } = await carryOut(scene, { kind: 'access-key', story }, 'd_1f2e');
  const response = await respond(about, facts, scene.ports);
  const before = wholeAccount(scene);
  await startHandOver(about, facts, response, scene.ports);
  const outcome = await ensure('o_1f2e.retire-key', scene.ports);
  const status = scene.state.users.get('bot')?.keys[0]?.status;
  if (outcome.kind !== 'done' || status !== 'Inactive') throw new Error(`the key is ${status}: ${outcome.kind}`);
  await restore('o_1f2e', 'owner', scene.ports);
  return { before, after: wholeAccount(scene), kinds: ['retire-key'], credentials: ['access-key'] };
}

export function isSame({ before, after }: Undone): boolean {
  return isDeepStrictEqual(before, after);
}
