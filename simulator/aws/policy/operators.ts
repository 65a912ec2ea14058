import { parseInstant } from '../../../core/model/instant.ts';
import { isInside, parseAddress, parseCidr } from '../../../core/model/ip.ts';
import { matchesPattern } from './pattern.ts';

/** How one value of the request compares with one value of the policy. */
export interface Operator {
  /** A negated operator holds when no value matches, and so also when the key is absent. */
  readonly negated: boolean;
  readonly wildcards: boolean;
  readonly matches: (actual: string, wanted: string) => boolean;
}

const sameText = (actual: string, wanted: string) => actual === wanted;
const sameTextIgnoringCase = (actual: string, wanted: string) => actual.toLowerCase() === wanted.toLowerCase();
const likeText = (actual: string, wanted: string) => matchesPattern(wanted, actual);

function likeArn(actual: string, wanted: string): boolean {
  const actualParts = arnParts(actual);
  const wantedParts = arnParts(wanted);
  return wantedParts.length === 6 && wantedParts.every((part, i) => matchesPattern(part, actualParts[i] ?? ''));
}

/** Only the last of the six parts may contain colons. */
function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function insideNetwork(actual: string, wanted: string): boolean {
  const address = parseAddress(actual);
  const network = parseCidr(wanted);
  return address !== null && network !== null && isInside(address, network);
}

/** Epoch seconds, a day, or a full ISO 8601 time. NaN compares false with everything. */
function timeOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return parseInstant(`${text}T00:00:00Z`) ?? Number.NaN;
  return parseInstant(text) ?? Number.NaN;
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

type Compare = (actual: number, wanted: number) => boolean;

const comparisons: readonly (readonly [suffix: string, negated: boolean, holds: Compare])[] = [
  ['Equals', false, (a, b) => a === b],
  ['NotEquals', true, (a, b) => a === b],
  ['LessThan', false, (a, b) => a < b],
  ['LessThanEquals', false, (a, b) => a <= b],
  ['GreaterThan', false, (a, b) => a > b],
  ['GreaterThanEquals', false, (a, b) => a >= b],
];

function ordered(prefix: string, read: (text: string) => number): [string, Operator][] {
  return comparisons.map(([suffix, negated, holds]) => [
    `${prefix}${suffix}`,
    { negated, wildcards: false, matches: (actual, wanted) => holds(read(actual), read(wanted)) },
  ]);
}

function pair(name: string, opposite: string, wildcards: boolean, matches: Operator['matches']): [string, Operator][] {
  return [
    [name, { negated: false, wildcards, matches }],
    [opposite, { negated: true, wildcards, matches }],
  ];
}

/** Every operator but `Null`, which asks about the key and not about its value. */
export const operators: ReadonlyMap<string, Operator> = new Map([
  ...pair('StringEquals', 'StringNotEquals', false, sameText),
  ...pair('StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', false, sameTextIgnoringCase),
  ...pair('StringLike', 'StringNotLike', true, likeText),
  ...pair('ArnEquals', 'ArnNotEquals', true, likeArn),
  ...pair('ArnLike', 'ArnNotLike', true, likeArn),
  ...pair('IpAddress', 'NotIpAddress', false, insideNetwork),
  ...ordered('Date', timeOf),
  ...ordered('Numeric', numberOf),
  ['Bool', { negated: false, wildcards: false, matches: sameTextIgnoringCase }],
]);
