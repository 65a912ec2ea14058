import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { FunctionName } from '../contract/env.ts';
import { metricNamespace } from '../contract/metrics.ts';

const logger = new Logger({ serviceName: 'rescind', logLevel: 'INFO' });

/** One line of JSON a fact. Takes counts and names of errors, never what an event holds. */
export function log(level: 'info' | 'error', message: string, facts: Readonly<Record<string, unknown>> = {}): void {
  logger[level](message, { ...facts });
}

const metricsOf = new Map<FunctionName, Metrics>();

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

function emit(
  service: FunctionName,
  values: Readonly<Record<string, number>>,
  unit: (typeof MetricUnit)[keyof typeof MetricUnit],
): void {
  const metrics = metricsOf.get(service) ?? new Metrics({ namespace: metricNamespace, serviceName: service });
  metricsOf.set(service, metrics);
  for (const [name, value] of Object.entries(values)) metrics.addMetric(name, unit, value);
  metrics.publishStoredMetrics();
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
