import type { AccountId } from '../../model/brand.ts';
import { type Fields, fieldsOf } from '../fields.ts';
import type { Request } from '../trail-record.ts';
import { accountNamed, guestsIn } from './guests.ts';
import { policyIn, statementsIn } from './sharing.ts';

/**
 * True for a new role whose trust lets accounts outside in only with an external id, as vendors have their customers write it. Such an id
 * was agreed upon with somebody. Fails toward: none is asked for.
 */
export function asksExternalId(action: string, request: Request, owner: AccountId): boolean {
  if (action !== 'iam:CreateRole') return false;
  const toStrangers = statementsIn(policyIn(request.assumeRolePolicyDocument)).filter((one) => letsIn(one, owner));
  return toStrangers.length > 0 && toStrangers.every((one) => !letsAllIn(one) && isAsked(one.Condition));
}

function letsIn(statement: Fields, owner: AccountId): boolean {
  return guestsIn(statement).some((guest) => accountNamed(guest) !== owner);
}

/** Vendors name their account; an id that anybody may come with was agreed upon with nobody. */
function letsAllIn(statement: Fields): boolean {
  return guestsIn(statement).some((guest) => accountNamed(guest) === 'all');
}

/** By the one operator that lets in nothing but the given value. */
function isAsked(condition: unknown): boolean {
  return Object.entries(fieldsOf(fieldsOf(condition).StringEquals)).some(
    ([key, value]) => key.toLowerCase() === 'sts:externalid' && typeof value === 'string' && value !== '',
  );
}
