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
import { isCounted, isDeed, isWitness, whatGroups } from './witnesses.ts';

/**
 * Whether a workload does what no release of it would. Whoever controls a machine in its own place gives no sign of who they are, so only
 * what is done can tell. A release brings one new duty: it looks for what there is, reads its secrets and works on that. It is no release
 * where the score is that of switching off, with first deeds of two kinds in two services, a way in, up or out among them. Where that way
 * only sets something of the account's own to work, it takes three services, and where all is ruin, more than one errand of cleaning up
 * touches. Ruin after every way back was taken away is enough alone, and so is reaching for the role that holds everything.
 */
export function isOtherWork({ value }: Score, signals: readonly Signal[], policy: Policy, at: Instant): boolean {
  const { contain, disable } = policy.thresholds;
  if (signals.some((signal) => isRuin(signal) && isWitness(signal, policy, at))) return true;
  if (isReachingUp(signals, policy, at)) return true;
  // To who looks around every day, looks add nothing: a plan of deeds alone comes to less.
  const isPlan = signals.some(({ id, bits }) => id === graveSequence.id && bits >= mostByNumber);
  if (value < (isPlan ? (contain + disable) / 2 : disable)) return false;
  const deeds = singleDeeds(signals, policy, at);
  const services = new Set(deeds.map((deed) => callOf(deed).split(':')[0]));
  const kinds = new Set(deeds.map(({ id }) => id));
  if (services.size < 2 || kinds.size < 2) return false;
  return deeds.some(isWayIn) || services.size >= (deeds.some(({ id }) => ways.has(id)) ? 3 : servicesOfRuin);
}

/** It never took on a role, and tries the one that holds everything; and it looks around or reads what it never did: no release does both. */
function isReachingUp(signals: readonly Signal[], policy: Policy, at: Instant): boolean {
  if (!signals.some((signal) => signal.id === masterRole.id && isWitness(signal, policy, at))) return false;
  return signals.some(
    (signal) => whatGroups.has(signal.group) && !ofRelease.has(signal.id) && weightOf(signal, at) >= whoBesideDeed,
  );
}

/** What is new as well where a release takes on a role: its services, a Region, a secret of its own, and more calls in an hour. */
const ofRelease = idsOf(
  ...[masterRole, newRole, newService, newAction, serviceSprawl],
  ...[newRegion, credentialAccess, rateBurst],
);

const servicesOfRuin = 5;

function isRuin({ id, bits }: Signal): boolean {
  return id === dataDestruction.id && bits >= ruinBits;
}

/** The calls of the deeds that are firsts, deleting again and again among them; not those that read secrets, which any release may. */
export function callsIn(signals: readonly Signal[], policy: Policy, at: Instant): readonly string[] {
  const isAgain = (signal: Signal) => signal.id === dataDestruction.id && isWitness(signal, policy, at);
  return [...singleDeeds(signals, policy, at), ...signals.filter(isAgain)].map(callOf);
}

function callOf({ id, key }: Signal): string {
  return id === masterRole.id ? 'sts:AssumeRole' : key;
}

/** Deeds that are a single call each, and no count of calls or steps. */
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

/** A way into the account, up in it or out of it; not a call that only sets something of the account's own to work, for nobody outside. */
export function isWayIn({ id, key, basis }: Signal): boolean {
  return ways.has(id) && (basis === 'fact' || !setsToWork(key));
}

const ways = idsOf(persistence, privilegeEscalation, shareOutside, masterRole);
