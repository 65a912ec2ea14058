// What Lambda's own runtime client does, in a process of its own: fetch an event, call the handler, post what it answers.
import { enableCompileCache, flushCompileCache, syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

// Who polls AWS for a report waits between two looks, and need not wait here: the simulated AWS counts looks.
timers.setTimeout = async (_, value) => value;
syncBuiltinESMExports();

// Imported as a module, `node:http` fetches whatever it names: these, which nobody uses, take as long as half a start.
const http = process.getBuiltinModule('node:http');
for (const unused of ['WebSocket', 'CloseEvent', 'MessageEvent']) delete http[unused];

const [bundle, name, compiled] = process.argv.slice(2);
// What an earlier process of the same bundle compiled at its first call need not be compiled again.
enableCompileCache(compiled);
let isFirst = true;
const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const agent = new http.Agent({ keepAlive: true });
/** By `node:http`, which the SDK loads anyhow: `fetch` would make each start a quarter longer. */
const ask = (path, method = 'GET', headers = {}, body = '') =>
  new Promise((answered, failed) => {
    const asked = http.request(`${api}/invocation/${path}`, { method, headers, agent }, async (answer) => {
      const chunks = await answer.toArray();
      answered({ headers: answer.headers, text: Buffer.concat(chunks).toString() });
    });
    asked.on('error', failed).end(body);
  });
const realNow = Date.now;
let ahead = 0;
Date.now = () => realNow() + ahead;
const { [name]: handler } = await import(bundle);
if (typeof handler !== 'function') throw new Error(`the bundle exports no ${name}`);
for (;;) {
  const next = await ask('next');
  const id = next.headers['lambda-runtime-aws-request-id'];
  const deadline = Number(next.headers['lambda-runtime-deadline-ms']);
  // The clock of the local cloud can be put forward; a function has no other.
  ahead = Number(next.headers['local-cloud-ahead-ms']);
  const event = JSON.parse(next.text);
  const context = {
    awsRequestId: id,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  const began = performance.now();
  const before = process.cpuUsage();
  const spent = () => {
    const { user, system } = process.cpuUsage(before);
    const { maxRSS } = process.resourceUsage();
    return {
      'local-cloud-peak': maxRSS,
      'local-cloud-milliseconds': performance.now() - began,
      'local-cloud-cpu': (user + system) / 1000,
    };
  };
  try {
    const answer = await handler(event, context);
    const body = JSON.stringify(answer ?? null);
    await ask(`${id}/response`, 'POST', spent(), body);
    if (isFirst) flushCompileCache();
    isFirst = false;
  } catch (error) {
    const body = JSON.stringify({ errorType: error?.name, errorMessage: error?.message });
    await ask(`${id}/error`, 'POST', spent(), body);
  }
}
