import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../exit.ts';
import type { AccountResult } from './account-result.ts';

export interface Written {
  readonly boundaries: number;
  readonly policies: number;
}

/**
 * For each principal in `<account>/`: `<user or role>-<name>.policy.json`, the policy that it needs in place of those it has,
 * and `….boundary.json`, which takes nothing away from its policies. `right-size.json` says what each would change.
 */
export function writeRightSizes(folder: string, results: readonly AccountResult[]): Written {
  const written = { boundaries: 0, policies: 0 };
  try {
    for (const { accountId, boundaries, rightSizes } of results) {
      const place = join(folder, accountId);
      const put = (name: string, value: unknown) =>
        writeFileSync(join(place, name), `${JSON.stringify(value, null, 2)}\n`);
      if (Object.keys(boundaries).length + Object.keys(rightSizes).length === 0) continue;
      mkdirSync(place, { recursive: true });
      for (const [arn, document] of Object.entries(boundaries)) {
        put(`${nameOf(arn)}.boundary.json`, document);
        written.boundaries++;
      }
      const told = Object.entries(rightSizes).map(([principal, size]) => {
        if (typeof size === 'string') return { principal, none: size };
        const file = `${nameOf(principal)}.policy.json`;
        const { document, ...rest } = size;
        put(file, document);
        written.policies++;
        return { principal, file, ...rest };
      });
      put('right-size.json', told);
    }
  } catch (error) {
    throw new UsageError(`${folder} cannot be written: ${(error as Error).message}.`, 'Give another folder.');
  }
  return written;
}

/** IAM names are letters, digits and `+=,.@_-`, so that no name leads out of the folder. */
function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1).replaceAll(/[^\w+=,.@-]/g, '-');
}
