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
  const about = `notice ${given.notice.id}`;
  let waits = false;
  const fate = await once(about, mailing, async () => {
    const taken = await named(given, notes);
    waits = taken.canWait && !isTimeToSend(now(), policy, now());
    if (waits) await gather(everybody, taken, mailing);
    else {
      await ask(about, taken, null, mailing);
      await awaitAnswer(taken, mailing);
    }
  });
  return waits ? 'waits' : fate;
}

/** Where one letter cannot be sent, those that went before it do not go again when it is tried anew. */
async function ask(
  about: string,
  { id, notice, choices }: Pick<Taken, 'id' | 'notice' | 'choices'>,
  status: string | null,
  mailing: Mailing,
): Promise<void> {
  const { publish, notices, answers, links, key, policy, now } = mailing;
  await once(`${about} to all`, mailing, () => publish(notices, letterOf(notice, status)));
  for (const person of policy.people) {
    const own = choices.filter((choice) => mayAnswer(person, choice, notice.to));
    if (own.length === 0) continue;
    const says = { decisionId: id, person: person.name, until: now() + linkFor };
    const offered = own.map((choice) => ({ choice, url: signedLink(links, { ...says, choice }, key) }));
    await once(`${about} to person ${person.name}`, mailing, () =>
      publish(answers, askingLetterOf(notice, status, person.name, offered), person.name),
    );
  }
}

/** What was noted to be done is not done again. */
async function once(key: string, { notes, now }: Mailing, work: () => Promise<void>): Promise<'sent' | 'known'> {
  if ((await notes.load(key)) !== null) return 'known';
  await work();
  // Lost in between, it is done twice.
  await notes.commit({ key, text: '{}', expectedVersion: null, until: now() + rememberedFor });
  return 'sent';
}

/** A hold, or its end, to everybody, once: nobody has to answer. */
export async function deliverHeld(given: EventDetail<'CredentialHeld'>, mailing: Mailing): Promise<'sent' | 'known'> {
  const { notes, publish, notices } = mailing;
  return once(`notice ${given.notice.id}`, mailing, async () => {
    await publish(notices, letterOf((await named(given, notes)).notice, null));
  });
}

/** How it ended, to everybody, once: a letter cannot be changed any more. */
export async function settle(decisionId: string, status: string, mailing: Mailing): Promise<'sent' | 'known'> {
  await isAnswered(decisionId, mailing);
  return once(`notice settled ${decisionId} ${status}`, mailing, () =>
    mailing.publish(mailing.notices, { subject: `${decisionId}: settled`, text: `${status} Decision ${decisionId}.` }),
  );
}

/** Every few minutes: what nobody answered is asked once more, and what has waited long enough is sent. */
export async function ring(mailing: Mailing): Promise<'rung'> {
  await escalate(mailing, async (late, status) => {
    await ask(`notice late ${late.id} ${late.at}`, late, status, mailing);
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
