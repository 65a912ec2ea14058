import { type Operator, operators } from './operators.ts';
import { type ContextKeys, expand } from './pattern.ts';

/** One line of a Condition block: `"NotIpAddressIfExists": { "aws:SourceIp": [...] }`. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

interface Reading {
  readonly base: string;
  readonly quantifier: 'ForAnyValue' | 'ForAllValues' | null;
  readonly ifExists: boolean;
}

export function isOperator(name: string): boolean {
  const { base, ifExists } = read(name);
  return base === 'Null' ? !ifExists : operators.has(base);
}

export function holds(condition: Condition, context: ContextKeys, variables: boolean): boolean {
  const { base, quantifier, ifExists } = read(condition.operator);
  const actual = valuesOf(context.get(condition.key.toLowerCase()));
  if (base === 'Null')
    return condition.values.some((wanted) => (wanted.toLowerCase() === 'true') === (actual.length === 0));
  const operator = operators.get(base);
  if (operator === undefined) return false;
  if (actual.length === 0)
    return ifExists || quantifier === 'ForAllValues' || (quantifier === null && operator.negated);

  const matched = actual.map((value) => matchesAny(value, condition.values, operator, context, variables));
  if (quantifier === 'ForAllValues') return matched.every((match) => match !== operator.negated);
  if (quantifier === 'ForAnyValue') return matched.some((match) => match !== operator.negated);
  return operator.negated ? !matched.includes(true) : matched.includes(true);
}

function matchesAny(
  actual: string,
  values: readonly string[],
  operator: Operator,
  context: ContextKeys,
  variables: boolean,
): boolean {
  return values.some((value) => {
    const wanted = expand(value, context, { wildcards: operator.wildcards, variables });
    return wanted !== null && operator.matches(actual, wanted);
  });
}

function read(name: string): Reading {
  const [, quantifier, base = '', ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  return { base, quantifier: (quantifier as Reading['quantifier']) ?? null, ifExists: ifExists !== undefined };
}

function valuesOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
