import type { AccountId, Arn, Region, TokenRef } from '../../model/brand.ts';
import { isToken } from '../../model/credential.ts';
import { fail, ok, type Result } from '../../model/result.ts';
import type { Decision } from '../decision.ts';
import type { Facts } from '../facts.ts';

/** The IAM principal that a containment touches. */
export interface Target {
  readonly kind: 'user' | 'role';
  readonly accountId: AccountId;
  readonly arn: Arn;
  readonly name: string;
  /** `AIDA…` or `AROA…` at the time of the plan; null where IAM was not asked. */
  readonly uniqueId: string | null;
}

/** The secret that a rotation touches. */
export interface SecretTarget {
  readonly kind: 'secret';
  readonly accountId: AccountId;
  /** With the six characters that tell it from a namesake. */
  readonly arn: Arn;
  readonly name: string;
  readonly region: Region;
  /** A secret's own ARN tells it from a namesake. */
  readonly uniqueId: null;
}

/** The token that a revocation ends. */
export interface TokenTarget {
  readonly kind: 'token';
  /** Of the source that speaks of it. */
  readonly accountId: AccountId;
  /** As its source names it. */
  readonly name: TokenRef;
  readonly uniqueId: null;
}

const principal = /^arn:[\w-]+:iam::(\d{12}):(user|role)\/(?:.*\/)?([^/]+)$/;

/** Whom the decision's credential speaks for; fails with a sentence where AWS offers no way to act on it. */
export function targetOf(decision: Decision, facts: Facts): Result<Target, string> {
  const arn = decision.kind === 'role' ? decision.credential : decision.principal;
  if (decision.kind === 'root' || arn.endsWith(':root')) {
    return fail(
      'No identity policy applies to the root user, and its keys must not be switched off automatically: a person has to act.',
    );
  }
  if (isToken(decision.kind)) return fail('AWS does not know this token: it has to be revoked by its issuer.');
  if (decision.kind === 'secret')
    return fail('A secret can only be revoked by its issuer: ask its owner to rotate it.');
  if (arn.includes(':role/aws-reserved/')) {
    return fail('AWS owns this role and refuses every change to it.');
  }
  if (arn.includes(':role/aws-service-role/'))
    return fail('This role belongs to an AWS service, which refuses every change to it.');
  const [, accountId, kind, name] = principal.exec(arn) ?? [];
  if (accountId === undefined || kind === undefined || name === undefined || accountId !== decision.accountId) {
    return fail(`No user or role of account ${decision.accountId} can be read from “${arn}”: a person has to act.`);
  }
  return ok({
    kind: kind as Target['kind'],
    accountId: decision.accountId,
    arn: arn as Arn,
    name,
    uniqueId: facts.uniqueId,
  });
}

/** The role of a session that was opened with the decision's credential; fails with a sentence where it is not ours to act on. */
export function childTargetOf(role: Arn, accountId: AccountId): Result<Target, string> {
  const [, account, , name] = principal.exec(role) ?? [];
  if (account === undefined || name === undefined) return fail(`no role can be read from “${role}”`);
  if (account !== accountId) {
    return fail(`the sessions of ${role} that were opened with it have to be ended in account ${account}`);
  }
  if (/:role\/aws-(reserved|service-role)\//.test(role)) return fail(`AWS owns ${role} and refuses every change to it`);
  return ok({ kind: 'role', accountId, arn: role, name, uniqueId: null });
}

const secret = /^arn:[\w-]+:secretsmanager:([\w-]+):(\d{12}):secret:(.+?)(?:-[A-Za-z0-9]{6})?$/;

/** The secret to rotate; fails with a sentence where it is not one of the decision's own account. */
export function secretTargetOf(decision: Decision, arn: Arn): Result<SecretTarget, string> {
  const [, region, accountId, name] = secret.exec(arn) ?? [];
  if (region === undefined || name === undefined || accountId !== decision.accountId) {
    return fail(`“${arn}” is not a secret of account ${decision.accountId}: its owner has to rotate it.`);
  }
  return ok({
    kind: 'secret',
    accountId: decision.accountId,
    arn,
    name,
    region: region as Region,
    uniqueId: null,
  });
}
