import { noteKeys, type SweepRun } from '../../contract/notes.ts';
import type { Forebear } from '../../core/context/lineage.ts';
import type { NoteStore } from '../../core/context/note-store.ts';
import type { SeenUse } from '../../core/context/seen-use.ts';
import { day, type Instant } from '../../core/model/instant.ts';
import type { KnownFinding, News } from '../../core/sweep/findings.ts';
import { documentsIn } from '../documents.ts';

/** What the last sweep found in one account. */
export interface SweptAccount {
  readonly run: string;
  /** When that was; absent in what is on record from before. */
  readonly at?: Instant;
  /** Why nobody was let in; null where somebody was. */
  readonly refused: string | null;
  /** Where nobody was let in, those that were seen at work. */
  readonly credentials: number;
  readonly kinds: Readonly<Record<string, number>>;
  readonly ownerless: number;
  readonly findings: Readonly<Record<News | 'resolved', number>>;
  readonly gaps: number;
}

/** What sweeps remember of a run, of its accounts, and of what was found before. */
export function sweepMemory(notes: NoteStore) {
  const { read, write } = documentsIn(notes);

  /** One list over as many notes as it takes. */
  function book<T>(name: string) {
    const pageKey = (account: string, page: number) => `${name} ${account} ${page}`;
    type Page = readonly (readonly [subject: string, one: T])[];
    async function pagesOf(account: string): Promise<Page[]> {
      const pages: Page[] = [];
      for (;;) {
        const page = await read<Page>(pageKey(account, pages.length));
        if (page === null) return pages;
        pages.push(page);
      }
    }
    return {
      read: async (account: string): Promise<ReadonlyMap<string, T>> => new Map((await pagesOf(account)).flat()),
      /** All of the account's. */
      async replace(account: string, entries: readonly (readonly [string, T])[]): Promise<void> {
        const before = (await pagesOf(account)).length;
        const pages = pagesFor(entries);
        for (let page = 0; page < Math.max(before, pages.length); page++) {
          await write(pageKey(account, page), pages[page] ?? [], null);
        }
      },
    };
  }
  const findings = book<KnownFinding>('findings');
  const uses = book<SeenUse>('uses');
  const forebears = book<Forebear>('forebears');

  return {
    run: () => read<SweepRun>(noteKeys.sweepRun),
    setRun: (run: SweepRun) => write(noteKeys.sweepRun, run, null),
    account: (id: string) => read<SweptAccount>(accountKey(id)),
    setAccount: (id: string, swept: SweptAccount, now: Instant) => write(accountKey(id), swept, now + keptFor),
    findings: findings.read,
    /** All of the account's; what is over for long is left out. */
    setFindings: (account: string, all: ReadonlyMap<string, KnownFinding>, now: Instant): Promise<void> => {
      const kept = [...all].filter(([, { resolvedAt }]) => resolvedAt === null || now - resolvedAt < keptFor);
      return findings.replace(account, kept);
    },
    forebears: forebears.read,
    setForebears: (account: string, all: ReadonlyMap<string, Forebear>): Promise<void> =>
      forebears.replace(account, [...all]),
    uses: uses.read,
    /** All of the account's; of what has been gone for long nothing is kept. */
    setUses: (account: string, all: ReadonlyMap<string, SeenUse>, now: Instant): Promise<void> =>
      uses.replace(
        account,
        [...all].filter(([, { swept }]) => now - swept < usesKeptFor),
      ),
  };
}

/** Characters that a note is filled with: an item holds 400 KB, and one of ours may take more than a byte each. */
const fullPage = 150_000;

/** As many on each as there is room for. */
function pagesFor<T>(entries: readonly T[]): T[][] {
  const pages: T[][] = [];
  let room = 0;
  for (const entry of entries) {
    const length = JSON.stringify(entry).length;
    if (length > room) {
      pages.push([]);
      room = fullPage;
    }
    pages.at(-1)?.push(entry);
    room -= length;
  }
  return pages;
}

/** Longer than any pause that counts as a habit. */
const usesKeptFor = 400 * day;
const keptFor = 90 * day;
const accountKey = (id: string) => `sweep account ${id}`;
