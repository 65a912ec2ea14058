#!/usr/bin/env node
import { run } from '../cli/program.ts';

// `rescind signals | head` closes the pipe early, which is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

// An orderly exit lets everybody clean up; 128 plus the signal's number is what shells expect.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

process.exitCode = await run(process.argv.slice(2));
