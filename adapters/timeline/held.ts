import { retold, type Told } from '../../core/intake/told.ts';

/** Records side by side: what each has of its own, and the record that stands for it in everything else. */
export interface Held {
  readonly ats: number[];
  readonly ids: string[];
  readonly exemplars: Told[];
}

export function emptyHeld(): Held {
  return { ats: [], ids: [], exemplars: [] };
}

export function hold({ ats, ids, exemplars }: Held, { at, id }: Told, exemplar: Told): void {
  ats.push(at);
  ids.push(id);
  exemplars.push(exemplar);
}

export function toldIn({ ats, ids, exemplars }: Held): Told[] {
  return exemplars.map((exemplar, i) => {
    const id = ids[i] ?? '';
    const at = ats[i] ?? 0;
    return exemplar.id === id && exemplar.at === at ? exemplar : retold(exemplar, id, at);
  });
}
