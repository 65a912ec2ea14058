/** Of each name, the times in all of them together. */
export function addedUp(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const [name, times] of counts.flatMap((one) => Object.entries(one))) total[name] = (total[name] ?? 0) + times;
  return total;
}
