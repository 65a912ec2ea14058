import type { LastAccessed } from '../intake/account-inventory.ts';
import type { Instant } from '../model/instant.ts';
import type { UseEvidence } from './unused-grants.ts';

/**
 * What IAM's last-accessed dates say of single actions. A service that was used, but whose actions IAM does not follow one
 * by one, counts as used in all of them: nobody is accused of a permission that may have been needed.
 */
export function accessEvidence(accessed: LastAccessed, since: Instant): UseEvidence {
  const isRecent = (at: Instant | null) => at !== null && at >= since;
  return {
    isObservable: (action) => accessed.services.has(serviceOf(action)),
    isUsed: (action) => {
      const service = accessed.services.get(serviceOf(action));
      if (service === undefined || !isRecent(service.at)) return false;
      const followed = service.actions.get(action);
      return followed === undefined || isRecent(followed);
    },
  };
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':'));
}
