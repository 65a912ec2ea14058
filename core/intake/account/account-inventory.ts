import type { AccountId } from '../../model/brand.ts';
import type { Credential } from '../../model/credential.ts';
import type { Instant } from '../../model/instant.ts';
import type { AccountDetails } from './account-details.ts';
import type { ReportRow } from './credential-report.ts';

/** What one account holds, as AWS itself lists it on one day. What could not be read is in `gaps`, never just missing. */
export interface AccountInventory {
  readonly accountId: AccountId;
  readonly reports: readonly ReportRow[];
  readonly details: readonly AccountDetails[];
  readonly listed: readonly ListedCredential[];
  /** By principal; a principal that is not in it was not asked about, or could not be. */
  readonly accessed: ReadonlyMap<string, LastAccessed>;
  /** Tags of the account itself; only an organisation shows them. */
  readonly accountTags: readonly Tag[];
  /** Address of the account's security or operations contact. */
  readonly contact: string | null;
  /** Regions that are switched off in this account: nothing new can be made there, and a sweep does not look there. */
  readonly regionsOff: readonly string[];
  /** Texts of service control policies, level by level from the root down; absent or null where none could be read, or none applies. */
  readonly controls?: readonly (readonly string[])[] | null;
  /** Texts of resource control policies, likewise. */
  readonly resourceControls?: readonly (readonly string[])[] | null;
  /** What CloudTrail records of the account; null where nobody could see that. */
  readonly recording: Recording | null;
  readonly gaps: readonly Gap[];
}

/** What the account's trails record. What no trail records leaves no evidence, neither of use nor of rest. */
export interface Recording {
  /** Regions of which no trail that is logging records management events. */
  readonly unrecordedRegions: readonly string[];
  /** Whether every trail leaves data events (objects read, functions called) out, or some select them. */
  readonly dataEvents: 'none' | 'selected';
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** A credential that AWS lists under its own id. */
export interface ListedCredential {
  readonly credential: Credential;
  readonly active: boolean;
  /** When its present value was made: rotation starts it anew. */
  readonly createdAt: Instant | null;
  /** `never` only where AWS looked and found nothing; null where it keeps no such date, or would not tell. */
  readonly lastUse: Instant | 'never' | null;
  readonly witness: 'access-key-last-used' | 'secrets-manager' | 'roles-anywhere' | 'list';
  /** When AWS itself ends it. */
  readonly expiresAt: Instant | null;
  /** Kept by an AWS service, which alone may rotate it. */
  readonly byService: boolean;
  readonly tags: readonly Tag[];
  /** ARN of whoever wrote its present value, where the list tells that. */
  readonly writtenBy?: string;
}

/** What a principal's permissions were used for (`iam:GetServiceLastAccessedDetails`); refused calls count as uses. */
export interface LastAccessed {
  /** Service namespace (`s3`) → its last use. A service that policies do not grant is not in it. */
  readonly services: ReadonlyMap<string, AccessedService>;
}

export interface AccessedService {
  /** Null: not in the 400 days that IAM looks back. */
  readonly at: Instant | null;
  /** Lower-case action → its last use; empty where IAM does not follow the service's actions one by one. */
  readonly actions: ReadonlyMap<string, Instant | null>;
}

/** Something that could not be seen. */
export interface Gap {
  readonly accountId: AccountId;
  /** Null for what is not regional. */
  readonly region: string | null;
  /** `access keys`, `Secrets Manager`. */
  readonly what: string;
  /** Why the first such call failed. */
  readonly reason: string;
  /** How many calls came to nothing: one for a whole account, or one for each user. */
  readonly times: number;
}
