/** Calls to AWS, every try of each, and how many of them it refused because they came too fast. */
export interface CallTally {
  readonly calls: number;
  readonly throttled: number;
}

/** By account; those with the caller's own credentials under `own`. */
let counted = new Map<string, CallTally>();

/** What is asked of an SDK client here; none of its clients' own types fits all of them. */
interface Client {
  readonly middlewareStack: {
    add(middleware: Middleware, options: { readonly step: 'finalizeRequest'; readonly priority: 'low' }): void;
  };
}

// biome-ignore lint/suspicious/noExplicitAny: each client has input and output types of its own.
type Middleware = (next: (args: any) => Promise<any>) => (args: any) => Promise<any>;

/** The client, whose calls this process counts from now on, as those in `account`: AWS limits each account by itself. */
export function tallied<Made extends Client>(client: Made, account = 'own'): Made {
  const tally: Middleware = (next) => async (args) => {
    count(account, 1, 0);
    try {
      return await next(args);
    } catch (error) {
      count(account, 0, Number(isThrottling(error)));
      throw error;
    }
  };
  // After what the SDK does to try again, so that each try is seen.
  client.middlewareStack.add(tally, { step: 'finalizeRequest', priority: 'low' });
  return client;
}

function count(account: string, calls: number, throttled: number): void {
  const before = counted.get(account) ?? { calls: 0, throttled: 0 };
  counted.set(account, { calls: before.calls + calls, throttled: before.throttled + throttled });
}

/** What was counted since it was asked for last, by account. */
export function takeTally(): ReadonlyMap<string, CallTally> {
  const taken = counted;
  counted = new Map();
  return taken;
}

/** Services have words of their own for it. */
const words = /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown|PriorRequestNotComplete)/;

function isThrottling(error: unknown): boolean {
  return error instanceof Error && (statusOf(error) === 429 || words.test(error.name));
}

/** Whether AWS answered, and the answer is no: neither was it too busy, nor out of reach. */
export function saysNo(error: unknown): boolean {
  const status = statusOf(error);
  return status !== undefined && status < 500 && !isThrottling(error);
}

function statusOf(error: unknown): number | undefined {
  return (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
}
