import type { Instant } from '../../core/model/instant.ts';
import type { Actor } from '../actors/actor.ts';
import type { Difficulty } from '../labels.ts';
import { uniqueId } from '../organisation/ids.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Place } from '../organisation/places.ts';
import type { Random } from '../random.ts';
import type { CloudTrailRecord } from '../record/cloudtrail-record.ts';
import type { Log } from '../record/log.ts';
import { type Call, type Circumstances, recordOf } from '../record/record.ts';
import { ordinaryCall } from '../record/request.ts';
import type { Signer } from '../record/signer.ts';
import type { Means } from './means.ts';

export interface Stage {
  readonly organisation: Organisation;
  readonly actors: readonly Actor[];
  readonly victim: Actor;
  /** The key or the live session that was stolen. */
  readonly stolen: Signer;
  readonly difficulty: Difficulty;
  readonly at: Instant;
  /** When the stolen thing stops working. */
  readonly until: Instant;
  readonly random: Random;
  readonly log: Log;
}

/** A thief at work: a clock that moves with every call, and the list of what was done. */
export class Attack {
  readonly stage: Stage;
  readonly random: Random;
  means: Means;
  readonly hostile: CloudTrailRecord[] = [];
  readonly alsoAcceptable: string[] = [];
  /** The first record from which a bare fact gives the theft away; null where only habits can tell. */
  giveaway: CloudTrailRecord | null = null;
  signer: Signer;
  region: string;
  at: Instant;

  constructor(stage: Stage, means: Means) {
    this.stage = stage;
    this.random = stage.random;
    this.means = means;
    this.signer = stage.stolen;
    this.region = stage.victim.region;
    this.at = stage.at;
  }

  /** One call with the thief's means; what is not said is as the victim's workload would say it. */
  call(action: string, details: Omit<Partial<Call>, 'action'> = {}): CloudTrailRecord {
    const subject = { stock: this.stage.victim.stock, accountId: this.signer.accountId, region: this.region };
    const call = { ...ordinaryCall(action, subject, this.random), ...details };
    return this.note(this.stage.log.add(recordOf(this.random, this.signer, this.where(), call)));
  }

  /** Several kinds of call in a row; each may be refused with the given probability. */
  calls(actions: readonly string[], refused = 0): void {
    for (const action of actions) this.call(action, this.random.chance(refused) ? { failure: 'denied' } : {});
  }

  /** Counts a record as the thief's, and lets time pass. */
  note(record: CloudTrailRecord): CloudTrailRecord {
    this.hostile.push(record);
    this.wait(1000 + this.random.exponential(this.means.gap));
    return record;
  }

  wait(milliseconds: number): void {
    this.at += Math.floor(milliseconds);
  }

  where(place: Place = this.means.place): Circumstances {
    return { at: this.at, region: this.region, place, agent: this.means.agent };
  }

  newKeyId(prefix: 'AKIA' | 'ASIA'): string {
    return uniqueId(this.random, prefix);
  }

  foreignAccount(): string {
    return `7${this.random.text('0123456789', 11)}`;
  }
}
