import { nearest } from '../../core/model/nearest.ts';
import type { JsonPath } from '../../core/policy/json-places.ts';
import { policySchema } from '../../core/policy/policy.ts';

/** Where a key may stand: `*` is any element of a list, or any name. */
type Place = readonly string[];

const known: readonly Place[] = placesIn(policySchema, []);

/** What was meant by a key that may not stand where it does, to follow a clause; empty where nothing is near. */
export function meantBy(path: JsonPath): string {
  const key = String(path.at(-1));
  const above = path.slice(0, -1);
  const here = known.filter((place) => isAt(place.slice(0, -1), above)).map(lastOf);
  const near = nearest(key, here);
  if (near !== null) return `: did you mean ${near}?`;
  const meant = known.filter((place) => lastOf(place) === nearest(key, known.map(lastOf)));
  return meant.length === 0 ? '' : `: did you mean ${meant.map(named).join(' or ')}?`;
}

function named(place: Place): string {
  return place.length === 1 ? `${lastOf(place)} at the top` : place.join('.');
}

function lastOf(place: Place): string {
  return place.at(-1) ?? '';
}

function isAt(place: Place, path: JsonPath): boolean {
  return place.length === path.length && place.every((step, i) => step === '*' || step === String(path[i]));
}

function placesIn(schema: unknown, above: Place): Place[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { entries, wrapped, item, pipe, value } = schema as Record<string, unknown>;
  const own = Object.entries((entries as object | undefined) ?? {}).flatMap(([key, inner]) => {
    return [[...above, key], ...placesIn(inner, [...above, key])];
  });
  if (own.length > 0) return own;
  if (Array.isArray(pipe) && pipe[0] !== schema && item === undefined) return placesIn(pipe[0], above);
  if (wrapped !== undefined) return placesIn(wrapped, above);
  return placesIn(item ?? value, [...above, '*']);
}
