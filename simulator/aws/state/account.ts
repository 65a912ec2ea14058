import { type BesideIam, nothingBeside } from './beside-iam.ts';
import { emptyInventory, type InventoryState } from './inventory.ts';

/** Everything one account holds, as plain data: a snapshot is a structured clone. Times are epoch milliseconds. */
export interface AccountState {
  readonly users: Map<string, User>;
  readonly roles: Map<string, Role>;
  readonly groups: Map<string, Group>;
  /** Customer managed policies by ARN. */
  readonly policies: Map<string, ManagedPolicy>;
  /** By ARN, all Regions together. */
  readonly secrets: Map<string, Secret>;
  readonly inventory: InventoryState;
  readonly beside: BesideIam;
  credentialReport: { readonly madeAt: number; readonly csv: string } | null;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** What a user and a role have in common: a name, and policies of four kinds. */
export interface Entity {
  readonly kind: 'user' | 'role';
  readonly name: string;
  readonly path: string;
  /** Differs from that of an earlier entity of the same name. */
  readonly id: string;
  readonly arn: string;
  readonly createdAt: number;
  tags: Tag[];
  /** Inline policies, name → JSON text. */
  readonly inline: Map<string, string>;
  /** ARNs of attached managed policies. */
  attached: string[];
  boundary: string | null;
}

export interface User extends Entity {
  readonly kind: 'user';
  keys: AccessKey[];
  loginProfile: { readonly createdAt: number; passwordResetRequired: boolean } | null;
  passwordLastUsedAt: number | null;
  serviceCredentials: ServiceCredential[];
}

export interface Role extends Entity {
  readonly kind: 'role';
  trust: string;
  readonly maxSessionSeconds: number;
  lastUsed: { readonly at: number; readonly region: string } | null;
}

/** Users together: what it may, each of them may. It is nobody who calls. */
export interface Group extends Omit<Entity, 'kind' | 'tags' | 'boundary'> {
  /** Names of users. */
  readonly members: Set<string>;
}

export type KeyStatus = 'Active' | 'Inactive';

export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  readonly createdAt: number;
  status: KeyStatus;
  lastUsed: { readonly at: number; readonly region: string; readonly service: string } | null;
}

export interface ServiceCredential {
  readonly id: string;
  readonly service: string;
  readonly userName: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  status: KeyStatus;
}

export interface ManagedPolicy {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly document: string;
}

export interface Secret {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly createdAt: number;
  /** Of a partner's managed external secret; null for all others. */
  readonly partner: string | null;
  tags: Tag[];
  changedAt: number;
  rotatedAt: number | null;
  readAt: number | null;
  /** The AWS service that keeps it (`rds`); null where the account does. */
  owningService: string | null;
  /** Set while it waits to be deleted. */
  deletedAt: number | null;
  /** Automatic rotation; what a rotation would run stays known while it is off. */
  rotationEnabled: boolean;
  /** What its rotation does once it runs: all its work at once, half of it, and dies, or only what AWS does itself. */
  rotationWork: 'whole' | 'half' | 'by-function';
  rotationLambda: string | null;
  rotationRole: string | null;
  policy: string | null;
  /** By version id. */
  readonly versions: Map<string, SecretVersion>;
}

export interface SecretVersion {
  /** Null: a rotation asked for it, and its function has not given it a value yet. */
  text: string | null;
  readonly createdAt: number;
  stages: string[];
}

export function emptyAccount(): AccountState {
  return {
    users: new Map(),
    roles: new Map(),
    groups: new Map(),
    policies: new Map(),
    secrets: new Map(),
    inventory: emptyInventory(),
    beside: nothingBeside(),
    credentialReport: null,
  };
}

/** The groups that a user is in; a role is in none. */
export function groupsOf({ kind, name }: Pick<Entity, 'kind' | 'name'>, { groups }: AccountState): Group[] {
  return kind === 'user' ? [...groups.values()].filter(({ members }) => members.has(name)) : [];
}

/** Whatever a policy may be attached to. */
export function holdersIn({ users, roles, groups }: AccountState): (User | Role | Group)[] {
  return [...users.values(), ...roles.values(), ...groups.values()];
}

/** Reserved for Identity Center and service-linked roles: IAM lets nobody but AWS change them. */
export function isReserved(entity: Entity): boolean {
  return entity.path.startsWith('/aws-reserved/') || entity.path.startsWith('/aws-service-role/');
}
