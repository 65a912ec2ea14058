import type { Wish } from '../contract/events.ts';
import type { NoteStore } from '../core/context/note-store.ts';
import type { Instant } from '../core/model/instant.ts';
import { announcementOf } from '../core/observe/note-keys.ts';
import { outcomeIdOf } from '../core/outcome/containment.ts';
import type { ContainmentStore } from '../core/outcome/ports.ts';
import { type Answered, answer, type Choice, settledSentence } from '../core/plan/approval.ts';
import { type Decision, pinIdOf } from '../core/plan/decision.ts';
import type { Person } from '../core/policy/policy.ts';
import { amendAnswers, stakesOf } from './answers.ts';
import type { Settings } from './settings.ts';

export interface Doors {
  /** What the function that observes has written: its word on a decision. */
  readonly memory: Pick<NoteStore, 'load'>;
  /** Where it is kept what people said. */
  readonly notes: NoteStore;
  readonly containments: Pick<ContainmentStore, 'ofOutcome'>;
  readonly settings: () => Promise<Settings>;
  /** To the function that responds. */
  readonly wish: (wish: Wish & { readonly wish: 'answer' }) => Promise<void>;
  readonly now: () => Instant;
}

export const unreadable =
  'The policy or the context cannot be read, so no answer counts. Fix what rescind doctor reports, then answer again.';

/** What somebody says to a decision, through whichever door. */
export interface Given {
  readonly decisionId: string;
  readonly choice: Choice;
  /** Of the click or command. */
  readonly ref: string;
  readonly person: Person;
}

/** What whoever answered hears, and what the message about it says from now on; null where it stays as it is. */
export interface Heard {
  readonly kind: Answered['kind'];
  readonly sentence: string;
  readonly status: string | null;
}

/** Null where nobody made such a decision. */
export async function decisionNamed(id: string, { memory }: Pick<Doors, 'memory'>): Promise<Decision | null> {
  return (await announcementOf(id, memory))?.decision ?? null;
}

/**
 * Takes one person's word on one decision. Whatever door it came through, it counts once; where it settles the decision,
 * the wish goes out after it is on record, and again if the same word is delivered again.
 */
export async function takeAnswer({ decisionId, choice, ref, person }: Given, doors: Doors): Promise<Heard> {
  const decision = await decisionNamed(decisionId, doors);
  if (decision === null) return declined('There is no such decision.');
  const settings = await doors.settings();
  if (settings.exemptions === null) {
    // fails toward: nothing changes until who may answer can be read
    return declined(unreadable);
  }
  const taken = await takenBack(decision, choice, doors);
  if (taken !== null) return { ...declined(taken), status: taken };
  const asked = { decision, stakes: stakesOf(decision, settings), policy: settings.policy, now: doors.now(), ref };
  const heard = await amendAnswers(decisionId, doors.notes, (before) => {
    const answered = answer(before, choice, person, asked);
    const settledBefore = answered.kind === 'declined' && before.settled !== null ? before.settled : null;
    const value = { answered, status: settledBefore && settledSentence(settledBefore) };
    return { answers: answered.kind === 'declined' || answered.answers === before ? null : answered.answers, value };
  });
  const { answered } = heard;
  switch (answered.kind) {
    case 'declined':
      return { ...declined(answered.why), status: heard.status };
    case 'noted': {
      const names = [...new Set(answered.answers.said.filter((one) => one.choice === choice).map(({ by }) => by))];
      const more = `${answered.missing === 1 ? 'One more person has' : `${answered.missing} more people have`} to agree.`;
      return {
        kind: 'noted',
        sentence: `Noted. ${more}`,
        status: `${settledSentence({ choice, by: names })} ${more}`,
      };
    }
    case 'settled': {
      const { choice: settledBy, by } = answered.settled;
      await doors.wish({ wish: 'answer', id: decisionId, choice: settledBy, by: [...by] });
      const sentence = settledSentence(answered.settled);
      return { kind: 'settled', sentence, status: sentence };
    }
  }
}

function declined(sentence: string): Heard {
  return { kind: 'declined', sentence, status: null };
}

/** Who took back what the choice is about, the pin that stands in for it included, from another door. */
async function takenBack({ id }: Decision, choice: Choice, { containments }: Doors): Promise<string | null> {
  if (choice !== 'undo') return null;
  const outcomeId = outcomeIdOf(id);
  const rows = [...(await containments.ofOutcome(outcomeId)), ...(await containments.ofOutcome(pinIdOf(outcomeId)))];
  const [first] = rows;
  if (first === undefined || rows.some(({ desired }) => desired === 'contained')) return null;
  return `Already undone by ${first.desiredBy}.`;
}
