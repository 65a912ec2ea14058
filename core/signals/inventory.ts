import { accountGrants } from '../context/account-grants.ts';
import type { Grants } from '../context/grants.ts';
import { declaredGrants } from '../context/known-policies.ts';
import { parseDocument } from '../context/policy-document.ts';
import type { DeclaredContext } from '../context/recorded-context.ts';
import type { AccountDetails, RoleDetail, UserDetail } from '../intake/account-details.ts';
import type { ReportedSecret, ReportRow } from '../intake/credential-report.ts';
import { accountOf, arnPart } from '../intake/fields.ts';
import type { AccessKeyId, AccountId, Arn } from '../model/brand.ts';
import type { Credential } from '../model/credential.ts';
import { minute, parseInstant } from '../model/instant.ts';
import { type Owner, unknownOwner } from '../model/owner.ts';
import { type Keeper, type LastUse, laterUse, type Standing, type UseWitness } from './standing.ts';

/** What the owner declared about one credential, with the credential that it names. */
export interface Declaration {
  readonly credential: Credential;
  readonly declared: DeclaredContext;
  readonly lastUse: LastUse;
}

export interface Inventory {
  readonly declarations: readonly Declaration[];
  readonly reports: readonly ReportRow[];
  readonly details: readonly AccountDetails[];
}

/** Joins what is known of each credential into its standing, in order of id. A credential seen twice is one standing. */
export function standingsOf({ declarations, reports, details }: Inventory): readonly Standing[] {
  const grants = new Map<string, Grants>(details.flatMap((account) => [...accountGrants(account)]));
  const keysOf = Map.groupBy(
    declarations.filter(({ credential }) => isKey(credential)),
    principalOf,
  );
  const found = [
    ...declarations.map(declaredStanding),
    ...reports.flatMap((row) => reportedStandings(row, keysOf.get(row.arn) ?? [])),
    ...details.flatMap(({ roles }) => roles.map(roleStanding)),
  ];
  const owners = new Map(
    details.flatMap(({ users, roles }) => [...users, ...roles].map((one) => [one.Arn, taggedOwner(one)])),
  );
  return [...Map.groupBy(found, ({ credential }) => `${credential.kind} ${credential.id}`)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, standings]) => standings.reduce(merge))
    .map((standing) => ({
      ...standing,
      owner:
        standing.owner.kind === 'unknown'
          ? (owners.get(standing.credential.principal) ?? unknownOwner)
          : standing.owner,
      grants: grants.get(standing.credential.principal) ?? standing.grants,
    }));
}

const isKey = (credential: Credential): boolean => credential.kind === 'access-key' || credential.kind === 'root';
const principalOf = ({ credential }: Declaration): string => credential.principal;

/** The owner's word first; IAM's word about state, age and use goes above it. */
function merge(declared: Standing, seen: Standing): Standing {
  return {
    ...declared,
    status: seen.status,
    createdAt: seen.createdAt ?? declared.createdAt,
    lastUse: laterUse(declared.lastUse, seen.lastUse),
    keeper: seen.keeper === 'customer' ? declared.keeper : seen.keeper,
  };
}

function plain(credential: Credential): Standing {
  return {
    credential,
    owner: unknownOwner,
    status: 'active',
    createdAt: null,
    lastUse: { kind: 'unknown' },
    keeper: keeperOf(credential.principal, undefined),
    grants: null,
    declared: null,
    observed: null,
  };
}

function declaredStanding({ credential, declared, lastUse }: Declaration): Standing {
  const { owner, createdAt } = declared;
  return { ...plain(credential), owner, createdAt, lastUse, declared, grants: declaredGrants(declared) };
}

/** The root user always has a password, so its row says something only when it has a key. */
function reportedStandings(row: ReportRow, declarations: readonly Declaration[]): readonly Standing[] {
  const { arn, accountId } = row;
  const keys = row.keys.map((key, index) => ({ key, index })).filter(({ key }) => key.active || key.changedAt !== null);
  const named = keys.map(({ key, index }) => {
    const credential: Credential = row.isRoot
      ? { kind: 'root', id: arn, accountId, principal: arn }
      : { kind: 'access-key', id: keyIdOf(row, index, declarations), accountId, principal: arn };
    return reported(credential, key);
  });
  if (row.isRoot) return named.filter(({ status }) => status === 'active');
  if (!row.password.active) return named;
  return [...named, reported({ kind: 'console-password', id: arn, accountId, principal: arn }, row.password)];
}

function reported(credential: Credential, secret: ReportedSecret): Standing {
  const lastUse = lastUseOf(secret.lastUse, 'credential-report');
  return { ...plain(credential), status: secret.active ? 'active' : 'inactive', createdAt: secret.changedAt, lastUse };
}

/**
 * The report does not name keys. The declared key of the same user and minute is it, else the only one on both sides;
 * what stays nameless gets the user's ARN and the key's number, enough to tell a person.
 */
function keyIdOf(row: ReportRow, index: number, declarations: readonly Declaration[]): AccessKeyId {
  const key = row.keys[index];
  const sameMinute = declarations.find(
    ({ declared }) =>
      declared.createdAt !== null &&
      key?.changedAt !== null &&
      Math.abs(declared.createdAt - (key?.changedAt ?? 0)) < minute,
  );
  const present = row.keys.filter(({ active, changedAt }) => active || changedAt !== null);
  const only = present.length === 1 && declarations.length === 1 ? declarations[0] : undefined;
  return ((sameMinute ?? only)?.credential.id ?? `${row.arn}/access-key-${index + 1}`) as AccessKeyId;
}

function roleStanding(role: RoleDetail): Standing {
  const arn = role.Arn as Arn;
  const accountId = accountOf(arnPart(arn, 4)) ?? ('' as AccountId);
  const used = role.RoleLastUsed?.LastUsedDate ?? null;
  return {
    ...plain({ kind: 'role', id: arn, accountId, principal: arn, person: null }),
    createdAt: parseInstant(role.CreateDate ?? ''),
    // IAM looks back 400 days; an absent date, where it looked at all, is a role that nobody assumed in them.
    lastUse: lastUseOf(
      parseInstant(used ?? '') ?? (role.RoleLastUsed === null ? null : 'never'),
      'authorization-details',
    ),
    keeper: keeperOf(arn, role.AssumeRolePolicyDocument),
  };
}

function lastUseOf(use: number | 'never' | null, witness: UseWitness): LastUse {
  if (use === null) return { kind: 'unknown' };
  return use === 'never' ? { kind: 'never', witness } : { kind: 'used', at: use, witness };
}

function keeperOf(arn: Arn, trust: unknown): Keeper {
  if (arn.includes(':role/aws-service-role/')) return 'service-linked';
  if (arn.includes(':role/aws-reserved/sso.amazonaws.com/')) return 'identity-center';
  const document = JSON.stringify(parseDocument(trust) ?? {});
  return /"Service":/.test(document) && !/"(?:AWS|Federated)":/.test(document) ? 'service' : 'customer';
}

const ownerTags = ['owner', 'team', 'email'];

function taggedOwner({ Tags }: UserDetail | RoleDetail): Owner {
  const tag = ownerTags
    .map((name) => Tags.find(({ Key }) => Key.toLowerCase() === name))
    .find((found) => found !== undefined);
  return tag === undefined ? unknownOwner : readOwner(tag.Value, tag.Key.toLowerCase() === 'team');
}

const noOwner = new Set(['', '-', 'none', 'n/a', 'unknown', 'unowned', 'null', 'tbd', '?']);
const teamWords = /\b(?:team|squad|guild|group|platform|ops|sre|devops|security)\b/i;

export function readOwner(text: string, isTeam = false): Owner {
  const name = text.trim();
  if (noOwner.has(name.toLowerCase())) return unknownOwner;
  return { kind: isTeam || teamWords.test(name) ? 'team' : 'person', name };
}
