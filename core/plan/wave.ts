import { minute } from '../model/instant.ts';

/** Of these last minutes. */
export const waveTime = 10 * minute;
const waveOf = 3;

/**
 * Why a person has to look, where one and the same reason speaks against so many credentials at once: that is a doubt about
 * what we know, such as a network's name, a new Region or a wrong list. Null for fewer.
 */
export function waveOver(what: string, credentials: number): string | null {
  if (credentials <= waveOf) return null;
  return `${what} speaks against ${credentials} credentials within ten minutes: its basis may be wrong, so a person has to check`;
}
