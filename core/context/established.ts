import { dayOf, type Instant } from '../model/instant.ts';
import type { Baseline } from './habits/baseline.ts';
import { settledBefore } from './habits/familiarity.ts';
import { isShortened } from './habits/fingerprint.ts';
import { ownBaselines, type RecordedContext } from './recorded-context.ts';

/** Those of a credential and of whom it belongs to. */
export function establishedNetworks(context: RecordedContext, at: Instant): string[] {
  const own = ownBaselines(context).filter((one) => one !== null);
  return settledNetworks(own, at);
}

/** Those that any of them was seen in on days enough before that of `at`. */
export function settledNetworks(baselines: readonly Baseline[], at: Instant): string[] {
  const day = dayOf(at);
  const networks: string[] = [];
  for (const baseline of baselines) {
    for (const network of settledBefore(baseline, 'network', day)) {
      if (!networks.includes(network)) networks.push(network);
    }
  }
  // What is left of a long name names no network any more.
  return networks.filter((network) => !isShortened(network));
}
