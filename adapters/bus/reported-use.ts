import { reportedUseIn } from '../../contract/events.ts';
import { fieldsOf } from '../../core/intake/fields.ts';
import type { Intake } from '../../core/intake/intake.ts';
import { rejected } from '../../core/intake/reasons.ts';
import { tokenUse } from '../../core/intake/token-use.ts';
import type { Policy } from '../../core/policy/policy.ts';

/** What an event says of a token's use, from the bus or from a file that keeps such events; null where it says nothing of one. */
export function reportedUse(envelope: unknown, sources: Policy['sources']): Intake | null {
  const report = reportedUseIn(envelope);
  if (report === null) return null;
  // fails toward: no use, counted
  return report === 'malformed' ? rejected('no-report') : tokenUse(fieldsOf(envelope), report, sources);
}
