import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { FunctionName } from '../contract/env.ts';
import { metricNamespace } from '../contract/metrics.ts';
import { fieldsOf, textOf } from '../core/intake/fields.ts';
import { type Instant, parseInstant, second } from '../core/model/instant.ts';
import { Reason } from './reason.ts';

const logger = new Logger({ serviceName: 'rescind', logLevel: 'INFO' });

/** One line of JSON a fact. Takes counts and names of errors, never what an event holds. */
export function log(level: 'info' | 'error', message: string, facts: Readonly<Record<string, unknown>> = {}): void {
  logger[level](message, { ...facts });
}

/**
 * Why a message comes again, and at last is set aside: in one shape for all functions, which the runbook's query finds, and by
 * the message's id. `undone` says what was not done where the error has no words of our own.
 */
export function logGivenBack(messageId: string, undone: string, error: unknown): void {
  const isOurs = error instanceof Reason;
  const cause = isOurs ? (error.cause ?? error) : error;
  log('error', 'given back', { messageId, reason: isOurs ? error.message : undone, error: nameOf(cause) });
}

/** What is measured of every function is one series: the log group says whose line it is. */
type Service = FunctionName | 'every';

const metricsOf = new Map<Service, Metrics>();

/**
 * Counts as CloudWatch takes them out of a log line. One series a function and name: an alarm on each is in the stack,
 * and what makes it ring is in the log beside it.
 */
export function measure(service: FunctionName, counts: Readonly<Record<string, number>>): void {
  emit(service, counts, MetricUnit.Count);
}

/** The same for what is measured in seconds: alarms look at how long the slowest took. */
export function measureSeconds(service: FunctionName, seconds: Readonly<Record<string, number>>): void {
  emit(service, seconds, MetricUnit.Seconds);
}

/** Seconds since an event of ours was put on the bus; null where it does not say when. */
export function secondsSince(message: unknown, now: Instant): number | null {
  const at = parseInstant(textOf(fieldsOf(message).time) ?? '');
  return at === null ? null : Math.max(0, (now - at) / second);
}

function emit(
  service: Service,
  values: Readonly<Record<string, number>>,
  unit: (typeof MetricUnit)[keyof typeof MetricUnit],
): void {
  const metrics = metricsOf.get(service) ?? new Metrics({ namespace: metricNamespace, serviceName: service });
  metricsOf.set(service, metrics);
  for (const [name, value] of Object.entries(values)) metrics.addMetric(name, unit, value);
  metrics.publishStoredMetrics();
}

/**
 * The one stack that every function stands on: what a handler throws is logged by name, and thrown on. What the process
 * took to start, and of its memory, is measured.
 */
export function onLambda<Event, Answer>(handler: (event: Event, context: Context) => Promise<Answer>) {
  // Whoever calls this has been read and evaluated by now.
  const measureProcess = measuringProcess(performance.now());
  return middy<Event, Answer>()
    .after(({ context }) => measureProcess(context))
    .onError(({ event, error, context }) => {
      log('error', 'the invocation failed', { error: nameOf(error), requestId: context.awsRequestId });
      for (const messageId of messagesOf(event)) logGivenBack(messageId, 'the invocation failed', error);
    })
    .handler(handler);
}

/** A line where the process has taken more of its memory than ever before; the first one says how long it took to start. */
function measuringProcess(initMilliseconds: number): (context: Pick<Context, 'memoryLimitInMB'>) => void {
  let most = 0;
  return ({ memoryLimitInMB }) => {
    const used = Math.round((100 * process.resourceUsage().maxRSS) / 1024 / Number(memoryLimitInMB));
    if (!(used > most)) return;
    if (most === 0) emit('every', { ColdInitMs: Math.round(initMilliseconds) }, MetricUnit.Milliseconds);
    emit('every', { MemoryUsedPercent: used }, MetricUnit.Percent);
    most = used;
  };
}

/** Ids of the messages that an event of a queue brings; none of any other. */
function messagesOf(event: unknown): readonly string[] {
  const { Records } = fieldsOf(event);
  return Array.isArray(Records) ? Records.flatMap((record) => textOf(fieldsOf(record).messageId) ?? []) : [];
}

/** An error's message may quote what was being read; its name does not. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
