/** What is kept under the key; made and kept from now on where there is nothing yet. */
export function keptIn<K, V>(kept: Map<K, V>, key: K, make: () => V): V {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = make();
  kept.set(key, made);
  return made;
}
