import type { AccountId, EventId } from '../model/brand.ts';
import { formatInstant, type Instant } from '../model/instant.ts';
import { keptIn } from '../model/kept.ts';
import { accountOf, type Fields, fieldsOf } from './fields.ts';
import { asksForProof, isServiceMade, notACall, notEvidence } from './intake.ts';
import { type Ignored, ignored, type Rejected, rejected } from './reasons.ts';
import { mayTestify, testimony } from './testimony.ts';
import { type Told, toldAlone, toldIn, type Waiting } from './told.ts';
import type { TrailRecord } from './trail-record.ts';
import { type Call, callOf } from './what/call.ts';
import { type What, whatOf } from './what/what.ts';
import { type Signs, signsOf, type Who, whoOf } from './who/who.ts';

/** A `userIdentity`, word for word the same in many records. */
export class Caller {
  readonly fields: Fields;
  readonly isServiceMade: boolean;
  /** It is kept as a text, as tables do: then it takes the whole record to read it. */
  readonly isText: boolean;
  readonly #who = new Map<Signs, Who | Ignored | Rejected>();

  constructor(value: unknown) {
    this.fields = fieldsOf(value);
    this.isServiceMade = isServiceMade(this.fields);
    this.isText = typeof value === 'string';
  }

  who(signs: Signs): Who | Ignored | Rejected {
    return keptIn(this.#who, signs, () => whoOf(this.fields, signs));
  }
}

/** The rest of a record, word for word the same in many: all but its caller, time and ids. */
export class Calling {
  /** Why it is no call at all. */
  readonly notACall: Ignored | null;
  readonly call: Call | null;
  readonly signs: Signs;
  /** A testimony names the record's id and time, so that it has to be read anew each time. */
  readonly mayTestify: boolean;
  readonly asksForProof: boolean;
  /** Whose log it is in; null where the record does not say. */
  readonly #recipient: AccountId | null;
  #fields: TrailRecord;
  #owner: AccountId | null = null;
  #what: What | null = null;

  constructor(fields: TrailRecord) {
    this.#fields = fields;
    this.notACall = notACall(fields);
    this.call = callOf(fields);
    this.signs = oneOf(signsOf(fields));
    this.mayTestify = mayTestify(fields);
    this.asksForProof = asksForProof(fields);
    this.#recipient = accountOf(fields.recipientAccountId);
  }

  /** Empty once nothing more of them will be read. */
  get fields(): TrailRecord {
    return this.#fields;
  }

  /** Null for a caller of another account than the log's. */
  what(call: Call, owner: AccountId): What | null {
    if (this.#recipient !== null && this.#recipient !== owner) return null;
    if (this.#what !== null && this.#owner === owner) return this.#what;
    this.#what = whatOf(this.#fields, call, this.signs, owner, null);
    this.#owner = owner;
    // They take many times as much memory as what was read from them.
    if (this.#recipient !== null && !this.mayTestify && !this.asksForProof) this.#fields = nothing;
    return this.#what;
  }
}

const nothing: TrailRecord = {};

/** A record read only as far as it is new, in parts that it shares with other records. */
export class Skimmed {
  readonly caller: Caller;
  readonly calling: Calling;
  readonly eventID: string;
  readonly at: Instant;

  constructor(caller: Caller, calling: Calling, eventID: string, at: Instant) {
    this.caller = caller;
    this.calling = calling;
    this.eventID = eventID;
    this.at = at;
  }
}

/** What became of a record, and what it tells. */
export interface Taken<T = Told | Waiting> {
  readonly taken: { readonly kind: 'use' } | Ignored | Rejected;
  readonly told: T | null;
}

/** Gives the answers of `intake` and `testimony` for the whole record, reusing what its parts came to before. */
export function takeSkimmed(record: Skimmed): Taken {
  const waiting = waitingIn(record);
  const taken = 'kind' in waiting ? waiting : used;
  const heard = record.calling.mayTestify ? testimony(wholeOf(record)) : null;
  if ('kind' in waiting) return { taken, told: heard === null ? null : toldAlone(heard) };
  return { taken, told: heard === null ? waiting : { ...toldIn(waiting), testimony: heard } };
}

const used = { kind: 'use' } as const;

function wholeOf({ caller, calling, eventID, at }: Skimmed): TrailRecord {
  return { ...calling.fields, userIdentity: caller.fields, eventID, eventTime: formatInstant(at) };
}

/** The same questions in the same order as `intake` asks them. */
function waitingIn({ caller, calling, eventID, at }: Skimmed): Waiting | Ignored | Rejected {
  if (calling.notACall !== null) return calling.notACall;
  const mayBeNone = caller.isServiceMade || calling.asksForProof;
  const isNone = mayBeNone ? notEvidence(calling.fields, caller.fields) : null;
  if (isNone !== null) return isNone;
  if (calling.call === null) return rejected('no-action');
  const who = caller.who(calling.signs);
  if ('kind' in who) return who;
  const what = calling.what(calling.call, who.credential.accountId);
  if (what === null) return ignored('foreign-principal');
  return { at, id: eventID as EventId, who, what };
}

/** One object for all equal ones, so that it can be a key. */
function oneOf(signs: Signs): Signs {
  return keptIn(knownSigns, Object.values(signs).join(), () => signs);
}

const knownSigns = new Map<string, Signs>();
