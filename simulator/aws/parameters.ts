import { validationError } from './aws-error.ts';
import type { Tag } from './state/account.ts';

/** A request's parameters: nested objects and lists of strings (query) or of JSON values. */
export type Parameters = Readonly<Record<string, unknown>>;

export function requiredText(parameters: Parameters, name: string): string {
  const value = optionalText(parameters, name);
  if (value === null)
    throw validationError(
      `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`,
    );
  return value;
}

export function optionalText(parameters: Parameters, name: string): string | null {
  const value = parameters[name];
  return typeof value === 'string' ? value : null;
}

export function optionalNumber(parameters: Parameters, name: string): number | null {
  const value = parameters[name];
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value !== '' ? Number(value) : null;
}

/** Null where the parameter is absent. */
export function optionalFlag(parameters: Parameters, name: string): boolean | null {
  const value = parameters[name];
  return value === undefined ? null : value === true || value === 'true';
}

export function textList(parameters: Parameters, name: string): string[] {
  const value = parameters[name];
  return Array.isArray(value) ? value.map(String) : [];
}

export function objectList(parameters: Parameters, name: string): Parameters[] {
  const value = parameters[name];
  return Array.isArray(value) ? (value as Parameters[]) : [];
}

export function tagList(parameters: Parameters): Tag[] {
  return objectList(parameters, 'Tags').map((tag) => ({
    Key: requiredText(tag, 'Key'),
    Value: optionalText(tag, 'Value') ?? '',
  }));
}

export interface Page<T> {
  readonly items: readonly T[];
  /** To be sent back for the next page; null on the last one. */
  readonly next: string | null;
}

/** `marker` is how many items were already given. */
export function pageOf<T>(items: Iterable<T>, marker: string | null, size: number): Page<T> {
  const all = [...items];
  const start = marker === null ? 0 : Number(marker);
  const end = start + size;
  return { items: all.slice(start, end), next: end < all.length ? String(end) : null };
}

/** As most services page: `NextToken` is the marker. */
export function pageByToken<T>(items: Iterable<T>, parameters: Parameters, size: number): Page<T> {
  return pageOf(items, optionalText(parameters, 'NextToken'), size);
}
