const atOnce = 8;

/** Asks for all of them, some at a time. */
export async function inTurns<T, U>(all: readonly T[], ask: (one: T) => Promise<U>): Promise<U[]> {
  const found: U[] = [];
  for (let i = 0; i < all.length; i += atOnce) {
    found.push(...(await Promise.all(all.slice(i, i + atOnce).map(ask))));
  }
  return found;
}
