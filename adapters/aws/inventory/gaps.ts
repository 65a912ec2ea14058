import type { Gap } from '../../../core/intake/account-inventory.ts';
import type { AccountId } from '../../../core/model/brand.ts';

/** Notes what could not be read, so that one refused call costs no more than what it would have told. */
export class Gaps {
  readonly found: Gap[] = [];
  readonly #accountId: AccountId;

  constructor(accountId: AccountId) {
    this.#accountId = accountId;
  }

  /** The answer, or null with a note. Of a thousand refusals for the same reason, the first is noted. */
  async read<T>(what: string, call: Promise<T>, region: string | null = null): Promise<T | null> {
    try {
      return await call;
    } catch (error) {
      // fails toward: not known, which is said and never taken for "nothing there"
      this.note(what, reasonOf(error), region);
      return null;
    }
  }

  note(what: string, reason: string, region: string | null = null): void {
    if (this.found.some((gap) => gap.what === what && gap.region === region)) return;
    this.found.push({ accountId: this.#accountId, region, what, reason });
  }
}

/** `AccessDenied: User … is not authorized …`, without the line of advice that some services add. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [first = ''] = error.message.split('\n');
  return `${error.name.replace(/Exception$/, '')}: ${first}`.slice(0, 300);
}
