import { fingerprint } from '../context/habits/fingerprint.ts';
import type { Instant } from '../model/instant.ts';
import type { Decision } from '../plan/decision.ts';
import { anywhereGoal } from '../plan/measures/anywhere-status.ts';
import { caseOf, isReversible, type Measure, placeOf, type SecretRotation } from '../plan/measures/measure.ts';
import type { Outcome } from './outcome.ts';

export type Desired = 'contained' | 'released';

/**
 * What AWS holds at the place a measure touches: a key's status, a policy's document in canonical JSON (null where
 * there is no such policy), the id of a secret's current version. `uniqueId` is the principal's, or the secret's ARN, to
 * tell it from a namesake.
 */
export interface State {
  readonly uniqueId: string;
  readonly value: string | null;
}

/** One measure in force or taken back: the desired state, and what is needed to undo exactly what was done. */
export interface Containment {
  /** `o_<case>.<kind of measure>`, and where there are several of a kind, a mark of the place. */
  readonly id: string;
  /** `o_<case>`: all measures of one decision. */
  readonly outcomeId: string;
  readonly decisionId: string;
  readonly credential: string;
  /** ARN of the principal that uses the credential; absent in older rows. */
  readonly principal?: string;
  /** Place in the plan, from 0. */
  readonly position: number;
  readonly measure: Measure;
  /** When the use was made that gave it away; absent in older rows. */
  readonly since?: Instant;
  /** On the first row of an outcome: how often it was looked at again. Absent for never. */
  readonly looked?: number;
  /** What earlier versions of the measure put there: ours as well, though no longer wanted. Absent where there were none. */
  readonly outdated?: readonly string[];
  /** Written before the first write to AWS, and not changed after it. */
  readonly before: State | null;
  readonly desired: Desired;
  readonly desiredBy: string;
  readonly answer: Answer | null;
  /** The answer that the ledger has, as `tellingOf` names it. */
  readonly told: string | null;
  readonly claim: Claim | null;
  /** Until then a write may arrive whose answer never came; null where every write was answered. */
  readonly doubtUntil: Instant | null;
  /** Raised by every write: the condition of the next one. */
  readonly version: number;
  readonly history: readonly HistoryEntry[];
}

/** The last outcome, and the wish that it answers. */
export interface Answer {
  readonly to: Desired;
  readonly at: Instant;
  readonly outcome: Outcome;
}

/** While it lasts, no other worker acts. */
export interface Claim {
  readonly holder: string;
  readonly until: Instant;
}

export interface HistoryEntry {
  readonly at: Instant;
  readonly by: string;
  readonly what: string;
}

/** A person's word that a credential must not be touched. */
export interface Hold {
  readonly credential: string;
  readonly by: string;
  readonly reason: string;
  /** Null for until it is lifted. */
  readonly until: Instant | null;
}

/** The names on which a hold covers the whole outcome: the credential and its principal, the same in all of its rows. */
export function holdersOf({
  credential,
  principal = credential,
}: Pick<Containment, 'credential' | 'principal'>): string[] {
  return [...new Set([credential, principal])];
}

/** Every name on which a hold covers this row: those, the user or role that it is put on, and the key that it switches off. */
export function namesOf(row: Pick<Containment, 'credential' | 'principal' | 'measure'>): string[] {
  const { measure } = row;
  const whose = 'arn' in measure.target ? [measure.target.arn] : [];
  const key = 'accessKeyId' in measure ? [measure.accessKeyId] : [];
  return [...new Set([...holdersOf(row), ...whose, ...key])];
}

/** Whether the hold, where there is one, still counts. */
export function isInForce(hold: Hold | null, now: Instant): hold is Hold {
  return hold !== null && (hold.until === null || hold.until > now);
}

/** `d_1f2e` → `o_1f2e` */
export function outcomeIdOf(decisionId: string): string {
  return `o_${caseOf(decisionId)}`;
}

/** `o_1f2e` or `o_1f2e.pin` → `d_1f2e`; any other name is left as it is. */
export function decisionIdOf(name: string): string {
  return name.replace(/^o_([^.]+)(?:\..*)?$/, 'd_$1');
}

/** The rows of a decision's measures, in the order of the plan. The first of a kind is named by its kind, any other by its place as well. */
export function newContainments(
  decision: Pick<Decision, 'id' | 'credential' | 'principal' | 'at'>,
  measures: readonly Measure[],
  by: string,
  now: Instant,
): Containment[] {
  return measures.map((measure, position) => {
    const isFirst = measures.findIndex(({ kind }) => kind === measure.kind) === position;
    return newContainment(decision, position, measure, by, now, isFirst ? '' : partOf(measure));
  });
}

/** `.9a1b2c3d`: tells measures of one kind and one outcome apart, by the place that they touch. */
export function partOf(measure: Measure): string {
  return `.${(fingerprint(placeOf(measure)) >>> 0).toString(16).padStart(8, '0')}`;
}

/** `part` as `partOf` gives it, or nothing. */
export function newContainment(
  decision: Pick<Decision, 'id' | 'credential' | 'principal' | 'at'>,
  position: number,
  measure: Measure,
  by: string,
  now: Instant,
  part = '',
): Containment {
  const outcomeId = outcomeIdOf(decision.id);
  return {
    id: `${outcomeId}.${measure.kind}${part}`,
    outcomeId,
    decisionId: decision.id,
    credential: decision.credential,
    principal: decision.principal,
    position,
    measure,
    since: decision.at,
    before: null,
    desired: 'contained',
    desiredBy: by,
    answer: null,
    told: null,
    claim: null,
    doubtUntil: null,
    version: 1,
    history: [{ at: now, by, what: 'wanted contained' }],
  };
}

/** The desire goes one way only: to contain it again takes a new decision. */
export function released(row: Containment, by: string, now: Instant): Containment {
  if (row.desired === 'released') return row;
  const entry = { at: now, by, what: 'wanted released' };
  return { ...row, desired: 'released', desiredBy: by, history: [...row.history, entry] };
}

/** The same place with the measure as it should be from now on; what we put there before still counts as ours. */
export function restamped(row: Containment, measure: Measure, by: string, now: Instant): Containment {
  const goal = goalOf(row.measure);
  if (row.desired === 'released' || goal === goalOf(measure)) return row;
  const entry = { at: now, by, what: 'ordered again' };
  return { ...row, measure, outdated: [...(row.outdated ?? []), goal], answer: null, history: [...row.history, entry] };
}

/** Whether we put there what AWS holds. */
export function isOurs({ measure, outdated }: Containment, value: string | null): boolean {
  return value !== null && (value === goalOf(measure) || outdated?.includes(value) === true);
}

/** What AWS holds once the measure is in force. */
export function goalOf(measure: Measure): string {
  switch (measure.kind) {
    case 'key-status':
    case 'retire-key':
    case 'service-credential-status':
    case 'ssh-key-status':
    case 'certificate-status':
      return 'Inactive';
    case 'roles-anywhere-status':
      return anywhereGoal(measure);
    case 'deauthorize-connection':
      return 'DEAUTHORIZED';
    case 'rotate-secret':
      return measure.token;
    case 'revoke-token':
      return 'revoked';
    case 'seal':
      return measure.policyArn;
    case 'trust-deny':
    case 'permission-set-deny':
    case 'secret-deny':
      return JSON.stringify(measure.statement);
    default:
      return JSON.stringify(measure.document);
  }
}

/** What a secret holds while the version that the measure asked for is made, but not yet in force. */
export function pendingOf(measure: SecretRotation): string {
  return `${measure.token} is pending`;
}

const waits = 'waits: ';

/** What a replaced key holds while something may still use it. */
export function waitsValue(reason: string): string {
  return waits + reason;
}

/** Why it has to wait; null where it does not. */
export function waitIn({ value }: State): string | null {
  return value?.startsWith(waits) === true ? value.slice(waits.length) : null;
}

/** Whether AWS was seen to hold what is desired. */
export function isSettled(row: Containment): boolean {
  if (row.answer === null || row.answer.to !== row.desired) return false;
  return row.answer.outcome.kind === 'done' || row.answer.outcome.kind === 'already-so';
}

/** Whether a replaced key was found to wait: that takes days, so there is no need to look every few minutes. */
export function isWaiting({ measure, desired, answer }: Containment): boolean {
  return measure.kind === 'retire-key' && answer?.to === desired && answer.outcome.kind === 'skipped';
}

/** `released done`: what the ledger says of the answer; null where there is none. */
export function tellingOf({ answer }: Containment): string | null {
  return answer === null ? null : `${answer.to} ${answer.outcome.kind}`;
}

/** Whether nothing will ever be done about it again: taken back, found impossible to take back by machine, rotated or retired; and told. */
export function isClosed(row: Containment): boolean {
  if (row.told !== tellingOf(row)) return false;
  // If somebody switches a replaced key on again, they have a use for it.
  if ((!isReversible(row.measure.kind) || row.measure.kind === 'retire-key') && isSettled(row)) return true;
  if (row.desired === 'contained' || row.answer?.to !== 'released' || row.doubtUntil !== null) return false;
  const { outcome } = row.answer;
  return outcome.kind !== 'irrevocable' && !(outcome.kind === 'failed' && outcome.lasting === 'transient');
}

export function isExpired(row: Containment, now: Instant): boolean {
  return row.desired === 'contained' && row.measure.expiresAt !== null && row.measure.expiresAt <= now;
}
