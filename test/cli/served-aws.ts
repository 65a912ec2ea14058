import { type ChildProcess, spawn } from 'node:child_process';
import { type Door, serve } from '../../simulator/aws/serve.ts';
import type { Credentials, SimulatedAws } from '../../simulator/aws/simulated-aws.ts';
import { compileCache, entry, type Run, runIn } from './command-line.ts';

/** The simulated AWS behind HTTP, and the real command line that knows nothing but its address. */
export interface ServedAws {
  readonly aws: SimulatedAws;
  readonly door: Door;
  /** What the command line needs to know of the door and of who types. */
  environment(cwd: string, credentials: Credentials): NodeJS.ProcessEnv;
  /** As a process of its own, to be killed or looked at from outside. */
  start(cwd: string, credentials: Credentials, args: readonly string[]): ChildProcess;
  rescind(cwd: string, credentials: Credentials, ...args: readonly string[]): Promise<Run>;
}

/** The caller closes the door. */
export async function servedAws(aws: SimulatedAws): Promise<ServedAws> {
  const door = await serve(aws);
  const environment: ServedAws['environment'] = (cwd, credentials) => ({
    PATH: process.env.PATH,
    HOME: cwd,
    ...compileCache(),
    ...environmentOf(door.url, credentials),
  });
  return {
    aws,
    door,
    environment,
    start: (cwd, credentials, args) =>
      spawn(process.execPath, [entry, ...args], {
        cwd,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: environment(cwd, credentials),
      }),
    rescind: (cwd, credentials, ...args) => runIn({ cwd, env: environment(cwd, credentials) }, args),
  };
}

/** The variables that tell the SDK where AWS is and who types. */
export function environmentOf(url: string, { accessKeyId, secretAccessKey, sessionToken }: Credentials) {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
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
