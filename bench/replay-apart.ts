import { argv, cpuUsage, resourceUsage, stdout } from 'node:process';
import { keepHeapTight } from '../cli/heap.ts';
import type { Apart } from './apart.ts';
import { wholePath } from './whole-path.ts';

keepHeapTight();
let read: number | null = null;
const onProgress = (_: unknown, judged: number | null) => {
  if (judged !== null) read ??= performance.now();
};
const { credentials: judged } = await wholePath(argv[2] ?? '.', Number(argv[3] ?? 1), onProgress);
const { user, system } = cpuUsage();
const told: Apart = {
  judged,
  megabytes: Math.round(resourceUsage().maxRSS / 1024),
  reading: (read ?? Number.NaN) / 1_000,
  seconds: performance.now() / 1_000,
  processor: (user + system) / 1e6,
};
stdout.write(JSON.stringify(told));
