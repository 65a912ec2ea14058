import { otherAdministrators } from '../../adapters/aws/administrators.ts';
import { executorError, isRefused } from '../../adapters/aws/errors.ts';
import { readRole, readUser } from '../../adapters/aws/principal-facts.ts';
import { isMachinery, isOwnRole } from '../../contract/permissions.ts';
import { sealName, sealPath } from '../../contract/seal.ts';
import type { Credential } from '../../core/model/credential.ts';
import { fail, ok, type Result } from '../../core/model/result.ts';
import { lastAtWork } from '../../core/observe/at-work.ts';
import { childrenOf, withOwnMarked } from '../../core/observe/children.ts';
import { boundIn } from '../../core/outcome/bound.ts';
import { isPassing, patiently } from '../../core/outcome/patience.ts';
import type { Announcement } from '../../core/plan/announcement.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { type Facts, type InUse, unseenFacts } from '../../core/plan/facts.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { type Target, targetOf } from '../../core/plan/measures/target.ts';
import type { Settings } from '../settings.ts';
import { clientsFor, type Errand } from './means.ts';
import { Busy, type Work } from './work.ts';

export interface Gathered {
  readonly facts: Facts;
  readonly errand: Errand;
  /** Null where the target is none itself, or nobody looked. */
  readonly otherAdministrators: readonly string[] | null;
}

/** Asks IAM only where something is to be done: who merely observes needs no role in the account. */
export async function factsFor(
  decision: Decision,
  known: Announcement['known'],
  settings: Pick<Settings, 'words'>,
  work: Work,
): Promise<Gathered> {
  const { clock, memory, inlineDenies, homes } = work;
  const key = decision.kind === 'access-key' ? decision.credential : decision.session;
  const opened = key === null ? [] : await childrenOf(key, memory, clock.now());
  const children = withOwnMarked(opened, (role) => isOwnRole(role, homes));
  const inUse = await inUseNow(decision, known.inUse ?? null, settings, work);
  const now = clock.now();
  const facts: Facts = {
    ...unseenFacts,
    ...known,
    now,
    uniqueId: null,
    inlineCharacters: 0,
    inlineDenies,
    children,
    inUse,
  };
  const target = targetOf(decision, facts);
  const errand = errandOf(decision, facts, target);
  if (decision.mode === 'observe' || !isDisruptive(decision.action) || !target.ok) {
    return { facts, errand, otherAdministrators: null };
  }
  const seen = await lookAt(target.value, decision, errand, work);
  if (seen === null) return { facts, errand, otherAdministrators: null };
  const { found, others } = seen;
  return {
    facts: { ...facts, ...found, lastAdministrator: others?.length === 0 },
    errand,
    otherAdministrators: others,
  };
}

/**
 * Null where the account lets nobody look. Then it lets nobody act either: the first try finds that out, puts it on record and has it told.
 * Throws `Busy` where AWS says nothing. fails toward: another try, at the bell; before anything is begun the brakes ask all this themselves
 */
async function lookAt(target: Target, decision: Decision, errand: Errand, work: Work) {
  async function look() {
    const iam = await clientsFor('contain', errand, work).iam(decision.accountId);
    const found = await (target.kind === 'user' ? readUser(iam, target.name) : readRole(iam, target.name));
    return { found, others: await administratorsBeside(decision, target, errand, work) };
  }
  const isBusy = (seen: Result<unknown, unknown>) => !seen.ok && isPassing(executorError(seen.error));
  const seen = await patiently(() => look().then(ok, fail<unknown>), isBusy, mostTries, work.clock);
  if (seen.ok) return seen.value;
  const { error: cause } = seen;
  if (isRefused(cause)) return null;
  throw isBusy(seen) ? new Busy(executorError(cause).sentence, { cause }) : cause;
}

/** Tries to look: a quarter of a minute, where AWS is busy. */
const mostTries = 5;

/** Those that are left to mend it: whom we bind ourselves can mend nothing. Null where the target is no administrator. */
export async function administratorsBeside(
  { id, accountId }: Pick<Decision, 'id' | 'accountId'>,
  target: Target,
  errand: Errand,
  work: Pick<Work, 'store' | 'sdk' | 'homes'>,
): Promise<readonly string[] | null> {
  const iam = await clientsFor('contain', errand, work).iam(accountId);
  const others = await otherAdministrators(iam, target, (role) => isMachinery(role, work.homes));
  if (others === null || others.length === 0) return others;
  const bound = boundIn(await work.store.open(), accountId, id);
  return others.filter((name) => !bound.has(name));
}

/** As it was seen when the decision was made, or later. */
export async function inUseNow(
  { credential }: Decision,
  then: InUse | null,
  { words }: Pick<Settings, 'words'>,
  { memory }: Pick<Work, 'memory'>,
): Promise<InUse | null> {
  const now = await lastAtWork(credential, words.declared({ id: credential } as Credential), memory);
  return now === null || (then !== null && then.at >= now.at) ? then : now;
}

/** Nobody knows beforehand what a rotation, or a credential that is no principal, touches. */
export function errandOf({ id, kind, action }: Decision, facts: Facts, target: ReturnType<typeof targetOf>): Errand {
  const isPrincipal = target.ok && action !== 'rotate' && (kind === 'access-key' || kind === 'role');
  if (!isPrincipal) return { sourceIdentity: id };
  const { arn, accountId } = target.value;
  const partition = arn.split(':')[1] ?? 'aws';
  const only = [arn, ...new Set(facts.children.map(({ role }) => role))];
  const seal = `arn:${partition}:iam::${accountId}:policy${sealPath}${sealName}`;
  // Who else is administrator is asked of the policy, and of the groups that bear it.
  const read = [`arn:${partition}:iam::aws:policy/*`, `arn:${partition}:iam::${accountId}:group/*`];
  return only.length > mostNamed ? { sourceIdentity: id } : { sourceIdentity: id, only: [...only, seal, ...read] };
}

/** A session policy has 2,048 characters, of which an ARN takes up to a hundred. */
const mostNamed = 12;
