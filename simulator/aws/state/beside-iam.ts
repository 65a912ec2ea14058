/** What opens an account and is kept by other services than IAM. Plain data, as the rest of the state. */
export interface BesideIam {
  /** IAM Roles Anywhere, by ARN, all Regions together. */
  readonly anywhere: Map<string, AnywhereResource>;
  readonly subjects: AnywhereSubject[];
  /** EventBridge connections by ARN, all Regions together. */
  readonly connections: Map<string, Connection>;
  /** Parameter Store by ARN, all Regions together. */
  readonly parameters: Map<string, StoredParameter>;
  /** By ARN. */
  readonly trails: Map<string, Trail>;
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
  /** Absent where nobody asks. */
  readonly createdAt?: number;
}

/** A certificate that came by. */
export interface AnywhereSubject {
  readonly id: string;
  readonly region: string;
  readonly lastSeenAt: number;
}

export interface StoredParameter {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly type: 'String' | 'StringList' | 'SecureString';
  readonly modifiedAt: number;
  readonly modifiedBy: string;
}

export interface Trail {
  readonly arn: string;
  readonly name: string;
  readonly homeRegion: string;
  readonly everyRegion: boolean;
  isLogging: boolean;
  /** Whether it selects data events besides. */
  readonly dataEvents: boolean;
  /** As CloudTrail gives them; absent: all management events, and data events where it selects some. */
  readonly selectors?: Readonly<Record<string, unknown>>;
  /** Where it writes to, and the key that it encrypts with; absent where that does not matter. */
  readonly bucket?: string;
  readonly prefix?: string;
  readonly key?: string;
  /** Of all accounts of the organisation. */
  readonly isOfOrganization?: boolean;
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
  /** Who is listed; absent for nobody. */
  readonly people?: readonly Person[];
}

export interface Person {
  readonly userName: string;
  readonly address: string;
  readonly isEnabled: boolean;
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
  return {
    anywhere: new Map(),
    subjects: [],
    connections: new Map(),
    parameters: new Map(),
    trails: new Map(),
    identityCenter: null,
  };
}
