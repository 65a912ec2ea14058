import middy from '@middy/core';
import type { Context } from 'aws-lambda';

/** One line of JSON a fact. Takes counts and names of errors, never what an event holds. */
export function log(level: 'info' | 'error', message: string, facts: Readonly<Record<string, unknown>> = {}): void {
  process.stdout.write(`${JSON.stringify({ level, message, ...facts })}\n`);
}

/** The one stack that every function stands on: what a handler throws is logged by name, and thrown on. */
export function onLambda<Event, Answer>(handler: (event: Event, context: Context) => Promise<Answer>) {
  return middy<Event, Answer>()
    .onError(({ error, context }) => {
      log('error', 'the invocation failed', { error: nameOf(error), requestId: context.awsRequestId });
    })
    .handler(handler);
}

/** An error's message may quote what was being read; its name does not. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
