import { noteKeys, type SweepRun } from '../../contract/notes.ts';
import type { NoteStore } from '../../core/context/note-store.ts';
import type { KnownFinding, News } from '../../core/findings.ts';
import { day, type Instant } from '../../core/model/instant.ts';
import { documentsIn } from '../documents.ts';

/** What the last sweep found in one account. */
export interface SweptAccount {
  readonly run: string;
  /** Why nobody was let in; null where somebody was. */
  readonly refused: string | null;
  readonly credentials: number;
  readonly kinds: Readonly<Record<string, number>>;
  readonly ownerless: number;
  readonly findings: Readonly<Record<News | 'resolved', number>>;
  readonly gaps: number;
}

/** What sweeps remember of a run, of its accounts, and of what was found before. */
export function sweepMemory(notes: NoteStore) {
  const { read, write } = documentsIn(notes);

  async function pagesOf(account: string): Promise<Page[]> {
    const pages: Page[] = [];
    for (;;) {
      const page = await read<Page>(pageKey(account, pages.length));
      if (page === null) return pages;
      pages.push(page);
    }
  }

  return {
    run: () => read<SweepRun>(noteKeys.sweepRun),
    setRun: (run: SweepRun) => write(noteKeys.sweepRun, run, null),
    account: (id: string) => read<SweptAccount>(accountKey(id)),
    setAccount: (id: string, swept: SweptAccount, now: Instant) => write(accountKey(id), swept, now + keptFor),
    async findings(account: string): Promise<ReadonlyMap<string, KnownFinding>> {
      return new Map((await pagesOf(account)).flat());
    },
    /** All of the account's; what is over for long is left out. */
    async setFindings(account: string, findings: ReadonlyMap<string, KnownFinding>, now: Instant): Promise<void> {
      const kept = [...findings].filter(([, { resolvedAt }]) => resolvedAt === null || now - resolvedAt < keptFor);
      const before = (await pagesOf(account)).length;
      for (let page = 0; page < Math.max(before, kept.length / findingsAPage); page++) {
        const from = page * findingsAPage;
        await write(pageKey(account, page), kept.slice(from, from + findingsAPage), null);
      }
    },
  };
}

type Page = readonly (readonly [subject: string, finding: KnownFinding])[];

/** Some 300 bytes each, and an item holds 400 KB. */
const findingsAPage = 500;
const keptFor = 90 * day;
const accountKey = (id: string) => `sweep account ${id}`;
const pageKey = (account: string, page: number) => `findings ${account} ${page}`;
