import type { Fields } from './fields.ts';
import { type Intake, intake } from './intake.ts';
import { testimony } from './testimony.ts';
import { timeOf } from './time.ts';
import { type Again, type Told, toldOf } from './told.ts';
import type { TrailRecord } from './trail-record.ts';

/** What is the same in many records, word for word: who called, or what was called and how. */
export class Part {
  readonly value: unknown;
  /** What a record of this caller came to, by its call. */
  readonly came = new Map<Part, Intake>();

  constructor(value: unknown) {
    this.value = value;
  }
}

/**
 * A record read no further than `intake` reads: without the fields that nobody looks at, and in parts that it shares with
 * other records.
 */
export class Skimmed {
  readonly caller: Part;
  /** An object: all fields but the caller and those below. */
  readonly call: Part;
  readonly eventID: string;
  readonly eventTime: string;
  readonly sharedEventID: string | null;

  constructor(caller: Part, call: Part, eventID: string, eventTime: string, sharedEventID: string | null) {
    this.caller = caller;
    this.call = call;
    this.eventID = eventID;
    this.eventTime = eventTime;
    this.sharedEventID = sharedEventID;
  }
}

/** What became of a record. */
export interface Taken<T = Told | Again> {
  readonly taken: Intake;
  readonly told: T | null;
}

/** As `intake` and `testimony` answer for the whole record, most often from memory: only its time and ids are its own. */
export function takeSkimmed(record: Skimmed): Taken {
  const { caller, call, eventID, sharedEventID } = record;
  const at = timeOf(record.eventTime);
  const came = at === null ? undefined : caller.came.get(call);
  if (at === null || came === undefined) return takeFirst(record, at !== null);
  return {
    taken: came,
    told: came.kind === 'use' ? { at, id: eventID, sharedEventId: sharedEventID, like: came.use } : null,
  };
}

function takeFirst(skimmed: Skimmed, isDated: boolean): Taken {
  const record = wholeOf(skimmed);
  const taken = intake(record);
  const heard = testimony(record);
  // What tells of another credential is told anew each time.
  if (isDated && heard === null) skimmed.caller.came.set(skimmed.call, taken);
  return { taken, told: toldOf(taken, heard) };
}

/** For whoever does not know of parts. */
export function wholeOf({ caller, call, eventID, eventTime, sharedEventID }: Skimmed): TrailRecord {
  const shared = sharedEventID === null ? {} : { sharedEventID };
  return { ...(call.value as Fields), userIdentity: caller.value, eventID, eventTime, ...shared };
}
