/** How many of them, from the first on, take no more than `most` together. */
export function fitting<T>(all: readonly T[], sizeOf: (one: T) => number, most: number): number {
  let taken = 0;
  const tooMuch = all.findIndex((one) => {
    taken += sizeOf(one);
    return taken > most;
  });
  return tooMuch === -1 ? all.length : tooMuch;
}

/** What a name takes in a policy, with its quotes and its comma. */
export function inPolicy(name: string): number {
  return name.length + 3;
}
