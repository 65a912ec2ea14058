import { countRecent, noteRecent } from '../../context/recent.ts';
import type { CredentialUse } from '../../intake/credential-use.ts';
import { hour } from '../../model/instant.ts';
import { dataDeletions } from '../grave-actions.ts';
import { firstness, type Observation, ordinaryInAccount } from '../observation.ts';
import type { Authority, UseSignal } from '../signal.ts';
import { isAtHome, networkSurprise } from './new-network.ts';
import { isForHire, isInOtherHandsWhileYoung } from './rented-network.ts';

export const dataDestruction: UseSignal = {
  judges: 'use',
  hears: ['action'],
  id: 'S45',
  name: 'data-destruction',
  family: 'anomalous',
  group: 'action',
  authority: 'pin',
  basis: 'habit',
  isDeed: true,
  sentence: 'A credential that never deleted data deletes it by the dozen, or again and again from a new place.',
  attack: ['T1485', 'T1490'],
  falsePositives: ['A clean-up job runs for the first time.'],
  judge(observation) {
    const { use, context } = observation;
    if (!isFirstDeletion(observation)) return null;
    const deletions = countRecent(context.recent, prefixOf(use), use.at, hour);
    const place = networkSurprise(observation);
    if (isHousekeeping(observation) || deletions < (place > 2 ? 2 : 5)) return null;
    return {
      bits: Math.min(12, 2.5 * Math.log2(deletions) + Math.min(3, place / 2)),
      key: use.action,
      evidence: `${deletions} deletions of data within an hour (${use.action}) by a credential that never deleted any`,
      authority: authorityOf(observation),
      ...(isInOtherHandsWhileYoung(observation) && { basis: 'fact' }),
    };
  },
};

/** Whoever is handed a link that deletes may follow it from anywhere, and is many: told, and nobody is answered for it. */
function authorityOf(observation: Observation): Authority {
  if (observation.use.source.kind === 'link') return 'notify';
  return isAtHome(observation) ? 'corroborate' : 'pin';
}

const deletionPrefix = 'deletion ';

/** What others delete by the links that they were given is counted apart from what the holder does. */
function prefixOf({ source }: CredentialUse): string {
  return source.kind === 'link' ? 'deleted by link ' : deletionPrefix;
}

const deletions = new Set([...dataDeletions, 's3:DeleteObject', 's3:DeleteObjectVersion']);

/** Notes each first deletion apart, so that they can be counted however they arrive. */
export function noteDeletion(observation: Observation): void {
  if (isFirstDeletion(observation))
    noteRecent(observation.context.recent, prefixOf(observation.use) + observation.use.id, observation.use.at);
}

/**
 * One copy that is past its time, or what the neighbours delete day by day, is thrown away, not destroyed, by whoever does it:
 * destruction goes by number. Not from a place for hire.
 */
export function isHousekeeping(observation: Observation): boolean {
  const { use, context } = observation;
  if (!deletions.has(use.action) || isForHire(observation)) return false;
  if (countRecent(context.recent, prefixOf(use), use.at, hour) >= mostKept) return false;
  return copies.test(use.action) || ordinaryInAccount(observation, 'action', use.action);
}

/** Deletions within an hour from which they are no housekeeping any more. */
const mostKept = 3;

const copies = /:Delete(?:DB)?(?:Cluster)?Snapshot$|:DeleteBackup$/;

export function isFirstDeletion(observation: Observation): boolean {
  const { action } = observation.use;
  return deletions.has(action) && firstness(observation, 'action', action) > 0;
}
