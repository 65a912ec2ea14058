import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { deserialize, serialize } from 'node:v8';
import { SqliteBaselines } from '../../adapters/sqlite/context-store.ts';
import type { Baseline } from '../../core/context/habits/baseline.ts';
import type { StoredBaseline } from '../../core/context/habits/context-store.ts';
import { Sessions, type Tracked } from '../../core/context/sessions/sessions.ts';
import type { FleetMemory, Left, Member } from '../../core/fleet/members.ts';
import type { Credential } from '../../core/model/credential.ts';
import { accountKey, principalKey } from '../../core/observe/note-keys.ts';
import { emptySpent, type Spent } from '../../core/plan/limits.ts';
import { UsageError } from '../exit.ts';
import { KeptFacts } from '../sweep/kept-facts.ts';
import { Activities, type Activity } from './activity.ts';

const schema = `CREATE TABLE IF NOT EXISTS remembered (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID`;

/** Goes up with every change of the form of what is remembered. */
const form = 15;

/** All that a replay goes on from: what the fleet knew, what was answered, and what is shown of each credential. */
export interface Remembered {
  readonly memory: FleetMemory;
  /** Taken up by the fleet before its first record. */
  readonly left: readonly (readonly [Credential, Left])[];
  readonly knownAccounts: Set<string>;
  readonly spent: Spent;
  /** Ids of what was decided of how credentials stood at the end of the last one. */
  standings: readonly string[];
  readonly activities: Activities;
}

/** What is small enough to be written in one piece. */
interface Rest {
  readonly form: number;
  readonly run: number;
  /** Of all other rows: what is missing or another's must never look like what was not met yet. */
  readonly seal: string;
  /** Ids of what was decided by then; whoever else decides in the same file adds to them. */
  readonly decisions: readonly string[];
  readonly tracked: Map<string, Tracked>;
  readonly populations: FleetMemory['populations'];
  readonly given: FleetMemory['given'];
  readonly made: FleetMemory['made'];
  readonly experiences: FleetMemory['experiences'];
  readonly knownAccounts: Set<string>;
  readonly spent: Spent;
  readonly standings: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** Its baseline is kept beside it, as the cloud keeps it. */
type Kept = Omit<Left, 'baseline'> & { readonly credential: Credential };

/** The memory of the replays that wrote to one state file. Throws where part of it is missing, damaged or of another form. */
export class MemoryKept {
  readonly remembered: Remembered;
  readonly #database: DatabaseSync;
  readonly #path: string;
  readonly #tracked: Map<string, Tracked>;
  readonly #run: number;
  readonly #baselines: SqliteBaselines;
  /** Of the baselines that were read. */
  readonly #versions: ReadonlyMap<string, number>;

  constructor(database: DatabaseSync, path: string) {
    database.exec(schema);
    this.#database = database;
    this.#path = path;
    this.#baselines = new SqliteBaselines(database);
    const rest = this.#rest();
    if (rest !== null && rest.form !== form) {
      throw new Error(
        `it was written by ${rest.form < form ? 'an earlier' : 'a newer'} version of Rescind, in another format`,
      );
    }
    if (this.#sealed() !== (rest?.seal ?? noRows)) throw new Error('part of it is missing or damaged');
    const decided = new Set(this.#decided());
    if (rest?.decisions.some((id) => !decided.has(id))) throw new Error('some of its decisions are missing');
    this.#run = rest?.run ?? 0;
    const stored = this.#baselines.all();
    this.#versions = new Map([...stored].map(([subject, { version }]) => [subject, version]));
    this.#tracked = rest?.tracked ?? new Map();
    const activities = new Activities();
    if (rest !== null) Object.assign(activities, { from: rest.from, to: rest.to });
    for (const [id, activity] of this.#all<Activity>('activity ')) activities.byCredential.set(id, activity);
    this.remembered = {
      memory: {
        members: new Map(),
        principals: calledIn(stored, principalKey('')),
        accounts: calledIn(stored, accountKey('')),
        sessions: new Sessions(this.#tracked),
        populations: rest?.populations ?? new Map(),
        experiences: rest?.experiences ?? new Map(),
        given: rest?.given ?? new Map(),
        made: rest?.made ?? new Map(),
      },
      left: this.#all<Kept>('member ').map(([subject, { credential, ...left }]) => {
        const baseline = stored.get(subject)?.baseline;
        if (baseline === undefined) throw new Error(`the habits of ${subject} are missing`);
        return [credential, { ...left, baseline }] as const;
      }),
      knownAccounts: rest?.knownAccounts ?? new Set(),
      spent: rest?.spent ?? emptySpent(),
      standings: rest?.standings ?? [],
      activities,
    };
  }

  /** Inside the caller's transaction. Refuses where another run wrote since this one read. */
  store(): void {
    if ((this.#rest()?.run ?? 0) !== this.#run) throw this.#overtaken();
    const { memory, knownAccounts, spent, standings, activities } = this.remembered;
    this.#database.exec('DELETE FROM remembered');
    const insert = this.#database.prepare('INSERT INTO remembered VALUES (?, ?)');
    for (const [subject, member] of memory.members) {
      insert.run(`member ${subject}`, serialize(keptOf(member)));
      this.#keep(subject, member.dossier.baseline);
    }
    for (const [arn, baseline] of memory.principals) this.#keep(principalKey(arn), baseline);
    for (const [account, baseline] of memory.accounts) this.#keep(accountKey(account), baseline);
    for (const [id, activity] of activities.byCredential) insert.run(`activity ${id}`, serialize(activity));
    const { from, to } = activities;
    const rest: Rest = {
      form,
      run: this.#run + 1,
      seal: this.#sealed(),
      decisions: this.#decided(),
      tracked: this.#tracked,
      populations: memory.populations,
      experiences: memory.experiences,
      given: memory.given,
      made: memory.made,
      // They were met in the order of the files.
      knownAccounts: new Set([...knownAccounts].sort()),
      spent,
      standings,
      from,
      to,
    };
    insert.run('rest', writtenAlike(rest));
    // For the sweeps that remember in the same file: a grant ends also once its trail is gone.
    new KeptFacts(this.#database).noteGrants([...memory.given.values()].flatMap(({ grants }) => grants));
  }

  #rest(): Rest | null {
    const row = this.#database.prepare(`SELECT value FROM remembered WHERE key = 'rest'`).get();
    return row === undefined ? null : (deserialize(row.value as Uint8Array) as Rest);
  }

  #overtaken(): UsageError {
    return new UsageError(`Another replay has written to ${this.#path} meanwhile.`, 'Run this one again.');
  }

  #keep(subject: string, baseline: Baseline): void {
    const expectedVersion = this.#versions.get(subject) ?? null;
    if (this.#baselines.commit({ subject, baseline, expectedVersion }).kind === 'conflict') throw this.#overtaken();
  }

  #all<T>(prefix: string): (readonly [string, T])[] {
    return this.#rows(prefix).map(([key, bytes]) => [key, deserialize(bytes) as T]);
  }

  /** Keys without the prefix. */
  #rows(prefix: string): (readonly [string, Uint8Array])[] {
    const rows = this.#database.prepare('SELECT key, value FROM remembered WHERE substr(key, 1, ?) = ?');
    return rows
      .all(prefix.length, prefix)
      .map(({ key, value }) => [String(key).slice(prefix.length), value as Uint8Array]);
  }

  #decided(): string[] {
    return this.#database
      .prepare('SELECT id FROM decision ORDER BY id')
      .all()
      .map(({ id }) => String(id));
  }

  #sealed(): string {
    const hash = createHash('sha256');
    for (const query of sealedRows) {
      for (const row of this.#database.prepare(query).iterate()) {
        for (const value of Object.values(row)) hash.update(value instanceof Uint8Array ? value : `${value} `);
      }
    }
    return hash.digest('hex');
  }
}

/** All that a replay goes on from, but for `rest` itself; who remembers in the same file leaves these tables alone. */
const sealedRows = [
  'SELECT subject, version, length(bytes), bytes FROM baseline ORDER BY subject',
  `SELECT key, length(value), value FROM remembered WHERE key <> 'rest' ORDER BY key`,
  'SELECT hour, length(marks), marks FROM judged ORDER BY hour',
];
const noRows = createHash('sha256').digest('hex');

/** Those whose subject begins so, without that. */
function calledIn(stored: ReadonlyMap<string, StoredBaseline>, prefix: string): Map<string, Baseline> {
  const named = [...stored].filter(([subject]) => subject.startsWith(prefix));
  return new Map(named.map(([subject, { baseline }]) => [subject.slice(prefix.length), baseline]));
}

/** V8 writes an array that came from another thread or from disk another way than one made here: read back, all are alike. */
function writtenAlike(rest: Rest): Uint8Array {
  return serialize(deserialize(serialize(rest)));
}

function keptOf({ credential, dossier, state, memo }: Member): Kept {
  const { recent, watchedSince, madeBy, evidence, course, radius } = dossier;
  const wider = radius === undefined ? {} : { radius };
  return { credential, recent, watchedSince, madeBy, evidence, course, state, memo, ...wider };
}
