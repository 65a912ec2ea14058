import { parseInstant } from '../../core/model/instant.ts';
import { announcementOf } from '../../core/observe/note-keys.ts';
import { enablesStolenKey, holdCredential, type Kept } from '../../core/outcome/release.ts';
import { originOf } from '../../core/plan/decision.ts';
import { switchesOff } from '../../core/plan/measures/measure.ts';
import { portsOf } from './means.ts';
import { tellReleases } from './tell-releases.ts';
import type { Work } from './work.ts';

export interface HoldOrder {
  readonly credential: string;
  readonly by: string;
  readonly reason: string;
  /** ISO 8601; null where it stands until it is lifted. */
  readonly until: string | null;
}

/** Answers what came of what was in force, by outcome. `kept` stays on. */
export async function hold(
  { credential, by, reason, until }: HoldOrder,
  work: Work,
  kept: Kept,
): Promise<Record<string, number>> {
  const order = { credential, by, reason, until: until === null ? null : parseInstant(until) };
  return tellReleases(await holdCredential(order, portsOf({ sourceIdentity: 'rescind-hold' }, work), kept), work);
}

/** Keys that evidence speaks against, unless the wish names them: to take an outcome back is not to say that a thief has gone. */
export function keptBy({ enableKey }: { readonly enableKey?: boolean | undefined }, { memory }: Work): Kept {
  return async (row) => {
    if (enableKey === true || !switchesOff(row.measure.kind)) return false;
    const announced = await announcementOf(originOf(row.decisionId), memory);
    return enablesStolenKey(row, announced?.decision ?? null);
  };
}

export async function lift({ credential, by }: Pick<HoldOrder, 'credential' | 'by'>, work: Work): Promise<void> {
  const at = work.clock.now();
  await work.store.liftHold(credential);
  const about = { key: `lifted ${credential} ${at}`, at, kind: 'held', by, credential, about: credential } as const;
  await work.ledger.append({ ...about, sentence: `Hold lifted by ${by}.` });
}
