import { Timeline } from '../../adapters/timeline/timeline.ts';
import { TrailEvidence } from '../../core/context/grants/trail-evidence.ts';
import { callIn } from '../../core/intake/told.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { readAll } from '../replay/replay.ts';
import { emptySummary } from '../replay/summary.ts';
import type { Unread } from './blind-spots.ts';

export interface TrailRead {
  readonly evidence: TrailEvidence;
  /** Uses that count, each once. */
  readonly uses: number;
  readonly unread: readonly Unread[];
}

/** Reads CloudTrail files, folders or `s3://` places for what no list of AWS's shows. */
export async function readTrail(
  paths: readonly string[],
  sources: Policy['sources'],
  onProgress: (files: number) => void,
): Promise<TrailRead> {
  const summary = emptySummary();
  const timeline = new Timeline();
  const evidence = new TrailEvidence();
  let uses = 0;
  try {
    const reading = { paths, sources, onProgress: ({ files }: typeof summary) => onProgress(files.read) };
    await readAll(reading, summary, timeline);
    for (const { told } of timeline.hours()) {
      for (const one of told) {
        const call = callIn(one);
        if (one.use === null) {
          if (call !== null) evidence.noteChange(call);
          continue;
        }
        evidence.note(one.use);
        uses++;
      }
    }
  } finally {
    timeline.close();
  }
  return { evidence, uses, unread: summary.files.unreadable };
}
