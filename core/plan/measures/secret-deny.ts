import { fail, ok, type Result } from '../../model/result.ts';
import type { Decision } from '../decision.ts';
import type { Condition } from '../documents/deny-document.ts';
import { pinDocument } from '../documents/pin-policy.ts';
import type { Facts } from '../facts.ts';
import { caseOf, type Described } from './measure.ts';
import { remains } from './remains.ts';
import { type SecretTarget, secretTargetOf } from './target.ts';

/** One statement in a secret's resource policy that keeps its value from being read; the rest of the policy is the owner's. */
export interface SecretDeny extends Described {
  readonly kind: 'secret-deny';
  readonly target: SecretTarget;
  readonly sid: string;
  readonly statement: SecretStatement;
  /** The policy's text when it was planned; null where there was none. */
  readonly original: string | null;
}

export interface SecretStatement {
  readonly Sid: string;
  readonly Effect: 'Deny';
  readonly Principal: '*';
  readonly Action: 'secretsmanager:GetSecretValue';
  readonly Resource: '*';
  readonly Condition?: Condition;
}

/** Characters of a secret's resource policy. */
const quota = 20_480;

/**
 * A pin lets the established networks read on; anything more lets nobody. By a person's order alone: `facts.secretPolicy` is what
 * they read. Null where there is none, and for other actions.
 */
export function secretDeny(decision: Decision, facts: Facts): Result<SecretDeny, string> | null {
  const { action, credential } = decision;
  const { secretPolicy } = facts;
  if (secretPolicy == null || (action !== 'pin' && action !== 'quarantine' && action !== 'disable')) return null;
  const target = secretTargetOf(decision, credential as SecretTarget['arn']);
  if (!target.ok) return target;
  const sid = `RescindDeny${caseOf(decision.id).replaceAll(/[^0-9A-Za-z]/g, '')}`;
  const everywhere: SecretStatement = {
    Sid: sid,
    Effect: 'Deny',
    Principal: '*',
    Action: 'secretsmanager:GetSecretValue',
    Resource: '*',
  };
  const room = quota - (secretPolicy.text ?? '').length - JSON.stringify(everywhere).length - 50;
  const condition = action === 'pin' ? outsideOf(facts, room) : ok(null);
  if (!condition.ok) return condition;
  if (room < 0) return fail(`the resource policy of secret ${target.value.name} has no room for one more statement`);
  const where =
    action === 'pin' ? 'can be read only from its established networks' : 'can no longer be read by anybody';
  return ok({
    kind: 'secret-deny',
    target: target.value,
    sid,
    statement: condition.value === null ? everywhere : { ...everywhere, Condition: condition.value },
    original: secretPolicy.text,
    sentence: `Secret ${target.value.name} in ${target.value.region} ${where}.`,
    doesNotStop: remains['secret-deny'],
    expiresAt: decision.expiresAt,
  });
}

/** The condition alone, as it fits. */
function outsideOf({ established }: Facts, room: number): Result<Condition | null, string> {
  const fitted = pinDocument(established, room);
  return fitted.ok ? ok(fitted.value.Statement[0]?.Condition ?? null) : fitted;
}
