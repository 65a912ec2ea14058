import type { Instant } from '../model/instant.ts';
import type { Policy } from '../policy/policy.ts';
import { credentialAccess } from '../signals/anomalous/credential-access.ts';
import { dataDestruction, ruinBits } from '../signals/anomalous/data-destruction.ts';
import { graveSequence, mostByNumber } from '../signals/anomalous/grave-sequence.ts';
import { masterRole } from '../signals/anomalous/master-role.ts';
import { newAction } from '../signals/anomalous/new-action.ts';
import { newRegion } from '../signals/anomalous/new-region.ts';
import { newRole } from '../signals/anomalous/new-role.ts';
import { newService } from '../signals/anomalous/new-service.ts';
import { persistence } from '../signals/anomalous/persistence.ts';
import { privilegeEscalation, setsToWork } from '../signals/anomalous/privilege-escalation.ts';
import { rateBurst } from '../signals/anomalous/rate-burst.ts';
import { serviceSprawl } from '../signals/anomalous/service-sprawl.ts';
import { shareOutside } from '../signals/anomalous/share-outside.ts';
import { idsOf } from '../signals/registry.ts';
import type { Signal } from '../signals/signal.ts';
import { whoBesideDeed } from '../signals/signal.ts';
import type { Score } from './assessment.ts';
import { weightOf } from './score.ts';
import { isCounted, isDeed, isWitness, mayBearWitness, whatGroups } from './witnesses.ts';

/**
 * Whoever has a machine in hand at its own place shows nothing of who they are. A workload changes with its releases, a duty at a time, which
 * looks for what there is, reads its secrets and works on it; what comes to so much, with deeds of two kinds in two services, a way in, up
 * or out among them, is nobody's next release; nor is what sets something to work for it, in three, or what only ruins, in more than one
 * errand of cleaning up or of saving has to do with, or first takes away every way back.
 */
export function isOtherWork({ value }: Score, signals: readonly Signal[], policy: Policy, at: Instant): boolean {
  const { contain, disable } = policy.thresholds;
  if (signals.some((signal) => isRuin(signal) && isWitness(signal, policy, at))) return true;
  if (isReachingUp(signals, policy, at)) return true;
  // Where it looks around every day, nothing but the deeds adds up.
  const isPlan = signals.some(({ id, bits }) => id === graveSequence.id && bits >= mostByNumber);
  if (value < (isPlan ? (contain + disable) / 2 : disable)) return false;
  const deeds = singleDeeds(signals, policy, at);
  const services = new Set(deeds.map((deed) => callOf(deed).split(':')[0]));
  const kinds = new Set(deeds.map(({ id }) => id));
  if (services.size < 2 || kinds.size < 2) return false;
  return deeds.some(isWayIn) || services.size >= (deeds.some(({ id }) => ways.has(id)) ? 3 : servicesOfRuin);
}

/** What never took on a role tries the one that holds everything, and looks around or reads what it never did: no release does both. */
function isReachingUp(signals: readonly Signal[], policy: Policy, at: Instant): boolean {
  if (!signals.some((signal) => signal.id === masterRole.id && isWitness(signal, policy, at))) return false;
  return signals.some(
    (signal) =>
      whatGroups.has(signal.group) &&
      !ofRelease.has(signal.id) &&
      mayBearWitness(signal) &&
      weightOf(signal, at) >= whoBesideDeed,
  );
}

/** What a release takes a role on for is new with it: a service or several, a Region, a secret of its own; and it does more in an hour. */
const ofRelease = idsOf(
  ...[masterRole, newRole, newService, newAction, serviceSprawl],
  ...[newRegion, credentialAccess, rateBurst],
);

const servicesOfRuin = 5;

function isRuin({ id, bits }: Signal): boolean {
  return id === dataDestruction.id && bits >= ruinBits;
}

/** The calls that somebody did something by for the first time, deleting again and again among them; without reading secrets, which any release may. */
export function callsIn(signals: readonly Signal[], policy: Policy, at: Instant): readonly string[] {
  const isAgain = (signal: Signal) => signal.id === dataDestruction.id && isWitness(signal, policy, at);
  return [...singleDeeds(signals, policy, at), ...signals.filter(isAgain)].map(callOf);
}

function callOf({ id, key }: Signal): string {
  return id === masterRole.id ? 'sts:AssumeRole' : key;
}

/** What is one call, and no count of calls or steps. */
function singleDeeds(signals: readonly Signal[], policy: Policy, at: Instant): readonly Signal[] {
  return signals.filter(
    (signal) =>
      signal.group === 'action' &&
      isDeed(signal) &&
      !isCounted(signal) &&
      signal.id !== credentialAccess.id &&
      isWitness(signal, policy, at),
  );
}

/** Into the account, up or out of it; not what only sets something of the account's own to work, for nobody outside. */
export function isWayIn({ id, key, basis }: Signal): boolean {
  return ways.has(id) && (basis === 'fact' || !setsToWork(key));
}

const ways = idsOf(persistence, privilegeEscalation, shareOutside, masterRole);
