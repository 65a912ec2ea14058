import { type AddressBook, isFromSettledAddress } from '../context/addresses.ts';
import type { Network } from '../context/recorded-context.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import { type Instant, minute } from '../model/instant.ts';
import { doubtBits } from '../signals/signal.ts';
import type { Assessment } from '../verdict/assessment.ts';
import type { Notebook } from './notebook.ts';

/** Calls that nothing speaks against, refused by an explicit deny, which may be ours. */
export interface HarmNote {
  readonly calls: readonly {
    readonly at: Instant;
    readonly id: string;
    readonly network: string;
    readonly action: string;
  }[];
  /** When something last spoke against the principal; null for never, as far as is remembered. */
  readonly doubtedAt: Instant | null;
}

/** Calls longer apart than this are no burst of harm. */
const harmWindow = 15 * minute;
const mostCalls = 32;
const keptFor = 60 * minute;

/** By principal, since that is whom a deny binds. */
export const harmKey = (principal: string) => `harm ${principal}`;

/** Counts honest calls that an explicit deny refused, in one stretch of records. */
export class Harm {
  readonly #refused = new Map<string, HarmNote['calls'][number][]>();
  readonly #doubtedAt = new Map<string, Instant>();
  readonly #odd = new Set<string>();

  /** From an address that the principal called from on earlier days. */
  note(use: CredentialUse, network: Network | null, book: AddressBook): void {
    if (!use.explicitlyDenied || network === null || !isFromSettledAddress(book, use, network)) return;
    const { principal } = use.credential;
    const call = { at: use.at, id: use.id, network: network.id, action: use.action };
    this.#refused.set(principal, [...(this.#refused.get(principal) ?? []), call]);
  }

  /** A call that something speaks against is not honest. Refusals and their number do not count: those may be our own doing. */
  hear({ credential, signals, at }: Assessment, use: CredentialUse | null): void {
    const raised = signals.filter(
      ({ lastAt, group, bits }) => lastAt === at && group !== 'volume' && bits >= doubtBits,
    );
    if (raised.length === 0) return;
    this.#doubtedAt.set(credential.principal, Math.max(at, this.#doubtedAt.get(credential.principal) ?? 0));
    if (use !== null) this.#odd.add(use.id);
  }

  /** False where somebody else wrote first. */
  async commit(notebook: Notebook, now: Instant): Promise<boolean> {
    const written = await Promise.all(
      [...new Set([...this.#refused.keys(), ...this.#doubtedAt.keys()])].map(async (principal) => {
        const known = await notebook.read<HarmNote>(harmKey(principal));
        const honest = (this.#refused.get(principal) ?? []).filter(({ id }) => !this.#odd.has(id));
        const news = honest.filter(({ id }) => !known?.calls.some((call) => call.id === id));
        const doubtedAt = Math.max(this.#doubtedAt.get(principal) ?? 0, known?.doubtedAt ?? 0) || null;
        if (news.length === 0 && doubtedAt === (known?.doubtedAt ?? null)) return true;
        const calls = [...(known?.calls ?? []), ...news].filter(({ at }) => at > now - harmWindow).slice(-mostCalls);
        return notebook.write(harmKey(principal), { calls, doubtedAt } satisfies HarmNote, now + keptFor);
      }),
    );
    return written.every(Boolean);
  }
}
