import { describe, expect, it } from 'vitest';
import { isBlinding } from '../../../core/intake/blinding.ts';

const field = (name: string, ...equals: string[]) => ({ field: name, equals });
const advanced = (...fields: object[]) => ({ advancedEventSelectors: [{ fieldSelectors: fields }] });

describe('isBlinding', () => {
  it.each([
    ['guardduty:UpdateDetector', { detectorId: 'a', enable: false }],
    ['macie2:UpdateMacieSession', { status: 'PAUSED' }],
    ['cloudtrail:UpdateTrail', { name: 'org', isMultiRegionTrail: false }],
    ['cloudtrail:UpdateTrail', { name: 'org', includeGlobalServiceEvents: false }],
    ['cloudtrail:UpdateTrail', { name: 'org', isOrganizationTrail: false }],
    ['cloudtrail:PutEventSelectors', { eventSelectors: [] }],
    ['cloudtrail:PutEventSelectors', { eventSelectors: [{ readWriteType: 'ReadOnly' }] }],
    ['cloudtrail:PutEventSelectors', { eventSelectors: [{ includeManagementEvents: false }] }],
    ['cloudtrail:PutEventSelectors', advanced(field('eventCategory', 'Data'))],
    ['cloudtrail:PutEventSelectors', advanced(field('eventCategory', 'Management'), field('readOnly', 'true'))],
    ['cloudtrail:UpdateEventDataStore', { multiRegionEnabled: false }],
    ['cloudtrail:UpdateEventDataStore', { organizationEnabled: false }],
    ['cloudtrail:UpdateEventDataStore', advanced(field('eventCategory', 'Data'))],
  ])('%s turns the watchers off by %j', (action, request) => {
    expect(isBlinding(action, request)).toBe(true);
  });

  it.each([
    ['guardduty:UpdateDetector', { detectorId: 'a', enable: true }],
    ['guardduty:UpdateDetector', { detectorId: 'a', findingPublishingFrequency: 'ONE_HOUR' }],
    ['macie2:UpdateMacieSession', { status: 'ENABLED' }],
    ['cloudtrail:UpdateTrail', { name: 'org', isMultiRegionTrail: true }],
    ['cloudtrail:UpdateTrail', { name: 'org', enableLogFileValidation: true }],
    // All of an account's own trail, written down anew.
    ['cloudtrail:UpdateTrail', { name: 'own', isMultiRegionTrail: true, isOrganizationTrail: false, kmsKeyId: 'k' }],
    ['cloudtrail:UpdateEventDataStore', { multiRegionEnabled: true, organizationEnabled: false }],
    ['cloudtrail:PutEventSelectors', { trailName: 'org' }],
    [
      'cloudtrail:PutEventSelectors',
      { eventSelectors: [{ readWriteType: 'ReadOnly' }, { readWriteType: 'WriteOnly' }] },
    ],
    ['cloudtrail:PutEventSelectors', { eventSelectors: [{}] }],
    ['cloudtrail:PutEventSelectors', advanced(field('eventCategory', 'Management'))],
    ['cloudtrail:UpdateEventDataStore', { name: 'store' }],
    ['cloudtrail:UpdateEventDataStore', advanced(field('eventCategory', 'Management'))],
    ['guardduty:UpdateFilter', { enable: false }],
  ])('%s keeps them up by %j', (action, request) => {
    expect(isBlinding(action, request)).toBe(false);
  });
});
