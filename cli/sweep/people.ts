import { reasonOf } from '../../adapters/aws/inventory/gaps.ts';
import { peopleOfIdentityCenter } from '../../adapters/aws/inventory/people.ts';
import type { SdkOptions } from '../../adapters/aws/inventory/reach.ts';
import type { Unread } from './blind-spots.ts';

export interface People {
  /** Null where nobody gave the whole list. */
  readonly addresses: ReadonlySet<string> | null;
  readonly unread: readonly Unread[];
}

/** Everybody whom the context folder's list or Identity Center names. Half a list would make leavers of the other half, so it is none. */
export async function whoWorksHere(
  listed: ReadonlySet<string> | null,
  identityCenter: boolean,
  sdk: SdkOptions,
): Promise<People> {
  if (!identityCenter) return { addresses: listed, unread: [] };
  try {
    const found = await peopleOfIdentityCenter(sdk);
    return { addresses: new Set([...(listed ?? []), ...found]), unread: [] };
  } catch (error) {
    // fails toward: nobody is taken for a leaver, and a word about it
    return { addresses: null, unread: [{ path: 'Identity Center, who works here', reason: reasonOf(error) }] };
  }
}
