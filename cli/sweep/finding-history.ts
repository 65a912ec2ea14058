import { DatabaseSync } from 'node:sqlite';
import type { FindingEntry } from '../../core/sweep/findings.ts';

/** What sweeps remember of a credential, oldest first; empty where no sweep told of it. */
export function findingHistory(path: string, credential: string): readonly FindingEntry[] {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const known = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sweep_finding'").get();
    if (known === undefined) return [];
    return database
      .prepare("SELECT body FROM sweep_finding WHERE json_extract(body, '$.credential') = ? ORDER BY subject")
      .all(credential)
      .flatMap(({ body }) => (JSON.parse(String(body)) as { history?: readonly FindingEntry[] }).history ?? []);
  } finally {
    database.close();
  }
}
