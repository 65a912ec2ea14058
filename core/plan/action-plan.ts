import { type AccessKeyId, maskKey } from '../model/brand.ts';
import { hour } from '../model/instant.ts';
import { ok, type Result } from '../model/result.ts';
import type { Decision } from './decision.ts';
import { inlineQuota } from './deny-document.ts';
import type { Facts } from './facts.ts';
import { inlineDeny } from './inline-deny.ts';
import { answerOfKind } from './kinds.ts';
import { type InlineDeny, type KeyStatus, type Measure, rotationTokenOf, type SecretRotation } from './measure.ts';
import { pinDocument } from './pin-policy.ts';
import { purposeDocument } from './purpose-policy.ts';
import { denyAllDocument, quarantineDocument } from './quarantine-policy.ts';
import { remains, remainsOfDenyAll, remainsOfPurpose } from './remains.ts';
import { machineSessionDocument, roleSessionsDocument, sameSession, userSessionsDocument } from './revoke-policy.ts';
import { secretTargetOf, type Target, targetOf } from './target.ts';
import { cameInByTheDoor, trustDeny } from './trust-deny.ts';

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
const longestSession = 36 * hour;

export function planActions(decision: Decision, facts: Facts): ActionPlan {
  if (decision.action === 'notify') return tell(decision, 'The owner is told; nothing is changed.');
  if (decision.action === 'rotate') return rotate(decision);
  const own = answerOfKind(decision, facts);
  if (own?.kind === 'words') return { decisionId: decision.id, sentences: own.sentences, measures: [] };
  if (own?.kind === 'measures') return planOf(decision, own.steps);
  const target = targetOf(decision, facts);
  if (!target.ok) return tell(decision, target.error);
  const room = inlineQuota[target.value.kind] - facts.inlineCharacters;
  return planFor({ decision, facts, target: target.value, room });
}

function rotate(decision: Decision): ActionPlan {
  if (decision.rotation === null) {
    return tell(
      decision,
      'The owner is asked to rotate it: put the new one in place, see it used, then switch this one off.',
    );
  }
  const { secret, unlessSince } = decision.rotation;
  const target = secretTargetOf(decision, secret);
  if (!target.ok) return tell(decision, target.error);
  const sentence = `Secret ${target.value.name} in ${target.value.region} is rotated by the rotation that its owner set up.`;
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

function planFor(given: Case): ActionPlan {
  switch (given.decision.action) {
    case 'pin':
      return planOf(given.decision, [pin(given)]);
    case 'quarantine':
      return planOf(given.decision, [quarantine(given)]);
    case 'revoke-sessions':
      return planOf(given.decision, [...shutTheDoor(given), revokeSessions(given)]);
    case 'disable':
      return given.decision.kind === 'access-key'
        ? disableKey(given)
        : planOf(given.decision, [...shutTheDoor(given), revokeSessions(given)]);
    case 'notify':
    case 'rotate':
      return tell(given.decision, 'The owner is told; nothing is changed.');
  }
}

/** The deny comes first: while the key is still on, the sessions it could mint are already worthless. */
function disableKey(given: Case): ActionPlan {
  const off = keyOff(given);
  const quietFor = given.facts.lastUsedAt === null ? 0 : given.facts.now - given.facts.lastUsedAt;
  return planOf(given.decision, quietFor > longestSession ? [ok(off)] : [revokeSessions(given), ok(off)]);
}

function keyOff({ decision, target }: Case): KeyStatus {
  const accessKeyId = decision.credential as AccessKeyId;
  return {
    kind: 'key-status',
    target,
    accessKeyId,
    sentence: `Access key ${maskKey(accessKeyId)} of ${nameOf(target)} is switched off.`,
    doesNotStop: remains['key-status'],
    expiresAt: decision.expiresAt,
  };
}

function pin(given: Case): Result<InlineDeny, string> {
  // Decisions on record from before agents had a purpose lack the field.
  const purpose = given.decision.purpose ?? null;
  if (purpose !== null) {
    const within = inlineDeny(
      given.decision,
      given.target,
      'pin',
      purposeDocument(purpose, given.room),
      `is denied everything outside its purpose, ${servicesIn(purpose)}`,
    );
    return within.ok ? ok({ ...within.value, doesNotStop: remainsOfPurpose }) : within;
  }
  const document = pinDocument(given.facts.established, given.room);
  return inlineDeny(
    given.decision,
    given.target,
    'pin',
    document,
    'is denied everything outside its established networks',
  );
}

/** `which is bedrock, s3`: the services alone, since the document has the rest. */
function servicesIn(purpose: readonly string[]): string {
  const services = [...new Set(purpose.map((action) => action.slice(0, action.indexOf(':'))))].sort();
  const shown = services.length > 6 ? [...services.slice(0, 6), `${services.length - 6} more`] : services;
  return `which is ${shown.join(', ')}`;
}

function quarantine(given: Case): Result<InlineDeny, string> {
  const { facts, room } = given;
  const { cidrs, vpcs, vpcEndpoints } = facts.established;
  const unplaced = cidrs.length + vpcs.length + vpcEndpoints.length === 0;
  if (unplaced && !isMachine(facts)) {
    const predicate = 'is denied everything, since no established network is known';
    const all = inlineDeny(given.decision, given.target, 'quarantine', denyAllDocument(room), predicate);
    return all.ok ? ok({ ...all.value, doesNotStop: remainsOfDenyAll }) : all;
  }
  return inlineDeny(
    given.decision,
    given.target,
    'quarantine',
    quarantineDocument(room),
    'is denied sensitive actions',
  );
}

function revokeSessions(given: Case): Result<InlineDeny, string> {
  const { facts, target, room } = given;
  if (target.kind === 'user') {
    const document = userSessionsDocument(facts.now, facts.established, room);
    return inlineDeny(given.decision, given.target, 'revoke-sessions', document, 'loses its temporary sessions');
  }
  if (facts.session !== null && isMachine(facts)) return revokeMachine(given, facts.session);
  const which = facts.session === null ? 'loses all sessions issued until now' : 'loses the one session in question';
  return inlineDeny(
    given.decision,
    given.target,
    'revoke-sessions',
    roleSessionsDocument(facts.now, facts.session, room),
    which,
  );
}

/** The honest machine must live: cut the session off elsewhere, or where no place is known, from sensitive actions. */
function revokeMachine(given: Case, session: NonNullable<Facts['session']>): Result<InlineDeny, string> {
  const elsewhere = machineSessionDocument(given.facts.established, session, given.room);
  if (elsewhere.ok) {
    return inlineDeny(
      given.decision,
      given.target,
      'revoke-sessions',
      elsewhere,
      'loses the machine’s session outside the machine’s own networks',
    );
  }
  const sensitive = quarantineDocument(given.room, sameSession(session));
  return inlineDeny(
    given.decision,
    given.target,
    'quarantine',
    sensitive,
    'is denied sensitive actions in the machine’s session',
  );
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

function planOf(decision: Decision, steps: readonly Result<Measure, string>[]): ActionPlan {
  return {
    decisionId: decision.id,
    sentences: steps.map((step) => (step.ok ? step.value.sentence : `Not possible: ${step.error}.`)),
    measures: steps.flatMap((step) => (step.ok ? [step.value] : [])),
  };
}

function tell(decision: Decision, sentence: string): ActionPlan {
  return { decisionId: decision.id, sentences: [sentence], measures: [] };
}

function nameOf(target: Target): string {
  return `${target.kind} ${target.name}`;
}
