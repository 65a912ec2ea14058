import { type AccessKeyId, maskKey, type TokenRef } from '../model/brand.ts';
import { isToken } from '../model/credential.ts';
import { hour } from '../model/instant.ts';
import { ok, type Result } from '../model/result.ts';
import type { Decision } from './decision.ts';
import { type DenyDocument, inlineQuota } from './deny-document.ts';
import type { Facts } from './facts.ts';
import {
  caseOf,
  type InlineDeny,
  type KeyStatus,
  type Measure,
  policyNameOf,
  rotationTokenOf,
  type SecretRotation,
  type TokenRevocation,
} from './measure.ts';
import { pinDocument } from './pin-policy.ts';
import { denyAllDocument, quarantineDocument } from './quarantine-policy.ts';
import { remains, remainsOfDenyAll } from './remains.ts';
import { machineSessionDocument, roleSessionsDocument, sameSession, userSessionsDocument } from './revoke-policy.ts';
import { secretTargetOf, type Target, targetOf } from './target.ts';

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
  if (isToken(decision.kind)) return revokeToken(decision, facts);
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

/** Nothing between a word and the end: whatever else was decided on cannot be done to a token. */
function revokeToken(decision: Decision, { revocation = null }: Facts): ActionPlan {
  if (decision.action !== 'disable') return tell(decision, 'A token can only be revoked: its owner is told.');
  if (revocation === null) {
    return tell(decision, 'Nobody declared how this token is revoked: its owner has to do it at whoever issued it.');
  }
  const { how, isApproved } = revocation;
  if (!isApproved && !how.automatic) {
    return tell(decision, 'A revoked token does not come back, so that a person has to approve of it first.');
  }
  const name = decision.credential as TokenRef;
  const sentence =
    how.by === 'handler'
      ? `The owner’s handler is asked to revoke token ${name}.`
      : `Token ${name} is revoked at the server that issued it.`;
  const target = { kind: 'token', accountId: decision.accountId, name, uniqueId: null } as const;
  const measure: TokenRevocation = {
    kind: 'revoke-token',
    target,
    how,
    request: `o_${caseOf(decision.id)}`,
    sentence,
    doesNotStop: remains['revoke-token'],
    expiresAt: null,
  };
  return { decisionId: decision.id, sentences: [sentence], measures: [measure] };
}

function planFor(given: Case): ActionPlan {
  switch (given.decision.action) {
    case 'pin':
      return planOf(given, [pin(given)]);
    case 'quarantine':
      return planOf(given, [quarantine(given)]);
    case 'revoke-sessions':
      return planOf(given, [revokeSessions(given)]);
    case 'disable':
      return given.decision.kind === 'access-key' ? disableKey(given) : planOf(given, [revokeSessions(given)]);
    case 'notify':
    case 'rotate':
      return tell(given.decision, 'The owner is told; nothing is changed.');
  }
}

/** The deny comes first: while the key is still on, the sessions it could mint are already worthless. */
function disableKey(given: Case): ActionPlan {
  const off = keyOff(given);
  const quietFor = given.facts.lastUsedAt === null ? 0 : given.facts.now - given.facts.lastUsedAt;
  return planOf(given, quietFor > longestSession ? [ok(off)] : [revokeSessions(given), ok(off)]);
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
  const document = pinDocument(given.facts.established, given.room);
  return inlineDeny(given, 'pin', document, 'is denied everything outside its established networks');
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
  return inlineDeny(given, 'quarantine', quarantineDocument(room), 'is denied sensitive actions');
}

function revokeSessions(given: Case): Result<InlineDeny, string> {
  const { facts, target, room } = given;
  if (target.kind === 'user') {
    const document = userSessionsDocument(facts.now, facts.established, room);
    return inlineDeny(given, 'revoke-sessions', document, 'loses its temporary sessions');
  }
  if (facts.session !== null && isMachine(facts)) return revokeMachine(given, facts.session);
  const which = facts.session === null ? 'loses all sessions issued until now' : 'loses the one session in question';
  return inlineDeny(given, 'revoke-sessions', roleSessionsDocument(facts.now, facts.session, room), which);
}

/** The honest machine must live: cut the session off elsewhere, or where no place is known, from sensitive actions. */
function revokeMachine(given: Case, session: NonNullable<Facts['session']>): Result<InlineDeny, string> {
  const elsewhere = machineSessionDocument(given.facts.established, session, given.room);
  if (elsewhere.ok) {
    return inlineDeny(
      given,
      'revoke-sessions',
      elsewhere,
      'loses the machine’s session outside the machine’s own networks',
    );
  }
  const sensitive = quarantineDocument(given.room, sameSession(session));
  return inlineDeny(given, 'quarantine', sensitive, 'is denied sensitive actions in the machine’s session');
}

function isMachine(facts: Facts): boolean {
  return facts.session !== null && facts.session.issuedTo !== null;
}

function inlineDeny(
  { decision, target }: Case,
  kind: InlineDeny['kind'],
  document: Result<DenyDocument, string>,
  predicate: string,
): Result<InlineDeny, string> {
  if (!document.ok) return document;
  return ok({
    kind,
    target,
    policyName: policyNameOf(kind, decision.id),
    document: document.value,
    sentence: `${capital(nameOf(target))} ${predicate}.`,
    doesNotStop: remains[kind],
    expiresAt: decision.expiresAt,
  });
}

function planOf({ decision }: Case, steps: readonly Result<Measure, string>[]): ActionPlan {
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

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
