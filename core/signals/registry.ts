import { agentAstray } from './anomalous/agent-astray.ts';
import { agentBurst } from './anomalous/agent-burst.ts';
import { canaryUsed } from './anomalous/canary-used.ts';
import { childAstray } from './anomalous/child-astray.ts';
import { childTakenBack } from './anomalous/child-taken-back.ts';
import { computeOutside } from './anomalous/compute-outside.ts';
import { credentialAccess } from './anomalous/credential-access.ts';
import { dataDestruction } from './anomalous/data-destruction.ts';
import { dataSprawl } from './anomalous/data-sprawl.ts';
import { declaredClient } from './anomalous/declared-client.ts';
import { declaredExpiry } from './anomalous/declared-expiry.ts';
import { declaredNetwork } from './anomalous/declared-network.ts';
import { declaredParent } from './anomalous/declared-parent.ts';
import { declaredRate } from './anomalous/declared-rate.ts';
import { declaredScope } from './anomalous/declared-scope.ts';
import { defenceImpairment } from './anomalous/defence-impairment.ts';
import { deniedBurst } from './anomalous/denied-burst.ts';
import { detectorFinding } from './anomalous/detector-finding.ts';
import { discovery } from './anomalous/discovery.ts';
import { dormant } from './anomalous/dormant.ts';
import { enumeration } from './anomalous/enumeration.ts';
import { exposedByProvider } from './anomalous/exposed-by-provider.ts';
import { foreignEndpoint } from './anomalous/foreign-endpoint.ts';
import { graveSequence } from './anomalous/grave-sequence.ts';
import { impact } from './anomalous/impact.ts';
import { impossibleTravel } from './anomalous/impossible-travel.ts';
import { keyTest } from './anomalous/key-test.ts';
import { lateralMovement } from './anomalous/lateral-movement.ts';
import { lockedAway } from './anomalous/locked-away.ts';
import { manyHands } from './anomalous/many-hands.ts';
import { masterRole } from './anomalous/master-role.ts';
import { mfaAbsent } from './anomalous/mfa-absent.ts';
import { modelHijack } from './anomalous/model-hijack.ts';
import { newAction } from './anomalous/new-action.ts';
import { newAddress } from './anomalous/new-address.ts';
import { newClient } from './anomalous/new-client.ts';
import { newCountry } from './anomalous/new-country.ts';
import { newData } from './anomalous/new-data.ts';
import { newNetwork } from './anomalous/new-network.ts';
import { newPeer } from './anomalous/new-peer.ts';
import { newRegion } from './anomalous/new-region.ts';
import { newRole } from './anomalous/new-role.ts';
import { newService } from './anomalous/new-service.ts';
import { offHours } from './anomalous/off-hours.ts';
import { otherRuntime } from './anomalous/other-runtime.ts';
import { otherSystem } from './anomalous/other-system.ts';
import { parentInDoubt } from './anomalous/parent-in-doubt.ts';
import { persistence } from './anomalous/persistence.ts';
import { privilegeEscalation } from './anomalous/privilege-escalation.ts';
import { rateBurst } from './anomalous/rate-burst.ts';
import { rentedNetwork } from './anomalous/rented-network.ts';
import { rootUsed } from './anomalous/root-used.ts';
import { secondHome } from './anomalous/second-home.ts';
import { secretsSweep } from './anomalous/secrets-sweep.ts';
import { serviceSprawl } from './anomalous/service-sprawl.ts';
import { sessionMoved } from './anomalous/session-moved.ts';
import { shareOutside } from './anomalous/share-outside.ts';
import { stepByStep } from './anomalous/step-by-step.ts';
import { adminEquivalent } from './overprivileged/admin-equivalent.ts';
import { grantOver } from './overprivileged/grant-over.ts';
import { openTrust } from './overprivileged/open-trust.ts';
import { unusedGrants } from './overprivileged/unused-grants.ts';
import { widened } from './overprivileged/widened.ts';
import type { SignalDefinition, StandingSignal, TestimonySignal, UseSignal } from './signal.ts';
import { leaseLapsed } from './stale/lease-lapsed.ts';
import { neverUsed } from './stale/never-used.ts';
import { overAge } from './stale/over-age.ts';
import { ownerGone } from './stale/owner-gone.ts';
import { ownerless } from './stale/ownerless.ts';
import { rotationFailed } from './stale/rotation-failed.ts';
import { unused } from './stale/unused.ts';

/** Every signal there is. A new one is a file, its cases, and a line here. */
export const useSignals: readonly UseSignal[] = [
  canaryUsed,
  declaredNetwork,
  declaredScope,
  declaredExpiry,
  declaredRate,
  declaredClient,
  computeOutside,
  foreignEndpoint,
  sessionMoved,
  newNetwork,
  newAddress,
  newCountry,
  rentedNetwork,
  impossibleTravel,
  newRegion,
  newService,
  newAction,
  credentialAccess,
  persistence,
  privilegeEscalation,
  defenceImpairment,
  shareOutside,
  impact,
  modelHijack,
  deniedBurst,
  enumeration,
  rateBurst,
  keyTest,
  dormant,
  newClient,
  newPeer,
  offHours,
  lateralMovement,
  agentAstray,
  dataDestruction,
  graveSequence,
  mfaAbsent,
  secretsSweep,
  serviceSprawl,
  newRole,
  discovery,
  parentInDoubt,
  stepByStep,
  secondHome,
  agentBurst,
  declaredParent,
  rootUsed,
  masterRole,
  lockedAway,
  manyHands,
  otherRuntime,
  otherSystem,
  newData,
  dataSprawl,
];

export const testimonySignals: readonly TestimonySignal[] = [
  exposedByProvider,
  detectorFinding,
  childTakenBack,
  childAstray,
];

export const standingSignals: readonly StandingSignal[] = [
  unused,
  neverUsed,
  overAge,
  ownerless,
  unusedGrants,
  adminEquivalent,
  openTrust,
  ownerGone,
  leaseLapsed,
  grantOver,
  widened,
  rotationFailed,
];

export const allSignals: readonly SignalDefinition[] = [...useSignals, ...testimonySignals, ...standingSignals];

/** By which their findings are known. */
export function idsOf(...signals: readonly SignalDefinition[]): ReadonlySet<string> {
  return new Set(signals.map(({ id }) => id));
}
