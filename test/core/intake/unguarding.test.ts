import { describe, expect, it } from 'vitest';
import { isUnguarding } from '../../../core/intake/unguarding.ts';

const recovery = (pointInTimeRecoveryEnabled: boolean) => ({
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled },
});
const versions = (Status: string) => ({ VersioningConfiguration: { Status } });

describe('isUnguarding', () => {
  it.each([
    ['dynamodb:UpdateContinuousBackups', recovery(false)],
    ['dynamodb:UpdateTable', { deletionProtectionEnabled: false }],
    ['rds:ModifyDBInstance', { backupRetentionPeriod: 0 }],
    ['rds:ModifyDBInstance', { deletionProtection: false }],
    ['rds:ModifyDBCluster', { deletionProtection: false }],
    ['s3:PutBucketVersioning', versions('Suspended')],
  ])('%s that takes the way back away: %o', (action, request) => {
    expect(isUnguarding(action, request)).toBe(true);
  });

  it.each([
    ['dynamodb:UpdateContinuousBackups', recovery(true)],
    ['dynamodb:UpdateContinuousBackups', {}],
    ['dynamodb:UpdateTable', { deletionProtectionEnabled: true }],
    ['dynamodb:UpdateTable', { tableName: 'orders' }],
    ['dynamodb:CreateTable', { deletionProtectionEnabled: false }],
    ['rds:ModifyDBInstance', { backupRetentionPeriod: 7 }],
    ['rds:ModifyDBInstance', { deletionProtection: true }],
    ['rds:CreateDBInstance', { backupRetentionPeriod: 0, deletionProtection: false }],
    ['s3:PutBucketVersioning', versions('Enabled')],
  ])('%s that keeps it: %o', (action, request) => {
    expect(isUnguarding(action, request)).toBe(false);
  });
});
