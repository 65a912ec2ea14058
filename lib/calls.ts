import type { CfnRuleProps } from 'aws-cdk-lib/aws-events';
import { decisiveCalls } from '../contract/decisive-calls.ts';

/**
 * Uses of tokens that AWS does not know, as their sources report them: which are believed, the policy says. Whoever puts an
 * event there chooses its source, but none of AWS's; nothing of this type is taken for a call.
 */
export const reportedUses = {
  description: 'Uses of OAuth and API tokens that registered sources report',
  eventPattern: { source: [{ 'anything-but': { prefix: 'aws.' } }], 'detail-type': ['CredentialUsed'] },
} as const satisfies CfnRuleProps;

/** Which management calls come at once: all of them where nothing comes after, else those that cannot wait. */
export type Hears = 'all' | 'decisive';

const call = 'AWS API Call via CloudTrail';

/** What is no call, and always comes at once. */
const notices = [
  // AWS writes it both ways.
  'AWS Console Sign In via CloudTrail',
  'AWS Console Signin via CloudTrail',
  'AWS Console Action via CloudTrail',
  // What Secrets Manager says of a rotation: one that failed is told.
  'AWS Service Event via CloudTrail',
  'AWS Health Event',
  'AWS Health Abuse Event',
  'GuardDuty Finding',
  'Access Analyzer Finding',
];

const { services, reads, chatter, refusals } = decisiveCalls;
const refused = [...refusals.begin.map((prefix) => ({ prefix })), ...refusals.end.map((suffix) => ({ suffix }))];
const bySelf = { eventCategory: ['Management'], userIdentity: { invokedBy: [{ exists: false }] } };

const decisive = {
  $or: [
    { 'detail-type': notices },
    {
      'detail-type': [call],
      detail: {
        $or: [
          { eventSource: services.map((service) => `${service}.amazonaws.com`) },
          { ...bySelf, readOnly: [false], eventName: [{ 'anything-but': [...chatter] }] },
          { ...bySelf, errorCode: refused },
          { ...bySelf, eventName: [...reads] },
        ],
      },
    },
  ],
};

/**
 * What is heard, in every account. Only AWS may put events whose source begins with `aws.`, so that the pattern keeps
 * forgeries out. The state also lets read-only management calls through, which say where a stolen credential is tried.
 */
export function calls(hears: Hears): CfnRuleProps {
  const source = [{ prefix: 'aws.' }];
  return {
    description:
      hears === 'all'
        ? 'Management calls of this account, including read-only ones, its sign-ins, and notices about its credentials'
        : 'Calls of this account that cannot wait for the trail’s files, sign-ins, and notices about its credentials',
    eventPattern: hears === 'all' ? { source, 'detail-type': [call, ...notices] } : { source, ...decisive },
    state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
  };
}
