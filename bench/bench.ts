import { argv, stderr, stdout } from 'node:process';
import { keepHeapTight } from '../cli/heap.ts';

interface Bench {
  readonly measures: string;
  readonly run: (args: string[]) => Promise<void>;
}

const benches: Readonly<Record<string, Bench>> = {
  throughput: {
    measures: 'replay, from gzip files to decisions, against only gunzipping and parsing the same files',
    run: async (args) => (await import('./throughput.ts')).throughput(args),
  },
  workers: {
    measures: 'a long replay with one thread that reads, and with two, by the clock',
    run: async (args) => (await import('./workers.ts')).workers(args),
  },
  detection: {
    measures: 'thefts contained and innocents disturbed, over simulated organisations',
    run: async (args) => (await import('./detection.ts')).detection(args),
  },
  transplanted: {
    measures: 'recorded attacks planted on credentials of simulated organisations',
    run: async (args) => (await import('./transplanted.ts')).transplanted(args),
  },
  faults: {
    measures: 'invariants broken, over simulated runs with crashes, lost answers, stale reads and races',
    run: async (args) => (await import('./faults.ts')).faults(args),
  },
  restored: {
    measures: 'accounts that are not as before, after credentials of every kind were contained and restored',
    run: async (args) => (await import('./restored.ts')).restored(args),
  },
  contained: {
    measures: 'from a delivered decision to the thief refused, in virtual time, and the calls that it takes',
    run: async (args) => (await import('./contained.ts')).contained(args),
  },
  memory: {
    measures: 'peak memory of a replay, by the number of records',
    run: async (args) => (await import('./memory.ts')).memory(args),
  },
  cloud: {
    measures:
      'a burst of events through the local cloud, by either lane: lost, latency, events a second, cost a million',
    run: async (args) => (await import('./cloud.ts')).cloudBench(args),
  },
  lanes: {
    measures: 'how soon thefts are contained with all calls at once, with the decisive at once, and by files alone',
    run: async (args) => (await import('./lanes.ts')).lanes(args),
  },
  init: {
    measures: 'size of each function, and how long it takes to start',
    run: async (args) => (await import('./init.ts')).initBench(args),
  },
  report: {
    measures: 'the report: its size, and how soon it can be worked with in a browser',
    run: async (args) => (await import('./report.ts')).report(args),
  },
  sweep: {
    measures: 'a sweep of a made-up organisation over HTTP: what it says against what is true, and what it costs',
    run: async (args) => (await import('./sweep.ts')).sweepBench(args),
  },
};

keepHeapTight();
const [name = '', ...args] = argv.slice(2);
const bench = benches[name];
if (bench === undefined) {
  const list = Object.entries(benches).map(([known, { measures }]) => `  ${known.padEnd(14)}${measures}\n`);
  (name === '' ? stdout : stderr).write(`npm run bench -- NAME\n\n${list.join('')}`);
  process.exitCode = name === '' ? 0 : 2;
} else {
  await bench.run(args);
}
