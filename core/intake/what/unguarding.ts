import { fieldsOf } from '../fields.ts';
import type { Request } from '../trail-record.ts';

/**
 * True for a call whose parameters take away a way to undo deletions, where other calls of the same name may keep data: backups off, versions
 * no longer kept. Not deletion protection off, without which nobody can delete at all. Fails toward: upkeep.
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
