import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { deedsTable } from '../../contract/tables.ts';
import { day, type Instant } from '../../core/model/instant.ts';
import { type Containment, type Hold, holdersOf, isClosed, isInForce } from '../../core/outcome/containment.ts';
import { type Armed, type ContainmentStore, firstOf, obstacleTo } from '../../core/outcome/ports.ts';
import { getItem, getItems, type Item, putItem, type Table, versionOf } from './item.ts';

/** Everything about one credential in one item, so that one conditional put arms a containment and heeds a hold. */
interface File {
  readonly hold: Hold | null;
  /** By id. */
  readonly rows: Readonly<Record<string, Containment>>;
  /** Of a principal: its credentials that something was ever armed against. Absent for none. */
  readonly credentials?: readonly string[];
}

/** As it is on record: its text, and of what version. */
interface Stored {
  readonly text: string;
  readonly version: number | null;
}

const closedKeptFor = 60 * day;

/** A race lost is somebody else's progress, so this many in a row means that something is wrong. */
const mostRaces = 32;

/** Files, and ways from outcomes to credentials, that a process remembers. */
const mostKept = 32;

/**
 * Containments and holds in DynamoDB, by conditional puts alone. A file that was read or written a moment ago is changed without
 * reading it once more: the put is refused where somebody came between. What is asked for is always read.
 */
export function dynamodbContainmentStore(table: Table): ContainmentStore {
  const files = new Map<string, Stored>();
  /** Never changes once it is there. */
  const ways = new Map<string, string>();

  async function read(credential: string): Promise<File> {
    return fileIn(await stored(credential));
  }

  async function stored(credential: string): Promise<Stored> {
    const item = await getItem(fileKey(credential), table);
    const found = item === null ? { text: noFile, version: null } : storedIn(item);
    keep(files, credential, found);
    return found;
  }

  /** Those of many credentials, in their order. */
  async function readAll(credentials: readonly string[]): Promise<File[]> {
    const items = await getItems(credentials.map(fileKey), table);
    return credentials.flatMap((credential) => {
      const item = items.get(fileKey(credential));
      return item === undefined ? [] : [fileIn(storedIn(item))];
    });
  }

  /** Changes the file on what is there, until nobody comes between; `change` answers null where nothing is to be changed. */
  async function amend<T>(credential: string, change: (file: File) => readonly [File | null, T]): Promise<T> {
    const put = async (changed: File, version: number | null) => {
      files.delete(credential);
      const next = await putItem(fileKey(credential), contentOf(changed), version, table);
      if (next !== null) keep(files, credential, { text: JSON.stringify(changed), version: next });
      return next !== null;
    };
    const kept = files.get(credential);
    if (kept !== undefined) {
      const [changed, answer] = change(fileIn(kept));
      // That nothing is to be changed is for what is there to say.
      if (changed !== null && (await put(changed, kept.version))) return answer;
    }
    for (let race = 0; race < mostRaces; race++) {
      const found = await stored(credential);
      const [changed, answer] = change(fileIn(found));
      if (changed === null) return answer;
      if (await put(changed, found.version)) return answer;
    }
    throw new Error(`the containments of ${credential} are written by too many at once`);
  }

  async function rowsOf(credential: string): Promise<Containment[]> {
    return Object.values((await read(credential)).rows).toSorted(byId);
  }

  /** Whose outcome it is; null where there is none. */
  async function credentialOf(outcomeId: string): Promise<string | null> {
    const credential = ways.get(outcomeId) ?? (await getItem(outcomeKey(outcomeId), table))?.[deedsTable.text]?.S;
    if (credential === undefined) return null;
    keep(ways, outcomeId, credential);
    return credential;
  }

  async function ofOutcome(outcomeId: string): Promise<Containment[]> {
    const credential = await credentialOf(outcomeId);
    return credential === null ? [] : (await rowsOf(credential)).filter((row) => row.outcomeId === outcomeId);
  }

  /** Enters the credential with its principal, unless that is held: one conditional put, too. */
  function enter(credential: string, principal: string, now: Instant): Promise<Armed | null> {
    return amend<Armed | null>(principal, (file) => {
      const { hold, credentials = [] } = file;
      if (isInForce(hold, now)) return [null, { kind: 'held', hold }];
      if (credentials.includes(credential)) return [null, null];
      return [{ ...file, credentials: [...credentials, credential] }, null];
    });
  }

  return {
    async arm(wanted, now) {
      const { outcomeId, credential, principal = credential } = firstOf(wanted);
      const held = principal === credential ? null : await enter(credential, principal, now);
      if (held !== null) return held;
      // The way from the outcome to its credential comes first: alone it leads to nothing, and a row must be found.
      const isNew = await putItem(outcomeKey(outcomeId), { [deedsTable.text]: { S: credential } }, null, table);
      if (isNew !== null) keep(ways, outcomeId, credential);
      return amend<Armed>(credential, (file) => {
        const { hold, rows } = file;
        if (isInForce(hold, now)) return [null, { kind: 'held', hold }];
        const stored = Object.values(rows).filter((row) => row.outcomeId === outcomeId);
        const obstacle = obstacleTo(wanted, stored);
        if (obstacle !== null) return [null, obstacle];
        const added = Object.fromEntries(wanted.map((row) => [row.id, row]));
        return [{ hold: null, rows: { ...recent(rows, now), ...added } }, { kind: 'armed' }];
      });
    },
    read: async (id) => (await ofOutcome(outcomeIn(id))).find((row) => row.id === id) ?? null,
    replace: (row) =>
      amend(row.credential, (file) => {
        const stored = file.rows[row.id];
        // A put whose answer was lost is tried again by the SDK, and finds its own deed.
        if (stored?.version !== row.version - 1) return [null, JSON.stringify(stored) === JSON.stringify(row)];
        return [{ ...file, rows: { ...file.rows, [row.id]: row } }, true];
      }),
    ofOutcome,
    async heldBy(name) {
      const own = await read(name);
      const all = [own, ...(await readAll(own.credentials ?? []))];
      return all
        .flatMap(({ rows }) => Object.values(rows))
        .filter((row) => holdersOf(row).includes(name))
        .toSorted(byId);
    },
    async open() {
      const all = await readAll(await openCredentials(table));
      return all
        .flatMap(({ rows }) => Object.values(rows))
        .filter((row) => !isClosed(row))
        .toSorted(byId);
    },
    hold: (hold) => amend(hold.credential, (file) => [{ ...file, hold }, undefined]),
    liftHold: (credential) =>
      amend(credential, (file) => [file.hold === null ? null : { ...file, hold: null }, undefined]),
    holdOn: async (credential) => (await read(credential)).hold,
    async holds() {
      const all = await readAll(await openCredentials(table));
      return all.flatMap(({ hold }) => hold ?? []);
    },
  };
}

const filePrefix = 'credential ';
const isOpen = 'yes';

const noFile = JSON.stringify({ hold: null, rows: {} } satisfies File);

function storedIn(item: Item): Stored {
  return { text: item[deedsTable.text]?.S ?? 'null', version: versionOf(item) };
}

function fileIn({ text }: Stored): File {
  return JSON.parse(text);
}

/** The oldest make room. */
function keep<T>(kept: Map<string, T>, key: string, value: T): void {
  kept.delete(key);
  kept.set(key, value);
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break;
    kept.delete(oldest);
  }
}

function fileKey(credential: string): string {
  return `${filePrefix}${credential}`;
}

function outcomeKey(outcomeId: string): string {
  return `outcome ${outcomeId}`;
}

/** `o_1f2e.pin` → `o_1f2e` */
function outcomeIn(id: string): string {
  return id.split('.', 1)[0] ?? id;
}

/** In the index is what somebody has to look at again: a row that is not closed, and a hold that nobody lifted. */
function contentOf(file: File): Item {
  const open = file.hold !== null || Object.values(file.rows).some((row) => !isClosed(row));
  return { [deedsTable.text]: { S: JSON.stringify(file) }, ...(open && { [deedsTable.open]: { S: isOpen } }) };
}

/** An item has its limit: what was closed long ago, longer than any queue keeps a message, lives on in the ledger. */
function recent(rows: File['rows'], now: Instant): File['rows'] {
  const isOld = (row: Containment) => isClosed(row) && now - (row.answer?.at ?? now) > closedKeptFor;
  return Object.fromEntries(Object.entries(rows).filter(([, row]) => !isOld(row)));
}

function byId(a: Containment, b: Containment): number {
  return a.id < b.id ? -1 : 1;
}

/** The index lags a little behind the table; whoever sweeps comes again. */
async function openCredentials({ client, name }: Table): Promise<string[]> {
  const found: string[] = [];
  const query = {
    TableName: name,
    IndexName: deedsTable.openIndex,
    KeyConditionExpression: '#o = :o',
    ExpressionAttributeNames: { '#o': deedsTable.open },
    ExpressionAttributeValues: { ':o': { S: isOpen } },
  };
  for await (const { Items = [] } of paginateQuery({ client }, query)) {
    found.push(...Items.map((item) => (item[deedsTable.key]?.S ?? '').slice(filePrefix.length)));
  }
  return found.toSorted();
}
