import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { day, formatInstant, minute } from '../../../core/model/instant.ts';
import { record, stranger, user } from '../../core/intake/sample.ts';
import { emptyFolder, rescind } from '../command-line.ts';

type Changes = Parameters<typeof record>[1];

const noon = Date.UTC(2026, 10, 2, 12);
const at = (time: number, eventID: string, changes: Changes) =>
  record(user, { eventTime: formatInstant(time), eventID, ...changes });
const trail = (eventName: string) => ({ eventSource: 'cloudtrail.amazonaws.com', eventName });

/** Every day the same two calls, long before and long after all else. */
const habit = Array.from({ length: 32 }, (_, n) => [
  at(noon + n * day, `bucket-${n}`, {}),
  at(noon + n * day + minute, `trail-${n}`, { ...trail('AddTags'), readOnly: false }),
]).flat();

/** A stranger makes itself a key. Each call of one is written down more than once, under an id of its own. */
const theftAt = noon + 20 * day;
const theft = (copy: string, changes: Changes = {}) =>
  at(theftAt, copy, {
    eventSource: 'iam.amazonaws.com',
    eventName: 'CreateAccessKey',
    readOnly: false,
    requestParameters: { userName: 'admin' },
    sourceIPAddress: '203.0.113.9',
    userAgent: 'curl/8.5.0',
    sharedEventID: 'theft',
    ...changes,
  });
/** So long after it that it opens a case of its own, and worth no more than a word. */
const later = at(theftAt + 5 * day, 'later', { ...trail('StopLogging'), readOnly: false });

/** What replays of one batch after another come to, in one state. */
async function replayed(...batches: readonly (readonly unknown[])[]) {
  const folder = emptyFolder();
  let told = { decisions: 0, records: {}, lines: [] as { id: string; action: string; eventID: string }[] };
  for (const [n, Records] of batches.entries()) {
    mkdirSync(join(folder, `${n}`));
    writeFileSync(join(folder, `${n}`, 'trail.json'), JSON.stringify({ Records }));
    const given = ['--json', '--no-report', '--state', 'rescind.sqlite', '--decisions', 'decisions.ndjson'];
    const { status, stdout, stderr } = await rescind(folder, 'replay', `${n}`, ...given);
    expect(status, stderr).toBe(0);
    const { decisions, records } = JSON.parse(stdout);
    const text = readFileSync(join(folder, 'decisions.ndjson'), 'utf8').trimEnd();
    told = { decisions, records, lines: text.split('\n').map((line) => JSON.parse(line)) };
  }
  return told;
}

test('a decision that a late copy of its record leads to once more is told once, as it was decided last', async () => {
  const first = await replayed([...habit, theft('one'), later]);
  expect(first.lines).toMatchObject([
    { action: 'disable', eventID: 'one' },
    { action: 'notify', eventID: 'later' },
  ]);
  const both = await replayed([...habit, theft('one'), later], [theft('copy')]);
  expect(both.records).toMatchObject({ scored: 1 });
  expect(both.lines.map(({ id }) => id)).toEqual(first.lines.map(({ id }) => id));
  expect(both.lines[0]).toMatchObject({ action: 'disable', eventID: 'copy' });
  expect(both.decisions).toBe(2);
});

test('the copy that another account holds of a call is nobody’s use there, and decides nothing', async () => {
  const alone = await replayed([...habit, theft('one')]);
  const copied = await replayed([...habit, theft('one'), theft('copy', { recipientAccountId: stranger })]);
  expect(copied.records).toMatchObject({ scored: habit.length + 1, ignored: { 'foreign-principal': 1 } });
  expect(copied.lines).toEqual(alone.lines);
});
