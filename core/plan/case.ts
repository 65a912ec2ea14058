import { fingerprint } from '../context/habits/fingerprint.ts';
import { day, type Instant } from '../model/instant.ts';
import type { Policy } from '../policy/policy.ts';
import type { Group, Signal } from '../signals/signal.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { callsIn, isWayIn } from '../verdict/other-work.ts';
import { leaves } from '../verdict/purpose.ts';
import { score } from '../verdict/score.ts';
import { isDeed, isWitness, mayBearWitness } from '../verdict/witnesses.ts';
import { isAboutItsPlace, isDisruptive, isPinnedToPurpose, type Rung, rankOf } from './ladder.ts';

/** How far the answer to one credential's case has gone. */
export interface CaseState {
  /** The most that was answered. */
  rung: Rung | null;
  /** The most that limits held back, until as much is answered. */
  owed: Rung | null;
  /** When evidence last called for an answer. */
  calledAt: Instant;
  /** Score of the last decision. */
  score: number;
  /** Every measure taken: `pin`, `revoke-sessions ASIA…`. */
  measures: string[];
  /** What a pin to a purpose left to it, as patterns of IAM actions; null where there was none. */
  purpose: readonly string[] | null;
  /** Groups that bore witness in any decision of the case. */
  witnesses: Group[];
  /** Fingerprints of what the owner has heard of, and of whom. */
  told: number[];
  /** When notices were sent, within a day. */
  notices: Instant[];
  /** Disruptions, in this case and in those before. */
  taken: readonly Taken[];
}

export interface Taken {
  readonly at: Instant;
  /** The session that gave reason for it; null for long-lived credentials. */
  readonly session: string | null;
}

export function newCase(): CaseState {
  return {
    rung: null,
    owed: null,
    calledAt: Number.NEGATIVE_INFINITY,
    score: 0,
    measures: [],
    purpose: null,
    witnesses: [],
    told: [],
    notices: [],
    taken: [],
  };
}

/** After such a silence a case is closed, and the same doubts open a new one. */
const quiet = 3 * day;

/** Notes that evidence calls for an answer; after the silence, in a new case. */
export function call(state: CaseState, at: Instant): void {
  if (at - state.calledAt > quiet) Object.assign(state, { ...newCase(), taken: state.taken });
  state.calledAt = Math.max(state.calledAt, at);
}

/**
 * What the case still lacks: the earned rung where it goes further than all answers before, or where another session, or something that a
 * pin lets through, gave a reason of its own; else a notice where there is news. Null where everything is answered.
 */
export function stillDue(state: CaseState, earned: Rung, assessment: Assessment, policy: Policy): Rung | null {
  const raised = raisedIn(assessment);
  if (state.rung === null) return earned;
  if (rankOf(earned) > rankOf(state.rung)) {
    // What only fades, be it the place that a pin goes by, is no reason to go further; what limits held back is.
    const isOwed = state.owed !== null && rankOf(earned) <= rankOf(state.owed);
    const mayGoFurther =
      !isDisruptive(state.rung) || isOwed || raised.some((one) => isWitness(one, policy, assessment.at));
    return mayGoFurther ? earned : null;
  }
  if (!isDisruptive(earned)) return earned === 'notify' && isNews(state, assessment, policy) ? earned : null;
  const owed = owedBeyond(state);
  if (owed !== null) return owed;
  if (score(raised, assessment.at).value < policy.thresholds.notify) return null;
  const passes = earned === 'pin' && isInside(raised) && isLeftOpen(state, raised, assessment, policy);
  const within = passes ? 'quarantine' : boundAt(earned, state, raised, assessment, policy);
  if (within === null) return null;
  if (!isInForce(state, within, assessment)) return within;
  return isSomebodyElse(state, raised, assessment, policy) ? 'notify' : null;
}

/**
 * What limits held back and was not answered since, whatever the evidence comes to by now. At most a quarantine, since switching off takes
 * evidence that still stands; and no end of a session, which may be another than this one.
 */
function owedBeyond({ owed, rung }: CaseState): Rung | null {
  if (owed === null || owed === 'revoke-sessions') return null;
  const due = owed === 'disable' ? 'quarantine' : owed;
  return rankOf(due) > rankOf(rung ?? 'notify') ? due : null;
}

/** The signals that the use itself raised. */
function raisedIn({ signals, at }: Assessment): readonly Signal[] {
  return signals.filter(({ lastAt }) => lastAt === at);
}

/** Whether what was raised gets past the pin: one to networks leaves open all that is done within them, one to a purpose the calls that it allows. */
function isLeftOpen(
  { purpose }: CaseState,
  raised: readonly Signal[],
  assessment: Assessment,
  policy: Policy,
): boolean {
  return purpose === null || callsIn(raised, policy, assessment.at).some((call) => leaves(purpose, call));
}

/** Where ending sessions has become an old story, a pin takes its place for who signs in from elsewhere; nothing does for anybody else. */
function boundAt(
  earned: Rung,
  state: CaseState,
  raised: readonly Signal[],
  assessment: Assessment,
  policy: Policy,
): Rung | null {
  if (earned !== 'revoke-sessions' || !isOldStory(state, raised, assessment, policy)) return earned;
  return assessment.isSignedIn && isAboutItsPlace(assessment) ? 'pin' : null;
}

/**
 * Whether a session only repeats what two others of its role were ended for. The second is ended, since a thief signs in again. But so does an
 * honest person, who must not be shown out day after day for one move.
 */
function isOldStory(state: CaseState, raised: readonly Signal[], assessment: Assessment, policy: Policy): boolean {
  const { at } = assessment;
  const itself = measureOf('revoke-sessions', assessment);
  const ended = state.measures.filter(
    (measure) => measure.startsWith('revoke-sessions') && !isSameMeasure(measure, itself),
  ).length;
  return ended >= 2 && score(unheardOf(state, raised), at).value < policy.thresholds.notify;
}

/** Whether yet another place shows up, strong enough to contain: what is in force may have hit somebody honest, so this one is worth a word. */
function isSomebodyElse(state: CaseState, raised: readonly Signal[], { at }: Assessment, policy: Policy): boolean {
  const { quorumBits, contain } = policy.thresholds;
  if (recentNotices(state, at).length >= noticesADay || score(raised, at).value < contain) return false;
  return unheardOf(state, raised).some(({ group, bits }) => group === 'origin' && bits >= quorumBits);
}

/** Whether it is a deed within the places that a pin leaves open: nothing is odd about the place. */
function isInside(raised: readonly Signal[]): boolean {
  return raised.every(({ group }) => group !== 'origin') && raised.some(isDeed);
}

/** Whether a measure as strong already binds the whole credential; the end of one session does not. */
function isCovered({ measures }: CaseState, rung: Rung): boolean {
  return measures.some((measure) => !measure.startsWith('revoke-sessions') && rankOf(measure as Rung) >= rankOf(rung));
}

/** The measure as a case remembers it, with the session where it ends one. */
function measureOf(rung: Rung, { session, sitting }: Assessment): string {
  const names = [...new Set([sitting, session])].filter((name) => name !== null);
  return rung === 'revoke-sessions' ? `${rung} ${names.join(between) || 'all'}` : rung;
}

/** Occurs in no name of a session. */
const between = ' | ';

/** A session may go by two names, its key and what stays of it in a console, and what somebody else says names only one of them. */
function isSameMeasure(one: string, other: string): boolean {
  if (one === other) return true;
  const names = namesIn(other);
  return namesIn(one).some((name) => names.includes(name));
}

function namesIn(measure: string): readonly string[] {
  const [, names = ''] = /^revoke-sessions (.*)$/s.exec(measure) ?? [];
  return names === '' ? [] : names.split(between);
}

/**
 * Whether there is news worth another word: the score rose well above the last one told, another group bears witness, somebody was let in, a
 * pin to a purpose lets a new deed through, somebody else has the role, or what the owner has not heard of yet would be enough to contain by
 * itself. Less is no news: people who travel are somewhere new every day.
 */
function isNews(state: CaseState, assessment: Assessment, policy: Policy): boolean {
  const { at, signals, quorum } = assessment;
  // What gets past a pin is news even where it does not raise the score.
  const isThrough = state.purpose !== null && isLeftOpen(state, raisedIn(assessment), assessment, policy);
  const isOfAnother = isOfAnotherHolder(state, assessment);
  if (recentNotices(state, at).length >= (isThrough || isOfAnother ? 2 : 1) * noticesADay) return false;
  if (isThrough || isOfAnother || assessment.score.value >= state.score + leastRise) return true;
  const unheard = unheardOf(state, signals);
  if (unheard.length === 0) return false;
  return (
    unheard.some(isNewWayIn) ||
    (assessment.score.value >= state.score && quorum.some((group) => !state.witnesses.includes(group))) ||
    score(unheard, at).value >= policy.thresholds.contain
  );
}

/** Colleagues share the role and its case: to have heard of one of them is not to have heard of the next. */
function isOfAnotherHolder({ told }: CaseState, { holder }: Assessment): boolean {
  return holder !== null && !told.includes(holderMark(holder));
}

function holderMark(holder: string): number {
  return fingerprint(`holder ${holder}`);
}

/** An owner who has heard of a look around must also hear of the key that is made after it. */
function isNewWayIn(signal: Signal): boolean {
  return isWayIn(signal) && mayBearWitness(signal) && signal.bits >= leastNews;
}

/** Bits. */
const leastNews = 5;
/** Points of score. */
const leastRise = 15;
/** Of one case; twice as many where something gets past a pin, or is of somebody else who has the role. */
const noticesADay = 2;

/** Disruptions remembered of one credential. What it made before those has long been in use. */
const takenKept = 16;

/** Remembers what limits held back. */
export function owe(state: CaseState, due: Rung): void {
  if (state.owed === null || rankOf(due) > rankOf(state.owed)) state.owed = due;
}

/** Remembers an answer. */
export function close(state: CaseState, rung: Rung, assessment: Assessment): void {
  const { at, score: weight, quorum, signals, holder } = assessment;
  if (state.owed !== null && rankOf(rung) >= rankOf(state.owed)) state.owed = null;
  const session = assessment.ofSession ?? assessment.session;
  if (isDisruptive(rung)) state.taken = [...state.taken, { at, session }].slice(-takenKept);
  if (state.rung === null || rankOf(rung) > rankOf(state.rung)) state.rung = rung;
  state.score = weight.value;
  if (rung !== 'notify') state.measures = latest([...state.measures, measureOf(rung, assessment)]);
  if (rung === 'pin') state.purpose = pinnedTo(assessment);
  state.witnesses = [...new Set([...state.witnesses, ...quorum])].sort();
  const whose = holder === null ? [] : [holderMark(holder)];
  state.told = latest([...state.told, ...whose, ...signals.map(reasonOf)]);
  if (rung === 'notify') state.notices = [...recentNotices(state, at), at];
}

/** What a pin leaves, where it is one to a purpose; null where it is one to a place. */
export function pinnedTo(assessment: Assessment): readonly string[] | null {
  return isPinnedToPurpose(assessment) ? assessment.purpose : null;
}

/** Whether that measure was taken in this case, or a stronger one that covers it. */
export function isInForce(state: CaseState, rung: Rung, assessment: Assessment): boolean {
  const measure = measureOf(rung, assessment);
  return state.measures.some((one) => isSameMeasure(one, measure)) || isCovered(state, rung);
}

function recentNotices({ notices }: CaseState, at: Instant): Instant[] {
  return notices.filter((sent) => at - sent < day);
}

function unheardOf({ told }: CaseState, signals: readonly Signal[]): Signal[] {
  return signals.filter((signal) => !told.includes(reasonOf(signal)));
}

/** The most that a case remembers; what it forgets is only told once more. */
const kept = 64;

function latest<T>(things: readonly T[]): T[] {
  return [...new Set(things)].slice(-kept);
}

/** The same signal is the same reason, on any day and about any call; only another place is another reason. */
function reasonOf({ id, key, group }: Signal): number {
  return fingerprint(group === 'origin' ? `${id} ${key}` : id);
}
