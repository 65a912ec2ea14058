import { identify } from '../../adapters/aws/identity/identify.ts';
import { type Order, orderText } from '../../contract/events.ts';
import type { Credential } from '../../core/model/credential.ts';
import { matchesGlob } from '../../core/model/glob.ts';
import { ownerName, unknownOwner } from '../../core/model/owner.ts';
import { announcementOf } from '../../core/observe/note-keys.ts';
import { type Containment, isSettled, namesOf } from '../../core/outcome/containment.ts';
import { holdTold, liftTold } from '../../core/outcome/hold-told.ts';
import type { Kept } from '../../core/outcome/release.ts';
import { neededFor, speaksAs } from '../../core/plan/approval.ts';
import { originOf } from '../../core/plan/decision.ts';
import type { Person } from '../../core/policy/policy.ts';
import { stakesOf } from '../answers.ts';
import type { Settings } from '../settings.ts';
import { type Heard, unreadable } from '../take-answer.ts';
import { hold, keptBy, lift } from './hold.ts';
import type { Work } from './work.ts';

type Said = Pick<Heard, 'kind' | 'sentence'>;

/** A person's order about a credential by the command line: who they are is not theirs to say, but STS's. */
export async function takeOrder(order: Order, work: Work, endpoint?: string): Promise<Said> {
  const arn = await identify(order.proof, orderText(order), endpoint);
  if (arn === null) return declined('Who you are could not be proved. Sign in to AWS again.');
  if (order.order === 'exempt') return noteExemption(order, arn, work);
  const settings = await work.settings();
  // fails toward: nothing changes until who may order can be read, and what takes two people to undo
  if (settings.exemptions === null) return declined(unreadable);
  const person = settings.policy.people.find(({ aws }) => aws.some((pattern) => matchesGlob(pattern, arn)));
  if (person === undefined) return declined(`Nobody in the policy acts as ${arn}. It has to be listed under people.`);
  if (!person.approver) return declined(`${person.name} is not an approver in the policy.`);
  const { credential } = order;
  const rows = (await work.store.open()).filter((row) => namesOf(row).includes(credential));
  if ([credential, ...rows.flatMap(namesOf)].some((name) => actsAs(person, name))) {
    return declined('Nobody may answer for a credential that they are using themselves. Ask somebody else.');
  }
  return order.order === 'hold' ? holdFor(order, person, settings, work) : liftFor(order, person, settings, work);
}

async function holdFor(order: Order, { name: by }: Person, settings: Settings, work: Work): Promise<Said> {
  const { credential, reason, until } = order;
  if (reason.trim() === '') return declined('There is no reason.');
  if (until !== null && Date.parse(until) <= work.clock.now()) return declined(`${until} is in the past.`);
  const keyStays = keptBy(order, work);
  const [forTwo, keys, others] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const kept: Kept = async (row) => {
    if (row.desired === 'released') return false;
    const stays = (await takesTwo(row, settings, work)) ? forTwo : (await keyStays(row)) ? keys : null;
    (stays ?? others).add(row.id);
    return stays !== null;
  };
  await hold({ credential, by, reason, until }, work, kept);
  const rows = await Promise.all([...others].map((id) => work.store.read(id)));
  const back = rows.filter((row) => row !== null && isSettled(row)).length;
  const late = others.size - back;
  const outcomes = new Set([...forTwo].map((id) => id.split('.', 1)[0]));
  const what = [
    ...(back === 0 ? [] : [`Undone: ${back}.`]),
    ...(late === 0 ? [] : [`Not undone yet, will be retried: ${late}.`]),
    ...(keys.size === 0 ? [] : ['The key stays off because of its use, unless you give --enable-key.']),
    ...[...outcomes].map((id) => `Two people have to agree to undo ${id}: rescind restore ${id} --deployment.`),
  ];
  const [first = null] = await Promise.all([...forTwo, ...keys, ...others].map((id) => ownerOf(id, work)));
  const placed = { credential, by, reason, until: until === null ? null : Date.parse(until) };
  const at = work.clock.now();
  await work.teller.tellHeld(placed, true, holdTold(placed, declaredOwner(credential, settings) ?? first, at, what));
  const sentence = [`${credential} is held by ${by} until ${until ?? 'it is lifted'}.`, ...what].join(' ');
  return { kind: 'settled', sentence };
}

function declaredOwner(credential: string, { words }: Settings): string | null {
  return ownerName(words.declared({ id: credential } as Credential)?.owner ?? unknownOwner);
}

/** Of the decision that a containment carries out. */
async function ownerOf(id: string, { store, memory }: Work): Promise<string | null> {
  const row = await store.read(id);
  return row === null ? null : ((await announcementOf(originOf(row.decisionId), memory))?.decision.owner ?? null);
}

/** What takes two people to undo is not undone by one who holds the credential. */
async function takesTwo({ decisionId }: Containment, settings: Settings, { memory }: Work): Promise<boolean> {
  const announced = await announcementOf(originOf(decisionId), memory);
  // fails toward: what cannot be read stays on
  if (announced === null) return true;
  const { decision } = announced;
  return neededFor('undo', decision, stakesOf(decision, settings), settings.policy) > 1;
}

async function liftFor({ credential }: Order, { name: by }: Person, settings: Settings, work: Work): Promise<Said> {
  if ((await work.store.holdOn(credential)) === null) return declined(`${credential} is not held.`);
  await lift({ credential, by }, work);
  const lifted = liftTold({ credential, by }, declaredOwner(credential, settings), work.clock.now());
  await work.teller.tellHeld({ credential, by, until: null }, false, lifted);
  return { kind: 'settled', sentence: `${credential} is no longer held.` };
}

/** Whoever may write to the bucket has exempted it already; the ledger says who it was, once the exemption is there. */
async function noteExemption({ credential, until, reason }: Order, by: string, work: Work): Promise<Said> {
  const { exemptions } = await work.settings(0);
  if (exemptions?.some((one) => one.credential === credential && one.until === until) !== true) {
    return declined(`The settings contain no exemption of ${credential} until ${until}.`);
  }
  const key = `exempted ${credential} ${until} ${reason}`;
  const sentence = `Exempt until ${until} by ${by}: ${reason}`;
  const about = { key, at: work.clock.now(), kind: 'exempted', by, credential, about: credential } as const;
  await work.ledger.append({ ...about, sentence });
  return { kind: 'settled', sentence: 'It is in the ledger.' };
}

function actsAs({ aws }: Person, name: string): boolean {
  return aws.some((pattern) => speaksAs(pattern, name));
}

function declined(sentence: string): Said {
  return { kind: 'declined', sentence };
}
