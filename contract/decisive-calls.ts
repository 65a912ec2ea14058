/**
 * The calls that cannot wait for the trail's files, which are minutes later: whatever makes, asks for or changes an
 * identity; whatever a principal changes, or is refused; and the reads that are after other credentials. All else that a
 * credential does says where it is at home, and comes by the files alone. A test holds this to what signals know calls by.
 */
export const decisiveCalls = {
  /** Services of which every call counts, also one that AWS makes for somebody. A call of STS is logged on both sides. */
  services: [
    'account',
    'cloudtrail',
    'cognito-identity',
    'guardduty',
    'iam',
    'identitystore',
    'organizations',
    'rolesanywhere',
    'signin',
    'sso',
    'sso-directory',
    'sso-oauth',
    'sts',
  ],
  /** Reads that open a credential. */
  reads: [
    'BatchGetSecretValue',
    'DescribeInstanceAttribute',
    'DownloadCompleteDBLogFile',
    'DownloadDefaultKeyPair',
    'GetAuthorizationToken',
    'GetClusterCredentials',
    'GetClusterCredentialsWithIAM',
    'GetInstanceAccessDetails',
    'GetParameter',
    'GetParameterHistory',
    'GetParameters',
    'GetParametersByPath',
    'GetPasswordData',
    'GetRelationalDatabaseMasterUserPassword',
    'GetSecretValue',
  ],
  /** Changes that agents of AWS make by themselves around the clock, in the name of the machine that they run on. */
  chatter: [
    'CreateControlChannel',
    'CreateDataChannel',
    'CreateLogStream',
    'DiscoverPollEndpoint',
    'OpenControlChannel',
    'OpenDataChannel',
    'PutComplianceItems',
    'PutInventory',
    'SubmitContainerStateChange',
    'SubmitTaskStateChange',
    'UpdateInstanceAssociationStatus',
    'UpdateInstanceInformation',
  ],
  /**
   * How the error codes begin and end by which AWS refuses, for all that its services declare. Not what is in them: EventBridge
   * takes few wildcards in a rule, and does not say how few.
   */
  refusals: {
    begin: ['AccessDenied', 'AuthorizationError', 'Client.Unauthorized', 'Forbidden', 'NotAuthorized', 'Unauthorized'],
    end: [
      'AccessDenied',
      'AccessDeniedException',
      'AccessDeniedFault',
      'Forbidden',
      'NotAuthorizedException',
      'UnauthorizedException',
    ],
  },
} as const;
