import { serviceOf } from '../context/grants/actions/service-of.ts';
import { type AccessKeyId, maskKey } from '../model/brand.ts';
import { hour, type Instant } from '../model/instant.ts';
import { fail, ok, type Result } from '../model/result.ts';
import type { Decision } from './decision.ts';
import { type Condition, inlineQuota } from './documents/deny-document.ts';
import { pinDocument } from './documents/pin-policy.ts';
import { purposeDocument } from './documents/purpose-policy.ts';
import { denyAllDocument, quarantineDocument } from './documents/quarantine-policy.ts';
import {
  childSessionsDocument,
  machineSessionDocument,
  roleSessionsDocument,
  sameSession,
  sessionsLost,
  signInDocument,
  userSessionsDocument,
} from './documents/revoke-policy.ts';
import type { Facts } from './facts.ts';
import { answerOfKind } from './kinds.ts';
import type { Rung } from './ladder.ts';
import { boundaryOn } from './measures/boundary-measure.ts';
import { inlineDeny } from './measures/inline-deny.ts';
import {
  type InlineDeny,
  type KeyStatus,
  type Measure,
  type MeasureKind,
  rotationTokenOf,
  type Seal,
  type SecretRotation,
} from './measures/measure.ts';
import { remains, remainsOfDenyAll, remainsOfPurpose } from './measures/remains.ts';
import { childTargetOf, secretTargetOf, type Target, targetOf } from './measures/target.ts';
import { cameInByTheDoor, trustDeny } from './measures/trust-deny.ts';

/** What is to be done about one decision: in words, and as the measures that carry it out, in this order. */
export interface ActionPlan {
  readonly decisionId: string;
  readonly sentences: readonly string[];
  /** Empty where AWS offers nothing or nothing is safe: then the sentences say so and a person is told. */
  readonly measures: readonly Measure[];
}

/** Everything that shapes a measure, gathered once. */
interface Case {
  readonly decision: Decision;
  readonly facts: Facts;
  readonly target: Target;
  /** Characters left for the principal's inline policies. */
  readonly room: number;
}

/** A session from GetSessionToken or GetFederationToken lives no longer. */
const longestUserSession = 36 * hour;
/** Nor does one of a role. */
const longestRoleSession = 12 * hour;
/** For clocks, and for what was opened while a deny spread. */
const leeway = hour;

export function planActions(decision: Decision, facts: Facts): ActionPlan {
  const { action } = decision;
  if (action === 'notify') return tell(decision, 'The owner is told; nothing is changed.');
  if (action === 'rotate') return rotate(decision);
  const own = answerOfKind(decision, facts);
  if (own?.kind === 'words') return { decisionId: decision.id, sentences: own.sentences, measures: [] };
  if (own?.kind === 'measures') return planOf({ decision, facts }, own.steps);
  const target = targetOf(decision, facts);
  if (!target.ok) return tell(decision, target.error);
  const room = inlineQuota[target.value.kind] - facts.inlineCharacters;
  return planFor(action, { decision, facts, target: target.value, room });
}

function rotate(decision: Decision): ActionPlan {
  if (decision.rotation === null) {
    return tell(
      decision,
      'The owner is asked to rotate it: put the new one in place, check that it is used, then switch this one off.',
    );
  }
  const { secret, unlessSince } = decision.rotation;
  const target = secretTargetOf(decision, secret);
  if (!target.ok) return tell(decision, target.error);
  const sentence = `Secret ${target.value.name} in ${target.value.region} is rotated with the rotation that its owner set up.`;
  const measure: SecretRotation = {
    kind: 'rotate-secret',
    target: target.value,
    token: rotationTokenOf(decision.id),
    unlessSince,
    sentence,
    doesNotStop: remains['rotate-secret'],
    expiresAt: null,
  };
  return { decisionId: decision.id, sentences: [sentence], measures: [measure] };
}

function planFor(action: Exclude<Rung, 'notify' | 'rotate'>, given: Case): ActionPlan {
  switch (action) {
    case 'pin': {
      const { decision, facts, target } = given;
      return planOf(given, [facts.boundary == null ? pin(given) : ok(boundaryOn(decision, target, facts.boundary))]);
    }
    case 'quarantine':
      return planOf(given, [...seal(given), quarantine(given)]);
    case 'revoke-sessions':
      return planOf(given, [...shutTheDoor(given), revokeSessions(given), ...endChildren(given)]);
    case 'disable':
      return given.decision.kind === 'access-key'
        ? disableKey(given)
        : planOf(given, [...shutTheDoor(given), revokeSessions(given), ...endChildren(given)]);
  }
}

/**
 * What nobody can take off comes first, since a thief who may change identities would undo the rest; then the denies: while
 * the key is still on, the sessions it could mint are already worthless.
 */
function disableKey(given: Case): ActionPlan {
  const off = ok(keyOff(given));
  const quietFor = given.facts.lastUsedAt === null ? 0 : given.facts.now - given.facts.lastUsedAt;
  if (quietFor > longestUserSession) return planOf(given, [...seal(given), off]);
  // Once the key is off and its last session over, the deny stops nothing any more.
  const deny = lapsing(revokeSessions(given), given.facts.now + longestUserSession + leeway);
  return planOf(given, [...seal(given), deny, ...endChildren(given), off]);
}

/** Put on by the one role that may write policies. */
export const scoped: ReadonlySet<MeasureKind> = new Set([
  'pin',
  'quarantine',
  'revoke-sessions',
  'deny-sign-in',
  'deny-service',
  'trust-deny',
]);
const leftOut = fail('this deployment was made without the role that writes inline denies');

/** Nothing where the account has none. */
function seal({ decision, facts, target }: Case): Result<Seal, string>[] {
  if (facts.seal === null) return [];
  const measure: Seal = {
    kind: 'seal',
    target,
    policyArn: facts.seal,
    sentence: `${target.kind === 'user' ? 'User' : 'Role'} ${target.name} can no longer change identities or the trail, nor remove this deny.`,
    doesNotStop: remains.seal,
    expiresAt: decision.expiresAt,
  };
  return [ok(measure)];
}

/** The sessions that were opened with it, role by role; those of other accounts are theirs to end, and are named. */
function endChildren(given: Case): Result<InlineDeny, string>[] {
  const { decision, facts } = given;
  const byRole = Map.groupBy(facts.children, ({ role }) => role);
  return [...byRole].map(([role, sessions]) => {
    const target = childTargetOf(role, decision.accountId);
    if (!target.ok) return target;
    if (sessions.some(({ isOwn }) => isOwn)) {
      return fail(
        `a session was opened in ${target.value.name}, which is one of Rescind’s own roles, and those are never contained`,
      );
    }
    const room = inlineQuota.user;
    const document = childSessionsDocument(facts.now, sessions, room);
    const which = sessions.length === 1 ? 'the session' : `the ${sessions.length} sessions`;
    const over = Math.max(...sessions.map(({ expiresAt }) => expiresAt ?? facts.now + longestRoleSession));
    const on = { decision, target: target.value };
    const deny = inlineDeny(on, 'revoke-sessions', document, `loses ${which} opened with it`);
    return lapsing(deny, over + leeway);
  });
}

/** Takes itself off then, unless it was to end sooner. */
function lapsing(deny: Result<InlineDeny, string>, at: Instant): Result<InlineDeny, string> {
  return deny.ok ? ok({ ...deny.value, expiresAt: Math.min(deny.value.expiresAt ?? at, at) }) : deny;
}

function keyOff({ decision, target }: Case): KeyStatus {
  const accessKeyId = decision.credential as AccessKeyId;
  return {
    kind: 'key-status',
    target,
    accessKeyId,
    sentence: `Access key ${maskKey(accessKeyId)} of ${targetName(target)} is switched off.`,
    doesNotStop: remains['key-status'],
    expiresAt: decision.expiresAt,
  };
}

function pin(given: Case): Result<InlineDeny, string> {
  // Decisions on record from before agents had a purpose lack the field.
  const purpose = given.decision.purpose ?? null;
  if (purpose !== null) return pinToPurpose(given, purpose);
  const document = pinDocument(given.facts.established, given.room);
  return inlineDeny(given, 'pin', document, 'is denied everything outside its established networks');
}

function pinToPurpose(given: Case, purpose: readonly string[]): Result<InlineDeny, string> {
  const made = purposeDocument(purpose, given.room);
  if (!made.ok) return made;
  const { document, seen, isWhole } = made.value;
  // The services alone, since the document has the rest.
  const services = upToSix([...new Set(seen.map(serviceOf))].sort());
  const unseen = seen.length === purpose.length ? '' : `, ${isWhole ? 'and' : 'without'} calls that no trail shows`;
  const predicate = `is denied everything outside its purpose, which is ${services}${unseen}`;
  const within = inlineDeny(given, 'pin', ok(document), predicate);
  return within.ok ? ok({ ...within.value, doesNotStop: remainsOfPurpose }) : within;
}

function upToSix(names: readonly string[]): string {
  return (names.length > 6 ? [...names.slice(0, 6), `${names.length - 6} more`] : names).join(', ');
}

function quarantine(given: Case): Result<InlineDeny, string> {
  const { facts, room } = given;
  const { cidrs, vpcs, vpcEndpoints } = facts.established;
  const unplaced = cidrs.length + vpcs.length + vpcEndpoints.length === 0;
  if (unplaced && !isMachine(facts)) {
    const predicate = 'is denied everything, since no established network is known';
    const all = inlineDeny(given, 'quarantine', denyAllDocument(room), predicate);
    return all.ok ? ok({ ...all.value, doesNotStop: remainsOfDenyAll }) : all;
  }
  return sensitiveDeny(given, 'is denied sensitive actions');
}

/** Says what of it had to be left out. */
function sensitiveDeny(given: Case, predicate: string, within?: Condition): Result<InlineDeny, string> {
  const made = quarantineDocument(given.room, { within, left: given.decision.purpose ?? null });
  if (!made.ok) return made;
  const { document, leftOut } = made.value;
  const measure = inlineDeny(given, 'quarantine', ok(document), predicate);
  if (!measure.ok || leftOut.length === 0) return measure;
  const allowed = `Its own inline policies leave no room to deny ${upToSix(leftOut.map((pattern) => `\`${pattern}\``))}: these still work.`;
  return ok({ ...measure.value, doesNotStop: [allowed, ...measure.value.doesNotStop] });
}

function revokeSessions(given: Case): Result<InlineDeny, string> {
  const { facts, target, room } = given;
  if (target.kind === 'user') {
    const document = userSessionsDocument(facts.now, facts.established, room);
    return inlineDeny(given, 'revoke-sessions', document, 'loses its temporary sessions');
  }
  if (facts.session !== null && isMachine(facts)) return revokeMachine(given, facts.session);
  const signIn = facts.session?.signIn ?? null;
  if (signIn !== null) {
    const document = signInDocument(signIn, room);
    const one = inlineDeny(
      given,
      'revoke-sessions',
      document,
      'loses the sessions opened with the one sign-in in question',
    );
    return lapsing(one, facts.now + longestRoleSession + leeway);
  }
  const which = `loses ${sessionsLost(facts.session)}`;
  const document = roleSessionsDocument(facts.now, facts.session, room);
  return lapsing(inlineDeny(given, 'revoke-sessions', document, which), facts.now + longestRoleSession + leeway);
}

/** The honest machine must live: cut the session off elsewhere, or where no place is known, from sensitive actions. */
function revokeMachine(given: Case, session: NonNullable<Facts['session']>): Result<InlineDeny, string> {
  const elsewhere = machineSessionDocument(given.facts.established, session, given.room);
  if (elsewhere.ok) {
    const predicate = 'loses the machine’s session outside the machine’s own networks';
    return inlineDeny(given, 'revoke-sessions', elsewhere, predicate);
  }
  return sensitiveDeny(given, 'is denied sensitive actions in the machine’s session', sameSession(session));
}

/** Before the cut-off, so that no session is opened after it by the same hands. */
function shutTheDoor({ decision, facts, target }: Case): Result<Measure, string>[] {
  const { session, trust } = facts;
  if (session?.federation == null || trust == null || !cameInByTheDoor(decision)) return [];
  return [trustDeny(decision, target, session.federation, session, trust)];
}

function isMachine(facts: Facts): boolean {
  return facts.session !== null && facts.session.issuedTo !== null;
}

/** What a deployment without its role cannot do is said, and left out. */
function planOf(
  { decision, facts }: Pick<Case, 'decision' | 'facts'>,
  wanted: readonly Result<Measure, string>[],
): ActionPlan {
  const steps = wanted.map((step) => (step.ok && !facts.inlineDenies && scoped.has(step.value.kind) ? leftOut : step));
  return {
    decisionId: decision.id,
    sentences: steps.map((step) => (step.ok ? step.value.sentence : `Not possible: ${step.error}.`)),
    measures: steps.flatMap((step) => (step.ok ? [step.value] : [])),
  };
}

function tell(decision: Decision, sentence: string): ActionPlan {
  return { decisionId: decision.id, sentences: [sentence], measures: [] };
}

function targetName(target: Target): string {
  return `${target.kind} ${target.name}`;
}
