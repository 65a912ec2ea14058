import { describe, expect, it } from 'vitest';
import { asksExternalId } from '../../../../core/intake/what/door.ts';
import type { AccountId } from '../../../../core/model/brand.ts';
import { account, stranger } from '../sample.ts';

const own = account as AccountId;
const vendor = { AWS: `arn:aws:iam::${stranger}:role/auditor` };
const asked = { StringEquals: { 'sts:ExternalId': '7d40d3dc' } };
const statement = (changes: object) => ({ Effect: 'Allow', Principal: vendor, Action: 'sts:AssumeRole', ...changes });
const trust = (...Statement: object[]) => ({ assumeRolePolicyDocument: JSON.stringify({ Statement }) });
const isAsked = (request: object) => asksExternalId('iam:CreateRole', request, own);

describe('a role for accounts outside', () => {
  it.each([
    ['whoever comes from there', [statement({ Condition: asked })]],
    ['in whatever spelling', [statement({ Condition: { StringEquals: { 'sts:externalid': 'x' } } })]],
    [
      'beside the account’s own and a service',
      [
        statement({ Condition: asked }),
        statement({ Principal: { AWS: [account, `arn:aws:iam::${account}:root`] } }),
        statement({ Principal: { Service: 'ec2.amazonaws.com' } }),
      ],
    ],
    [
      'one account by a condition, and by another the account’s own',
      [
        statement({
          Principal: '*',
          Condition: { StringEquals: { ...asked.StringEquals, 'aws:PrincipalAccount': stranger } },
        }),
        statement({ Principal: { AWS: '*' }, Condition: { StringEquals: { 'aws:PrincipalAccount': account } } }),
      ],
    ],
  ])('asks for an external id: %s', (_, statements) => {
    expect(isAsked(trust(...statements))).toBe(true);
  });

  it.each([
    ['no condition', [statement({})]],
    ['another condition', [statement({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })]],
    ['a pattern that takes all', [statement({ Condition: { StringLike: { 'sts:ExternalId': '*' } } })]],
    ['an id only where there is one', [statement({ Condition: { StringEqualsIfExists: asked.StringEquals } })]],
    ['an empty id', [statement({ Condition: { StringEquals: { 'sts:ExternalId': '' } } })]],
    ['one door of two', [statement({ Condition: asked }), statement({ Principal: '*' })]],
    ['everybody', [statement({ Principal: { AWS: '*' }, Condition: asked })]],
    ['nobody from outside', [statement({ Principal: { AWS: account }, Condition: asked })]],
  ])('does not: %s', (_, statements) => {
    expect(isAsked(trust(...statements))).toBe(false);
  });

  it('is meant where it is new, since what is there already may do much', () => {
    const request = { policyDocument: JSON.stringify({ Statement: [statement({ Condition: asked })] }) };
    expect(asksExternalId('iam:UpdateAssumeRolePolicy', request, own)).toBe(false);
  });
});
