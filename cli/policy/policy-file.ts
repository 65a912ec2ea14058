import { readFileSync } from 'node:fs';
import { closest, distance } from 'fastest-levenshtein';
import { fail, type Result } from '../../core/model/result.ts';
import { defaultPolicy, type Policy, policySchema } from '../../core/policy/policy.ts';
import { type PolicyFault, readPolicy as parsePolicy, withoutMark } from '../../core/policy/read-policy.ts';
import { UsageError } from '../exit.ts';
import { cannotRead } from '../terminal/file-fault.ts';
import { firstFault, type Location, locate, locationAt } from './locate.ts';

export interface PolicyProblem extends Location {
  /** `thresholds.notify`; empty for the whole text. */
  readonly where: string;
  readonly what: string;
}

/** The policy in a file, or the default where none is named; anything wrong with it stops the command, since a guess could disturb somebody. */
export function readPolicyFile(path: string | undefined): Policy {
  if (path === undefined) return defaultPolicy;
  const read = readPolicy(policyText(path));
  if (read.ok) return read.value;
  const lines = read.error.map(
    ({ line, column, where, what }) => `  line ${line}, column ${column}: ${where === '' ? '' : `${where} `}${what}`,
  );
  throw new UsageError(
    `${path} is no valid policy:\n${lines.join('\n')}`,
    `See all problems: rescind policy check ${path}`,
  );
}

export function policyText(path: string): string {
  try {
    return withoutMark(readFileSync(path, 'utf8'));
  } catch (error) {
    throw cannotRead(path, error, 'Give the path of a policy file.');
  }
}

export function readPolicy(text: string): Result<Policy, readonly PolicyProblem[]> {
  const read = parsePolicy(text);
  return read.ok ? read : fail(read.error.map((fault) => problemOf(fault, text)));
}

function problemOf({ kind, path, what }: PolicyFault, text: string): PolicyProblem {
  const place = kind === 'syntax' ? locationAt(text, firstFault(text)) : locate(text, path);
  const near = kind === 'unknown-key' ? suggestion(String(path.at(-1)), keysAt(policySchema, path.slice(0, -1))) : '';
  return { ...place, where: path.join('.'), what: what + near };
}

const knownKeys = keysIn(policySchema);

/** The nearest of the keys that may stand there, else of all that may stand anywhere. */
function suggestion(key: string, here: readonly string[]): string {
  const near = [here, knownKeys].flatMap((keys) => {
    const nearest = closest(key, keys);
    return nearest !== undefined && distance(key, nearest) <= Math.max(2, key.length / 3) ? [nearest] : [];
  });
  return near.length > 0 ? `: did you mean ${near[0]}?` : '';
}

/** The keys of the object at a path; none where it has no fixed ones. */
function keysAt(schema: unknown, path: readonly (string | number)[]): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { entries, wrapped, item, pipe, value } = schema as Record<string, unknown>;
  if (wrapped !== undefined) return keysAt(wrapped, path);
  if (Array.isArray(pipe) && pipe[0] !== schema && entries === undefined && item === undefined)
    return keysAt(pipe[0], path);
  const [step, ...rest] = path;
  if (step === undefined) return Object.keys((entries as object | undefined) ?? {});
  return keysAt((entries as Record<string, unknown> | undefined)?.[step] ?? item ?? value, rest);
}

function keysIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { entries, wrapped, item, pipe, value } = schema as Record<string, unknown>;
  const own = Object.entries((entries as object | undefined) ?? {});
  const inner = Array.isArray(pipe) ? pipe.slice(0, 1).filter((one) => one !== schema) : [];
  return [...own.flatMap(([name, one]) => [name, ...keysIn(one)]), ...[wrapped, item, value, ...inner].flatMap(keysIn)];
}
