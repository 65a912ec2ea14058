import type { BackfillProgress, PastGap } from '../../../contract/notes.ts';
import { count } from '../../terminal/words.ts';
import { fine, type Judged, note, wrong } from '../check.ts';

/** How far the past is learned; where it is not, why, and what to do. `role` is whose function learns it. */
export function learningCheck(progress: BackfillProgress, role: string): Judged {
  const { done, days, records, files, damaged, gaps, endedAt, learnedAt, wouldHave } = progress;
  const from = `from ${count(records, 'record')} in ${count(files, 'file')}${damaged === 0 ? '' : `, ${damaged} damaged`}`;
  if (endedAt !== null) {
    const rungs = Object.entries(wouldHave).map(([rung, times]) => `${rung} ${times}`);
    const decided = rungs.length === 0 ? '' : ` Decisions in them would have been: ${rungs.toSorted().join(', ')}.`;
    return fine(`${count(days.length, 'day')} before the deployment are learned, ${from}.${decided}`);
  }
  const meanwhile =
    learnedAt === null ? 'nothing acts until all of them are' : 'what was learned before counts in the meantime';
  if (gaps.length === 0) return note(`${done} of ${count(days.length, 'day')} learned, ${from}; ${meanwhile}.`);
  const why = gaps.map((gap) => clauseOf(gap, progress)).join('; ');
  const remedies = new Set(gaps.map((gap) => remedyFor(gap, role)));
  return wrong(`${done} of ${count(days.length, 'day')} learned; ${meanwhile}: ${why}.`, [...remedies].join('. '));
}

function clauseOf(gap: PastGap, { bucket, days }: BackfillProgress): string {
  switch (gap.kind) {
    case 'nothing-found':
      return `no log file of a trail was found in bucket ${bucket}, of ${count(days.length, 'day')}`;
    case 'too-many-folders':
      return `after ${count(gap.looked, 'folder')} of bucket ${bucket} the search for the trail stopped, though it may be in one of the remaining folders`;
    case 'refused': {
      const refusal = `refused for ${gap.action} (${gap.error})`;
      if (gap.days === 0) return `the bucket’s list was ${refusal} at ${gap.path}`;
      return `${daysOf(gap)} could not be read, ${refusal} at ${gap.path}`;
    }
    case 'damaged':
      return `${count(gap.files, 'file')} of ${count(gap.accounts, 'account')} are damaged, too many to judge those by the rest`;
    case 'unfinished':
      return `${daysOf(gap)} could not be finished`;
  }
}

function daysOf({ days, accounts }: { readonly days: number; readonly accounts: number }): string {
  return `${count(days, 'day')} in ${count(accounts, 'account')}`;
}

const otherBucket =
  'Deploy with --trail-bucket and the bucket that the trail writes to, or with --backfill-days 0 to act without learned days';
const namePrefix =
  'Name the trail’s prefix: deploy with --trail-bucket NAME/PREFIX, where PREFIX contains its AWSLogs, or NAME/AWSLogs if it has no prefix';
const again = 'It is retried within the hour; if it stays so, follow docs/runbook.md#learning';

function remedyFor(gap: PastGap, role: string): string {
  switch (gap.kind) {
    case 'nothing-found':
      return otherBucket;
    case 'too-many-folders':
      return namePrefix;
    case 'damaged':
      return 'Put the files back, or deploy with other --backfill-days or another --trail-bucket';
    case 'unfinished':
      return again;
    case 'refused':
      if (gap.error === 'NoSuchBucket') return otherBucket;
      if (gap.error === 'InvalidObjectState') return 'Restore the archived files, or deploy with fewer --backfill-days';
      if (gap.action.startsWith('kms:')) return grantKey(role);
      if (gap.error !== 'AccessDenied') return again;
      return gap.action === 's3:GetObject'
        ? `Let the role ${role} read the bucket in the bucket’s own policy. ${grantKey(role)}, if it has one`
        : `Let the role ${role} do ${gap.action} in the bucket’s own policy`;
  }
}

/** The bulk lane reads the same files. */
function grantKey(role: string): string {
  return `Deploy with --trail-key and the ARN of the bucket’s key, and let the roles ${role} and ${role.replace('backfill', 'ingest')} decrypt in its own policy`;
}
