import { formatInstant, type Instant } from '../../core/model/instant.ts';
import type { Span } from './terminal.ts';

const numbers = new Intl.NumberFormat('en-US');

export function count(n: number, one: string, many = `${one}s`): string {
  return `${numbers.format(n)} ${n === 1 ? one : many}`;
}

/** `2026-11-24 22:11`, UTC */
export function clockTime(at: Instant): string {
  return formatInstant(at).slice(0, 16).replace('T', ' ');
}

/** The part of an id that a person reads: the last of an ARN, all of an access key id, `ann/access-key-1` of a key without one. */
export function shortId(id: string): string {
  return id.startsWith('arn:') ? (/[^/]+(?:\/access-key-\d)?$/.exec(id)?.[0] ?? id) : id;
}

export const bold = (text: string): Span => ({ text, as: 'bold' });
export const dim = (text: string): Span => ({ text, as: 'dim' });
export const red = (text: string): Span => ({ text, as: 'red' });
export const green = (text: string): Span => ({ text, as: 'green' });
export const yellow = (text: string): Span => ({ text, as: 'yellow' });
