import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cannotWrite } from '../terminal/file-fault.ts';
import type { AccountResult } from './account-result.ts';

/** One file for each principal, `<account>/<user or role>-<name>.json`; answers how many there are. */
export function writeBoundaries(folder: string, results: readonly AccountResult[]): number {
  let written = 0;
  try {
    for (const { accountId, boundaries } of results) {
      for (const [arn, document] of Object.entries(boundaries)) {
        const place = join(folder, accountId);
        mkdirSync(place, { recursive: true });
        writeFileSync(join(place, `${nameOf(arn)}.json`), `${JSON.stringify(document, null, 2)}\n`);
        written++;
      }
    }
  } catch (error) {
    throw cannotWrite(folder, error, 'Give another folder.');
  }
  return written;
}

/** IAM names are letters, digits and `+=,.@_-`, so that no name leads out of the folder. */
function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1).replaceAll(/[^\w+=,.@-]/g, '-');
}
