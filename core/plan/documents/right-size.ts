import { companionsOf } from '../../context/grants/actions/companions.ts';
import { knownActions, spelled } from '../../context/grants/actions/known-actions.ts';
import { serviceOf } from '../../context/grants/actions/service-of.ts';
import type { PolicyText } from '../../context/grants/policy-texts.ts';
import type { UseEvidence } from '../../context/grants/unused-grants.ts';
import { type Fields, manyOf } from '../../intake/fields.ts';
import { matchesGlob } from '../../model/glob.ts';
import { isWithin } from './policy-subset.ts';

/** An identity policy as JSON. */
export interface SmallerPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Fields[];
}

/** What a call in the trail asked for, and how often. */
export interface PastCall {
  /** In IAM's spelling, lower case. */
  readonly action: string;
  readonly times: number;
}

export interface RightSize {
  readonly document: SmallerPolicy;
  /** Policies that it stands in for: to be detached, deleted, or left by leaving the group. */
  readonly replaces: readonly Pick<PolicyText, 'name' | 'by'>[];
  /** Actions of the dictionary before and after. */
  readonly before: number;
  readonly after: number;
  /** Calls on record, and those that the old policies allow and this one does not: none, or it is not offered. */
  readonly calls: number;
  readonly denied: number;
  /** Services that are kept whole, since nobody can tell which of their actions are needed. */
  readonly keptWhole: readonly string[];
  /** As IAM counts them: a role's inline policies take 10,240, a user's 2,048, a managed policy 6,144. */
  readonly characters: number;
}

export interface UsedGrants {
  /** What IAM says of every action; what it does not follow is kept. */
  readonly evidence: UseEvidence;
  /** The principal's recorded calls. */
  readonly calls: readonly PastCall[];
  /** Services used, of which IAM follows no single action. */
  readonly unfollowed: readonly string[];
}

/**
 * The same policies with every Allow cut down to what was used, what goes with it, and what leaves no mark; resources,
 * conditions and every Deny stay as they are written. So what it allows was allowed before. It is offered only where that is
 * proved, and no recorded call would have been denied; else the sentence says why not.
 */
export function rightSized(texts: readonly PolicyText[], used: UsedGrants): RightSize | string {
  const names = used.calls.map(({ action }) => action);
  const isKept = keeper(used, names);
  const old = texts.flatMap(({ statements }) => statements);
  const statements = old.flatMap((statement) => cutDown(statement, isKept, names));
  if (!statements.some(({ Effect }) => Effect === 'Allow')) return 'none of its permissions was used';
  const document: SmallerPolicy = { Version: '2012-10-17', Statement: withoutTwinSids(statements) };
  const fault = isWithin(document.Statement, old);
  if (fault !== null) return fault;
  const denied = used.calls.filter(({ action }) => loses(action, old, document.Statement));
  if (denied.length > 0) return `it would have denied ${denied[0]?.action}, which was called`;
  const before = allowedBy(old);
  const after = allowedBy(document.Statement);
  if (after.size >= before.size) return 'it uses all its permissions';
  const whole = new Set(used.unfollowed);
  for (const action of after) if (!used.evidence.isObservable(action)) whole.add(serviceOf(action));
  const services = new Set([...after].map(serviceOf));
  return {
    document,
    replaces: texts.map(({ name, by }) => ({ name, by })),
    before: before.size,
    after: after.size,
    calls: used.calls.reduce((sum, { times }) => sum + times, 0),
    denied: 0,
    keptWhole: [...whole].filter((service) => services.has(service)).toSorted(),
    characters: JSON.stringify(document).length,
  };
}

type IsKept = (action: string) => boolean;

function keeper({ evidence }: UsedGrants, called: readonly string[]): IsKept {
  const direct = new Set(called);
  const isUsed = (action: string) => direct.has(action) || evidence.isUsed(action);
  const used = [...knownActions().values()].flatMap((all) => all.map(({ action }) => action).filter(isUsed));
  const isCompanion = companionsOf(used);
  const answers = new Map<string, boolean>();
  return (action) => {
    const known = answers.get(action) ?? (isUsed(action) || !evidence.isObservable(action) || isCompanion(action));
    answers.set(action, known);
    return known;
  };
}

/** The statement with fewer actions; none where it keeps none, and as it was where it keeps all or takes away. */
function cutDown(statement: Fields, isKept: IsKept, called: readonly string[]): readonly Fields[] {
  if (statement.Effect !== 'Allow') return [statement];
  const all = coveredBy(statement);
  const kept = all.filter(isKept);
  const odd = [...new Set([...unlisted(statement), ...called.filter((one) => isNew(one) && covers(statement, one))])];
  if (kept.length === all.length) return [statement];
  if (kept.length + odd.length === 0) return [];
  const { NotAction: _, Action: __, ...rest } = statement;
  return [{ ...rest, Action: [...compact(kept, statement, isKept), ...odd].toSorted() }];
}

/** Actions of the dictionary that the statement covers. */
function coveredBy(statement: Fields): string[] {
  return [...knownActions()].flatMap(([service, actions]) =>
    mayTouch(statement, service)
      ? actions.map(({ action }) => action).filter((action) => covers(statement, action))
      : [],
  );
}

function mayTouch({ Action, NotAction }: Fields, service: string): boolean {
  return NotAction !== undefined || manyOf(Action).some((pattern) => matchesGlob(serviceOf(String(pattern)), service));
}

export function covers({ Action, NotAction }: Fields, action: string): boolean {
  const some = (list: unknown) => manyOf(list).some((pattern) => matchesGlob(String(pattern), action));
  return NotAction === undefined ? some(Action) : !some(NotAction);
}

/** Younger than the dictionary. */
function isNew(action: string): boolean {
  const [service = ''] = action.split(':');
  return !(knownActions().get(service) ?? []).some((known) => known.action === action);
}

/** Patterns that name nothing in the dictionary: newer than it, or mistyped. Nobody can tell, so they stay. */
function unlisted({ Action }: Fields): string[] {
  return manyOf(Action)
    .map(String)
    .filter((pattern) => pattern !== '*' && coveredBy({ Action: pattern }).length === 0);
}

/** `s3:Get*` in place of every one of them, where the old statement says as much and none of them is left out. */
function compact(kept: readonly string[], statement: Fields, isKept: IsKept): string[] {
  const patterns = manyOf(statement.Action).map(String);
  return [...Map.groupBy(kept, verbOf)].flatMap(([verb, actions]) => {
    const pattern = `${verb}*`;
    const [service = ''] = verb.split(':');
    const alike = (knownActions().get(service) ?? []).filter(({ action }) => matchesGlob(pattern, action));
    const isWhole = alike.length > 2 && alike.every(({ action }) => covers(statement, action) && isKept(action));
    // Without a `?`, a pattern that matches another's text matches everything that the other does.
    const isSaid = patterns.some((one) => !one.includes('?') && matchesGlob(one, pattern));
    return isWhole && isSaid ? [pattern] : actions.map(spelled);
  });
}

/** `s3:Get` of `s3:getobject`. */
function verbOf(action: string): string {
  const [service = '', name = ''] = spelled(action).split(':');
  return `${service}:${/^[A-Z][a-z]+/.exec(name)?.[0] ?? name}`;
}

function loses(action: string, old: readonly Fields[], smaller: readonly Fields[]): boolean {
  const allowing = (all: readonly Fields[]) => all.filter((one) => one.Effect === 'Allow' && covers(one, action));
  const keys = new Set(allowing(smaller).map(scopeOf));
  return allowing(old).some((one) => !keys.has(scopeOf(one)));
}

/** Where and when a statement holds, as text. */
function scopeOf({ Resource, NotResource, Condition }: Fields): string {
  return JSON.stringify([Resource ?? null, NotResource ?? null, Condition ?? null]);
}

function allowedBy(statements: readonly Fields[]): ReadonlySet<string> {
  return new Set(statements.filter(({ Effect }) => Effect === 'Allow').flatMap(coveredBy));
}

/** Several policies in one may use the same Sid, which IAM does not take. */
function withoutTwinSids(statements: readonly Fields[]): readonly Fields[] {
  const seen = new Set<unknown>();
  return statements.map((statement) => {
    const { Sid, ...rest } = statement;
    if (Sid === undefined || !seen.has(Sid)) {
      seen.add(Sid);
      return statement;
    }
    return rest;
  });
}
