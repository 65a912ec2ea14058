import type { Tag } from '../../../core/intake/account/account-inventory.ts';

/** Tags as AWS lists them; one without a key says nothing. */
export function tagsOf(
  listed: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] = [],
): Tag[] {
  return listed.flatMap(({ Key, Value }) => (Key === undefined ? [] : [{ Key, Value: Value ?? '' }]));
}
