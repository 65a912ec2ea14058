import { describe, expect, it } from 'vitest';
import { isUnguarding } from '../../../../core/intake/what/unguarding.ts';

const recovery = (pointInTimeRecoveryEnabled: boolean) => ({
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled },
});
const versions = (Status: string) => ({ VersioningConfiguration: { Status } });

describe('isUnguarding', () => {
  it.each([
    ['dynamodb:UpdateContinuousBackups', recovery(false)],
    ['rds:ModifyDBInstance', { backupRetentionPeriod: 0 }],
    ['rds:ModifyDBCluster', { backupRetentionPeriod: 0 }],
    ['s3:PutBucketVersioning', versions('Suspended')],
  ])('%s that takes the way back away: %o', (action, request) => {
    expect(isUnguarding(action, request)).toBe(true);
  });

  it.each([
    ['dynamodb:UpdateContinuousBackups', recovery(true)],
    ['dynamodb:UpdateContinuousBackups', {}],
    ['dynamodb:UpdateTable', { deletionProtectionEnabled: false }],
    ['dynamodb:UpdateTable', { tableName: 'orders' }],
    ['dynamodb:CreateTable', { deletionProtectionEnabled: false }],
    ['rds:ModifyDBInstance', { backupRetentionPeriod: 7 }],
    ['rds:ModifyDBInstance', { deletionProtection: false }],
    ['rds:CreateDBInstance', { backupRetentionPeriod: 0, deletionProtection: false }],
    ['s3:PutBucketVersioning', versions('Enabled')],
  ])('%s that keeps it: %o', (action, request: object) => {
    expect(isUnguarding(action, request)).toBe(false);
  });
});
