import { memoryContainmentStore } from '../../../adapters/memory/containment-store.ts';
import { memoryLedger } from '../../../adapters/memory/ledger.ts';
import { fail, ok } from '../../../core/model/result.ts';
import type { Notice } from '../../../core/outcome/notice.ts';
import type { Executor, ExecutorError, RespondPorts } from '../../../core/outcome/ports.ts';
import { placeOf } from '../../../core/plan/measures/measure.ts';
import { virtualClock } from './virtual-clock.ts';

type Value = string | null;

interface Trouble {
  readonly error: ExecutorError;
  readonly applied: boolean | 'later';
}

export type Places = ReturnType<typeof places>;

/** All ports in memory, and of AWS only the places that measures touch: quick enough to die a thousand deaths. */
export function places() {
  const { time, clock } = virtualClock();
  const world = {
    time,
    /** How long, in milliseconds, reads lag behind writes. */
    lag: 0,
    uniqueId: 'AIDA1',
    /** Writes that changed something. */
    changes: [] as string[],
    notices: [] as Notice[],
    /** What the next write or read answers with; a lost answer is an error after the write has been made, or long before. */
    trouble: (_call: 'read' | 'write'): Trouble | null => null,
    /** Writes that are still on their way. */
    late: [] as (() => void)[],
    arrive: () => {
      for (const write of world.late.splice(0)) write();
    },
    set: (place: string, value: Value) => void history(place).push({ at: time.at, value }),
    get: (place: string) => history(place).at(-1)?.value ?? null,
    snapshot: () => Object.fromEntries([...past.keys()].toSorted().map((place) => [place, world.get(place)])),
  };
  const past = new Map<string, { at: number; value: Value }[]>();

  function history(place: string): { at: number; value: Value }[] {
    const found = past.get(place) ?? [{ at: 0, value: place.startsWith('AKIA') ? 'Active' : null }];
    past.set(place, found);
    return found;
  }

  const executor: Executor = {
    read: async (measure) => {
      const trouble = world.trouble('read');
      if (trouble !== null) return fail(trouble.error);
      const seen = history(placeOf(measure)).findLast(({ at }) => at <= time.at - world.lag);
      return ok({ uniqueId: world.uniqueId, value: seen?.value ?? null });
    },
    write: async (measure, value) => {
      const trouble = world.trouble('write');
      if (trouble?.applied === 'later') world.late.push(() => put(placeOf(measure), value));
      else if (trouble?.applied !== false) put(placeOf(measure), value);
      return trouble === null ? ok(undefined) : fail(trouble.error);
    },
  };

  function put(place: string, value: Value): void {
    if (world.get(place) === value) return;
    world.changes.push(`${place} ${value?.startsWith('{') ? 'put' : (value ?? 'gone')}`);
    world.set(place, value);
  }

  const ports: RespondPorts = {
    store: memoryContainmentStore(),
    executor,
    clock,
    worker: 'worker-1',
    ledger: memoryLedger(),
    notifier: {
      send: async (notice) => {
        if (!world.notices.some(({ id }) => id === notice.id)) world.notices.push(notice);
        return true;
      },
    },
  };
  return Object.assign(world, { ports });
}
