/** Whether an event matches a rule's pattern. An operator that is not known here throws: no rule is taken on trust. */
export function matchesPattern(pattern: unknown, event: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((one) => matchesValue(one, event));
  if (typeof pattern !== 'object' || pattern === null) throw new Error('a pattern is an object of lists');
  return Object.entries(pattern).every(([key, inner]) => {
    const field: unknown = typeof event === 'object' && event !== null ? Reflect.get(event, key) : undefined;
    return matchesPattern(inner, field);
  });
}

function matchesValue(wanted: unknown, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((one) => matchesValue(wanted, one));
  if (typeof wanted !== 'object' || wanted === null) return wanted === value;
  const [[operator, operand] = ['', null], ...more] = Object.entries(wanted);
  if (more.length > 0 || typeof operand !== 'string') throw new Error(`unknown pattern ${JSON.stringify(wanted)}`);
  if (operator === 'prefix') return typeof value === 'string' && value.startsWith(operand);
  if (operator === 'suffix') return typeof value === 'string' && value.endsWith(operand);
  throw new Error(`unknown operator ${operator}`);
}
