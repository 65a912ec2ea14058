import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../core/outcome/ports.ts';

/** The clock of the machine that a function runs on. */
export const clock: Clock = { now: Date.now, sleep: (milliseconds) => sleep(milliseconds) };
