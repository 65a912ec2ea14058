import { type Fields, isFields } from './fields.ts';
import type { Request } from './trail-record.ts';

/**
 * True for a call that changes those who watch, and that by its own words turns them off: a detector that is to be off, a trail that is to
 * record no changes any more, or those of one Region alone. What the same calls do otherwise is upkeep. Fails toward: upkeep, which is told.
 */
export function isBlinding(action: string, request: Request): boolean {
  switch (action) {
    case 'guardduty:UpdateDetector':
      return request.enable === false;
    case 'macie2:UpdateMacieSession':
      return request.status === 'PAUSED';
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

function hasSelectors({ eventSelectors, advancedEventSelectors }: Request): boolean {
  return eventSelectors !== undefined || advancedEventSelectors !== undefined;
}

/** By one of its selectors at least, the calls that change something are still recorded. */
function recordsChanges({ eventSelectors, advancedEventSelectors }: Request): boolean {
  return listOf(eventSelectors).some(selectsChanges) || listOf(advancedEventSelectors).some(selectsChangesByField);
}

/** Absent, AWS takes both for yes: all calls, and those that manage. */
function selectsChanges({ readWriteType, includeManagementEvents }: Fields): boolean {
  return readWriteType !== 'ReadOnly' && includeManagementEvents !== false;
}

function selectsChangesByField({ fieldSelectors }: Fields): boolean {
  const fields = listOf(fieldSelectors);
  const says = (field: string, word: string) =>
    fields.some((one) => one.field === field && Array.isArray(one.equals) && one.equals.includes(word));
  return says('eventCategory', 'Management') && !says('readOnly', 'true');
}

function listOf(list: unknown): readonly Fields[] {
  return Array.isArray(list) ? list.filter(isFields) : [];
}
