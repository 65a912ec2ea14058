import { fieldsOf, textOf } from '../core/intake/fields.ts';
import { intake } from '../core/intake/intake.ts';
import { testimony } from '../core/intake/testimony.ts';
import { type Told, toldOf } from '../core/intake/told.ts';
import { type Beat, beatIn } from './beats.ts';
import { ownRolesOf } from './own-roles.ts';

/** A record of a trail's file: what it tells, and its fate, `scored` or the reason why not. */
export function takeIn(record: unknown): {
  readonly told: Told | null;
  readonly fate: string;
  readonly beat: Beat | null;
} {
  const account = textOf(fieldsOf(record).recipientAccountId);
  const taken = intake(record, ownRolesOf(account));
  const told = toldOf(taken, taken.kind === 'rejected' ? null : testimony(record));
  const fate = taken.kind === 'use' ? 'scored' : taken.reason;
  return { told, fate, beat: fate === 'own-activity' ? beatIn(record, account) : null };
}
