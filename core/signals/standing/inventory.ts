import { accountGrants } from '../../context/grants/account-grants.ts';
import type { GrantStatement, Grants } from '../../context/grants/grants.ts';
import { declaredGrants } from '../../context/grants/known-policies.ts';
import { parseDocument, readPolicyDocument } from '../../context/grants/policy-document.ts';
import { federatedIn, openDoors, shutByResourceControls } from '../../context/grants/trust.ts';
import type { DeclaredContext } from '../../context/recorded-context.ts';
import type { RoleDetail } from '../../intake/account/account-details.ts';
import type { AccountInventory, ListedCredential, Tag } from '../../intake/account/account-inventory.ts';
import type { ReportedSecret, ReportRow } from '../../intake/account/credential-report.ts';
import { accountOf, arnPart } from '../../intake/fields.ts';
import type { AccessKeyId, AccountId, Arn } from '../../model/brand.ts';
import { type Credential, subjectOf } from '../../model/credential.ts';
import { type Instant, minute, parseInstant } from '../../model/instant.ts';
import { unknownOwner } from '../../model/owner.ts';
import { defaultPolicy } from '../../policy/policy.ts';
import { type Clues, type Directory, ownershipOf, personIn } from './ownership.ts';
import { holdsGrants, type Keeper, type LastUse, laterUse, type Standing, type UseWitness } from './standing.ts';
import { taggedDeclaration, taggedEnd } from './tagged-words.ts';

/** What the owner declared about one credential, with the credential that it names. */
export interface Declaration {
  readonly credential: Credential;
  readonly declared: DeclaredContext;
  readonly lastUse: LastUse;
}

/** What lists say, as files that IAM wrote or as a sweep read it. */
export interface Inventory
  extends Pick<AccountInventory, 'reports' | 'details'>,
    Partial<
      Pick<AccountInventory, 'listed' | 'accessed' | 'accountTags' | 'contact' | 'controls' | 'resourceControls'>
    > {
  readonly declarations: readonly Declaration[];
  /** What a trail tells of who made a credential and who uses it. */
  readonly clues?: (credential: Credential) => Pick<Clues, 'maker' | 'onlyUser'>;
  /** Those whose tags are not believed for now, by id or principal: a thief who holds them may have written those. */
  readonly doubted?: ReadonlySet<string> | undefined;
}

const noClues = { maker: null, onlyUser: null };

export interface Surroundings extends Directory {
  /** Accounts of the organisation; null where they are not known. */
  readonly ours: ReadonlySet<string> | null;
  /** Whether a role belongs to Rescind's own deployment. Absent: none does. */
  readonly isMadeByUs?: (role: RoleDetail) => boolean;
}

const nothingKnown: Surroundings = { ownerTags: defaultPolicy.ownerTags, people: null, ours: null };

/** Joins what is known of each credential into its standing, in order of id. A credential seen twice is one standing. */
export function standingsOf(inventory: Inventory, surroundings: Surroundings = nothingKnown): readonly Standing[] {
  const comers = inventory.details.flatMap(({ roles }) => roles);
  const lists = listsIn(inventory);
  return [...Map.groupBy(foundIn(inventory, surroundings), ({ credential }) => `${credential.kind} ${credential.id}`)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, standings]) => standings.reduce(merge))
    .map((standing) => withComers(standing, comers))
    .map((standing) => withLists(standing, lists, inventory, surroundings));
}

/** What the lists say of credentials and of whose they are, by id or ARN. */
interface Lists {
  readonly grants: ReadonlyMap<string, Grants>;
  readonly births: ReadonlyMap<string, Instant | null>;
  readonly tags: ReadonlyMap<string, readonly Tag[]>;
  /** Who wrote a secret's value last. */
  readonly writers: ReadonlyMap<string, string | undefined>;
  /** Policies whose doors resource control policies shut. */
  readonly shut: ReturnType<typeof shutByResourceControls>;
}

function listsIn(inventory: Inventory): Lists {
  const { details, listed = [], resourceControls } = inventory;
  const controls = controlsIn(inventory);
  const principals = details.flatMap(({ users, roles }) => [...users, ...roles]);
  const held = details.flatMap((account) => [...accountGrants(account)]);
  return {
    grants: new Map(held.map(([arn, grants]) => [arn, controls === null ? grants : { ...grants, controls }])),
    births: new Map(principals.map(({ Arn, CreateDate }) => [Arn, parseInstant(CreateDate ?? '')])),
    tags: new Map<string, readonly Tag[]>([
      ...principals.map(({ Arn, Tags }): [string, readonly Tag[]] => [Arn, Tags]),
      ...listed
        .filter((one) => one.tags.length > 0)
        .map((one): [string, readonly Tag[]] => [one.credential.id, one.tags]),
    ]),
    writers: new Map(listed.map(({ credential, writtenBy }) => [credential.id as string, writtenBy])),
    shut: shutByResourceControls(resourceControls ?? []),
  };
}

function withLists(
  standing: Standing,
  { grants, births, tags, writers, shut }: Lists,
  { clues: cluesOf = () => noClues, doubted, accessed, accountTags = [], contact = null }: Inventory,
  surroundings: Surroundings,
): Standing {
  const { credential, declared } = standing;
  const isDoubted = [credential.id, credential.principal].some((name) => doubted?.has(name));
  const own = isDoubted ? [] : (tags.get(credential.id) ?? tags.get(credential.principal) ?? []);
  const clues = {
    declared: standing.owner,
    tags: own,
    userName: userNameOf(credential),
    accountTags,
    contact,
    ...withWriter(cluesOf(credential), writers.get(credential.id)),
  };
  const ownership = ownershipOf(clues, surroundings);
  return {
    ...standing,
    ...ownership,
    openDoors: standing.openDoors.filter(({ by }) => !shut.has(by)),
    declared: declared ?? taggedDeclaration(own, ownership.owner),
    expiresAt: earlier(standing.expiresAt, declared === null ? taggedEnd(own) : null),
    grants: (holdsGrants(credential) ? grants.get(credential.principal) : null) ?? standing.grants,
    accessed: accessed?.get(credential.principal) ?? null,
    principalCreatedAt: births.get(credential.principal) ?? null,
    ...(isDoubted && { tagsDoubted: true as const }),
  };
}

/** Everything that any list names, before what they say of one is joined. */
function foundIn(
  { declarations, reports, details, listed = [] }: Inventory,
  surroundings: Pick<Surroundings, 'ours' | 'isMadeByUs'>,
): Standing[] {
  const keysOf = Map.groupBy([...declarations.flatMap(namedKey), ...listed.flatMap(listedKey)], (key) => key.principal);
  return [
    ...declarations.map(declaredStanding),
    ...reports.flatMap((row) => reportedStandings(row, keysOf.get(row.arn) ?? [])),
    ...details.flatMap(({ roles }) => roles.map((role) => roleStanding(role, surroundings))),
    ...listed.map(listedStanding),
  ];
}

/** The credentials alone, each once: to look things up before they are judged. */
export function credentialsIn(inventory: Inventory): readonly Credential[] {
  const all = foundIn(inventory, nothingKnown).map(({ credential }) => credential);
  return [...new Map(all.map((credential) => [subjectOf(credential), credential])).values()];
}

/**
 * A provider is used by those who take on a role that trusts it, so its last use is no later than the last of theirs. Where
 * no role trusts it, nobody can come in by it.
 */
function withComers(standing: Standing, roles: readonly RoleDetail[]): Standing {
  const { kind, id } = standing.credential;
  // Without the list of roles nobody knows who trusts it.
  if (kind !== 'identity-provider' || roles.length === 0) return standing;
  const trusting = roles.filter(({ AssumeRolePolicyDocument }) => federatedIn(AssumeRolePolicyDocument).includes(id));
  const uses = trusting.map(({ RoleLastUsed }) => parseInstant(RoleLastUsed?.LastUsedDate ?? ''));
  const used = uses.filter((at) => at !== null);
  if (used.length > 0) return { ...standing, lastUse: lastUseOf(Math.max(...used), 'authorization-details') };
  const isKnown = trusting.every(({ RoleLastUsed }) => RoleLastUsed !== null);
  return isKnown ? { ...standing, lastUse: lastUseOf('never', 'authorization-details') } : standing;
}

/** Null where there are none to heed; a level with a text that cannot be read limits nothing. */
function controlsIn({ controls = null }: Inventory): readonly (readonly GrantStatement[])[] | null {
  if (controls === null) return null;
  return controls.flatMap((level) => {
    const read = level.map((text) => readPolicyDocument(text, null));
    return read.every((one) => one.ok) && read.length > 0 ? [read.flatMap((one) => (one.ok ? one.value : []))] : [];
  });
}

/** The person who wrote a secret's value last counts as its maker, where the trail names none. */
function withWriter(clues: Pick<Clues, 'maker' | 'onlyUser'>, writtenBy: string | undefined) {
  return { ...clues, maker: clues.maker ?? personIn(writtenBy) };
}

/** A key whose id is known, by which the nameless rows of the credential report get their names. */
interface NamedKey {
  readonly principal: string;
  readonly id: AccessKeyId;
  readonly createdAt: Instant | null;
}

function namedKey({ credential, declared }: Declaration): readonly NamedKey[] {
  if (credential.kind !== 'access-key' && credential.kind !== 'root') return [];
  return [{ principal: credential.principal, id: credential.id as AccessKeyId, createdAt: declared.createdAt }];
}

function listedKey({ credential, createdAt }: ListedCredential): readonly NamedKey[] {
  return credential.kind === 'access-key' ? [{ principal: credential.principal, id: credential.id, createdAt }] : [];
}

function earlier(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function userNameOf({ kind, principal }: Credential): string | null {
  return kind === 'root' || kind === 'secret' ? null : (/:user\/(?:.*\/)?([^/]+)$/.exec(principal)?.[1] ?? null);
}

/** The owner's word, but for state, age and use, of which IAM knows better. */
function merge(declared: Standing, seen: Standing): Standing {
  return {
    ...declared,
    status: seen.status,
    createdAt: seen.createdAt ?? declared.createdAt,
    lastUse: laterUse(declared.lastUse, seen.lastUse),
    expiresAt: seen.expiresAt ?? declared.expiresAt,
    openDoors: seen.openDoors,
    keeper: seen.keeper === 'customer' ? declared.keeper : seen.keeper,
  };
}

/** A credential of which nothing is known but its existence. */
export function plainStanding(credential: Credential): Standing {
  return {
    credential,
    owner: unknownOwner,
    ownerSource: null,
    formerOwner: null,
    status: 'active',
    createdAt: null,
    lastUse: { kind: 'unknown' },
    expiresAt: null,
    keeper: keeperOf(credential.principal, undefined),
    grants: null,
    accessed: null,
    principalCreatedAt: null,
    openDoors: [],
    declared: null,
    observed: null,
    temporary: [],
    lease: null,
    lineage: [],
  };
}

/**
 * A credential that was seen at work and that no list names, with what was declared of it or of its user. If that was declared of one
 * key, the age in it is that key's.
 */
export function seenStanding(credential: Credential, declared: DeclaredContext | null): Standing {
  if (declared === null) return plainStanding(credential);
  const standing = declaredStanding({ credential, declared, lastUse: { kind: 'unknown' } });
  return declared.accessKeyId === null ? standing : { ...standing, createdAt: null };
}

function listedStanding(one: ListedCredential): Standing {
  return {
    ...plainStanding(one.credential),
    status: one.active ? 'active' : 'inactive',
    createdAt: one.createdAt,
    lastUse: one.witness === 'list' ? { kind: 'unknown' } : lastUseOf(one.lastUse, one.witness),
    expiresAt: one.expiresAt,
    keeper: one.byService ? 'service' : keeperOf(one.credential.principal, undefined),
  };
}

function declaredStanding({ credential, declared, lastUse }: Declaration): Standing {
  const { owner, createdAt } = declared;
  return { ...plainStanding(credential), owner, createdAt, lastUse, declared, grants: declaredGrants(declared) };
}

/** The root user and its password always exist, so it counts as active only where it has an active key. */
function reportedStandings(row: ReportRow, named: readonly NamedKey[]): readonly Standing[] {
  const { arn, accountId } = row;
  const keys = row.keys.map((key, index) => ({ key, index })).filter(({ key }) => key.active || key.changedAt !== null);
  const standings = keys.map(({ key, index }) => {
    const credential: Credential = row.isRoot
      ? { kind: 'root', id: arn, accountId, principal: arn }
      : { kind: 'access-key', id: keyIdOf(row, index, named), accountId, principal: arn };
    return reported(credential, key);
  });
  if (row.isRoot) {
    const on = standings.find(({ status }) => status === 'active');
    const root: Credential = { kind: 'root', id: arn, accountId, principal: arn };
    return [
      on ?? {
        ...plainStanding(root),
        status: 'inactive',
        createdAt: row.createdAt,
        lastUse: lastUseOf(row.password.lastUse, 'credential-report'),
      },
    ];
  }
  if (!row.password.active) return standings;
  return [...standings, reported({ kind: 'console-password', id: arn, accountId, principal: arn }, row.password)];
}

function reported(credential: Credential, secret: ReportedSecret): Standing {
  const lastUse = lastUseOf(secret.lastUse, 'credential-report');
  return {
    ...plainStanding(credential),
    status: secret.active ? 'active' : 'inactive',
    createdAt: secret.changedAt,
    lastUse,
  };
}

/**
 * The report does not name keys. It is the known key of the same user and minute, else the only one on both sides;
 * a key that stays nameless gets the user's ARN and its number, enough to tell a person.
 */
function keyIdOf(row: ReportRow, index: number, named: readonly NamedKey[]): AccessKeyId {
  const key = row.keys[index];
  const sameMinute = named.find(
    ({ createdAt }) =>
      createdAt !== null && key?.changedAt !== null && Math.abs(createdAt - (key?.changedAt ?? 0)) < minute,
  );
  const present = row.keys.filter(({ active, changedAt }) => active || changedAt !== null);
  const only = present.length === 1 && named.length === 1 ? named[0] : undefined;
  return (sameMinute ?? only)?.id ?? (`${row.arn}/access-key-${index + 1}` as AccessKeyId);
}

function roleStanding(role: RoleDetail, { ours, isMadeByUs }: Pick<Surroundings, 'ours' | 'isMadeByUs'>): Standing {
  const arn = role.Arn as Arn;
  const accountId = accountOf(arnPart(arn, 4)) ?? ('' as AccountId);
  const used = role.RoleLastUsed?.LastUsedDate ?? null;
  return {
    ...plainStanding({ kind: 'role', id: arn, accountId, principal: arn, person: null }),
    createdAt: parseInstant(role.CreateDate ?? ''),
    // IAM looks back 400 days: where it looked at all, no date means that nobody assumed the role in them.
    lastUse: lastUseOf(
      parseInstant(used ?? '') ?? (role.RoleLastUsed === null ? null : 'never'),
      'authorization-details',
    ),
    keeper: isMadeByUs?.(role) === true ? 'rescind' : keeperOf(arn, role.AssumeRolePolicyDocument),
    openDoors: openDoors(role.AssumeRolePolicyDocument, accountId, ours),
  };
}

function lastUseOf(use: number | 'never' | null, witness: UseWitness): LastUse {
  if (use === null) return { kind: 'unknown' };
  return use === 'never' ? { kind: 'never', witness } : { kind: 'used', at: use, witness };
}

function keeperOf(arn: Arn, trust: unknown): Keeper {
  if (arn.includes(':role/aws-service-role/')) return 'service-linked';
  if (/:role\/aws-reserved\/sso\.amazonaws\.com\/|:saml-provider\/AWSSSO_/.test(arn)) return 'identity-center';
  const document = JSON.stringify(parseDocument(trust) ?? {});
  return /"Service":/.test(document) && !/"(?:AWS|Federated)":/.test(document) ? 'service' : 'customer';
}
