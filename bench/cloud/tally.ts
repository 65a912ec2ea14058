/** What became of the events that were sent, by their ids: nothing that was lost is made up for by what came twice. */
export interface Tally {
  /** Neither worked off, nor set aside, nor waiting. */
  readonly lost: readonly string[];
  /** How often one was worked off that had been before. */
  readonly again: number;
  /** Worked off, and never sent. */
  readonly strange: readonly string[];
  /** Deliveries of which the function itself counted more or fewer events than were worked off. */
  readonly miscounted: number;
}

/** One delivery to the function. */
export interface Delivery {
  /** Ids of the events in what was worked off. */
  readonly done: readonly string[];
  /** How many the function says that it judged, ignored or refused; null where it said nothing. */
  readonly counted: number | null;
}

/** `left`: ids of what is set aside or waits. An id that was sent twice, as trails do, is to be worked off twice. */
export function tallyOf(sent: readonly string[], deliveries: readonly Delivery[], left: readonly string[]): Tally {
  const worked = timesOf(deliveries.flatMap(({ done }) => done));
  const still = timesOf(left);
  const wanted = timesOf(sent);
  const all = [...wanted].map(([id, times]) => ({ id, times, done: worked.get(id) ?? 0, left: still.get(id) ?? 0 }));
  return {
    lost: all.flatMap(({ id, times, done, left }) => (done + left < times ? [id] : [])),
    again: all.reduce((sum, { times, done }) => sum + Math.max(0, done - times), 0),
    strange: [...worked.keys()].filter((id) => !wanted.has(id)),
    miscounted: deliveries.filter(({ done, counted }) => counted !== done.length).length,
  };
}

function timesOf(ids: readonly string[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1);
  return times;
}
