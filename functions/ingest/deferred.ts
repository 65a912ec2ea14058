import type { Send } from '../../adapters/queue/sender.ts';
import { fileTries } from '../../contract/trail.ts';

/** A message for whose files there was too little time. */
export interface Late {
  readonly messageId: string;
  readonly message: unknown;
  /** How often it was received, this time included. */
  readonly receives: number;
}

/**
 * What comes again of messages for whose files there was too little time, each with the error. A queue counts that as a try, though
 * nothing failed: large files would be set aside with nobody having looked at them. So one that has no try left goes to the end
 * of the queue as a new message. Only then: while it comes again by itself, its age shows how far behind we are.
 */
export async function comingAgain(late: readonly Late[], send: Send, because: unknown): Promise<Map<string, unknown>> {
  const again = new Map<string, unknown>();
  for (const { messageId, message, receives } of late) {
    if (receives < fileTries) {
      again.set(messageId, because);
      continue;
    }
    try {
      await send(message);
    } catch (error) {
      // fails toward: it is set aside, for a person to see
      again.set(messageId, error);
    }
  }
  return again;
}
