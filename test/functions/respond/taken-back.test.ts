import { afterAll, beforeAll, expect, it } from 'vitest';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import { day, minute } from '../../../core/model/instant.ts';
import { answerDecision } from '../../../functions/respond/answer-decision.ts';
import { grant } from '../../../functions/respond/grant.ts';
import { keepUp } from '../../../functions/respond/look-after.ts';
import { handStanding } from '../../../functions/respond/standing.ts';
import { noteActed, noteTakenBack, oftenWrong, wrongPercent } from '../../../functions/respond/taken-back.ts';
import { type DynamoDb, startDynamoDb } from '../../adapters/dynamodb/table.ts';
import { decision } from '../../core/plan/decisions.ts';
import { enforcing, type Scene, sceneOn } from './scene.ts';

let dynamodb: DynamoDb;
let made = 0;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());
const scene = (): Promise<Scene> => sceneOn(dynamodb, `taken-back-${made++}`);

const signals = {
  learned: [{ id: 'S09', bits: 18, group: 'origin', evidence: 'It came from a new network.' }],
  hard: [{ id: 'S02', bits: 20, group: 'exposure', evidence: 'AWS found it in public.' }],
};
const now = 100 * day;

/** So many were done a day ago, and so many of them taken back so much later. */
async function acts(done: number, back: number, after = minute, notes = memoryNoteStore(), then = now - day) {
  for (let i = 0; i < done; i++) await noteActed(`key ${i}`, notes, then);
  for (let i = 0; i < back; i++) await noteTakenBack(`key ${i}`, notes, then + after);
  return notes;
}

it('counts each credential once, for seven days, and as wrong only what was taken back within a day', async () => {
  const notes = await acts(40, 2);
  await noteActed('key 0', notes, now);
  await noteTakenBack('key 0', notes, now - day + 2 * minute);
  await noteTakenBack('never contained', notes, now);
  expect(await wrongPercent(notes, now)).toBe(5);
  expect(await wrongPercent(notes, now + 6 * day)).toBe(0);
  expect(await wrongPercent(await acts(40, 2, day + minute), now)).toBe(0);
});

it('of a few, one alone is never too much, and the second is', async () => {
  const asked = async (back: number) =>
    oftenWrong(decision({ signals: signals.learned }), enforcing, await acts(5, back), now);
  expect(await asked(1)).toBeNull();
  expect(await asked(2)).toContain('10 % were restored');
});

it('then what is only learned is told and not done, until the week is over; hard evidence acts as ever', async () => {
  const { work, decided, time, snapshot, keyStatus, bus } = await scene();
  await acts(20, 2, minute, work.notes, time.at);
  const before = snapshot();
  expect(await answerDecision(await decided({ id: 'd_learned', signals: signals.learned }), work)).toBe('skipped');
  expect(snapshot()).toEqual(before);
  expect(JSON.stringify(bus.entries)).toContain('learned reasons only notify');
  expect(await answerDecision(await decided({ id: 'd_hard', signals: signals.hard }), work)).toBe('done');
  expect(keyStatus()).toBe('Inactive');
});

it('a week later learned reasons act again', async () => {
  const { work, decided, time, keyStatus } = await scene();
  await acts(20, 2, minute, work.notes, time.at - 7 * day);
  expect(await answerDecision(await decided({ id: 'd_later', signals: signals.learned }), work)).toBe('done');
  expect(keyStatus()).toBe('Inactive');
});

it('what a person takes back counts, and what has run its time or made room for more does not', async () => {
  const { work, decided, time, snapshot } = await scene();
  const percent = async () => (await handStanding(work)).WrongPercent;
  const at = time.at;
  await answerDecision(
    await decided({ id: 'd_over', action: 'quarantine', signals: signals.hard, expiresAt: at + minute }),
    work,
  );
  time.at += 2 * minute;
  expect(snapshot()?.inline.size).toBe(1);
  await keepUp(work);
  expect(snapshot()?.inline.size).toBe(0);
  expect(await percent()).toBe(0);
  await answerDecision(await decided({ id: 'd_undone', action: 'quarantine', signals: signals.hard }), work);
  await grant({ wish: 'answer', id: 'd_undone', choice: 'undo', by: ['alice'] }, work);
  expect(await percent()).toBe(5);
});
