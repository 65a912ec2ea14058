/** Context keys of one request, lower-case, as IAM compares them. A list is a multivalued key. */
export type ContextKeys = ReadonlyMap<string, string | readonly string[]>;

// Private-use characters stand for the wildcards, so that a `*` inside a variable's value stays a plain star.
const anyRun = '\uE000';
const anyOne = '\uE001';

/**
 * A policy's text made ready to compare: variables filled in, and wildcards marked if asked.
 * Null where a variable has no value: such text matches nothing.
 */
export function expand(
  text: string,
  context: ContextKeys,
  reading: { readonly wildcards: boolean; readonly variables: boolean },
): string | null {
  let resolved = true;
  const expanded = text.replace(/\$\{([^}]*)\}|[*?]/g, (found, name: string | undefined) => {
    if (name === undefined) return reading.wildcards ? (found === '*' ? anyRun : anyOne) : found;
    if (!reading.variables) return found;
    const value = variableValue(name, context);
    if (value === null) resolved = false;
    return value ?? '';
  });
  return resolved ? expanded : null;
}

/** Does the whole text fit the expanded pattern? Linear in the text for each run of wildcards. */
export function matchesPattern(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let lastRun = -1;
  let resumeAt = 0;
  while (t < text.length) {
    if (pattern[p] === anyRun) {
      lastRun = p;
      resumeAt = t;
      p += 1;
    } else if (p < pattern.length && (pattern[p] === anyOne || pattern[p] === text[t])) {
      p += 1;
      t += 1;
    } else if (lastRun >= 0) {
      resumeAt += 1;
      p = lastRun + 1;
      t = resumeAt;
    } else {
      return false;
    }
  }
  while (pattern[p] === anyRun) p += 1;
  return p === pattern.length;
}

/** `${*}`, `${?}` and `${$}` are the characters themselves; `${key, 'default'}` has a fallback. */
function variableValue(variable: string, context: ContextKeys): string | null {
  if (variable === '*' || variable === '?' || variable === '$') return variable;
  const [, key = '', fallback] = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)')?\s*$/.exec(variable) ?? [];
  const value = context.get(key.toLowerCase());
  return typeof value === 'string' ? value : (fallback ?? null);
}
