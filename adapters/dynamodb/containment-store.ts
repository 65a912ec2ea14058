import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { deedsTable } from '../../contract/tables.ts';
import { day, type Instant } from '../../core/model/instant.ts';
import { type Containment, type Hold, holdersOf, isClosed, isInForce } from '../../core/outcome/containment.ts';
import { type Armed, type ContainmentStore, firstOf, obstacleTo } from '../../core/outcome/ports.ts';
import { getItem, getItems, type Item, putItem, type Table, versionOf } from './item.ts';
import { WarmItems } from './warm-items.ts';

/** Everything about one credential in one item, so that one conditional put arms a containment and heeds a hold. */
interface File {
  readonly hold: Hold | null;
  /** By id. */
  readonly rows: Readonly<Record<string, Containment>>;
  /** Of a principal: its credentials that something was ever armed against. Absent for none. */
  readonly credentials?: readonly string[];
}

const closedKeptFor = 60 * day;

/** A race lost is somebody else's progress, so this many in a row means that something is wrong. */
const mostRaces = 32;

/**
 * Containments and holds in DynamoDB, by conditional puts alone. A file that was read or written a moment ago is changed without
 * reading it once more: the put is refused where somebody came between. What is asked for is always read.
 */
export function dynamodbContainmentStore(given: Table): ContainmentStore {
  const warm = new WarmItems(Date.now);
  const table = { ...given, warm };

  async function stored(key: string): Promise<Item | null> {
    const item = await getItem(key, table);
    if (item !== null) warm.keep(key, item);
    return item;
  }

  async function read(credential: string): Promise<File> {
    return fileIn(await stored(fileKey(credential)));
  }

  /** Those of many credentials, in their order. */
  async function readAll(credentials: readonly string[]): Promise<File[]> {
    const items = await getItems(credentials.map(fileKey), table);
    return credentials.flatMap((credential) => {
      const item = items.get(fileKey(credential));
      return item === undefined ? [] : [fileIn(item)];
    });
  }

  /** Changes the file on what is there, until nobody comes between; `change` answers null where nothing is to be changed. */
  async function amend<T>(credential: string, change: (file: File) => readonly [File | null, T]): Promise<T> {
    const key = fileKey(credential);
    let kept = warm.get(key);
    for (let race = 0; race < mostRaces; race++) {
      const item = kept ?? (await stored(key));
      const [changed, answer] = change(fileIn(item));
      // That nothing is to be changed is for what is there to say.
      if (changed === null && kept === undefined) return answer;
      const version = item === null ? null : versionOf(item);
      if (changed !== null && (await putItem(key, contentOf(changed), version, table)) !== null) return answer;
      kept = undefined;
    }
    throw new Error(`too many processes write the containments of ${credential} at once`);
  }

  async function rowsOf(credential: string): Promise<Containment[]> {
    return Object.values((await read(credential)).rows).toSorted(byId);
  }

  /** Whose outcome it is, which never changes; null where there is none. */
  async function credentialOf(outcomeId: string): Promise<string | null> {
    return (await getItem(outcomeKey(outcomeId), table, true))?.[deedsTable.text]?.S ?? null;
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
      const way = { [deedsTable.text]: { S: credential } };
      await putItem(outcomeKey(outcomeId), way, null, given);
      warm.keep(outcomeKey(outcomeId), way);
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

function fileIn(item: Item | null): File {
  return item === null ? { hold: null, rows: {} } : JSON.parse(item[deedsTable.text]?.S ?? 'null');
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
