import { isMiswritten, nearest } from '../model/nearest.ts';
import type { JsonPath } from './json-places.ts';

/** Where a key may stand: `*` is any element of a list, or any name. */
type Place = readonly string[];

/** Every place for a key that a schema knows. */
export type KnownKeys = readonly Place[];

/** What follows a key that may not stand where it does: a clause, with what may have been meant. */
export function strayKey(path: JsonPath, known: KnownKeys): string {
  return `is not a known key${meantBy(path, known)}`;
}

/** Whether it is a known key, only misspelled. */
export function isSlip(path: JsonPath, known: KnownKeys): boolean {
  const key = String(path.at(-1));
  return key.length > 3 && keysAt(path.slice(0, -1), known).some((near) => isMiswritten(key, near));
}

function meantBy(path: JsonPath, known: KnownKeys): string {
  const key = String(path.at(-1));
  const near = nearest(key, keysAt(path.slice(0, -1), known));
  if (near !== null) return `: did you mean ${near}?`;
  const meant = known.filter((place) => lastOf(place) === nearest(key, known.map(lastOf)));
  return meant.length === 0 ? '' : `: did you mean ${[...new Set(meant.map(named))].join(' or ')}?`;
}

/** The keys of a value that may not stand where they do, without those inside them. */
export function strayKeysIn(value: unknown, known: KnownKeys, above: JsonPath = []): JsonPath[] {
  const keys = keysAt(above, known);
  if (typeof value !== 'object' || value === null || Array.isArray(value) || keys.length === 0) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = [...above, key];
    return keys.includes(key) ? strayKeysIn(inner, known, path) : [path];
  });
}

function keysAt(above: JsonPath, known: KnownKeys): string[] {
  return known.filter((place) => isAt(place.slice(0, -1), above)).map(lastOf);
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

export function knownKeysOf(schema: unknown, above: Place = []): KnownKeys {
  if (typeof schema !== 'object' || schema === null) return [];
  const { entries, wrapped, item, pipe, value, options } = schema as Record<string, unknown>;
  const own = Object.entries((entries as object | undefined) ?? {}).flatMap(([key, inner]) => {
    return [[...above, key], ...knownKeysOf(inner, [...above, key])];
  });
  if (own.length > 0) return own;
  if (Array.isArray(pipe) && pipe[0] !== schema && item === undefined) return knownKeysOf(pipe[0], above);
  if (Array.isArray(options)) return options.flatMap((option) => knownKeysOf(option, above));
  if (wrapped !== undefined) return knownKeysOf(wrapped, above);
  return knownKeysOf(item ?? value, [...above, '*']);
}
