import type { Instant } from '../../core/model/instant.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { ReportData } from '../../report/report-data.ts';
import { count } from '../terminal/words.ts';
import type { SweepSummary } from './summary.ts';
import type { SweepOutcome } from './sweep.ts';

/** A page of more would be too heavy to open. */
const mostCredentials = 2_000;

export function reportOfSweep(
  { results }: SweepOutcome,
  summary: SweepSummary,
  policy: Policy,
  at: Instant,
): ReportData {
  const { notify, contain, disable } = policy.thresholds;
  const decisions = results.flatMap((result) => result.decisions);
  const all = results.flatMap(({ credentials }) => credentials);
  const decided = new Set(decisions.map(({ credential }) => credential));
  const shown = all.length <= mostCredentials ? all : all.filter(({ id }) => decided.has(id));
  const hidden = all.length - shown.length;
  return {
    run: {
      title: 'Sweep',
      inputs: results.map(({ accountId }) => accountId),
      from: at,
      to: at,
      at,
      mode: policy.mode,
      policyVersion: policy.version,
      thresholds: { notify, contain, disable },
      staleDays: policy.stale.unusedDays,
      files: { read: results.length, skipped: summary.accounts.closed.length, unreadable: summary.unread },
      records: { read: 0, scored: 0, duplicate: 0, ignored: {}, rejected: {} },
      trust: [],
      blindSpots: [
        ...(hidden === 0 ? [] : [`${count(hidden, 'credential')} without a finding are counted but not listed here.`]),
        ...Object.entries(summary.regionsOff).map(
          ([region, times]) => `Region ${region} is switched off in ${count(times, 'account')} and was not read.`,
        ),
        ...summary.notRecorded,
        ...summary.neverSeen,
      ],
    },
    decisions,
    credentials: shown,
  };
}
