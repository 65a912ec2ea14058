import type { Federation } from '../../intake/who/federation.ts';
import { fail, ok, type Result } from '../../model/result.ts';
import { computeOutside } from '../../signals/anomalous/compute-outside.ts';
import { sessionMoved } from '../../signals/anomalous/session-moved.ts';
import { idsOf } from '../../signals/registry.ts';
import { doubtBits } from '../../signals/signal.ts';
import type { Decision } from '../decision.ts';
import type { Condition } from '../documents/deny-document.ts';
import type { SessionFacts } from '../facts.ts';
import { caseOf, type Described } from './measure.ts';
import { remains } from './remains.ts';
import type { Target } from './target.ts';

/** One statement in a role's trust policy that keeps one person, job or certificate out; the rest of the policy is the owner's. */
export interface TrustDeny extends Described {
  readonly kind: 'trust-deny';
  readonly target: Target;
  /** Names the statement, so that it is found again whatever else is changed around it. */
  readonly sid: string;
  readonly statement: TrustStatement;
  /** The policy's text when it was planned: restored letter by letter, if nobody else has changed it since. */
  readonly original: string;
}

export interface TrustStatement {
  readonly Sid: string;
  readonly Effect: 'Deny';
  readonly Principal: Readonly<Record<string, string>>;
  readonly Action: string;
  readonly Condition: Condition;
}

/** Characters of a trust policy, white space not counted: AWS's usual limit, and the most that it raises it to. */
const usualQuota = 2_048;
const raisedQuota = 8_192;

/**
 * Shuts the door by which the session's holder came in, for that one holder. Fails with a sentence where IAM has no room.
 * `trust` is the role's trust policy as IAM holds it.
 */
export function trustDeny(
  decision: Decision,
  target: Target,
  federation: Federation,
  { name }: Pick<SessionFacts, 'name'>,
  trust: string,
): Result<TrustDeny, string> {
  const sid = `RescindDeny${caseOf(decision.id).replaceAll(/[^0-9A-Za-z]/g, '')}`;
  const statement = statementFor(sid, federation, name);
  const size = sizeOf(trust) + sizeOf(JSON.stringify(statement)) + 1;
  if (size > (sizeOf(trust) > usualQuota ? raisedQuota : usualQuota)) {
    return fail(`the trust policy of role ${target.name} has no room for one more statement`);
  }
  return ok({
    kind: 'trust-deny',
    target,
    sid,
    statement,
    original: trust,
    sentence: `Role ${target.name} no longer lets ${wordsOf(federation, name)} in; others are not affected.`,
    doesNotStop: remains['trust-deny'],
    expiresAt: decision.expiresAt,
  });
}

function statementFor(sid: string, federation: Federation, sessionName: string): TrustStatement {
  const denied = { Sid: sid, Effect: 'Deny' } as const;
  switch (federation.kind) {
    case 'oidc':
      return {
        ...denied,
        Principal: { Federated: federation.provider },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${issuerOf(federation.provider)}:sub`]: federation.subject } },
      };
    case 'saml':
      return {
        ...denied,
        Principal: { Federated: federation.provider },
        Action: 'sts:AssumeRoleWithSAML',
        Condition: {
          StringEquals:
            federation.subject === null ? { 'sts:RoleSessionName': sessionName } : { 'saml:sub': federation.subject },
        },
      };
    case 'certificate':
      return {
        ...denied,
        Principal: { Service: 'rolesanywhere.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:PrincipalTag/x509Subject/CN': federation.commonName } },
      };
  }
}

function wordsOf(federation: Federation, sessionName: string): string {
  switch (federation.kind) {
    case 'oidc':
      return `“${federation.subject}” of ${issuerOf(federation.provider)}`;
    case 'saml':
      return `“${federation.subject ?? sessionName}” of ${federation.provider}`;
    case 'certificate':
      return `certificates for “${federation.commonName}”`;
  }
}

/** `arn:…:oidc-provider/host/path` → `host/path`: what the provider's condition keys begin with. */
function issuerOf(provider: string): string {
  return provider.slice(provider.indexOf('oidc-provider/') + 'oidc-provider/'.length);
}

function sizeOf(text: string): number {
  return text.replaceAll(/\s/g, '').length;
}

/** Signals of a session that was carried away from where it lived. */
const carriedAway = idsOf(computeOutside, sessionMoved);

/**
 * Whether whoever holds the session is thought to have come in by the front door: then they come in again. A session that
 * was carried away is worth nothing once it is cut off, and the honest job behind the door goes on.
 */
export function cameInByTheDoor({ action, signals }: Decision): boolean {
  if (action === 'disable') return true;
  if (action !== 'revoke-sessions' || signals.length === 0) return false;
  return !signals.some(({ id, bits }) => carriedAway.has(id) && bits >= doubtBits);
}
