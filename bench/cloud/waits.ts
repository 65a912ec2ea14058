/** A decision as it came onto the bus, and the delivery that it was made of. */
export interface Made {
  /** The event that it was decided on; null where there is none. */
  readonly eventID: string | null;
  /** By the queue's clock. */
  readonly at: number;
  /** Since the batch was handed to the function. */
  readonly sinceHandOver: number;
  readonly messages: readonly { readonly body: string; readonly sentAt: number }[];
}

/**
 * Since the message with its event was put into the queue: what the event waited there is in it. Where no message has that event, the
 * oldest counts, so that nothing looks quicker than it was.
 */
export function sinceDelivery({ eventID, at, messages }: Made, idsOf: (body: string) => readonly string[]): number {
  const own = messages.filter(({ body }) => eventID !== null && idsOf(body).includes(eventID));
  const from = own.length > 0 ? own : messages;
  return from.length === 0 ? 0 : at - Math.min(...from.map(({ sentAt }) => sentAt));
}

/** Of no decision there is no time, and not a time of nothing. */
export function sharesOf(spans: readonly number[]): string {
  const sorted = spans.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  return sorted.length === 0 ? 'none' : `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}
