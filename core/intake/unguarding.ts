import { fieldsOf } from './fields.ts';
import type { Request } from './trail-record.ts';

/**
 * True for a call that by its own words takes away what a deletion could be undone by, where other calls of the same name keep data as well:
 * backups off, versions no longer kept. Not protection off, without which AWS deletes nothing for anybody. Fails toward: upkeep.
 */
export function isUnguarding(action: string, request: Request): boolean {
  switch (action) {
    case 'dynamodb:UpdateContinuousBackups':
      return fieldsOf(request.pointInTimeRecoverySpecification).pointInTimeRecoveryEnabled === false;
    case 'rds:ModifyDBInstance':
    case 'rds:ModifyDBCluster':
      return request.backupRetentionPeriod === 0;
    case 's3:PutBucketVersioning':
      return fieldsOf(request.VersioningConfiguration).Status === 'Suspended';
    default:
      return false;
  }
}
