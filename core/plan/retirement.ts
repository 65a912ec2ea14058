import { isForEmergencies } from '../context/declared/declared-cadence.ts';
import type { Lease } from '../context/lease.ts';
import type { Credential } from '../model/credential.ts';
import { day, formatDay, type Instant } from '../model/instant.ts';
import { enforcesIn, type Policy } from '../policy/policy.ts';
import { unusedGrants } from '../signals/overprivileged/unused-grants.ts';
import type { StandingSignal } from '../signals/signal.ts';
import { leaseLapsed } from '../signals/stale/lease-lapsed.ts';
import { neverUsed } from '../signals/stale/never-used.ts';
import { overAge } from '../signals/stale/over-age.ts';
import { ownerGone } from '../signals/stale/owner-gone.ts';
import { ownerless } from '../signals/stale/ownerless.ts';
import { unused } from '../signals/stale/unused.ts';
import { settledWindowDays } from '../signals/stale/window.ts';
import { daysBetween, type Standing } from '../signals/standing/standing.ts';
import type { Assessment } from '../verdict/assessment.ts';
import type { BoundaryDocument } from './documents/boundary.ts';
import type { EstablishedNetworks } from './facts.ts';
import type { Rung } from './ladder.ts';

/**
 * Taking away what nobody needs, one step at a time, so that whoever does need it can say so at every step. Only a step that was carried out
 * starts the clock for the next: a night without a sweep skips no warning, and two steps never come at once.
 */
export type Stage = 'warned' | 'pinned' | 'bounded' | 'inactive' | 'deletion-proposed';

/** How far it has gone. */
export interface Retirement {
  readonly stage: Stage;
  /** When that stage was reached. */
  readonly since: Instant;
  /** The cause that its owner was told; absent in older records. */
  readonly cause?: Cause;
  /** The mode in which its owner was told; absent in older records. */
  readonly mode?: Policy['mode'];
}

/** What is on record of a credential beside its standing. */
export interface Progress {
  /** Null where nobody was told yet. */
  readonly retirement: Retirement | null;
  /** Its last known networks: what a pin would leave open. */
  readonly established: EstablishedNetworks;
  /** Another credential of the same principal is at work, which would feel a pin or a deny of the principal. */
  readonly shared: boolean;
  /** What would be left to its principal; null where there is none to put on, or the policy does not say so. */
  readonly boundary?: () => BoundaryDocument | null;
  /** A person takes each step or leaves it, whatever the mode in which they were told. */
  readonly byOrder?: boolean;
}

export const noProgress: Progress = {
  retirement: null,
  established: { cidrs: [], vpcs: [], vpcEndpoints: [] },
  shared: false,
};

export interface Step {
  readonly stage: Stage;
  readonly cause: Cause;
  readonly rung: Rung;
  /** False: it is where it was, and its days are not over. */
  readonly due: boolean;
  /** Its days begin today: the cause is another than before, or its owner wanted it in the meantime. */
  readonly anew: boolean;
  /** What comes next if nobody objects; null where nothing does. */
  readonly next: { readonly stage: Stage; readonly at: Instant } | null;
}

/** The step that is due, or where it stands; null where nothing speaks for taking the credential away. */
export function nextStep(
  standing: Standing,
  assessment: Assessment,
  progress: Progress,
  policy: Policy,
  now: Instant,
): Step | null {
  const cause = causeOf(assessment);
  if (cause === null) return null;
  // Where a step is only proposed, the finding itself says everything.
  if (cause === 'excess' && (progress.boundary?.() ?? null) === null && progress.retirement?.stage !== 'bounded')
    return null;
  const stages = stagesFor(standing, cause, progress, policy, now);
  const { retirement } = progress;
  if (retirement === null) return stepTo('warned', true, { stages, cause, since: now, standing, policy });
  const { stage } = retirement;
  // An owner who was told of one cause has not been told of another: the days of the stage begin anew.
  const anew =
    (retirement.cause ?? cause) !== cause ||
    hasLapsed(standing.lease, retirement, now) ||
    !isWarning(retirement, progress, policy, standing);
  if (anew && stage === 'warned') return stepTo('warned', true, { stages, cause, since: now, standing, policy });
  const since = anew ? now : retirement.since;
  const here = { stages, cause, since, standing, policy, anew };
  const next = following(stages, stage);
  const waits = hasConsent(standing.lease, now) || now < since + waitDays(stage, cause, policy) * day;
  if (next === null || waits) return stepTo(stage, false, here);
  return stepTo(next, true, { ...here, since: now });
}

/**
 * `ended`: somebody's word set its end. `orphan`: it may be at work, but nobody answers for it. `excess`: it is at work, and
 * holds far more than that takes.
 */
export type Cause = 'idle' | 'ended' | 'orphan' | 'excess';

function causeOf({ signals }: Assessment): Cause | null {
  const has = ({ id }: StandingSignal) => signals.some((one) => one.id === id);
  if (has(leaseLapsed) || signals.some(({ id, key }) => id === overAge.id && key === 'expired')) return 'ended';
  if (has(unused) || has(neverUsed)) return 'idle';
  if (has(ownerGone) || has(ownerless)) return 'orphan';
  return has(unusedGrants) ? 'excess' : null;
}

/** The stages that are open to it, in order. */
function stagesFor(
  standing: Standing,
  cause: Cause,
  { established, shared, boundary = () => null }: Progress,
  policy: Policy,
  now: Instant,
): readonly Stage[] {
  if (cause === 'excess')
    return ['warned', ...(mayBeBounded(standing) && boundary() !== null ? (['bounded'] as const) : [])];
  const most = furthest(standing, cause, policy, now);
  const { cidrs, vpcs, vpcEndpoints } = established;
  const placed = cidrs.length + vpcs.length + vpcEndpoints.length > 0;
  const pins = most !== 'notify' && placed && !shared && canBePinned(standing.credential);
  const off = most === 'disable' && switchOff(standing.credential, shared) !== null;
  return [
    'warned',
    ...(pins ? (['pinned'] as const) : []),
    ...(off ? (['inactive'] as const) : []),
    ...(most === 'disable' ? (['deletion-proposed'] as const) : []),
  ];
}

/**
 * An orphan that is at work is pinned at most, since cutting it off would stop work. So is what has been idle no longer than some habit of its
 * own might explain: the first pause on record says little. What is kept for emergencies, and what AWS services assume, is only told of.
 */
function furthest(standing: Standing, cause: Cause, policy: Policy, now: Instant): Policy['retire']['upTo'] {
  if (standing.keeper !== 'customer' || isForEmergencies(standing.declared)) return 'notify';
  const { upTo } = policy.retire;
  const { lastUse } = standing;
  const unsettled =
    cause === 'idle' && lastUse.kind === 'used' && daysBetween(lastUse.at, now) < settledWindowDays(standing, policy);
  return upTo === 'disable' && (cause === 'orphan' || unsettled) ? 'pin' : upTo;
}

/** What is kept for emergencies uses no right of its own until it needs all of them. */
function mayBeBounded({ keeper, declared, credential }: Standing): boolean {
  return keeper === 'customer' && !isForEmergencies(declared) && canBePinned(credential);
}

function canBePinned({ kind }: Credential): boolean {
  return kind === 'access-key' || kind === 'role' || kind === 'console-password';
}

/** What stops this very credential and no other of its principal; null where AWS has no such thing. */
function switchOff({ kind }: Credential, shared = false): Rung | null {
  switch (kind) {
    case 'access-key':
    case 'service-specific':
    case 'signing-certificate':
    case 'ssh-key':
    case 'roles-anywhere':
      return 'disable';
    // It ends every temporary session of the user, those of a key at work included.
    case 'console-password':
      return shared ? null : 'disable';
    // Without networks to leave open, a quarantine denies a role everything.
    case 'role':
      return 'quarantine';
    default:
      return null;
  }
}

function waitDays(stage: Stage, cause: Cause, { retire }: Policy): number {
  switch (stage) {
    case 'warned':
      return cause === 'orphan' ? retire.adoptDays : retire.noticeDays;
    case 'pinned':
      return retire.pinDays;
    case 'bounded':
      return cause === 'excess' ? Number.POSITIVE_INFINITY : retire.noticeDays;
    case 'inactive':
      return retire.inactiveDays;
    case 'deletion-proposed':
      return Number.POSITIVE_INFINITY;
  }
}

const order: readonly Stage[] = ['warned', 'pinned', 'bounded', 'inactive', 'deletion-proposed'];

function following(stages: readonly Stage[], stage: Stage): Stage | null {
  return stages.find((one) => order.indexOf(one) > order.indexOf(stage)) ?? null;
}

/** In observe mode the owner hears nothing, so where the policy enforces by now, nobody has been warned yet. */
function isWarning(
  { stage, mode }: Retirement,
  { byOrder = false }: Progress,
  policy: Policy,
  { credential }: Standing,
): boolean {
  return stage !== 'warned' || byOrder || mode === 'enforce' || !enforcesIn(policy, credential.accountId);
}

function hasConsent(lease: Lease | null, now: Instant): boolean {
  return lease?.consent !== null && lease?.consent !== undefined && lease.consent.until > now;
}

/** Consent was given and has run out since: a warning from before does not count any more. */
function hasLapsed(lease: Lease | null, { since }: Retirement, now: Instant): boolean {
  const until = lease?.consent?.until ?? null;
  return until !== null && until > since && until <= now;
}

interface Here {
  readonly stages: readonly Stage[];
  readonly cause: Cause;
  readonly since: Instant;
  readonly standing: Standing;
  readonly policy: Policy;
  readonly anew?: boolean;
}

function stepTo(stage: Stage, due: boolean, { stages, cause, since, standing, policy, anew = false }: Here): Step {
  const then = following(stages, stage);
  const at = Math.max(since + waitDays(stage, cause, policy) * day, standing.lease?.consent?.until ?? 0);
  return {
    stage,
    cause,
    rung: rungOf(stage, standing.credential),
    due,
    anew,
    next: then === null ? null : { stage: then, at },
  };
}

function rungOf(stage: Stage, credential: Credential): Rung {
  switch (stage) {
    case 'pinned':
    case 'bounded':
      return 'pin';
    case 'inactive':
      return switchOff(credential) ?? 'notify';
    case 'warned':
    case 'deletion-proposed':
      return 'notify';
  }
}

/** Who takes the next step: the deployment, which enforces or only observes, or a person with `rescind sweep --apply`. */
export type Taking = Policy['mode'] | 'by-order';

/** For the owner: what happens next, and when; or what would, where nobody does it unasked. */
export function wordsOfStep({ stage, next }: Step, taking: Taking): string {
  if (stage === 'deletion-proposed') return 'Nobody missed it: delete it, or say what it is for.';
  if (next === null) return '';
  const [is, would] = (
    {
      warned: ['somebody is notified again', 'somebody would be notified again'],
      pinned: ['it is pinned to its last known networks', 'it would be pinned to its last known networks'],
      bounded: [
        'a permissions boundary removes what it does not use',
        'a permissions boundary would remove what it does not use',
      ],
      inactive: ['it is switched off', 'it would be switched off'],
      'deletion-proposed': ['its deletion is proposed', 'its deletion would be proposed'],
    } as const
  )[next.stage];
  const from = `from ${formatDay(next.at)} on`;
  switch (taking) {
    case 'enforce':
      return `Unless its owner objects, ${is} ${from}.`;
    case 'observe':
      return `If the policy enforced, ${would} ${from}, unless its owner objects.`;
    case 'by-order':
      return `With rescind sweep --apply, ${would} ${from}, unless its owner objects.`;
  }
}
