import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { CloudTrailRecord } from '../../simulator/record/cloudtrail-record.ts';

/** One attack as it was recorded: every record is the attacker's, in order of time. */
export interface RecordedAttack {
  /** `persistence.iam-create-admin-user` */
  readonly name: string;
  readonly records: readonly CloudTrailRecord[];
}

/** Null where there is no such folder. */
export function readAttacks(folder: string): RecordedAttack[] | null {
  if (!existsSync(folder)) return null;
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => {
    const { Records } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { Records: CloudTrailRecord[] };
    return { name: basename(name, '.json').replace(/^aws\./, ''), records: Records };
  });
}
