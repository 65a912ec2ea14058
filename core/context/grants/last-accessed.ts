import type { LastAccessed } from '../../intake/account/account-inventory.ts';
import type { Instant } from '../../model/instant.ts';
import { serviceOf } from './actions/service-of.ts';
import type { UseEvidence } from './unused-grants.ts';

/**
 * What IAM's last-accessed dates tell of single actions. Where IAM does not follow a used service's actions one by one, all of
 * them count as used: a permission that may have been needed is not called unused.
 */
export function accessEvidence(accessed: LastAccessed, since: Instant): UseEvidence {
  return {
    isObservable: (action) => accessed.services.has(serviceOf(action)),
    isUsed: (action) => {
      const service = accessed.services.get(serviceOf(action));
      if (service === undefined || !isRecent(service.at, since)) return false;
      const followed = service.actions.get(action);
      return followed === undefined || isRecent(followed, since);
    },
  };
}

/** The services of which anything was used. */
export function servicesUsed(accessed: LastAccessed, since: Instant): string[] {
  return [...accessed.services].filter(([, { at }]) => isRecent(at, since)).map(([service]) => service);
}

function isRecent(at: Instant | null, since: Instant): boolean {
  return at !== null && at >= since;
}
