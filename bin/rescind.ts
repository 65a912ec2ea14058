#!/usr/bin/env node
import { exitStatus } from '../cli/exit.ts';
import { keepHeapTight } from '../cli/heap.ts';
import { run } from '../cli/program.ts';
import { exitSurely } from '../cli/sure-exit.ts';

keepHeapTight();
exitSurely();

// `rescind replay … | head` closes the pipe early, which is no failure: the run goes on to its own end, of which nobody reads the rest.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

// An orderly exit lets everybody clean up; 128 plus the signal's number is what shells expect. A terminal and the door
// that an older Node opened may both tell of one Ctrl-C: the second must not cut the cleaning short.
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));
process.on('SIGHUP', () => process.exit(129));

// Node's own status for it is 1, which here means a finding.
process.on('uncaughtException', (fault) => {
  process.stderr.write(`${fault.stack ?? String(fault)}\n`);
  process.exit(exitStatus.fault);
});

process.exitCode = await run(process.argv.slice(2));
