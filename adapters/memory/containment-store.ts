import { type Containment, type Hold, holdersOf, isClosed, isInForce } from '../../core/outcome/containment.ts';
import { type ContainmentStore, firstOf, obstacleTo } from '../../core/outcome/ports.ts';

/** Containments and holds that last as long as the process; rows are copied, so that nothing is shared by accident. */
export function memoryContainmentStore(): ContainmentStore {
  const rows = new Map<string, Containment>();
  const holds = new Map<string, Hold>();

  function select(wanted: (row: Containment) => boolean): Containment[] {
    const found = [...rows.values()].filter(wanted).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return structuredClone(found);
  }

  return {
    arm: async (wanted, now) => {
      const { outcomeId } = firstOf(wanted);
      for (const name of holdersOf(firstOf(wanted))) {
        const hold = holds.get(name) ?? null;
        if (isInForce(hold, now)) return { kind: 'held', hold };
      }
      const stored = select((row) => row.outcomeId === outcomeId);
      const obstacle = obstacleTo(wanted, stored);
      if (obstacle !== null) return obstacle;
      for (const row of wanted) rows.set(row.id, structuredClone(row));
      return { kind: 'armed' };
    },
    read: async (id) => structuredClone(rows.get(id) ?? null),
    replace: async (row) => {
      if (rows.get(row.id)?.version !== row.version - 1) return false;
      rows.set(row.id, structuredClone(row));
      return true;
    },
    ofOutcome: async (outcomeId) => select((row) => row.outcomeId === outcomeId),
    heldBy: async (name) => select((row) => holdersOf(row).includes(name)),
    open: async () => select((row) => !isClosed(row)),
    hold: async (hold) => void holds.set(hold.credential, hold),
    liftHold: async (credential) => void holds.delete(credential),
    holdOn: async (credential) => holds.get(credential) ?? null,
    holds: async () => [...holds.values()].toSorted((a, b) => (a.credential < b.credential ? -1 : 1)),
  };
}
