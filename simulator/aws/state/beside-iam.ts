/** What opens an account and is kept by other services than IAM. Plain data, as the rest of the state. */
export interface BesideIam {
  /** IAM Roles Anywhere, by ARN, all Regions together. */
  readonly anywhere: Map<string, AnywhereResource>;
  /** EventBridge connections by ARN, all Regions together. */
  readonly connections: Map<string, Connection>;
  /** Null in every account but the one that keeps the instance, or administers it. */
  identityCenter: IdentityCenter | null;
}

export interface AnywhereResource {
  readonly kind: 'profile' | 'trustanchor' | 'crl';
  /** A UUID. */
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  enabled: boolean;
}

export interface Connection {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly createdAt: number;
  authorizedAt: number;
  state: 'AUTHORIZED' | 'DEAUTHORIZED';
}

export interface IdentityCenter {
  readonly region: string;
  readonly instanceArn: string;
  readonly identityStoreId: string;
  readonly permissionSets: PermissionSet[];
  /** User name → id. */
  readonly users: Map<string, string>;
}

export interface PermissionSet {
  readonly arn: string;
  readonly name: string;
  inlinePolicy: string | null;
  /** Changed since it was last provisioned. */
  isBehind: boolean;
  /** Accounts that hold a role of it. */
  readonly accounts: string[];
}

export function nothingBeside(): BesideIam {
  return { anywhere: new Map(), connections: new Map(), identityCenter: null };
}
