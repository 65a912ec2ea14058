import { fail, ok, type Result } from '../../../core/model/result.ts';
import { type Condition, isOperator } from './condition.ts';

/** `NotAction: [x]` is `{ not: true, patterns: [x] }`. */
export interface Selection {
  readonly not: boolean;
  readonly patterns: readonly string[];
}

export interface Statement {
  readonly sid: string | null;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Selection;
  /** Null in a trust policy: the role itself is meant. */
  readonly resources: Selection | null;
  /** `AWS:*`, `AWS:arn:…`, `Service:lambda.amazonaws.com`; null in an identity policy. */
  readonly principals: Selection | null;
  readonly conditions: readonly Condition[];
}

export interface PolicyDocument {
  readonly statements: readonly Statement[];
  /** Only version 2012-10-17 knows `${variables}`. */
  readonly variables: boolean;
}

export type PolicyUse = 'identity' | 'trust' | 'resource';

class Malformed extends Error {}

/** Reads a policy as IAM would, refusing what IAM refuses; the error is IAM's own wording where it is known. */
export function parsePolicy(text: string, use: PolicyUse): Result<PolicyDocument, string> {
  try {
    return ok(readDocument(text, use));
  } catch (error) {
    if (error instanceof Malformed) return fail(error.message);
    if (error instanceof SyntaxError) return fail('The policy is not in the valid JSON format.');
    throw error;
  }
}

function readDocument(text: string, use: PolicyUse): PolicyDocument {
  if (/[^\t\n\r\u0020-\u00ff]/.test(text))
    throw new Malformed('The policy contains characters that IAM does not take.');
  const document = asObject(JSON.parse(text));
  const version = document.Version ?? '2008-10-17';
  if (version !== '2012-10-17' && version !== '2008-10-17')
    throw new Malformed('The policy must contain a valid version string');
  const statements = asList(document.Statement).map((statement) => readStatement(asObject(statement), use));
  if (statements.length === 0) throw new Malformed('Syntax errors in policy.');
  const sids = statements.flatMap(({ sid }) => (sid === null ? [] : [sid]));
  if (new Set(sids).size < sids.length) throw new Malformed('Statement IDs (SID) in a single policy must be unique.');
  return { statements, variables: version === '2012-10-17' };
}

const known = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
]);

function readStatement(statement: Record<string, unknown>, use: PolicyUse): Statement {
  if (Object.keys(statement).some((name) => !known.has(name))) throw new Malformed('Syntax errors in policy.');
  const { Effect: effect, Sid: sid } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') throw new Malformed('Syntax errors in policy.');
  const principals = readPrincipals(statement);
  const resources = readSelection(statement, 'Resource');
  if (use === 'identity' && principals !== null) throw new Malformed('Policy document should not specify a principal.');
  if (use !== 'identity' && principals === null) throw new Malformed('Missing required field Principal');
  if (use !== 'trust' && resources === null) throw new Malformed('Policy statement must contain resources.');
  if (use === 'trust' && resources !== null) throw new Malformed('Has prohibited field Resource');
  return {
    sid: readSid(sid, use),
    effect,
    actions: readActions(statement),
    resources: checkResources(resources),
    principals,
    conditions: readConditions(statement.Condition),
  };
}

function readSid(sid: unknown, use: PolicyUse): string | null {
  if (sid === undefined || sid === '') return null;
  if (typeof sid !== 'string') throw new Malformed('Syntax errors in policy.');
  if (use !== 'resource' && !/^[0-9A-Za-z]*$/.test(sid)) {
    throw new Malformed(
      'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
    );
  }
  return sid;
}

function readActions(statement: Record<string, unknown>): Selection {
  const actions = readSelection(statement, 'Action');
  if (actions === null) throw new Malformed('Policy statement must contain actions.');
  if (actions.patterns.some((action) => action !== '*' && !/^[\w-]+:.+$/.test(action))) {
    throw new Malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
  }
  return actions;
}

function checkResources(resources: Selection | null): Selection | null {
  const odd = resources?.patterns.find((resource) => !/^(\*|arn:.*)$/.test(resource));
  if (odd !== undefined) throw new Malformed(`Resource ${odd} must be in ARN format or "*".`);
  return resources;
}

function readSelection(statement: Record<string, unknown>, name: 'Action' | 'Resource'): Selection | null {
  const wanted = statement[name];
  const unwanted = statement[`Not${name}`];
  if (wanted !== undefined && unwanted !== undefined) throw new Malformed('Syntax errors in policy.');
  if (wanted === undefined && unwanted === undefined) return null;
  return { not: unwanted !== undefined, patterns: asTexts(wanted ?? unwanted) };
}

function readPrincipals(statement: Record<string, unknown>): Selection | null {
  const given = statement.Principal ?? statement.NotPrincipal;
  if (given === undefined) return null;
  const patterns =
    given === '*'
      ? ['AWS:*']
      : Object.entries(asObject(given)).flatMap(([kind, names]) => asTexts(names).map((name) => `${kind}:${name}`));
  return { not: statement.Principal === undefined, patterns };
}

function readConditions(block: unknown): Condition[] {
  if (block === undefined) return [];
  return Object.entries(asObject(block)).flatMap(([operator, tests]) => {
    if (!isOperator(operator)) throw new Malformed(`Invalid Condition type : ${operator}`);
    return Object.entries(asObject(tests)).map(([key, values]) => ({ operator, key, values: asTexts(values) }));
  });
}

function asObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Malformed('Syntax errors in policy.');
  return value as Record<string, unknown>;
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function asTexts(value: unknown): string[] {
  return asList(value).map((item) => {
    if (typeof item === 'object' || item === undefined) throw new Malformed('Syntax errors in policy.');
    return String(item);
  });
}
