import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Invocation {
  readonly id: string;
  readonly event: unknown;
  readonly settle: (answer: { readonly ok: boolean; readonly value: unknown }) => void;
}

/** A function in a process of its own, with nothing in its environment but what it is given, behind the Runtime API. */
export class LocalFunction {
  readonly lines: string[] = [];
  /** Invocations, milliseconds that they took by the clock and of a processor, and the most memory. */
  readonly spent = { calls: 0, milliseconds: 0, cpu: 0, peakKilobytes: 0 };
  /** What an invocation has, in milliseconds, where that is less than the template gives it. */
  timeLeft: number | null = null;
  readonly #waiting: Invocation[] = [];
  readonly #running = new Map<string, Invocation>();
  readonly #server: Server;
  readonly #bundle: string;
  readonly #handler: string;
  readonly #environment: () => Readonly<Record<string, string>>;
  readonly #timeout: number;
  readonly #ahead: () => number;
  #idle: ServerResponse | null = null;
  #process: ChildProcess | null = null;
  #made = 0;
  /** Whether the process has asked for work. */
  #isUp = false;
  /** How many processes there were: a dying one may still ask for work. */
  #starts = 0;

  /**
   * `handler` is a file and what it exports, as Lambda has it: `index.handler`. `environment` is asked at each start, since credentials change; `timeout`, and how far the clock is put `ahead`, in
   * milliseconds.
   */
  constructor(
    bundle: string,
    handler: string,
    timeout: number,
    environment: () => Readonly<Record<string, string>>,
    ahead: () => number,
  ) {
    this.#bundle = bundle;
    this.#handler = handler;
    this.#timeout = timeout;
    this.#ahead = ahead;
    this.#environment = environment;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    // However long a handler takes, its answer finds the connection open.
    this.#server.keepAliveTimeout = 0;
  }

  async open(): Promise<void> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
  }

  /** What the handler answers; throws what it threw, or that the process went. */
  async invoke(event: unknown): Promise<unknown> {
    this.#start();
    const { ok, value } = await new Promise<{ ok: boolean; value: unknown }>((settle) => {
      this.#waiting.push({ id: `r${this.#made++}`, event, settle });
      this.#handOut();
    });
    if (!ok) throw new Error(`the function failed: ${JSON.stringify(value)}`);
    return value;
  }

  /** As when the machine below it goes: in the middle of whatever it does. */
  kill(): void {
    this.#process?.kill('SIGKILL');
  }

  /** It makes room for a new one, with new credentials. Whoever it still works for must not wait for ever. */
  recycle(): void {
    this.#process?.removeAllListeners('exit');
    this.kill();
    this.#process = null;
    this.#idle = null;
    for (const { settle } of [...this.#running.values(), ...this.#waiting.splice(0)])
      settle({ ok: false, value: 'the process went' });
    this.#running.clear();
  }

  async close(): Promise<void> {
    // Nobody comes after it, whoever waits.
    this.recycle();
    this.#server.closeAllConnections();
    await new Promise<void>((closed) => this.#server.close(() => closed()));
  }

  #start(): void {
    if (this.#process !== null) return;
    const { port } = this.#server.address() as AddressInfo;
    const env = { ...this.#environment(), AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}/${++this.#starts}` };
    const loop = join(import.meta.dirname, 'runtime-loop.mjs');
    const [file, name = ''] = this.#handler.split('.');
    const url = pathToFileURL(join(this.#bundle, `${file}.mjs`)).href;
    const compiled = join(this.#bundle, '..', 'compiled');
    const child = spawn(process.execPath, [loop, url, name, compiled], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#isUp = false;
    child.stdout.on('data', (text) => this.lines.push(...String(text).split('\n').filter(Boolean)));
    child.stderr.on('data', (text) => this.lines.push(...String(text).split('\n').filter(Boolean)));
    child.on('exit', () => {
      this.#process = null;
      this.#idle = null;
      for (const { settle } of this.#running.values()) settle({ ok: false, value: 'the process went' });
      this.#running.clear();
      // One that dies before it asks for work would do so again.
      if (!this.#isUp)
        for (const { settle } of this.#waiting.splice(0)) settle({ ok: false, value: 'it does not start' });
      // Whoever waits behind the one that died is not forgotten.
      if (this.#waiting.length > 0) this.#start();
    });
    this.#process = child;
  }

  #handOut(): void {
    const invocation = this.#idle === null ? undefined : this.#waiting.shift();
    if (invocation === undefined || this.#idle === null) return;
    // As AWS ends it: what hangs is seen by its name, and not by the test that waits for it.
    const over = setTimeout(() => {
      this.lines.push(`${invocation.id} Task timed out after ${this.#timeout / 1_000} seconds`);
      this.kill();
    }, this.#timeout);
    const settle: Invocation['settle'] = (answer) => {
      clearTimeout(over);
      invocation.settle(answer);
    };
    this.#running.set(invocation.id, { ...invocation, settle });
    const headers = {
      'lambda-runtime-aws-request-id': invocation.id,
      'lambda-runtime-deadline-ms': String(Date.now() + this.#ahead() + (this.timeLeft ?? this.#timeout)),
      'local-cloud-ahead-ms': String(this.#ahead()),
    };
    this.#idle.writeHead(200, headers).end(JSON.stringify(invocation.event));
    this.#idle = null;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, id = '', what = ''] = /invocation\/([^/]+)(?:\/(\w+))?$/.exec(request.url ?? '') ?? [];
    if (id === 'next') {
      if (!request.url?.startsWith(`/${this.#starts}/`) || this.#process === null) {
        response.destroy();
        return;
      }
      this.#isUp = true;
      this.#idle = response;
      this.#handOut();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    response.writeHead(202).end();
    this.spent.calls += 1;
    this.spent.milliseconds += Number(request.headers['local-cloud-milliseconds'] ?? 0);
    this.spent.cpu += Number(request.headers['local-cloud-cpu'] ?? 0);
    const peak = Number(request.headers['local-cloud-peak'] ?? 0);
    this.spent.peakKilobytes = Math.max(this.spent.peakKilobytes, peak);
    this.#running.get(id)?.settle({ ok: what === 'response', value: JSON.parse(Buffer.concat(chunks).toString()) });
    this.#running.delete(id);
  }
}
