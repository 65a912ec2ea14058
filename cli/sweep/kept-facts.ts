import type { DatabaseSync } from 'node:sqlite';
import type { GrantMade } from '../../core/context/grants/grant-made.ts';
import { type Forebear, isRenewed } from '../../core/context/lineage.ts';
import { subjectOf } from '../../core/model/credential.ts';
import type { Standing } from '../../core/signals/standing/standing.ts';

const schema = `CREATE TABLE IF NOT EXISTS sweep_grant (
  key TEXT PRIMARY KEY, account TEXT NOT NULL, body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sweep_grant_account ON sweep_grant (account);
CREATE TABLE IF NOT EXISTS sweep_forebear (
  subject TEXT PRIMARY KEY, account TEXT NOT NULL, body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sweep_forebear_account ON sweep_forebear (account)`;

/**
 * What was seen once and may not be there to be seen again: who gave whom which permission, since trails grow old, and keys,
 * since a rotation ends with the old one deleted.
 */
export class KeptFacts {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(schema);
  }

  grants(account: string): readonly GrantMade[] {
    const rows = this.#database.prepare('SELECT body FROM sweep_grant WHERE account = ? ORDER BY key').all(account);
    return rows.map(({ body }) => JSON.parse(String(body)) as GrantMade);
  }

  /** As the last sweep saw them; those that are gone are among them. */
  forebears(account: string): readonly Forebear[] {
    const rows = this.#database
      .prepare('SELECT body FROM sweep_forebear WHERE account = ? ORDER BY subject')
      .all(account);
    return rows.map(({ body }) => ({ ...(JSON.parse(String(body)) as Forebear), ended: true }));
  }

  noteGrants(grants: readonly GrantMade[]): void {
    const put = this.#database.prepare('INSERT OR IGNORE INTO sweep_grant VALUES (?, ?, ?)');
    for (const one of grants) {
      const { accountId, at, action, to, policy } = one;
      put.run(JSON.stringify([accountId, at, action, to, policy]), accountId, JSON.stringify(one));
    }
  }

  noteForebears(standings: readonly Standing[]): void {
    const put = this.#database.prepare('INSERT OR REPLACE INTO sweep_forebear VALUES (?, ?, ?)');
    for (const { credential, createdAt, lastUse, status } of standings) {
      if (!isRenewed(credential)) continue;
      const lastUsedAt = lastUse.kind === 'used' ? lastUse.at : null;
      const body: Forebear = { credential, since: createdAt, lastUsedAt, ended: status === 'inactive' };
      put.run(subjectOf(credential), credential.accountId, JSON.stringify(body));
    }
  }
}
