import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

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
