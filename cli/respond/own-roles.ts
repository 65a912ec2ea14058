import { isMachinery, isOwnRole } from '../../contract/permissions.ts';

/** Nobody tells a laptop where stacks of ours stand: whatever is called like ours is left alone, in whichever account. */
export function mayBeOwnRole(arn: string): boolean {
  return isOwnRole(arn, null);
}

/** The same of whoever could mend nothing. */
export function mayBeMachinery(arn: string): boolean {
  return isMachinery(arn, null);
}
