import { readFileSync } from 'node:fs';
import { fail, type Result } from '../../core/model/result.ts';
import { strangeIn } from '../../core/plan/exemption.ts';
import type { JsonPath } from '../../core/policy/json-places.ts';
import { defaultPolicy, type Policy, scopeForm } from '../../core/policy/policy.ts';
import { type PolicyFault, readPolicy as parsePolicy, withoutMark } from '../../core/policy/read-policy.ts';
import { UsageError } from '../exit.ts';
import { cannotRead } from '../terminal/file-fault.ts';
import { firstFault, type Location, locate, locationAt } from './locate.ts';
import { strangeScope } from './scope-words.ts';

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
    `${path} is not a valid policy:\n${lines.join('\n')}`,
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
  const faults = read.ok ? strangeScopes(read.value) : read.error;
  return read.ok && faults.length === 0 ? read : fail(faults.map((fault) => problemOf(fault, text)));
}

/** The form alone lets an id pass that no signal has. */
function strangeScopes({ exemptions }: Policy): PolicyFault[] {
  return exemptions.flatMap(({ scope }, i) =>
    strangeIn(scope) === null ? [] : [{ kind: 'value', path: ['exemptions', i, 'scope'], what: scopeForm }],
  );
}

function problemOf({ kind, path, what }: PolicyFault, text: string): PolicyProblem {
  const place = kind === 'syntax' ? locationAt(text, firstFault(text)) : locate(text, path);
  return { ...place, where: path.join('.'), what: wordsFor(path, what, text) };
}

function wordsFor(path: JsonPath, what: string, text: string): string {
  const written = what === scopeForm ? valueAt(JSON.parse(text), path) : null;
  return typeof written === 'string' ? (strangeScope(written) ?? what) : what;
}

function valueAt(value: unknown, path: JsonPath): unknown {
  return path.reduce((inner, step) => (inner as Readonly<Record<string | number, unknown>>)[step], value);
}
