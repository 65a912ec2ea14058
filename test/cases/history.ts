import type { CredentialUse } from '../../core/intake/credential-use.ts';
import { minute, second, weekdayOf } from '../../core/model/instant.ts';
import { before, type Doing, use } from './use.ts';

/** The same use on each of `count` days in a row, the last of them `ago` days before today. */
export function days(count: number, doing: Doing = {}, ago = 1): CredentialUse[] {
  const one = use(doing);
  return Array.from({ length: count }, (_, i) => before(one, ago + count - 1 - i));
}

/** The same with weekends off, as people have them. */
export function workdays(count: number, doing: Doing = {}, ago = 1): CredentialUse[] {
  return days(2 * count, doing, ago)
    .filter(({ at }) => weekdayOf(at) % 6 !== 0)
    .slice(-count);
}

/** `count` uses within the minutes before now, some seconds apart, all in the same hour. */
export function burst(count: number, doing: (n: number) => Doing): CredentialUse[] {
  const apart = Math.min(10 * second, Math.floor((29 * minute) / count));
  return Array.from({ length: count }, (_, i) => {
    const one = use(doing(i));
    return { ...one, at: one.at - (count - i) * apart, id: `${i} ${one.id}` as CredentialUse['id'] };
  });
}
