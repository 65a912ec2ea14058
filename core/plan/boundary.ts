import { knownActions } from '../context/actions/known-actions.ts';
import type { Grants } from '../context/grants.ts';
import { accessEvidence, servicesUsed } from '../context/last-accessed.ts';
import type { LastAccessed } from '../intake/account-inventory.ts';
import type { Instant } from '../model/instant.ts';

/** A permissions boundary: it grants nothing, and what it leaves out is not held any more. */
export interface BoundaryDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: 'Allow' | 'Deny';
    readonly Action: readonly string[];
    readonly Resource: '*';
  }[];
}

/** IAM takes managed policies up to this many characters, white space not counted. */
const longestPolicy = 6_144;

/**
 * A boundary that leaves a principal the services it used since `since`, and takes from those the unused actions that
 * change permissions, where IAM follows actions one by one. Whatever the policies grant stays as it is, so that taking the
 * boundary off undoes it. Null where nothing was used, or a boundary is there already: that one is its owner's.
 */
export function boundaryFor(grants: Grants, accessed: LastAccessed, since: Instant): BoundaryDocument | null {
  if (grants.boundary !== null) return null;
  const used = servicesUsed(accessed, since);
  if (used.length === 0) return null;
  const evidence = accessEvidence(accessed, since);
  const idle = used.flatMap((service) =>
    (knownActions().get(service) ?? [])
      .filter(({ action, weight }) => weight === 8 && !evidence.isUsed(action))
      .map(({ action }) => action),
  );
  const keep = {
    Sid: 'ServicesInUse',
    Effect: 'Allow',
    Action: used.toSorted().map((service) => `${service}:*`),
    Resource: '*',
  } as const;
  const drop = { Sid: 'PowersNotInUse', Effect: 'Deny', Action: idle.toSorted(), Resource: '*' } as const;
  const whole: BoundaryDocument = {
    Version: '2012-10-17',
    Statement: idle.length === 0 ? [keep] : [keep, drop],
  };
  return JSON.stringify(whole).length <= longestPolicy ? whole : { ...whole, Statement: [keep] };
}
