import type { AccountId } from '../model/brand.ts';
import type { CredentialUse } from './credential-use.ts';
import { isServiceMade, useOf } from './intake.ts';
import { callerOf, type TrailRecord } from './trail-record.ts';
import { callOf } from './what/call.ts';

/** Whether it changed users, roles or policies, whoever did it. */
export function changesIdentities(record: TrailRecord): boolean {
  if (record.eventSource !== 'iam.amazonaws.com') return false;
  const call = callOf(record);
  return call !== null && !call.readOnly && call.errorCode === null;
}

/** Such a change, where a service made it in the name of a credential; null where the credential did so itself, and where nobody stands behind it. */
export function forwardedChange(record: TrailRecord, deliveredFrom: AccountId | null): CredentialUse | null {
  const user = callerOf(record);
  if (!isServiceMade(user) || !changesIdentities(record)) return null;
  const taken = useOf(record, user, deliveredFrom);
  return taken.kind === 'use' ? taken.use : null;
}
