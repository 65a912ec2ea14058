import type { Context, SQSEvent } from 'aws-lambda';
import { expect, it, onTestFinished, vi } from 'vitest';
import { firstQueries } from '../../contract/runbook.ts';
import { eachMessage } from '../../functions/messages.ts';
import { Reason } from '../../functions/reason.ts';
import { onLambda } from '../../functions/runtime.ts';
import { filtered } from '../cloud/insights.ts';

const context = { awsRequestId: 'r', memoryLimitInMB: '1024', getRemainingTimeInMillis: () => 60_000 } as Context;
const eventOf = (...bodies: string[]) =>
  ({ Records: bodies.map((body, at) => ({ messageId: `m${at}`, body })) }) as SQSEvent;

/** What goes into the log while this test runs. */
function listen(): string[] {
  const lines: string[] = [];
  const streams = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      lines.push(String(text).trimEnd());
      return true;
    }),
  );
  onTestFinished(() => {
    for (const one of streams) one.mockRestore();
  });
  return lines;
}

const found = (lines: readonly string[]) =>
  filtered(firstQueries['dead-letters'], lines).map(({ messageId, reason, error }) => [messageId, reason, error]);

it('each message that comes again says why, by its id: in words of ours, or by what was not done and the error’s name', async () => {
  const lines = listen();
  const answer = await eachMessage(eventOf('{"half', '1', '2', '3'), 'not answered', async (message) => {
    if (message === 1) throw new Reason('nothing to tell');
    if (message === 2) throw new RangeError('AKIAIOSFODNN7EXAMPLE is no key');
  });
  expect(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(['m0', 'm1', 'm2']);
  expect(found(lines)).toEqual([
    ['m0', 'no JSON', 'SyntaxError'],
    ['m1', 'nothing to tell', 'Reason'],
    ['m2', 'not answered', 'RangeError'],
  ]);
  expect(lines.join()).not.toContain('AKIA');
});

it('where the whole invocation fails, each of its messages does', async () => {
  const lines = listen();
  const failing = onLambda<SQSEvent, void>(async () => {
    throw new RangeError('AKIAIOSFODNN7EXAMPLE is no key');
  });
  await expect(failing(eventOf('1', '2'), context)).rejects.toThrow(RangeError);
  expect(found(lines)).toEqual([
    ['m0', 'the invocation failed', 'RangeError'],
    ['m1', 'the invocation failed', 'RangeError'],
  ]);
  expect(lines.join()).not.toContain('AKIA');
});
