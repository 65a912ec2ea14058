import { type Fields, fieldsOf, isFields, manyOf } from '../../intake/fields.ts';
import type { AccountId } from '../../model/brand.ts';
import { matchesGlob } from '../../model/glob.ts';
import { nameIn } from '../../model/own-name.ts';
import { parseDocument } from './policy-document.ts';

/** Somebody outside who may become this role, and what lets them. */
export interface OpenDoor {
  /** `anyone with an AWS account`. */
  readonly who: string;
  /** `everyone`: no relation is needed; `account`: anybody of one account or provider. */
  readonly kind: 'everyone' | 'account';
  /** The call that they come in by, in IAM's lower-case spelling. */
  readonly by: Entry;
}

export type Entry = 'sts:assumerole' | 'sts:assumerolewithsaml' | 'sts:assumerolewithwebidentity';

/** Condition keys that tie an otherwise open door to somebody in particular. */
const narrowing =
  /^(?:sts:externalid|aws:principal(?:orgid|orgpaths|arn|account)|aws:source(?:account|arn|orgid|identity|ip|vpc|vpce)|aws:userid|aws:fesourcearn)$/i;

/** Identity providers that issue tokens to the whole world: only a condition on the subject keeps strangers out. */
const publicIssuers =
  /(?:token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io|accounts\.google\.com)$/;

/**
 * Doors in a trust policy that a stranger can walk through. `ours` is null where the organisation's accounts are not known:
 * then no foreign account can be told from one's own. A policy that cannot be read opens none: fails toward no accusation.
 */
export function openDoors(trust: unknown, own: AccountId, ours: ReadonlySet<string> | null): readonly OpenDoor[] {
  return manyOf(fieldsOf(parseDocument(trust)).Statement)
    .map(fieldsOf)
    .flatMap((statement) => (statement.Effect === 'Allow' ? doorsOf(statement, own, ours) : []));
}

/**
 * Entries that resource control policies shut to strangers, whatever a role's trust policy says: by a Deny of everything that
 * spares only the organisation's own principals, or tokens with given claims. What cannot be read shuts nothing.
 */
export function shutByResourceControls(levels: readonly (readonly string[])[]): ReadonlySet<Entry> {
  const denies = levels
    .flat()
    .flatMap((text) => manyOf(fieldsOf(parseDocument(text)).Statement))
    .map(fieldsOf)
    .filter(({ Effect, Resource }) => Effect === 'Deny' && manyOf(Resource).includes('*'));
  const entries = Object.entries(sparing) as [Entry, RegExp][];
  return new Set(
    entries.flatMap(([entry, key]) => {
      const isShut = denies.some((one) => manyOf(one.Action).some((a) => covers(String(a), entry)) && spares(one, key));
      return isShut ? [entry] : [];
    }),
  );
}

const sparing: Readonly<Record<Entry, RegExp>> = {
  'sts:assumerole': /^aws:principal(?:orgid|orgpaths|account)$/i,
  'sts:assumerolewithsaml': /^saml:(?:aud|iss)$/i,
  'sts:assumerolewithwebidentity': /:(?:sub|repository|repository_owner|repository_id|repository_owner_id)$/i,
};

function covers(pattern: string, entry: Entry): boolean {
  return matchesGlob(pattern.toLowerCase(), entry);
}

/** Only a negated test denies strangers; any other condition may let them in, except the one that spares AWS's own services. */
function spares({ Condition }: Fields, key: RegExp): boolean {
  const tests = Object.entries(fieldsOf(Condition)).flatMap(([operator, keys]) =>
    Object.keys(fieldsOf(keys)).map((name) => ({ operator, name })),
  );
  const others = tests.filter(({ name }) => !/^aws:principalisawsservice$/i.test(name));
  return others.length > 0 && others.every(({ operator, name }) => /^string.*not/i.test(operator) && key.test(name));
}

/** ARNs of the providers that a trust policy names. */
export function federatedIn(trust: unknown): readonly string[] {
  return manyOf(fieldsOf(parseDocument(trust)).Statement)
    .map(fieldsOf)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Principal }) => manyOf(fieldsOf(Principal).Federated).map(String));
}

function doorsOf(statement: Fields, own: AccountId, ours: ReadonlySet<string> | null): readonly OpenDoor[] {
  const conditions = conditionsOf(statement.Condition);
  const isNarrowed = conditions.some(({ key }) => narrowing.test(key));
  const principal = statement.Principal;
  const aws = principal === '*' ? ['*'] : manyOf(fieldsOf(principal).AWS).map(String);
  const federated = manyOf(fieldsOf(principal).Federated).map(String);
  const accounts = isNarrowed || ours === null ? [] : aws.filter((one) => isForeign(one, own, ours));
  return [
    ...(aws.includes('*') && !isNarrowed
      ? [{ who: 'anyone with an AWS account', kind: 'everyone', by: 'sts:assumerole' } as const]
      : []),
    ...accounts.map(
      (one) =>
        ({ who: `account ${accountIn(one)} without an external id`, kind: 'account', by: 'sts:assumerole' }) as const,
    ),
    ...federated
      .filter((provider) => provider.includes(':saml-provider/') && !conditions.some(({ key }) => audience.test(key)))
      .map((provider) => {
        const name = nameIn(provider);
        return {
          who: `anyone for whom ${name} signs a SAML assertion, for whatever service`,
          kind: 'account',
          by: 'sts:assumerolewithsaml',
        } as const;
      }),
    ...federated
      .filter((provider) => isPrivate(provider) && conditions.every(({ key }) => !ofToken.test(key)))
      .map(
        (provider) =>
          ({
            who: `anyone to whom ${issuerIn(provider)} gives a token, for whatever purpose`,
            kind: 'account',
            by: 'sts:assumerolewithwebidentity',
          }) as const,
      ),
    ...federated
      .filter((provider) => publicIssuers.test(provider) && !namesSubject(conditions))
      .map((provider) => {
        return {
          who: `anyone to whom ${issuerIn(provider)} gives a token`,
          kind: 'everyone',
          by: 'sts:assumerolewithwebidentity',
        } as const;
      }),
  ];
}

/** Keys by which AWS tests what a SAML assertion was meant for. */
const audience = /^saml:(?:aud|recipient|sub|iss|namequalifier)$/i;
/** Keys for what an OpenID Connect token says of whose it is, or what it is meant for. */
const ofToken = /:(?:sub|aud|azp|amr)$|:repository/;

function isPrivate(provider: string): boolean {
  return provider.includes(':oidc-provider/') && !publicIssuers.test(provider);
}

function issuerIn(provider: string): string {
  return provider.slice(provider.lastIndexOf('oidc-provider/') + 'oidc-provider/'.length);
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
      : Object.entries(tests).map(([key, values]) => ({ key, values: manyOf(values).map(String) })),
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
