/** Longer ones are seldom AWS's, and are not to be held in memory by the thousand. */
const longestKept = 1_024;

/**
 * `read`, with its answers kept by the text that they were read from: logs say the same things again and again. Forgets all
 * of them once there are `most`. What it answers is shared, so that nobody may change it.
 */
export function once<T>(most: number, read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (text.length > longestKept) return read(text);
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = read(text);
    if (known.size >= most) known.clear();
    known.set(text, value);
    return value;
  };
}
