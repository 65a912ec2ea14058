import type { Bug } from '../../bench/faults/run.ts';
import type { ContainmentStore, Executor } from '../../core/outcome/ports.ts';

/** Things that could be wrong, each small, each of a kind that has been wrong somewhere. */
export const bugs: readonly Bug[] = [
  store('the check of the hold is left out of the arming', (store) => ({
    arm: async (rows, now) => {
      const armed = await store.arm(rows, now);
      if (armed.kind !== 'held') return armed;
      await store.liftHold(armed.hold.credential);
      const again = await store.arm(rows, now);
      await store.hold(armed.hold);
      return again;
    },
  })),
  store('a hold lasts no longer than the call', () => ({ hold: async () => {} })),
  store('the state before is kept without its value', (store) => ({
    replace: (row) => store.replace({ ...row, before: row.before && { ...row.before, value: null } }),
  })),
  store('the sweep is shown only what went well', (store) => ({
    open: async () => (await store.open()).filter(({ answer }) => answer?.outcome.kind === 'done'),
  })),
  store('what is wanted released is counted as closed', (store) => ({
    open: async () => (await store.open()).filter(({ desired }) => desired === 'contained'),
  })),
  store('a row is written without its condition', (store) => ({
    replace: async (row) => {
      const stored = await store.read(row.id);
      return store.replace({ ...row, version: (stored?.version ?? 0) + 1 });
    },
  })),
  store('the rows of an outcome are armed anew at each delivery', (store) => ({
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
  executor('a failed write is taken for a success', (executor) => ({
    read: (measure) => executor.read(measure),
    write: async (measure, value) => {
      await executor.write(measure, value);
      return { ok: true, value: undefined };
    },
  })),
  executor('a restored key stays off', (executor) => ({
    read: (measure) => executor.read(measure),
    write: (measure, value) => executor.write(measure, measure.kind === 'key-status' ? 'Inactive' : value),
  })),
  executor('a rotation is asked for under a new token each time', (executor) => {
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
    plant: (shared) => ({
      ...shared,
      brakes: {
        against: async (row) => {
          await shared.brakes?.against(row);
          return null;
        },
      },
    }),
  },
  {
    name: 'the limit is written without its condition',
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
    plant: (shared) => {
      let sent = 0;
      return { ...shared, send: (decision) => (sent++ % 2 === 0 ? shared.send(decision) : undefined) };
    },
  },
  {
    name: 'the ledger forgets what repeats',
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
    plant: (shared) => ({ ...shared, notifier: { send: async () => true } }),
  },
];

function store(name: string, change: (store: ContainmentStore) => Partial<ContainmentStore>): Bug {
  return { name, plant: (shared) => ({ ...shared, store: { ...shared.store, ...change(shared.store) } }) };
}

function executor(name: string, change: (executor: Executor) => Executor): Bug {
  return { name, plant: (shared) => ({ ...shared, executor: change }) };
}
