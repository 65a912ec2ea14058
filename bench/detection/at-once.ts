import type { Incident } from '../../simulator/labels.ts';

/** One judgement of a use or of a testimony. */
interface Heard {
  readonly credential: { readonly id: string };
  readonly eventId: string | null;
  /** A hard signal spoke. */
  readonly hard: boolean;
}

/** Listens for hard signals, and by which record they came. */
export class HardListener {
  readonly #heard = new Map<string, Set<string>>();

  note({ credential, eventId, hard }: Heard): void {
    if (!hard || eventId === null) return;
    const named = this.#heard.get(eventId);
    if (named === undefined) this.#heard.set(eventId, new Set([credential.id]));
    else named.add(credential.id);
  }

  /** Of the thefts that a bare fact gives away: did it speak with the first record that shows it? */
  atOnce(incidents: readonly Incident[]): AtOnce[] {
    return incidents.flatMap((incident) => {
      const { giveaway, credential, alsoAcceptable } = incident;
      if (giveaway === undefined) return [];
      const named = this.#heard.get(giveaway);
      return [{ incident, isAtOnce: [credential, ...alsoAcceptable].some((id) => named?.has(id) === true) }];
    });
  }
}

export interface AtOnce {
  readonly incident: Incident;
  readonly isAtOnce: boolean;
}
