import { matchesGlob } from '../../model/glob.ts';
import type { Instant } from '../../model/instant.ts';
import { type KnownAction, knownActions, unlistedAction } from './actions/known-actions.ts';
import { serviceOf } from './actions/service-of.ts';
import { covers, type GrantStatement, type Grants, reachOf } from './grants.ts';

export interface HeldAction extends KnownAction {
  readonly reach: number;
}

/**
 * Every action that is granted after Deny and boundary. Wildcards expand over the dictionary; what it lacks counts once,
 * as written. Statements younger than `before` are left out where IAM tells their age.
 */
export function heldActions(grants: Grants, before: Instant): readonly HeldAction[] {
  const settled = grants.statements.filter(
    ({ effect, since }) => effect === 'deny' || since === null || since <= before,
  );
  const allows = settled.filter(({ effect }) => effect === 'allow');
  const counted: Grants = { ...grants, statements: settled };
  return candidates(allows)
    .map((known) => ({ ...known, reach: reachOf(counted, known.action) }))
    .filter(({ reach }) => reach > 0);
}

/** Services of which anything is granted, after Deny and boundary; those that the dictionary lacks as they are written. */
export function heldServices(grants: Grants): readonly string[] {
  const allows = grants.statements.filter(({ effect }) => effect === 'allow');
  const isTouched = (service: string) => allows.some((statement) => mayTouch(statement, service));
  const listed = [...knownActions()].filter(
    ([service, actions]) => isTouched(service) && actions.some(({ action }) => reachOf(grants, action) > 0),
  );
  const written = allows.filter(({ except }) => !except).flatMap(({ actions }) => actions.map(serviceOf));
  const unlisted = written.filter((service) => !/[*?]/.test(service) && !knownActions().has(service));
  return [...listed.map(([service]) => service), ...new Set(unlisted)];
}

function candidates(allows: readonly GrantStatement[]): readonly KnownAction[] {
  const listed = [...knownActions()].flatMap(([service, actions]) => {
    const touching = allows.filter((statement) => mayTouch(statement, service));
    return actions.filter(({ action }) => touching.some((statement) => covers(statement, action)));
  });
  const names = new Set(listed.map(({ action }) => action));
  const written = new Set(allows.filter(({ except }) => !except).flatMap(({ actions }) => actions));
  const unlisted = [...written].filter((pattern) => isUnlisted(pattern) && !names.has(pattern));
  return [...listed, ...unlisted.map(unlistedAction)];
}

function mayTouch(statement: GrantStatement, service: string): boolean {
  return statement.except || statement.actions.some((pattern) => matchesGlob(serviceOf(pattern), service));
}

/** Names an action or service that the dictionary does not know; `*` and wild service names are never that. */
function isUnlisted(pattern: string): boolean {
  const service = serviceOf(pattern);
  return !/[*?]/.test(service) && (!/[*?]/.test(pattern) || !knownActions().has(service));
}
