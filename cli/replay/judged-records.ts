import { hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Told } from '../../core/intake/told.ts';
import { hour } from '../../core/model/instant.ts';

const schema = `CREATE TABLE IF NOT EXISTS judged (hour INTEGER PRIMARY KEY, marks BLOB NOT NULL) STRICT`;

/** The records that were judged before, eight bytes of each, by the hour they tell of. */
export class JudgedRecords {
  readonly #database: DatabaseSync;
  readonly #changed = new Map<number, Float64Array>();

  constructor(database: DatabaseSync) {
    database.exec(schema);
    this.#database = database;
  }

  /** Those of one hour's records that were never judged; they count as judged from now on. */
  sift(told: readonly Told[]): Told[] {
    const [first] = told;
    if (first === undefined) return [];
    const key = Math.floor(first.at / hour);
    const known = new Set(this.#marksOf(key));
    const fresh = told.filter((one) => {
      const mark = markOf(one);
      return !known.has(mark) && known.add(mark);
    });
    if (fresh.length > 0) this.#changed.set(key, Float64Array.from(known));
    return fresh;
  }

  /** Inside the caller's transaction. */
  store(): void {
    const write = this.#database.prepare('INSERT OR REPLACE INTO judged VALUES (?, ?)');
    for (const [key, marks] of this.#changed) write.run(key, new Uint8Array(marks.buffer));
    this.#changed.clear();
  }

  #marksOf(key: number): Float64Array {
    const changed = this.#changed.get(key);
    if (changed !== undefined) return changed;
    const row = this.#database.prepare('SELECT marks FROM judged WHERE hour = ?').get(key);
    return row === undefined ? new Float64Array() : new Float64Array(Uint8Array.from(row.marks as Uint8Array).buffer);
  }
}

/** 53 bits of a record's time and id, the most that a number holds: two records of one hour will not share them. */
function markOf({ at, id }: Told): number {
  const bytes = hash('sha256', `${at} ${id}`, 'buffer');
  return bytes.readUIntBE(0, 6) * 32 + (bytes.readUInt8(6) >> 3);
}
