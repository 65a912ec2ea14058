/** Calls to AWS, every try of each, and how many of them it refused because they came too fast. */
export interface CallTally {
  readonly calls: number;
  readonly throttled: number;
}

let [calls, throttled] = [0, 0];

/** What is asked of an SDK client here; none of its clients' own types fits all of them. */
interface Client {
  readonly middlewareStack: {
    add(middleware: Middleware, options: { readonly step: 'finalizeRequest'; readonly priority: 'low' }): void;
  };
}

// biome-ignore lint/suspicious/noExplicitAny: each client has input and output types of its own.
type Middleware = (next: (args: any) => Promise<any>) => (args: any) => Promise<any>;

/** The client, whose calls this process counts from now on. */
export function tallied<Made extends Client>(client: Made): Made {
  // After what the SDK does to try again, so that each try is seen.
  client.middlewareStack.add(tally, { step: 'finalizeRequest', priority: 'low' });
  return client;
}

const tally: Middleware = (next) => async (args) => {
  calls += 1;
  try {
    return await next(args);
  } catch (error) {
    throttled += Number(isThrottling(error));
    throw error;
  }
};

/** What was counted since it was asked for last. */
export function takeTally(): CallTally {
  const taken = { calls, throttled };
  [calls, throttled] = [0, 0];
  return taken;
}

/** Services have words of their own for it. */
const words = /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown|PriorRequestNotComplete)/;

function isThrottling(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const status = (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
  return status === 429 || words.test(error.name);
}
