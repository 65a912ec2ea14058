import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '../../adapters/aws/inventory/gaps.ts';
import { peopleOfIdentityCenter } from '../../adapters/aws/inventory/people.ts';
import type { SdkOptions } from '../../adapters/aws/inventory/reach.ts';
import type { Unread } from './blind-spots.ts';

export interface People {
  /** Null where nobody gave the whole list. */
  readonly addresses: ReadonlySet<string> | null;
  readonly unread: readonly Unread[];
}

/** Everybody whom the folder or Identity Center names. Half a list would make leavers of the other half, so it is none. */
export async function whoWorksHere(
  { context, identityCenter }: { readonly context?: string; readonly identityCenter?: true },
  sdk: SdkOptions,
): Promise<People> {
  const listed = readPeople(context);
  if (identityCenter !== true) return { addresses: listed, unread: [] };
  try {
    const found = await peopleOfIdentityCenter(sdk);
    return { addresses: new Set([...(listed ?? []), ...found]), unread: [] };
  } catch (error) {
    // fails toward: nobody is taken for a leaver, and a word about it
    return { addresses: null, unread: [{ path: 'Identity Center, who works here', reason: reasonOf(error) }] };
  }
}

/**
 * `people.txt` of the context folder: the address of everybody who works here, one a line. Null where there is none, since
 * a missing list must not make everybody a leaver.
 */
export function readPeople(folder: string | undefined): ReadonlySet<string> | null {
  if (folder === undefined) return null;
  const path = join(folder, 'people.txt');
  if (!existsSync(path)) return null;
  const lines = readFileSync(path, 'utf8').split(/\r\n|\n|\r/);
  const people = lines.map((line) => line.trim().toLowerCase()).filter((line) => line !== '' && !line.startsWith('#'));
  return people.length === 0 ? null : new Set(people);
}
