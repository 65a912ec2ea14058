import { signedLink } from '../../adapters/mail/link.ts';
import { askingLetterOf, digestLetterOf, letterOf } from '../../adapters/mail/text.ts';
import type { Publish } from '../../adapters/mail/topic.ts';
import type { EventDetail } from '../../contract/events.ts';
import { day } from '../../core/model/instant.ts';
import { isTimeToSend } from '../../core/outcome/sending-time.ts';
import { mayAnswer } from '../../core/plan/approval.ts';
import { rememberedFor } from '../amend.ts';
import { named } from '../named.ts';
import { awaitAnswer, escalate, isAnswered } from '../unanswered.ts';
import { type Desk, gather, sendWaiting } from '../waiting.ts';

export interface Mailing extends Desk {
  readonly publish: Publish;
  /** The topic that everybody may read. */
  readonly notices: string;
  /** The topic with the links: each person's subscription takes their own alone. */
  readonly answers: string;
  /** Where links lead, and what they are signed with. */
  readonly links: string;
  readonly key: string;
}

/** As long as a link says anything: what is asked is over before, and what was done can be taken back from a terminal. */
const linkFor = 3 * day;
/** Digests are for everybody. */
const everybody = 'notices';

type Taken = EventDetail<'ActionTaken'>;

/** Once to everybody, and with links to each person who may answer. */
export async function deliver(given: Taken, mailing: Mailing): Promise<'sent' | 'waits' | 'known'> {
  const { notes, policy, now } = mailing;
  const key = `notice ${given.notice.id}`;
  if ((await notes.load(key)) !== null) return 'known';
  const taken = await named(given, notes);
  const waits = taken.canWait && !isTimeToSend(now(), policy, now());
  if (waits) await gather(everybody, taken, mailing);
  else {
    await mailing.publish(mailing.notices, letterOf(taken.notice, null));
    await ask(taken, null, mailing);
    await awaitAnswer(taken, mailing);
  }
  // Lost in between, it goes out twice.
  await notes.commit({ key, text: '{}', expectedVersion: null, until: now() + rememberedFor });
  return waits ? 'waits' : 'sent';
}

async function ask(
  { id, notice, choices }: Pick<Taken, 'id' | 'notice' | 'choices'>,
  status: string | null,
  { publish, answers, links, key, policy, now }: Mailing,
): Promise<void> {
  for (const person of policy.people) {
    const own = choices.filter((choice) => mayAnswer(person, choice, notice.to));
    if (own.length === 0) continue;
    const says = { decisionId: id, person: person.name, until: now() + linkFor };
    const offered = own.map((choice) => ({ choice, url: signedLink(links, { ...says, choice }, key) }));
    await publish(answers, askingLetterOf(notice, status, person.name, offered), person.name);
  }
}

/** A hold, or its end, to everybody, once: nobody has to answer. */
export async function deliverHeld(
  given: EventDetail<'CredentialHeld'>,
  { notes, publish, notices, now }: Mailing,
): Promise<'sent' | 'known'> {
  const key = `notice ${given.notice.id}`;
  if ((await notes.load(key)) !== null) return 'known';
  await publish(notices, letterOf((await named(given, notes)).notice, null));
  await notes.commit({ key, text: '{}', expectedVersion: null, until: now() + rememberedFor });
  return 'sent';
}

/** How it ended, to everybody, once: a letter cannot be changed any more. */
export async function settle(decisionId: string, status: string, mailing: Mailing): Promise<'sent' | 'known'> {
  const { notes, publish, notices, now } = mailing;
  await isAnswered(decisionId, mailing);
  const key = `notice settled ${decisionId} ${status}`;
  if ((await notes.load(key)) !== null) return 'known';
  await publish(notices, { subject: `${decisionId}: settled`, text: `${status} Decision ${decisionId}.` });
  await notes.commit({ key, text: '{}', expectedVersion: null, until: now() + rememberedFor });
  return 'sent';
}

/** Every few minutes: what nobody answered is asked once more, and what has waited long enough is sent. */
export async function ring(mailing: Mailing): Promise<'rung'> {
  await escalate(mailing, async (late, status) => {
    await mailing.publish(mailing.notices, letterOf(late.notice, status));
    await ask(late, status, mailing);
    return true;
  });
  await sendWaiting(mailing, async (_, kept, more) => {
    await mailing.publish(
      mailing.notices,
      digestLetterOf(
        kept.map(({ notice }) => notice),
        more,
      ),
    );
    return true;
  });
  return 'rung';
}
