import { startHandOver } from '../../core/hand-over.ts';
import { type Credential, isToken } from '../../core/model/credential.ts';
import { type ActionResult, type Notice, pinnedMeanwhile } from '../../core/outcome/notice.ts';
import type { Outcome } from '../../core/outcome/outcome.ts';
import { approved, awaitsWord, choicesFor } from '../../core/plan/approval.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { protectionOfDecision } from '../../core/plan/exemption.ts';
import type { Facts } from '../../core/plan/facts.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { spared } from '../../core/plan/sparing.ts';
import { respond } from '../../core/respond.ts';
import type { Settings } from '../settings.ts';
import { type Consent, consentTo } from './asking.ts';
import { braked } from './brakes.ts';
import { announcedAs, rotationFor } from './by-button.ts';
import { factsFor } from './facts.ts';
import { portsOf } from './means.ts';
import { pinFor, pinMeanwhile, supersede } from './meanwhile.ts';
import { noteActed } from './taken-back.ts';
import { tellReleases } from './tell-releases.ts';
import { NotYet, type Work } from './work.ts';

/**
 * Carries out the decision of that id. An event only rings the bell: what is done is what the table says, which nobody
 * but the function that observes can write. Throws where there is no such decision.
 */
export async function answerDecision(id: string, work: Work): Promise<string> {
  const { decision: decided, known } = await announcedAs(id, work);
  const settings = await work.settings();
  const { facts, errand, otherAdministrators } = await factsFor(decided, known, settings, work);
  const due = spared(decided, facts, settings.policy);
  const consent = await wordOn(due, settings, work);
  const byWord = consent?.kind === 'given';
  const decision = byWord ? approved(due) : due;
  const revocation = revocationOf(decision, settings, byWord);
  const brakes = { decision, settings, notes: work.notes, homes: work.homes, byWord, otherAdministrators };
  const { store, question } = braked(work.store, brakes);
  const ports = { ...portsOf(errand, work), store, ...(byWord && { worker: consent.by.join(' and ') }) };
  const response = await respond(decision, { ...facts, revocation }, ports);
  const { outcome } = response;
  await startHandOver(decision, facts, response, ports);
  if (outcome.kind === 'failed' && outcome.lasting === 'transient') throw new NotYet(outcome.error);
  const held = question();
  const asked = consent?.kind === 'asked' ? consent.question : held;
  const acted = hasActed(response.actions);
  if (acted && !byWord && isDisruptive(decision.action))
    await noteActed(decision.credential, work.notes, work.clock.now());
  if (isInForce(outcome)) await tellReleases(await supersede(decision, ports), work);
  const pin = held === null ? null : pinFor(decision);
  const pinned =
    pin === null
      ? null
      : await pinMeanwhile(decision, pin, facts, {
          ...portsOf(errand, work),
          store: braked(work.store, { ...brakes, decision: pin }).store,
        });
  const told = consent?.kind === 'asked' ? withWord(response.notice, consent.why) : response.notice;
  const isPinned = pinned !== null && hasActed(pinned.actions);
  if (isPinned && pin !== null) await noteActed(decision.credential, work.notes, work.clock.now());
  const notice = isPinned && held !== null ? pinnedMeanwhile(decision, told, pinned.notice, held.persons) : told;
  const actions = [...(pinned?.actions ?? []), ...response.actions];
  const choices = choicesFor(decision, acted, asked !== null, rotationFor(decision, settings) !== null);
  await work.teller.tellTaken(decision, { ...response, actions, notice, choices });
  // What is asked about is what would be done.
  if (asked !== null)
    await work.teller.tellAsked(approved(decision), { ...asked, policyVersion: settings.policy.version });
  return outcome.kind;
}

function isInForce({ kind }: Outcome): boolean {
  return kind === 'done' || kind === 'already-so';
}

function hasActed(actions: readonly ActionResult[]): boolean {
  return actions.some(({ outcome }) => isInForce(outcome));
}

/** What people say to the end of a token that no machine decides on; null where nobody is asked, or it could not be carried out. */
async function wordOn(decision: Decision, settings: Settings, work: Work): Promise<Consent | null> {
  if (!awaitsWord(decision) || revocationOf(decision, settings, false) === null) return null;
  const protection =
    settings.exemptions === null
      ? 'unread'
      : protectionOfDecision(decision, settings.policy, settings.exemptions, work.clock.now());
  return protection === null ? consentTo(decision, settings, work.notes, work.clock.now()) : null;
}

/** What waits for a word says so, and how it is given. */
function withWord(notice: Notice, why: string): Notice {
  return { ...notice, whatToDo: [`${why.charAt(0).toUpperCase()}${why.slice(1)}.`, ...notice.whatToDo] };
}

/** As it is declared now. */
function revocationOf(
  { kind, credential }: Decision,
  { words }: Pick<Settings, 'words'>,
  isApproved: boolean,
): NonNullable<Facts['revocation']> | null {
  const how = isToken(kind) ? words.declared({ id: credential } as Credential)?.revocation : null;
  return how == null ? null : { how, isApproved };
}
