import { fieldsOf } from './fields.ts';
import type { Request } from './trail-record.ts';

/**
 * True for a call that by its own words takes away what a deletion could be undone or stopped by, where other calls of the same name keep
 * data as well: backups off, protection off, versions no longer kept. Fails toward: upkeep.
 */
export function isUnguarding(action: string, request: Request): boolean {
  switch (action) {
    case 'dynamodb:UpdateContinuousBackups':
      return fieldsOf(request.pointInTimeRecoverySpecification).pointInTimeRecoveryEnabled === false;
    case 'dynamodb:UpdateTable':
      return request.deletionProtectionEnabled === false;
    case 'rds:ModifyDBInstance':
    case 'rds:ModifyDBCluster':
      return request.backupRetentionPeriod === 0 || request.deletionProtection === false;
    case 's3:PutBucketVersioning':
      return fieldsOf(request.VersioningConfiguration).Status === 'Suspended';
    default:
      return false;
  }
}
