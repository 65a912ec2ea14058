import { describe, expect, it } from 'vitest';
import { hasIdentitiesMade } from '../../../../core/intake/what/identities.ts';

describe('hasIdentitiesMade', () => {
  it.each([
    ['cloudformation:CreateStack', { capabilities: ['CAPABILITY_IAM'] }],
    ['cloudformation:UpdateStack', { capabilities: ['CAPABILITY_AUTO_EXPAND', 'CAPABILITY_NAMED_IAM'] }],
    ['cloudformation:CreateChangeSet', { capabilities: ['CAPABILITY_NAMED_IAM'] }],
    ['cloudformation:CreateStackSet', { capabilities: ['CAPABILITY_IAM'] }],
    ['cloudformation:CreateResource', { typeName: 'AWS::IAM::User' }],
    ['cloudformation:UpdateResource', { typeName: 'AWS::SSO::Assignment' }],
  ])('%s with %o', (action, request: object) => {
    expect(hasIdentitiesMade(action, request)).toBe(true);
  });

  it.each([
    ['cloudformation:CreateStack', {}],
    ['cloudformation:CreateStack', { capabilities: ['CAPABILITY_AUTO_EXPAND'] }],
    ['cloudformation:CreateStack', { capabilities: 'CAPABILITY_IAM' }],
    ['cloudformation:CreateResource', { typeName: 'AWS::S3::Bucket' }],
    ['cloudformation:DescribeStacks', { capabilities: ['CAPABILITY_IAM'] }],
    ['cloudformation:GetResource', { typeName: 'AWS::IAM::User' }],
  ])('not %s with %o', (action, request: object) => {
    expect(hasIdentitiesMade(action, request)).toBe(false);
  });
});
