import { type App, CfnResource, type Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { beforeAll, expect, it } from 'vitest';
import { MemberGlobalStack, MemberRegionalStack } from '../../lib/member-stack.ts';
import { isDeep } from '../depth.ts';
import { unchecked } from '../unchecked.ts';
import { openWorkshop, organization } from './synthesized.ts';

const inspectorArn = 'arn:aws:iam::999999999999:role/Security';

let workshop: Awaited<ReturnType<typeof openWorkshop>>;
beforeAll(async () => {
  workshop = await openWorkshop();
});

/** The CDK's own checks take longer than all the rest. */
const check = (make: (app: App) => Stack) => {
  const work = () => workshop.checkMember(make);
  return () => (isDeep ? work() : unchecked(work));
};

it.each([
  ['the roles', { inspectorArn, inlineDenies: true }],
  ['the roles but the one that writes inline denies', { inspectorArn: null, inlineDenies: false }],
])('what a member account is given passes the checks of cdk-nag: %s', (_, given) => {
  expect(check((app) => new MemberGlobalStack(app, 'RescindMember', given))).not.toThrow();
});

it.each(['all', 'decisive'] as const)('and so does its rule, which hears %s calls', (hears) => {
  expect(check((app) => new MemberRegionalStack(app, 'RescindRegion', hears))).not.toThrow();
});

const planted = (fault: (stack: Stack) => unknown) =>
  check((app) => {
    const stack = new MemberRegionalStack(app, 'RescindRegion', 'all');
    fault(stack);
    return stack;
  });

it.runIf(isDeep)('those of the CDK would see a fault', () => {
  const odd = { type: 'AWS::SQS::Queue', properties: { VisibilityTimeout: 'long', Nonsense: 1 } };
  expect(planted((stack) => new CfnResource(stack, 'Odd', odd))).toThrow('CloudFormation-Validate');
});

it('those of cdk-nag would see a fault', () => {
  expect(planted((stack) => new Bucket(stack, 'Open'))).toThrow('AwsSolutions-S10');
});

// That the CDK's own checks pass, too, is a deep test of the stack: they take longer than all the rest.
it('where the management account administers, the rest passes those of cdk-nag as well', () => {
  const bySelf = { organization: { ...organization, callAs: 'SELF' }, inspectorArn, trailBucket: 'new' } as const;
  expect(() => unchecked(() => workshop.check(bySelf))).not.toThrow();
});
