export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

export interface SessionContext {
  /** `{}` on console and GetSessionToken traffic, as AWS writes it. */
  readonly sessionIssuer?: JsonObject;
  readonly webIdFederationData?: JsonObject;
  readonly attributes?: { readonly creationDate: string; readonly mfaAuthenticated: string };
  readonly sourceIdentity?: string;
  readonly ec2RoleDelivery?: string;
  readonly assumedRoot?: string;
}

export interface UserIdentity {
  readonly type?: string;
  readonly principalId?: string;
  readonly arn?: string;
  readonly accountId?: string;
  readonly accessKeyId?: string;
  readonly userName?: string;
  readonly identityProvider?: string;
  readonly invokedBy?: string;
  readonly sessionContext?: SessionContext;
  readonly onBehalfOf?: { readonly userId: string; readonly identityStoreArn: string };
  readonly inScopeOf?: JsonObject;
}

/** A record as a trail writes it. Fields that AWS leaves out are left out; fields that AWS sets to null are null. */
export interface CloudTrailRecord {
  readonly eventVersion: string;
  readonly userIdentity: UserIdentity;
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters: JsonObject | null;
  readonly responseElements: JsonObject | null;
  readonly additionalEventData?: JsonObject;
  readonly requestID: string;
  readonly eventID: string;
  readonly readOnly: boolean;
  readonly resources?: readonly JsonObject[];
  readonly eventType: string;
  readonly managementEvent: boolean;
  readonly recipientAccountId: string;
  readonly sharedEventID?: string;
  readonly vpcEndpointId?: string;
  readonly vpcEndpointAccountId?: string;
  readonly eventCategory: string;
  readonly addendum?: JsonObject;
  readonly sessionCredentialFromConsole?: 'true';
  readonly tlsDetails?: JsonObject;
}
