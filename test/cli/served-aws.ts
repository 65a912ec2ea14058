import { type ChildProcess, spawn } from 'node:child_process';
import { type Door, serve } from '../../simulator/aws/serve.ts';
import type { Credentials, SimulatedAws } from '../../simulator/aws/simulated-aws.ts';
import type { Run } from './command-line.ts';

const entry = new URL('../../bin/rescind.ts', import.meta.url).pathname;

/** The simulated AWS behind HTTP, and the real command line as a process that knows nothing but its address. */
export interface ServedAws {
  readonly aws: SimulatedAws;
  readonly door: Door;
  start(cwd: string, credentials: Credentials, args: readonly string[]): ChildProcess;
  rescind(cwd: string, credentials: Credentials, ...args: readonly string[]): Promise<Run>;
}

/** The caller closes the door. */
export async function servedAws(aws: SimulatedAws): Promise<ServedAws> {
  const door = await serve(aws);
  const start: ServedAws['start'] = (cwd, { accessKeyId, secretAccessKey }, args) =>
    spawn(process.execPath, [entry, ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: cwd,
        AWS_ENDPOINT_URL: door.url,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
      },
    });
  return {
    aws,
    door,
    start,
    rescind: (cwd, credentials, ...args) => ended(start(cwd, credentials, args)),
  };
}

/** What the process said, once it is over. */
export async function ended(child: ChildProcess): Promise<Run> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const status = await new Promise<number | null>((closed) => child.on('close', closed));
  return { status, stdout, stderr };
}
