import { matchesGlob } from '../../model/glob.ts';
import type { Instant } from '../../model/instant.ts';

/**
 * What a principal may do, as statements and not as a list: an administrator's list is twenty thousand actions long,
 * the statement that says so is one. `held-actions.ts` expands it, `blast-radius.ts` names what it amounts to.
 */
export interface Grants {
  readonly statements: readonly GrantStatement[];
  /** The permissions boundary: what it does not allow is not held. Null where there is none. */
  readonly boundary: readonly GrantStatement[] | null;
  /** Service control policies, level by level from the root down: each level must allow. Absent where there are none to read. */
  readonly controls?: readonly (readonly GrantStatement[])[];
  /** Policies whose text was not at hand: what they grant is unknown and counts as nothing. */
  readonly unread: readonly string[];
  readonly source: 'authorization-details' | 'declared';
}

export interface GrantStatement {
  readonly effect: 'allow' | 'deny';
  /** `s3:get*`, lower case. */
  readonly actions: readonly string[];
  /** True where `actions` lists the exceptions: IAM's `NotAction`. */
  readonly except: boolean;
  /** As written; `*` alone for IAM's `NotResource`. */
  readonly resources: readonly string[];
  readonly conditional: boolean;
  /** When this version of the policy was made; null where IAM does not say, as for inline policies. */
  readonly since: Instant | null;
}

/**
 * How much an action reaches: 1 every resource, 0.5 those with a prefix, 0.2 single ones, each halved by a condition;
 * 0 is not held. A Deny that is conditional, or covers only some of the resources, takes nothing away for certain.
 */
export function reachOf(grants: Grants, action: string): number {
  const name = action.toLowerCase();
  const limits = [...(grants.boundary === null ? [] : [grants.boundary]), ...(grants.controls ?? [])];
  let held = reachThrough(grants.statements, name);
  for (const limit of limits) if (held > 0) held = Math.min(held, reachThrough(limit, name));
  return held;
}

/** The resources on which an action is allowed, as the policies write them. */
export function resourcesOf(grants: Grants, action: string): readonly string[] {
  const name = action.toLowerCase();
  if (reachOf(grants, name) === 0) return [];
  return allowing(grants.statements, name).flatMap(([, resources]) => resources);
}

export function covers(statement: GrantStatement, action: string): boolean {
  return statement.actions.some((pattern) => matchesGlob(pattern, action)) !== statement.except;
}

function reachThrough(statements: readonly GrantStatement[], action: string): number {
  return allowing(statements, action).reduce((reach, [statement, resources]) => {
    const widest = Math.max(0, ...resources.map(reachOfResource));
    return Math.max(reach, statement.conditional ? widest / 2 : widest);
  }, 0);
}

/** Allow statements that cover the action, each with the resources that no Deny takes away. */
function allowing(statements: readonly GrantStatement[], action: string): [GrantStatement, readonly string[]][] {
  const allows = statements.filter((statement) => statement.effect === 'allow' && covers(statement, action));
  if (allows.length === 0) return [];
  const denied = statements
    .filter((statement) => statement.effect === 'deny' && !statement.conditional && covers(statement, action))
    .flatMap((statement) => statement.resources)
    // `?` would match the `*` of a wider resource and deny more than it says.
    .filter((resource) => !resource.includes('?'));
  return allows.map((statement) => [
    statement,
    statement.resources.filter((resource) => !denied.some((pattern) => matchesGlob(pattern, resource))),
  ]);
}

/** `role/*` is every role, `bucket/*` is one bucket: only these first words are kinds of things. */
const kindsOfThings =
  'role|user|group|policy|instance|function|secret|table|key|parameter|db|cluster|queue|topic|stack';
const everyOfItsKind = new RegExp(`^arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:\\*|(?:${kindsOfThings})[/:]\\*)$`, 'i');

function reachOfResource(resource: string): number {
  if (resource === '*' || everyOfItsKind.test(resource)) return 1;
  // A policy variable is the caller's own name: one thing, however it is spelled.
  const plain = resource.replace(/\$\{[^}]*\}/g, '');
  return /[*?]/.test(afterAccount(plain)) ? 0.5 : 0.2;
}

/** `role/a-*` of an ARN: a wildcard account or Region does not widen what a name narrows. */
function afterAccount(arn: string): string {
  return arn.startsWith('arn:') ? arn.split(':').slice(5).join(':') : arn;
}
