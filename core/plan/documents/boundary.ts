import { companionsOf } from '../../context/grants/actions/companions.ts';
import { knownActions } from '../../context/grants/actions/known-actions.ts';
import { serviceOf } from '../../context/grants/actions/service-of.ts';
import type { Grants } from '../../context/grants/grants.ts';
import { heldServices } from '../../context/grants/held-actions.ts';
import { accessEvidence, servicesUsed } from '../../context/grants/last-accessed.ts';
import type { LastAccessed } from '../../intake/account/account-inventory.ts';
import { matchesGlob } from '../../model/glob.ts';
import type { Instant } from '../../model/instant.ts';
import type { PastCall } from './right-size.ts';

/** A permissions boundary: it grants nothing, and what it leaves out is not held any more. */
export interface BoundaryDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly BoundaryStatement[];
}

export interface BoundaryStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: '*';
}

/** IAM takes managed policies up to this many characters, white space not counted. */
const longestPolicy = 6_144;

/**
 * A boundary that leaves a principal the services it used since `since`, those that IAM does not report on, and what goes
 * hand in hand with its calls; and that takes from the rest, and from the services left, the unused actions that change
 * permissions, where IAM follows actions one by one. Whatever the policies grant stays as it is, so that taking the boundary
 * off undoes it. Null where nothing was used, where a boundary is there already (that one is its owner's), where it would not
 * fit, or where a recorded call would be denied by it.
 */
export function boundaryFor(
  grants: Grants,
  accessed: LastAccessed,
  since: Instant,
  calls: readonly PastCall[] = [],
): BoundaryDocument | null {
  if (grants.boundary !== null) return null;
  const called = new Set(calls.map(({ action }) => action));
  const used = new Set([...servicesUsed(accessed, since), ...[...called].map(serviceOf)]);
  if (used.size === 0) return null;
  const evidence = accessEvidence(accessed, since);
  const isUsed = (action: string) => called.has(action) || evidence.isUsed(action);
  // Nothing of another service was used, so that nothing goes with it.
  const inServices = (all: Iterable<string>) => [...all].flatMap((service) => knownActions().get(service) ?? []);
  const isCompanion = companionsOf(inServices(used).flatMap(({ action }) => (isUsed(action) ? [action] : [])));
  const held = new Set(heldServices(grants));
  const kept = [...new Set([...held, ...used])].filter(
    (service) => used.has(service) || !accessed.services.has(service),
  );
  const powers = (services: Iterable<string>) =>
    inServices(services).flatMap(({ action, weight }) =>
      weight === 8 && evidence.isObservable(action) && !isUsed(action) && !isCompanion(action) ? [action] : [],
    );
  const dropped = [...held].filter((service) => !kept.includes(service));
  const companions = inServices(dropped).flatMap(({ action }) => (isCompanion(action) ? [action] : []));
  const idle = statement('PowersNotInUse', 'Deny', powers(kept));
  const inUse = statement('ServicesInUse', 'Allow', [...kept.map(whole), ...companions]);
  // Of a service that must keep something, only what changes permissions can be named within so few characters.
  const halves = new Set(companions.map(serviceOf));
  const others = dropped.filter((service) => !halves.has(service)).map(whole);
  const allButIdle = [
    statement('Everything', 'Allow', ['*']),
    statement('NotInUse', 'Deny', [...others, ...powers(halves)]),
  ];
  const fitting = [[inUse, idle], [...allButIdle, idle], [inUse], allButIdle].map(documentOf).find(fits);
  return fitting !== undefined && calls.every(({ action }) => leaves(fitting, action)) ? fitting : null;
}

/** Whether an action that the policies grant is still held inside the boundary, wherever it is done. */
export function leaves({ Statement }: BoundaryDocument, action: string): boolean {
  const says = (effect: BoundaryStatement['Effect']) =>
    Statement.some(({ Effect, Action }) => Effect === effect && Action.some((pattern) => matchesGlob(pattern, action)));
  return says('Allow') && !says('Deny');
}

function statement(Sid: string, Effect: BoundaryStatement['Effect'], actions: readonly string[]): BoundaryStatement {
  return { Sid, Effect, Action: [...new Set(actions)].toSorted(), Resource: '*' };
}

function documentOf(statements: readonly BoundaryStatement[]): BoundaryDocument {
  return { Version: '2012-10-17', Statement: statements.filter(({ Action }) => Action.length > 0) };
}

function fits(document: BoundaryDocument): boolean {
  return JSON.stringify(document).length <= longestPolicy;
}

function whole(service: string): string {
  return `${service}:*`;
}
