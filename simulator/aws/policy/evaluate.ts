import { holds } from './condition.ts';
import type { PolicyDocument, Selection, Statement } from './document.ts';
import { type ContextKeys, expand, matchesPattern } from './pattern.ts';
import { type PrincipalFacts, type PrincipalMatch, principalMatch } from './principal.ts';

export interface PolicyRequest {
  /** `s3:GetObject`. */
  readonly action: string;
  readonly resource: string;
  readonly principal: PrincipalFacts;
  readonly context: ContextKeys;
}

export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

/** A set that grants nothing but must allow as well: a boundary, a session policy, the organisation's policies. */
export interface PolicyLimit {
  readonly kind: 'boundary' | 'session' | 'organization';
  readonly policies: readonly NamedPolicy[];
}

export interface Policies {
  readonly identity: readonly NamedPolicy[];
  readonly limits: readonly PolicyLimit[];
  /** `required` for a role's trust policy: without its word nobody assumes the role. */
  readonly resource: { readonly policy: NamedPolicy; readonly accountId: string; readonly required: boolean } | null;
}

export interface MatchedStatement {
  readonly policy: string;
  readonly statement: Statement;
}

export interface Evaluation {
  readonly decision: 'allowed' | 'explicit-deny' | 'implicit-deny';
  readonly by: MatchedStatement | null;
  readonly explanation: string;
}

/** IAM's order: any Deny wins; then someone must grant; then every limit must agree. */
export function evaluate(request: PolicyRequest, policies: Policies): Evaluation {
  const { resource, limits, identity } = policies;
  const everywhere = [
    ...identity,
    ...limits.flatMap((limit) => limit.policies),
    ...(resource ? [resource.policy] : []),
  ];
  const denial = findStatement('Deny', request, everywhere);
  if (denial !== null) {
    return { decision: 'explicit-deny', by: denial, explanation: `${wording(denial)} denies ${request.action}.` };
  }
  const grant = findGrant(request, policies);
  if (grant === null) return implicitDeny(`No policy allows ${request.action} on ${request.resource}.`);
  const refusing = limits.find(
    (limit) =>
      !(grant.namesPrincipal && limit.kind !== 'organization') &&
      findStatement('Allow', request, limit.policies) === null,
  );
  if (refusing !== undefined) return implicitDeny(`The ${limitName[refusing.kind]} does not allow ${request.action}.`);
  return { decision: 'allowed', by: grant.by, explanation: `${wording(grant.by)} allows ${request.action}.` };
}

const limitName = {
  boundary: 'permissions boundary',
  session: 'session policy',
  organization: 'service control policy',
} as const;

interface Grant {
  readonly by: MatchedStatement;
  /** Given by a resource policy to this very user or session, which boundaries and session policies do not limit. */
  readonly namesPrincipal: boolean;
}

function findGrant(request: PolicyRequest, { identity, resource }: Policies): Grant | null {
  const own = findStatement('Allow', request, identity);
  const lent = resource === null ? null : findStatement('Allow', request, [resource.policy]);
  const abroad = resource !== null && resource.accountId !== request.principal.accountId;
  if ((abroad || resource?.required) && lent === null) return null;
  if (own !== null) return { by: own, namesPrincipal: false };
  if (lent === null || abroad) return null;
  const match = principalOf(lent.statement, request);
  if (match === 'account' || match === null) return null;
  return { by: lent, namesPrincipal: match !== 'role' };
}

function findStatement(
  effect: Statement['effect'],
  request: PolicyRequest,
  policies: readonly NamedPolicy[],
): MatchedStatement | null {
  for (const { name, document } of policies) {
    for (const statement of document.statements) {
      if (statement.effect === effect && applies(statement, document.variables, request))
        return { policy: name, statement };
    }
  }
  return null;
}

function applies(statement: Statement, variables: boolean, request: PolicyRequest): boolean {
  return (
    selects(statement.actions, (pattern) =>
      fits(pattern.toLowerCase(), request.action.toLowerCase(), request, false),
    ) &&
    (statement.resources === null ||
      selects(statement.resources, (pattern) => fits(pattern, request.resource, request, variables))) &&
    (statement.principals === null || principalOf(statement, request) !== null) &&
    statement.conditions.every((condition) => holds(condition, request.context, variables))
  );
}

function fits(pattern: string, text: string, request: PolicyRequest, variables: boolean): boolean {
  const expanded = expand(pattern, request.context, { wildcards: true, variables });
  return expanded !== null && matchesPattern(expanded, text);
}

function selects(selection: Selection, matches: (pattern: string) => boolean): boolean {
  return selection.patterns.some(matches) !== selection.not;
}

function principalOf({ principals }: Statement, request: PolicyRequest): PrincipalMatch | null {
  return principals === null ? null : principalMatch(principals, request.principal);
}

function implicitDeny(explanation: string): Evaluation {
  return { decision: 'implicit-deny', by: null, explanation };
}

function wording({ policy, statement }: MatchedStatement): string {
  return statement.sid === null ? `A statement of ${policy}` : `Statement ${statement.sid} of ${policy}`;
}
