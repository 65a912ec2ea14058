import type { TokenRef } from '../../model/brand.ts';
import { fail, ok, type Result } from '../../model/result.ts';
import type { Decision } from '../decision.ts';
import type { Facts } from '../facts.ts';
import { caseOf, type TokenRevocation } from './measure.ts';
import { remains } from './remains.ts';

/** Nothing lies between a word and the end of a token: the words that stand in the way of its end are the error. */
export function tokenEnd(decision: Decision, { revocation = null }: Facts): Result<TokenRevocation, string> {
  if (decision.action !== 'disable') return fail('A token can only be revoked: its owner is told.');
  if (revocation === null) {
    return fail('Nobody declared how to revoke this token: its owner has to revoke it at its issuer.');
  }
  const { how, isApproved } = revocation;
  if (!isApproved && !how.automatic) {
    return fail('A revoked token cannot be restored, so a person has to approve first.');
  }
  const name = decision.credential as TokenRef;
  const sentence =
    how.by === 'handler'
      ? `The owner’s handler is asked to revoke token ${name}.`
      : `Token ${name} is revoked at the server that issued it.`;
  return ok({
    kind: 'revoke-token',
    target: { kind: 'token', accountId: decision.accountId, name, uniqueId: null },
    how,
    request: `o_${caseOf(decision.id)}`,
    sentence,
    doesNotStop: remains['revoke-token'],
    expiresAt: null,
  });
}
