import type { CredentialUse } from '../../core/intake/credential-use.ts';
import type { Told } from '../../core/intake/told.ts';
import { attempt, type Twin } from './twin.ts';

/** How many calls came after a containment, and how many of them it stopped. */
export interface Tally {
  calls: number;
  denied: number;
}

export interface Case {
  readonly thief: Tally;
  readonly owner: Tally;
}

/** Tries every call of a contained principal on the twin: the thief's should fail, the owner's should not. */
export class Aftermath {
  readonly #twin: Twin;
  readonly #isHostile: (eventId: string) => boolean;
  readonly #contained = new Set<string>();
  readonly #denied = new Map<string, { readonly use: CredentialUse; readonly denied: boolean }>();

  constructor(twin: Twin, isHostile: (eventId: string) => boolean) {
    this.#twin = twin;
    this.#isHostile = isHostile;
  }

  contain(principal: string): void {
    this.#contained.add(principal);
  }

  /** From `start` on, calls of contained principals come out as AWS would now answer them. Changes `told` in place. */
  meet(told: Told[], start: number): void {
    for (let i = start; i < told.length; i++) {
      const one = told[i];
      if (one === undefined || one.use === null || !this.#contained.has(one.use.credential.principal)) continue;
      const answer = attempt(this.#twin, one.use);
      if (answer === null) continue;
      this.#denied.set(one.id, { use: one.use, denied: answer.byRescind });
      if (answer.byRescind) told[i] = { ...one, use: { ...one.use, denied: true, errorCode: 'AccessDenied' } };
    }
  }

  of(principal: string): Case {
    const found: Case = { thief: { calls: 0, denied: 0 }, owner: { calls: 0, denied: 0 } };
    for (const [id, { use, denied }] of this.#denied) {
      if (use.credential.principal !== principal) continue;
      const tally = this.#isHostile(id) ? found.thief : found.owner;
      tally.calls++;
      if (denied) tally.denied++;
    }
    return found;
  }
}
