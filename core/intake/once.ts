/**
 * `read`, with its answers kept by the text that they were read from: logs say the same things again and again. Forgets all
 * of them once there are `most`. What it answers is shared, so that nobody may change it.
 */
export function once<T>(most: number, read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = read(text);
    if (known.size >= most) known.clear();
    known.set(text, value);
    return value;
  };
}

/**
 * An equal thing that was given before, if it is still remembered: most of a log is about a few, and what waits to be
 * judged is held once.
 */
export function shared<T extends Shared>(thing: T): T {
  const key = thing.id ?? thing.arn ?? '';
  const known = given.get(key);
  if (known !== undefined && isAlike(known, thing)) return known as T;
  if (given.size >= mostGiven) given.clear();
  given.set(key, thing);
  return thing;
}

interface Shared {
  readonly kind: string;
  readonly id?: string;
  readonly arn?: string;
}

const given = new Map<string, Shared>();
const mostGiven = 16_384;

function isAlike(a: Shared, b: Shared): boolean {
  for (const name in a) if (a[name as keyof Shared] !== b[name as keyof Shared]) return false;
  for (const name in b) if (!(name in a)) return false;
  return true;
}
