type Fields = Readonly<Record<string, unknown>>;

/** Whether an event matches a rule's pattern. An operator that is not known here throws: no rule is taken on trust. */
export function matchesPattern(pattern: unknown, event: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((one) => matchesValue(one, event));
  if (!isFields(pattern)) throw new Error('a pattern is an object of lists');
  return Object.entries(pattern).every(([key, inner]) => {
    // As EventBridge has it: an operator only with two or more patterns, and else a field of that name.
    if (key === '$or' && Array.isArray(inner) && inner.length > 1 && inner.every(isFields)) {
      return inner.some((one) => matchesPattern(one, event));
    }
    return matchesPattern(inner, isFields(event) ? event[key] : undefined);
  });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Also of a field that is not there: only `exists` asks for that. */
function matchesValue(wanted: unknown, value: unknown): boolean {
  if (isFields(wanted) && 'exists' in wanted) return matchesOperator(wanted, value);
  if (Array.isArray(value)) return value.some((one) => matchesValue(wanted, one));
  return isFields(wanted) ? matchesOperator(wanted, value) : wanted === value;
}

function matchesOperator(wanted: Fields, value: unknown): boolean {
  const [[operator, operand] = ['', null], ...more] = Object.entries(wanted);
  if (more.length > 0) throw new Error(`unknown pattern ${JSON.stringify(wanted)}`);
  const isText = typeof value === 'string';
  switch (operator) {
    case 'prefix':
      return isText && value.startsWith(textOf(operand));
    case 'suffix':
      return isText && value.endsWith(textOf(operand));
    case 'wildcard':
      return isText && wildcard(textOf(operand)).test(value);
    case 'anything-but':
      if (isFields(operand)) return isText && !matchesOperator(operand, value);
      if (!Array.isArray(operand)) throw new Error('anything-but takes a list or one operator here');
      return value !== undefined && !operand.includes(value);
    case 'exists':
      // It looks at leaves alone: an object is none.
      return (value !== undefined && !isFields(value)) === operand;
    default:
      throw new Error(`unknown operator ${operator}`);
  }
}

function textOf(operand: unknown): string {
  if (typeof operand !== 'string') throw new Error(`${JSON.stringify(operand)} is no text`);
  return operand;
}

function wildcard(text: string): RegExp {
  if (/\*\*|\\/.test(text)) throw new Error(`${text} is not known here`);
  const parts = text.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}
