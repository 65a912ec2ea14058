import { intake } from '../core/intake/intake.ts';
import { Damage } from '../core/intake/reasons.ts';
import { testimony } from '../core/intake/testimony.ts';
import { type Told, toldOf } from '../core/intake/told.ts';
import { type Beat, beatIn } from './beats.ts';
import { ownIn } from './own-roles.ts';

/** The account whose folder of a trail a file is in, by its key; null where no trail would have put it there. */
export function accountInKey(key: string): string | null {
  return /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?(\d{12})\/CloudTrail\//.exec(key)?.[1] ?? null;
}

/**
 * A record of a trail's file: what it tells, and its fate, `scored` or the reason why not. `folder`: the account whose folder the
 * file is in. It vouches for its records as an envelope does for an event: whoever may write there speaks of no other account.
 */
export function takeIn(
  record: unknown,
  folder: string,
): {
  readonly told: Told | null;
  readonly fate: string;
  readonly beat: Beat | null;
} {
  const delivered = record instanceof Damage ? record : { ...ofTrail, account: folder, detail: record };
  const taken = intake(delivered, ownIn(folder));
  const told = toldOf(taken, taken.kind === 'rejected' ? null : testimony(delivered));
  const fate = taken.kind === 'use' ? 'scored' : taken.reason;
  return { told, fate, beat: fate === 'own-activity' ? beatIn(record, folder) : null };
}

const ofTrail = { source: 'aws.cloudtrail', 'detail-type': 'AWS API Call via CloudTrail' };
