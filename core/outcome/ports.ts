import type { AccountId } from '../model/brand.ts';
import type { Instant } from '../model/instant.ts';
import type { Result } from '../model/result.ts';
import type { Measure } from '../plan/measures/measure.ts';
import type { Target } from '../plan/measures/target.ts';
import type { AuditEntry, AuditFact } from './audit-entry.ts';
import type { Containment, Hold, State } from './containment.ts';
import type { Notice } from './notice.ts';

/** Reads and writes the one place on AWS that a measure touches. Everything may be repeated. */
export interface Executor {
  /** Null where the user, role or key is gone. */
  read(measure: Measure): Promise<Result<State | null, ExecutorError>>;
  /** Puts `value` there: a key's status, a policy's document, null for no policy. An error may mean that it happened all the same. */
  write(measure: Measure, value: string | null): Promise<Result<void, ExecutorError>>;
}

export interface ExecutorError {
  /** Transient: throttled, refused for now, or the answer was lost. Terminal: the same call fails for ever. */
  readonly lasting: 'transient' | 'terminal';
  /** One sentence, without anything secret. */
  readonly sentence: string;
  /** AWS refused for want of permission; absent for any other error. */
  readonly isRefusal?: true;
}

export type Armed =
  | { readonly kind: 'armed' }
  /** One of the rows is there already: the decision was delivered before, and what is stored counts. */
  | { readonly kind: 'known' }
  | { readonly kind: 'held'; readonly hold: Hold }
  /** Part of the outcome was taken back: nothing more is wanted of it. */
  | { readonly kind: 'withdrawn'; readonly by: string };

/** What stands in the way of arming rows beside those that are stored of the same outcome; null where nothing does. */
export function obstacleTo(rows: readonly Containment[], stored: readonly Containment[]): Armed | null {
  if (rows.some(({ id }) => stored.some((one) => one.id === id))) return { kind: 'known' };
  const released = stored.find(({ desired }) => desired === 'released');
  return released === undefined ? null : { kind: 'withdrawn', by: released.desiredBy };
}

/** The first of the rows, all of which are of one outcome and credential. Throws where there is none. */
export function firstOf(rows: readonly Containment[]): Containment {
  const [first] = rows;
  if (first === undefined) throw new RangeError('there is nothing to arm');
  return first;
}

/** Containments, written only on condition. */
export interface ContainmentStore {
  /**
   * Adds the rows, all of one outcome, or none of them: not while a hold on their credential or principal is in force at `now`, nor
   * where one of them exists or a part of their outcome was taken back. One atomic step. Throws where there is no row.
   */
  arm(rows: readonly Containment[], now: Instant): Promise<Armed>;
  read(id: string): Promise<Containment | null>;
  /** Puts `row` in place of the stored one if that still has version `row.version - 1`; false where it has moved on. */
  replace(row: Containment): Promise<boolean>;
  /** All rows of one outcome, sorted by id, as are the lists below. */
  ofOutcome(outcomeId: string): Promise<Containment[]>;
  /** Those of the credential of that name, and of every credential of the principal of that name. */
  heldBy(name: string): Promise<Containment[]>;
  /** Every row that is in force, being worked on, or stuck. */
  open(): Promise<Containment[]>;
  /** From now on `arm` refuses the credential. Setting the same hold again changes nothing. */
  hold(hold: Hold): Promise<void>;
  liftHold(credential: string): Promise<void>;
  /** The hold set on exactly this name, in force or not; null where there is none. */
  holdOn(credential: string): Promise<Hold | null>;
  /** Every hold that nobody lifted, in force or over, sorted by credential. */
  holds(): Promise<Hold[]>;
}

/** Append-only, chained. */
export interface Ledger {
  /** Adds the fact at the end of the chain; a fact whose key is there already changes nothing. */
  append(fact: AuditFact): Promise<void>;
  entries(): Promise<AuditEntry[]>;
  /** The fact with this key; null where there is none. */
  entry(key: string): Promise<AuditEntry | null>;
  /** The last so many entries, the latest first. */
  latest(count: number): Promise<AuditEntry[]>;
}

export interface Notifier {
  /** Delivers once per `notice.id`; false where it could not be delivered. */
  send(notice: Notice): Promise<boolean>;
}

/** What somebody made in an account. */
export interface Made {
  readonly kind:
    | 'access-key'
    | 'console-password'
    | 'service-specific credential'
    | 'SSH key'
    | 'signing certificate'
    | 'user'
    | 'role'
    | 'policy';
  /** Its name; of a key its id. */
  readonly name: string;
  readonly at: Instant;
  /** Whether it belongs to the principal that was asked about. */
  readonly isOwn: boolean;
}

/** The state of the rotation of the secret that an owner declared for a key. */
export interface SecretRotated {
  /** When a rotation last ended. */
  readonly at: Instant | null;
  readonly isUnderWay: boolean;
  /** When anything about the secret last changed: a rotation that has just ended may not be dated yet. */
  readonly changedAt: Instant | null;
}

/** Sees what was made in the principal's account since an instant. IAM does not tell by whom. */
export interface Witness {
  madeSince(target: Target, since: Instant): Promise<Result<readonly Made[], ExecutorError>>;
  /** Null where no secret was declared for the key. */
  rotationFor(accessKeyId: string, accountId: AccountId): Promise<Result<SecretRotated | null, ExecutorError>>;
}

export interface Clock {
  now(): Instant;
  sleep(milliseconds: number): Promise<void>;
}

export interface EnsurePorts {
  readonly store: ContainmentStore;
  readonly executor: Executor;
  readonly clock: Clock;
  /**
   * Asked before the first write of a stored row: why it must not be put on after all, as a clause; null where nothing
   * stands against it. Absent where the person who ordered it sits here.
   */
  readonly objection?: (row: Containment) => Promise<Result<string | null, ExecutorError>>;
  /** Names this run of the program: what a claim is held by. */
  readonly worker: string;
}

export interface RespondPorts extends EnsurePorts {
  readonly ledger: Ledger;
  readonly notifier: Notifier;
}
