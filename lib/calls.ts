import type { CfnRuleProps } from 'aws-cdk-lib/aws-events';

/** Uses of tokens that AWS does not know, as their sources report them: which are believed, the policy says. */
export const reportedUses = {
  description: 'Uses of OAuth and API tokens, as registered sources report them',
  eventPattern: { 'detail-type': ['CredentialUsed'] },
} as const satisfies CfnRuleProps;

/**
 * What is heard, in every account. Only AWS may put events whose source begins with `aws.`, so that the pattern keeps
 * forgeries out. The state also lets read-only management calls through, which say where a stolen credential is tried.
 */
export const calls = {
  description: 'Management calls and sign-ins of this account, read-only ones too, and notices about its credentials',
  eventPattern: {
    source: [{ prefix: 'aws.' }],
    'detail-type': [
      'AWS API Call via CloudTrail',
      // AWS writes it both ways.
      'AWS Console Sign In via CloudTrail',
      'AWS Console Signin via CloudTrail',
      'AWS Console Action via CloudTrail',
      // What Secrets Manager says of a rotation.
      'AWS Service Event via CloudTrail',
      'AWS Health Event',
      'AWS Health Abuse Event',
      'GuardDuty Finding',
      'Access Analyzer Finding',
    ],
  },
  state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
} as const satisfies CfnRuleProps;
