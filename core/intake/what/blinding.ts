import type { Request } from '../trail-record.ts';
import { hasSelectors, recordsChanges } from './selectors.ts';
import { leavesNewcomersUnseen, onlySwitchesOff, recordsNobody } from './switches.ts';

/**
 * True for a call to something that watches whose parameters turn it off: a detector, or a part of it, goes off; a trail no longer records
 * changes, or not everybody's, or only those of one Region. Otherwise the same calls are upkeep. Fails toward: upkeep, which is told of.
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

/** The console sends all settings anew, so where the Regions are given as well, the trail may have been the account's alone before. */
function leavesOrganization(ofOrganization: unknown, ofRegions: unknown): boolean {
  return ofOrganization === false && ofRegions === undefined;
}

/** Whether a trail is made to watch every Region, and the services that have none: only then may it replace another. */
export function watchesEverywhere(action: string, request: Request): boolean {
  const { isMultiRegionTrail, includeGlobalServiceEvents } = request;
  return action === 'cloudtrail:CreateTrail' && isMultiRegionTrail === true && includeGlobalServiceEvents !== false;
}
