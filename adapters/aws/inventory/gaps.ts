import type { Gap } from '../../../core/intake/account/account-inventory.ts';
import type { AccountId } from '../../../core/model/brand.ts';

/** Notes what could not be read, so that one refused call costs no more than what it would have told. */
export class Gaps {
  readonly #accountId: AccountId;
  readonly #noted = new Map<string, Gap>();

  constructor(accountId: AccountId) {
    this.#accountId = accountId;
  }

  get found(): readonly Gap[] {
    return [...this.#noted.values()];
  }

  /** The answer, or null with a note. */
  async read<T>(what: string, call: Promise<T>, region: string | null = null): Promise<T | null> {
    try {
      return await call;
    } catch (error) {
      // fails toward: not known, which is said and never taken for "nothing there"
      this.note(what, reasonOf(error), region);
      return null;
    }
  }

  /** Of a thousand refusals of the same thing the first is kept, and how many they were. */
  note(what: string, reason: string, region: string | null = null): void {
    const key = `${what} ${region}`;
    const known = this.#noted.get(key);
    this.#noted.set(key, {
      accountId: this.#accountId,
      region,
      what,
      reason: known?.reason ?? reason,
      times: (known?.times ?? 0) + 1,
    });
  }
}

/** `AccessDenied: User … is not authorized …`, without the line of advice that some services add. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [first = ''] = error.message.split('\n');
  return `${error.name.replace(/Exception$/, '')}: ${first}`.slice(0, 300);
}
