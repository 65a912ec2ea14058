import { type AddressBook, isFromSettledAddress } from '../context/addresses.ts';
import type { NoteStore } from '../context/note-store.ts';
import type { DeclaredContext, Network } from '../context/recorded-context.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import { type Instant, minute } from '../model/instant.ts';
import type { InUse } from '../plan/facts.ts';
import type { Notebook } from './notebook.ts';

/** Kinds that an owner declares for what people and experiments use: stopping those stops no production. */
const notProduction: ReadonlySet<string> = new Set(['admin', 'agent', 'audit', 'dev', 'test']);

/** A credential's note is written at most this often, since whoever reads it looks back further. */
const apart = 5 * minute;
const keptFor = 60 * minute;

const atWorkKey = (credential: string) => `at work ${credential}`;

/** What its owner calls it, where that is production; null where it is not. */
export function productionIn(declared: DeclaredContext | null): string | null {
  if (declared?.kind == null || notProduction.has(declared.kind)) return null;
  return declared.purpose === null ? declared.kind : `${declared.kind}: ${declared.purpose}`;
}

/** The last call on record of declared production, from where it belongs; null where there is none. */
export async function lastAtWork(
  credential: string,
  declared: DeclaredContext | null,
  notes: Pick<NoteStore, 'load'>,
): Promise<InUse | null> {
  const by = productionIn(declared);
  const note = by === null ? null : await notes.load(atWorkKey(credential));
  return by === null || note === null ? null : { at: JSON.parse(note.text) as Instant, by };
}

/** Remembers when declared production last called from where it belongs, so that nobody locks it out unawares. */
export class AtWork {
  readonly #seen = new Map<string, Instant>();
  readonly #declared: (credential: CredentialUse['credential']) => DeclaredContext | null;

  constructor(declared: (credential: CredentialUse['credential']) => DeclaredContext | null) {
    this.#declared = declared;
  }

  /** A use that was let through, from an address that the principal called from on earlier days. */
  note(use: CredentialUse, network: Network | null, book: AddressBook): void {
    if (use.errorCode !== null || !isFromSettledAddress(book, use, network)) return;
    if (this.#wordOf(use.credential) === null) return;
    this.#seen.set(use.credential.id, Math.max(use.at, this.#seen.get(use.credential.id) ?? 0));
  }

  /** Null for what is no production, or was not seen at work. */
  async of(credential: CredentialUse['credential'], notebook: Notebook): Promise<InUse | null> {
    const by = this.#wordOf(credential);
    if (by === null) return null;
    const noted = (await notebook.read<Instant>(atWorkKey(credential.id))) ?? Number.NEGATIVE_INFINITY;
    const at = Math.max(noted, this.#seen.get(credential.id) ?? Number.NEGATIVE_INFINITY);
    return Number.isFinite(at) ? { at, by } : null;
  }

  /** False where somebody else wrote first. */
  async commit(notebook: Notebook): Promise<boolean> {
    const written = await Promise.all(
      [...this.#seen].map(async ([credential, at]) => {
        const noted = (await notebook.read<Instant>(atWorkKey(credential))) ?? Number.NEGATIVE_INFINITY;
        return at - noted < apart || notebook.write(atWorkKey(credential), at, at + keptFor);
      }),
    );
    return written.every(Boolean);
  }

  #wordOf(credential: CredentialUse['credential']): string | null {
    return productionIn(this.#declared(credential));
  }
}
