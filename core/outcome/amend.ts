import type { Containment } from './containment.ts';
import type { ContainmentStore } from './ports.ts';

/**
 * Changes a row by reading it, asking `change`, and writing only if nobody was faster; else again from the start.
 * Null where there is no row or `change` declines.
 */
export async function amend(
  id: string,
  store: ContainmentStore,
  change: (row: Containment) => Containment | null,
): Promise<Containment | null> {
  for (;;) {
    const row = await store.read(id);
    const changed = row === null ? null : change(row);
    if (row === null || changed === null) return null;
    const next = { ...changed, version: row.version + 1 };
    if (await store.replace(next)) return next;
  }
}
