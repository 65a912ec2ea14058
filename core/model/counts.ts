/** Of each name, the times in all of them together. */
export function addedUp(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const [name, times] of counts.flatMap((one) => Object.entries(one))) total[name] = (total[name] ?? 0) + times;
  return total;
}

/** The keys that most of the things have: several, where they are as many. */
export function commonest<T, K>(things: Iterable<T>, keyOf: (thing: T) => K): ReadonlySet<K> {
  const counts = new Map<K, number>();
  for (const thing of things) counts.set(keyOf(thing), (counts.get(keyOf(thing)) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return new Set([...counts].flatMap(([key, count]) => (count === most ? [key] : [])));
}
