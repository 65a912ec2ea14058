import type { KeyStatus } from './account.ts';

/** What an account holds that only lists and reports show. Plain data, as the rest of the state. */
export interface InventoryState {
  /** By user name. */
  readonly sshKeys: Map<string, UploadedKey[]>;
  readonly certificates: Map<string, UploadedKey[]>;
  readonly providers: IdentityProvider[];
  /** ARN of a user or role → service namespace → its use. */
  readonly accessed: Map<string, Map<string, ServiceUse>>;
  /** Last-accessed reports that were asked for. */
  readonly jobs: Map<string, AccessJob>;
  /** How often a last-accessed report is asked after before it is done. */
  asksUntilDone: number;
}

export interface IdentityProvider {
  readonly kind: 'oidc' | 'saml';
  readonly arn: string;
  readonly createdAt: number;
  readonly tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** An SSH key or a certificate: its public part was brought here, and no use of it is noted. */
export interface UploadedKey {
  readonly id: string;
  readonly uploadedAt: number;
  status: KeyStatus;
}

export interface ServiceUse {
  readonly at: number;
  /** Action name → its last use. */
  readonly actions: Map<string, number>;
}

export interface AccessJob {
  readonly entityArn: string;
  readonly byAction: boolean;
  /** IAM gives the report to nobody else. */
  readonly askedBy: string;
  asksLeft: number;
}

export function emptyInventory(): InventoryState {
  return {
    sshKeys: new Map(),
    certificates: new Map(),
    providers: [],
    accessed: new Map(),
    jobs: new Map(),
    asksUntilDone: 0,
  };
}
