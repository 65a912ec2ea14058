import { envNames } from '../../../contract/env.ts';
import { memberRoles, ownRolePrefix, ruleMakers, starters } from '../../../contract/permissions.ts';
import { globalRegionIn, regionForm } from '../../../contract/regions.ts';
import { parseDocument } from '../../../core/context/grants/policy-document.ts';
import type { RoleDetail } from '../../../core/intake/account/account-details.ts';
import { isFields, manyOf } from '../../../core/intake/fields.ts';

/** Where a deployment may stand, as far as whoever asks knows. */
export interface Home {
  /** Accounts that may administer: the one that does, or all that are one's own. */
  readonly administrators: ReadonlySet<string>;
  /** The organisation's management account, in which a stack of ours may stand whoever administers; null where nobody knows. */
  readonly management: string | null;
  readonly partition: string;
  /** Null where any may be. */
  readonly region: string | null;
}

/**
 * Whether a role that an account lists is one that a deployment of ours made: by its whole ARN, and by whom it trusts. Anybody may
 * take such a name where it is free, or change whom ours trusts; then it is theirs, and judged as any other.
 */
export function isMadeByUs({ Arn, AssumeRolePolicyDocument }: RoleDetail, home: Home): boolean {
  const { partition, account, name } = partsOf(Arn);
  if (partition !== home.partition) return false;
  const trusted = trustedBy(AssumeRolePolicyDocument);
  const isTaker = takerOf(name, account, home);
  if (isTaker === null || trusted === null) return false;
  const takers = new Set(trusted.filter(isTaker));
  // Who may read with it besides was named when we were deployed, and is of the administrator account.
  const isInspector = (one: string) =>
    name === memberRoles.inspect &&
    [...takers].some((taker) => ['role', 'user'].some((kind) => one.startsWith(`${accountPartOf(taker)}:${kind}/`)));
  return takers.size === 1 && trusted.every((one) => takers.has(one) || isInspector(one));
}

/** Of a role that stands in no folder; empty where it is none. */
function partsOf(arn: string): { readonly partition: string; readonly account: string; readonly name: string } {
  const [, partition = '', account = '', name = ''] = /^arn:([^:]+):iam::(\d{12}):role\/([^/]+)$/.exec(arn) ?? [];
  return { partition, account, name };
}

/** `AWS arn:aws:iam::999999999999` */
function accountPartOf(taker: string): string {
  return taker.split(':').slice(0, 5).join(':');
}

/** Of each role of a member, the function that takes it. */
const takersThere: ReadonlyMap<string, string> = new Map([
  [memberRoles.contain, 'respond'],
  [memberRoles.scope, 'respond'],
  [memberRoles.rotate, 'respond'],
  [memberRoles.alive, 'heartbeat'],
  [memberRoles.inspect, 'sweep'],
]);

/** Roles of the administrator's stack, each by its own part of the name, and the service that takes it. */
const takersAtHome: ReadonlyMap<string, string> = new Map([
  ...Object.keys(envNames).map((name) => [name, 'lambda.amazonaws.com'] as const),
  ...starters,
]);

/** Who takes a role of this name, to be asked of each whom it trusts; null where it is none of ours. */
function takerOf(name: string, account: string, home: Home): ((trusted: string) => boolean) | null {
  if (name === memberRoles.forward) return (trusted) => trusted === 'Service events.amazonaws.com';
  const part = takersThere.get(name);
  if (part !== undefined) {
    return (trusted) => {
      const taker = partsOf(trusted.replace(/^AWS /, ''));
      const isHome = taker.partition === home.partition && home.administrators.has(taker.account);
      return isHome && partIn(taker.name, home) === part;
    };
  }
  const rulesMaker = ruleMakerOf(name, account, home);
  if (rulesMaker !== null) return (trusted) => trusted === rulesMaker;
  const service = home.administrators.has(account) ? takersAtHome.get(partIn(name, home) ?? '') : undefined;
  return service === undefined ? null : (trusted) => trusted === `Service ${service}`;
}

/** Who takes a role that puts rules into other Regions of its account; null where it is none, or stands where none of ours may. */
function ruleMakerOf(name: string, account: string, home: Home): string | null {
  const places = [
    ...(home.administrators.has(account) ? [home.region] : []),
    ...(home.management === account ? [globalRegionIn(home.partition)] : []),
  ];
  const isPart = (part: string) => places.some((region) => partIn(name, { region }) === part);
  if (isPart(ruleMakers.begins)) return 'Service cloudformation.amazonaws.com';
  if (!isPart(ruleMakers.ends)) return null;
  return `AWS arn:${home.partition}:iam::${account}:role/${name.replace(ruleMakers.ends, ruleMakers.begins)}`;
}

const inRegion = new RegExp(`^(.+?)-(${regionForm})$`);

/** `respond` of `rescind-respond-eu-west-1`: see `ownRoleName`. Null where it is no such name, or of another Region. */
function partIn(name: string, { region }: Pick<Home, 'region'>): string | null {
  const [, part = null, of] = inRegion.exec(name) ?? [];
  if (part === null || !part.startsWith(ownRolePrefix) || (region !== null && of !== region)) return null;
  return part.slice(ownRolePrefix.length);
}

/** In a Region that has to be switched on CloudFormation has a name of its own, and is the same. */
const regionalCloudFormation = new RegExp(`^(Service cloudformation)\\.${regionForm}\\.(amazonaws\\.com)$`);

/** Everybody who is named in what allows: `AWS arn:…`, `Service …`. Null where it cannot be read, or speaks of all but some. */
function trustedBy(document: unknown): readonly string[] | null {
  const parsed = parseDocument(document);
  if (!isFields(parsed)) return null;
  const trusted: string[] = [];
  for (const statement of manyOf(parsed.Statement)) {
    if (!isFields(statement)) return null;
    if (statement.Effect === 'Deny') continue;
    if (!isFields(statement.Principal)) return null;
    for (const [kind, named] of Object.entries(statement.Principal)) {
      trusted.push(...manyOf(named).map((one) => `${kind} ${String(one)}`.replace(regionalCloudFormation, '$1.$2')));
    }
  }
  return trusted;
}
