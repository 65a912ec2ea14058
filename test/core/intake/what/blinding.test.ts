import { describe, expect, it } from 'vitest';
import { isBlinding, watchesEverywhere } from '../../../../core/intake/what/blinding.ts';

const field = (name: string, ...equals: string[]) => ({ field: name, equals });
const never = (name: string, ...notEquals: string[]) => ({ field: name, notEquals });
const management = field('eventCategory', 'Management');
const advanced = (...fields: object[]) => ({ advancedEventSelectors: [{ fieldSelectors: fields }] });
const recorder = (recordingGroup: object) => ({ configurationRecorder: { name: 'default', recordingGroup } });
const without = (...resourceTypes: string[]) =>
  recorder({ allSupported: false, resourceTypes: [], exclusionByResourceTypes: { resourceTypes } });

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
    // One caller, one call or one service that nobody is to see any more.
    ['cloudtrail:PutEventSelectors', advanced(management, never('userIdentity.arn', 'arn:aws:iam::1:user/mia'))],
    ['cloudtrail:PutEventSelectors', advanced(management, never('eventName', 'CreateAccessKey'))],
    ['cloudtrail:PutEventSelectors', advanced(management, never('eventName', 'Describe', 'PutUserPolicy'))],
    ['cloudtrail:PutEventSelectors', advanced(management, never('eventSource', 'iam.amazonaws.com'))],
    ['cloudtrail:PutEventSelectors', advanced(management, { field: 'eventName', notStartsWith: ['D'] })],
    ['cloudtrail:PutEventSelectors', advanced(management, { field: 'userIdentity.arn', notEndsWith: ['mia'] })],
    ['cloudtrail:PutEventSelectors', advanced(management, field('eventSource', 's3.amazonaws.com'))],
    ['cloudtrail:PutEventSelectors', advanced(management, { field: 'userIdentity.arn', startsWith: ['arn:aws:iam'] })],
    ['cloudtrail:PutEventSelectors', advanced(management, never('readOnly', 'false'))],
    ['cloudtrail:PutEventSelectors', advanced(management, never('eventType', 'AwsApiCall'))],
    ['cloudtrail:PutEventSelectors', advanced(management, field('sessionCredentialFromConsole', 'true'))],
    [
      'cloudtrail:PutEventSelectors',
      { eventSelectors: [{ readWriteType: 'All', excludeManagementEventSources: ['iam.amazonaws.com'] }] },
    ],
    ['cloudtrail:UpdateEventDataStore', advanced(management, never('eventName', 'StopLogging'))],
    ['cloudtrail:UpdateEventDataStore', { multiRegionEnabled: false }],
    ['cloudtrail:UpdateEventDataStore', { organizationEnabled: false }],
    ['cloudtrail:UpdateEventDataStore', advanced(field('eventCategory', 'Data'))],
    ['guardduty:UpdateDetector', { features: [{ name: 'S3_DATA_EVENTS', status: 'DISABLED' }] }],
    ['guardduty:UpdateDetector', { enable: true, dataSources: { kubernetes: { auditLogs: { enable: false } } } }],
    [
      'guardduty:UpdateDetector',
      { dataSources: { malwareProtection: { scanEc2InstanceWithFindings: { ebsVolumes: false } } } },
    ],
    [
      'guardduty:UpdateMemberDetectors',
      { accountIds: ['1'], features: [{ name: 'EKS_AUDIT_LOGS', status: 'DISABLED' }] },
    ],
    ['guardduty:UpdateOrganizationConfiguration', { autoEnableOrganizationMembers: 'NONE' }],
    ['guardduty:UpdateOrganizationConfiguration', { autoEnable: false }],
    ['config:PutConfigurationRecorder', recorder({ allSupported: false })],
    ['config:PutConfigurationRecorder', recorder({ allSupported: false, resourceTypes: ['AWS::EC2::Volume'] })],
    ['config:PutConfigurationRecorder', recorder({ resourceTypes: ['AWS::EC2::Volume'] })],
    ['config:PutConfigurationRecorder', without('AWS::EC2::Subnet', 'AWS::CloudTrail::Trail')],
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
    // What comes by the million, and changes nothing.
    ['cloudtrail:PutEventSelectors', advanced(management, never('eventSource', 'kms.amazonaws.com'))],
    ['cloudtrail:PutEventSelectors', advanced(management, never('eventName', 'Decrypt', 'DescribeInstances'))],
    ['cloudtrail:PutEventSelectors', advanced(management, never('eventType', 'AwsServiceEvent'))],
    ['cloudtrail:PutEventSelectors', advanced(management, never('readOnly', 'true'))],
    ['cloudtrail:PutEventSelectors', advanced(management, field('readOnly', 'false'))],
    [
      'cloudtrail:PutEventSelectors',
      {
        advancedEventSelectors: [
          { fieldSelectors: [management, never('userIdentity.arn', 'a')] },
          { fieldSelectors: [management] },
        ],
      },
    ],
    [
      'cloudtrail:PutEventSelectors',
      { eventSelectors: [{ excludeManagementEventSources: ['kms.amazonaws.com', 'rdsdata.amazonaws.com'] }] },
    ],
    ['cloudtrail:UpdateEventDataStore', { name: 'store' }],
    ['cloudtrail:UpdateEventDataStore', advanced(field('eventCategory', 'Management'))],
    ['guardduty:UpdateFilter', { enable: false }],
    // A plan on and its agent off; all said anew.
    [
      'guardduty:UpdateDetector',
      {
        features: [
          {
            name: 'RUNTIME_MONITORING',
            status: 'ENABLED',
            additionalConfiguration: [{ name: 'EKS_ADDON_MANAGEMENT', status: 'DISABLED' }],
          },
        ],
      },
    ],
    [
      'guardduty:UpdateMemberDetectors',
      { dataSources: { s3Logs: { enable: true }, kubernetes: { auditLogs: { enable: false } } } },
    ],
    ['guardduty:UpdateOrganizationConfiguration', { autoEnableOrganizationMembers: 'NEW', autoEnable: false }],
    ['guardduty:UpdateOrganizationConfiguration', { features: [{ name: 'LAMBDA_NETWORK_LOGS', autoEnable: 'NONE' }] }],
    [
      'guardduty:UpdateOrganizationConfiguration',
      { autoEnable: false, features: [{ name: 'S3_DATA_EVENTS', autoEnable: 'NEW' }] },
    ],
    ['config:PutConfigurationRecorder', { configurationRecorder: { name: 'all' } }],
    ['config:PutConfigurationRecorder', recorder({ allSupported: true, includeGlobalResourceTypes: false })],
    ['config:PutConfigurationRecorder', recorder({ allSupported: false, resourceTypes: ['a', 'b', 'c'] })],
    ['config:PutConfigurationRecorder', without('AWS::IAM::User', 'AWS::EC2::NetworkInterface')],
  ])('%s keeps them up by %j', (action, request) => {
    expect(isBlinding(action, request)).toBe(false);
  });
});

describe('watchesEverywhere', () => {
  it.each([
    ['CreateTrail', { isMultiRegionTrail: true }, true],
    ['CreateTrail', { isMultiRegionTrail: true, includeGlobalServiceEvents: true }, true],
    ['CreateTrail', { isMultiRegionTrail: true, includeGlobalServiceEvents: false }, false],
    ['CreateTrail', { isMultiRegionTrail: false }, false],
    ['CreateTrail', {}, false],
    ['UpdateTrail', { isMultiRegionTrail: true }, false],
  ])('%s with %j: %s', (action, request, expected) => {
    expect(watchesEverywhere(`cloudtrail:${action}`, request)).toBe(expected);
  });
});
