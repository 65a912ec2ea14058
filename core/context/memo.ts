import type { CredentialUse } from '../intake/credential-use.ts';
import { hour } from '../model/instant.ts';
import type { Network } from './recorded-context.ts';

/** The uses of one credential that were judged within the running hour. */
export interface Memo {
  hour: number;
  readonly times: Map<string, number>;
}

export function emptyMemo(): Memo {
  return { hour: -1, times: new Map() };
}

/**
 * True for a use that equals one of this hour in all that is judged: nine of ten are. Every doubling is judged again, since
 * only numbers have changed. Whatever carries a target is always judged.
 */
export function isRepetition(memo: Memo, use: CredentialUse, network: Network | null): boolean {
  const now = Math.floor(use.at / hour);
  if (memo.hour !== now) {
    memo.hour = now;
    memo.times.clear();
  }
  if (!use.readOnly && (use.target.resource !== null || use.action.includes(':Delete'))) return false;
  const key = `${use.action} ${network?.id ?? ''} ${use.region} ${use.denied} ${use.session ?? ''} ${use.userAgent ?? ''} ${use.target.resource ?? ''}`;
  const times = (memo.times.get(key) ?? 0) + 1;
  memo.times.set(key, times);
  return (times & (times - 1)) !== 0;
}
