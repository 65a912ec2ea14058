import { bundledNetworks } from '../adapters/networks/bundled.ts';
import { type ReplayOptions, type ReplaySummary, replay } from '../cli/replay/replay.ts';
import { emptySpent } from '../core/plan/limits.ts';
import { defaultPolicy } from '../core/policy/policy.ts';

/** Files in, decisions out: what `rescind replay` does, without its report. */
export async function wholePath(
  folder: string,
  workers = 1,
  onProgress: ReplayOptions['onProgress'] = () => {},
): Promise<ReplaySummary> {
  const { summary } = await replay({
    paths: [folder],
    surroundings: { networks: bundledNetworks(), declared: () => null },
    circumstances: { policy: defaultPolicy, exemptions: [], spent: emptySpent() },
    onDecision: () => {},
    onProgress,
    workers,
  });
  return summary;
}
