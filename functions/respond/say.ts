import { identify } from '../../adapters/aws/identity/identify.ts';
import type { Wish } from '../../contract/events.ts';
import { matchesGlob } from '../../core/model/glob.ts';
import { type Heard, takeAnswer, unreadable } from '../take-answer.ts';
import { grant } from './grant.ts';
import type { Work } from './work.ts';

interface Call {
  /** Of this call: made again, it is another word. */
  readonly ref: string;
  /** Where STS is asked, where it is not AWS's own. */
  readonly endpoint?: string | undefined;
  /** What came of the word, for the alarms that ring by it. */
  readonly count: (counts: Readonly<Record<string, number>>) => void;
}

/** A person's word by the command line: who they are is not theirs to say, but STS's. */
export async function say(
  { id, choice, proof }: Wish & { readonly wish: 'say' },
  work: Work,
  { ref, endpoint, count }: Call,
): Promise<Pick<Heard, 'kind' | 'sentence'>> {
  const arn = await identify(proof, `${id} ${choice}`, endpoint);
  if (arn === null) return declined('Who you are could not be proved. Sign in to AWS again.');
  const { policy, exemptions } = await work.settings();
  if (exemptions === null) return declined(unreadable);
  const person = policy.people.find(({ aws }) => aws.some((pattern) => matchesGlob(pattern, arn)));
  if (person === undefined) return declined(`Nobody in the policy acts as ${arn}. It has to be listed under people.`);
  const doors = {
    memory: work.memory,
    notes: work.notes,
    containments: work.store,
    settings: work.settings,
    wish: async (wish: Wish & { readonly wish: 'answer' }) => count(await grant(wish, work)),
    now: () => work.clock.now(),
  };
  const { kind, sentence } = await takeAnswer({ decisionId: id, choice, ref, person }, doors);
  return { kind, sentence };
}

function declined(sentence: string): Pick<Heard, 'kind' | 'sentence'> {
  return { kind: 'declined', sentence };
}
