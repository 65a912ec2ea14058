import { noteKeys } from '../../contract/notes.ts';
import type { NoteStore } from '../../core/context/note-store.ts';
import { day, type Instant } from '../../core/model/instant.ts';
import { isHard } from '../../core/plan/approval.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { amend } from '../amend.ts';
import { documentsIn } from '../documents.ts';

/** A credential that the automaton contained of late, and whether somebody took that back within a day. */
interface Act {
  readonly credential: string;
  readonly at: Instant;
  readonly isBack: boolean;
}

const looksBack = 7 * day;
/** More than the limits let happen in seven days by any policy that we know; the oldest are forgotten first. */
const mostActs = 2_000;
/** Of fewer credentials a share says nothing, so one alone is never too much. */
const fewestActs = 20;
/** Per cent of the credentials. */
const mostWrong = 5;

/** The automaton contained it, by nobody's word. However many measures that took, it is one. */
export async function noteActed(credential: string, notes: NoteStore, now: Instant): Promise<void> {
  await amend<readonly Act[]>(noteKeys.acts, notes, null, (before) => {
    const acts = latelyOf(before, now);
    if (acts.some((one) => one.credential === credential)) return null;
    return [...acts, { credential, at: now, isBack: false }].slice(-mostActs);
  });
}

/** Whether who wanted it says that it was wrong: what has run its time, or made room for more, was not. */
export function saysWrong(by: string): boolean {
  return by !== 'expiry' && by !== 'approval';
}

/** What was done longer ago, and is taken back now, was no mistake. */
export function isSoon(at: Instant, now: Instant): boolean {
  return now - at <= day;
}

/** It was taken back; what people decided on, and what was done longer than a day ago, is no mistake of the automaton. */
export async function noteTakenBack(credential: string, notes: NoteStore, now: Instant): Promise<void> {
  await amend<readonly Act[]>(noteKeys.acts, notes, null, (before) => {
    const acts = latelyOf(before, now);
    const isIt = (one: Act) => one.credential === credential && !one.isBack && isSoon(one.at, now);
    return acts.some(isIt) ? acts.map((one) => (isIt(one) ? { ...one, isBack: true } : one)) : null;
  });
}

/** Of a hundred credentials that were contained within seven days, of how many that was taken back within a day. */
export async function wrongPercent(notes: Pick<NoteStore, 'load'>, now: Instant): Promise<number> {
  const { read } = documentsIn({ ...notes, commit: async () => false });
  const acts = latelyOf(await read<readonly Act[]>(noteKeys.acts), now);
  const back = acts.filter(({ isBack }) => isBack).length;
  return Math.round((1_000 * back) / Math.max(fewestActs, acts.length)) / 10;
}

/** Why learned reasons do not act for now, in words; null where they may, or the evidence is hard. */
export async function oftenWrong(
  decision: Decision,
  policy: Policy,
  notes: Pick<NoteStore, 'load'>,
  now: Instant,
): Promise<string | null> {
  if (isHard(decision, policy)) return null;
  const percent = await wrongPercent(notes, now);
  if (percent <= mostWrong) return null;
  return `of the credentials contained within seven days, ${percent} % were restored: until that share falls, learned reasons only notify`;
}

function latelyOf(acts: readonly Act[] | null, now: Instant): readonly Act[] {
  return (acts ?? []).filter(({ at }) => at > now - looksBack);
}
