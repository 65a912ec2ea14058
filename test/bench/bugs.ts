import type { Bug } from '../../bench/faults/run.ts';
import type { Invariant } from '../../bench/faults/watch.ts';
import { goalOf } from '../../core/outcome/containment.ts';
import type { ContainmentStore, Executor } from '../../core/outcome/ports.ts';

export interface PlantedBug extends Bug {
  /** All of them, in one run. */
  readonly breaks: readonly Invariant[];
  /** A run that shows it. */
  readonly seed: number;
}

/** Things that could be wrong, each small, each of a kind that has been wrong somewhere. */
export const bugs: readonly PlantedBug[] = [
  store('a hold is heeded neither when a row is stored nor when it is begun', ['hold wins'], 12, (store) => ({
    holdOn: async () => null,
    arm: async (rows, now) => {
      const armed = await store.arm(rows, now);
      if (armed.kind !== 'held') return armed;
      await store.liftHold(armed.hold.credential);
      const again = await store.arm(rows, now);
      await store.hold(armed.hold);
      return again;
    },
  })),
  store('a hold lasts no longer than the call', ['hold wins'], 12, () => ({ hold: async () => {} })),
  store('the state before is kept without its value', ['liveness'], 2, (store) => ({
    replace: (row) => store.replace({ ...row, before: row.before && { ...row.before, value: null } }),
  })),
  store('the sweep is shown only what went well', ['liveness'], 12, (store) => ({
    open: async () => (await store.open()).filter(({ answer }) => answer?.outcome.kind === 'done'),
  })),
  store('what is wanted released is counted as closed', ['liveness', 'undo complete'], 47, (store) => ({
    open: async () => (await store.open()).filter(({ desired }) => desired === 'contained'),
  })),
  store('a row is written without its condition', ['no row lost'], 1, (store) => ({
    replace: async (row) => {
      const stored = await store.read(row.id);
      return store.replace({ ...row, version: (stored?.version ?? 0) + 1 });
    },
  })),
  store('the rows of an outcome are armed anew at each delivery', ['no row lost', 'undo complete'], 3, (store) => ({
    arm: async (rows, now) => {
      const armed = await store.arm(rows, now);
      if (armed.kind !== 'known') return armed;
      for (const row of rows) {
        const stored = await store.read(row.id);
        await store.replace({ ...row, version: (stored?.version ?? 0) + 1 });
      }
      return { kind: 'armed' };
    },
  })),
  executor('a pin is put on before what was there is on record', ['intent first'], 4, (executor) => ({
    read: async (measure) => {
      if (measure.kind === 'pin') await executor.write(measure, goalOf(measure));
      return executor.read(measure);
    },
    write: (measure, value) => executor.write(measure, value),
  })),
  executor('a failed write is taken for a success', ['liveness'], 20, (executor) => ({
    read: (measure) => executor.read(measure),
    write: async (measure, value) => {
      await executor.write(measure, value);
      return { ok: true, value: undefined };
    },
  })),
  executor('a restored key stays off', ['undo complete'], 24, (executor) => ({
    read: (measure) => executor.read(measure),
    write: (measure, value) => executor.write(measure, measure.kind === 'key-status' ? 'Inactive' : value),
  })),
  executor('a rotation is asked for under a new token each time', ['once'], 300, (executor) => {
    let asked = 0;
    return {
      read: (measure) => executor.read(measure),
      write: (measure, value) =>
        executor.write(
          measure.kind === 'rotate-secret' ? { ...measure, token: `${measure.token.slice(0, 60)}${asked++}` } : measure,
          value,
        ),
    };
  }),
  {
    name: 'a brake is asked and not heeded',
    breaks: ['brakes last'],
    seed: 1,
    plant: (shared) => ({
      ...shared,
      brakes: {
        against: async (row, worker) => {
          await shared.brakes?.against(row, worker);
          return null;
        },
      },
    }),
  },
  {
    name: 'the limit is written without its condition',
    breaks: ['limits'],
    seed: 26,
    plant: (shared) => ({
      ...shared,
      notes: {
        load: (key) => shared.notes.load(key),
        commit: async (write) => {
          const current = await shared.notes.load(write.key);
          return shared.notes.commit({ ...write, expectedVersion: current?.version ?? null });
        },
      },
    }),
  },
  {
    name: 'a decision is lost on its way to the responder',
    breaks: ['no silence'],
    seed: 11,
    plant: (shared) => {
      let sent = 0;
      return { ...shared, send: (decision) => (sent++ % 2 === 0 ? shared.send(decision) : undefined) };
    },
  },
  {
    name: 'the ledger forgets what repeats',
    breaks: ['ledger'],
    seed: 8,
    plant: (shared) => ({
      ...shared,
      ledger: {
        ...shared.ledger,
        append: async (fact) => (fact.kind === 'released' ? undefined : shared.ledger.append(fact)),
      },
    }),
  },
  {
    name: 'a notice that failed is counted as delivered',
    breaks: ['no silence'],
    seed: 8,
    plant: (shared) => ({ ...shared, notifier: { send: async () => true } }),
  },
];

function store(
  name: string,
  breaks: readonly Invariant[],
  seed: number,
  change: (store: ContainmentStore) => Partial<ContainmentStore>,
): PlantedBug {
  const plant: Bug['plant'] = (shared) => ({ ...shared, store: { ...shared.store, ...change(shared.store) } });
  return { name, breaks, seed, plant };
}

function executor(
  name: string,
  breaks: readonly Invariant[],
  seed: number,
  change: (executor: Executor) => Executor,
): PlantedBug {
  return { name, breaks, seed, plant: (shared) => ({ ...shared, executor: change }) };
}
