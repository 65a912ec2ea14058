import { hasSelectors, recordsChanges } from './selectors.ts';
import { leavesNewcomersUnseen, onlySwitchesOff, recordsNobody } from './switches.ts';
import type { Request } from './trail-record.ts';

/**
 * True for a call that changes those who watch, and that by its own words turns them off: a detector that is to be off, or a part of it, a trail
 * that is to record no changes any more, or not everybody's, or those of one Region alone. What the same calls do otherwise is upkeep. Fails
 * toward: upkeep, which is told.
 */
export function isBlinding(action: string, request: Request): boolean {
  switch (action) {
    case 'guardduty:UpdateDetector':
      return request.enable === false || onlySwitchesOff(request);
    case 'guardduty:UpdateMemberDetectors':
      return onlySwitchesOff(request);
    case 'guardduty:UpdateOrganizationConfiguration':
      return leavesNewcomersUnseen(request);
    case 'macie2:UpdateMacieSession':
      return request.status === 'PAUSED';
    case 'config:PutConfigurationRecorder':
      return recordsNobody(request);
    case 'cloudtrail:UpdateTrail':
      return (
        [request.isMultiRegionTrail, request.includeGlobalServiceEvents].includes(false) ||
        leavesOrganization(request.isOrganizationTrail, request.isMultiRegionTrail)
      );
    case 'cloudtrail:PutEventSelectors':
      return hasSelectors(request) && !recordsChanges(request);
    case 'cloudtrail:UpdateEventDataStore':
      return (
        request.multiRegionEnabled === false ||
        leavesOrganization(request.organizationEnabled, request.multiRegionEnabled) ||
        (request.advancedEventSelectors !== undefined && !recordsChanges(request))
      );
    default:
      return false;
  }
}

/** Where all is said anew, as the console does it, that it is the account's alone may have been so before. */
function leavesOrganization(ofOrganization: unknown, ofRegions: unknown): boolean {
  return ofOrganization === false && ofRegions === undefined;
}

/** Whether a trail is made to watch every Region, and the services that have none: what it leaves out, no other watches in its stead. */
export function watchesEverywhere(action: string, request: Request): boolean {
  const { isMultiRegionTrail, includeGlobalServiceEvents } = request;
  return action === 'cloudtrail:CreateTrail' && isMultiRegionTrail === true && includeGlobalServiceEvents !== false;
}
