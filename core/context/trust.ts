import { type Fields, fieldsOf, isFields } from '../intake/fields.ts';
import type { AccountId } from '../model/brand.ts';
import { listOf, parseDocument } from './policy-document.ts';

/** Somebody outside who may become this role, and what lets them. */
export interface OpenDoor {
  /** `anyone with an AWS account`. */
  readonly who: string;
  /** `everyone`: no relation at all is needed; `account`: one account that is not known as the owner's. */
  readonly kind: 'everyone' | 'account';
}

/** Condition keys that tie an otherwise open door to somebody in particular. */
const narrowing =
  /^(?:sts:externalid|aws:principal(?:orgid|orgpaths|arn|account)|aws:source(?:account|arn|orgid|identity|ip|vpc|vpce)|aws:userid|aws:fesourcearn)$/i;

/** Identity providers that issue tokens to the whole world: only a condition on the subject tells a friend from a stranger. */
const publicIssuers =
  /(?:token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io|accounts\.google\.com)$/;

/**
 * Doors in a trust policy that a stranger can walk through. `ours` null: the organisation's accounts are not known, so
 * that no foreign account can be told from a sister. A policy that cannot be read opens none: fails toward no accusation.
 */
export function openDoors(trust: unknown, own: AccountId, ours: ReadonlySet<string> | null): readonly OpenDoor[] {
  return listOf(fieldsOf(parseDocument(trust)).Statement)
    .map(fieldsOf)
    .flatMap((statement) => (statement.Effect === 'Allow' ? doorsOf(statement, own, ours) : []));
}

function doorsOf(statement: Fields, own: AccountId, ours: ReadonlySet<string> | null): readonly OpenDoor[] {
  const conditions = conditionsOf(statement.Condition);
  const isNarrowed = conditions.some(({ key }) => narrowing.test(key));
  const principal = statement.Principal;
  const aws = principal === '*' ? ['*'] : listOf(fieldsOf(principal).AWS).map(String);
  const federated = listOf(fieldsOf(principal).Federated).map(String);
  const accounts = isNarrowed || ours === null ? [] : aws.filter((one) => isForeign(one, own, ours));
  return [
    ...(aws.includes('*') && !isNarrowed ? [{ who: 'anyone with an AWS account', kind: 'everyone' } as const] : []),
    ...accounts.map((one) => ({ who: `account ${accountIn(one)} without an external id`, kind: 'account' }) as const),
    ...federated
      .filter((provider) => publicIssuers.test(provider) && !namesSubject(conditions))
      .map((provider) => {
        const issuer = provider.slice(provider.lastIndexOf('oidc-provider/') + 'oidc-provider/'.length);
        return { who: `anyone to whom ${issuer} gives a token`, kind: 'everyone' } as const;
      }),
  ];
}

function isForeign(principal: string, own: AccountId, ours: ReadonlySet<string>): boolean {
  const account = accountIn(principal);
  return account !== null && account !== own && !ours.has(account);
}

function accountIn(principal: string): string | null {
  return /^(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(principal)?.[1] ?? null;
}

interface Condition {
  readonly key: string;
  readonly values: readonly string[];
}

function conditionsOf(condition: unknown): readonly Condition[] {
  return Object.entries(fieldsOf(condition)).flatMap(([operator, tests]) =>
    // A negated test shuts somebody out and everybody else in.
    /not/i.test(operator) || !isFields(tests)
      ? []
      : Object.entries(tests).map(([key, values]) => ({ key, values: listOf(values).map(String) })),
  );
}

/** `repo:owner/*` names somebody, `*` and `repo:*` do not. */
function namesSubject(conditions: readonly Condition[]): boolean {
  return conditions.some(
    ({ key, values }) =>
      /:(?:sub|repository|repository_owner|repository_id|repository_owner_id|hd|email|namespace_path|project_path)$/.test(
        key,
      ) && values.every((value) => !/^(?:\w+:)?\*/.test(value)),
  );
}
