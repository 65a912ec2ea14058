import { isShared, placeOf } from '../plan/measures/measure.ts';
import { amend } from './amend.ts';
import { type Containment, goalOf, isClosed } from './containment.ts';
import type { ContainmentStore } from './ports.ts';

/**
 * Where another containment wants the same place as it is, taking this one back changes nothing on AWS, not even for a
 * moment. The other takes over what was there before, and puts that back in its time.
 */
export async function isHandedOver(row: Containment, store: ContainmentStore): Promise<boolean> {
  const { before } = row;
  if (!isShared(row.measure.kind) || before === null) return false;
  const heirs = (await store.open()).filter(
    (other) => other.id !== row.id && other.desired === 'contained' && !isClosed(other) && isSamePlace(other, row),
  );
  for (const { id } of heirs) {
    const heir = await amend(id, store, (current) => {
      // What has not begun may never do so: its brakes are still to be asked.
      if (current.desired === 'released' || current.before === null) return null;
      return isUntouched(current) ? { ...current, before } : current;
    });
    if (heir !== null) return true;
  }
  return false;
}

/** Whether the two touch one place on AWS. */
export function isSamePlace({ measure: one }: Containment, { measure: other }: Containment): boolean {
  return (
    one.kind === other.kind &&
    one.target.accountId === other.target.accountId &&
    one.target.kind === other.target.kind &&
    placeOf(one) === placeOf(other)
  );
}

/** Nothing of it has been written yet, so that what was found need not be put back. */
export function isUntouched({ before, measure }: Containment): boolean {
  return before === null || before.value === goalOf(measure);
}
