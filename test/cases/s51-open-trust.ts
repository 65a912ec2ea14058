import { openDoors } from '../../core/context/grants/trust.ts';
import type { AccountId } from '../../core/model/brand.ts';
import { openTrust } from '../../core/signals/overprivileged/open-trust.ts';
import type { StandingCases } from './case.ts';
import { now, role, standing } from './standing.ts';

const ours = new Set(['111122223333', '222233334444']);

/** A role with one trust statement, read the way the inventory reads it. */
function trusting(statement: object, known: ReadonlySet<string> | null = ours) {
  const trust = { Statement: [{ Effect: 'Allow', ...statement }] };
  return standing({ credential: role, openDoors: openDoors(trust, '111122223333' as AccountId, known) });
}

const github = (conditions: object | undefined) => ({
  Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' },
  Action: 'sts:AssumeRoleWithWebIdentity',
  ...(conditions === undefined ? {} : { Condition: conditions }),
});

const sub = 'token.actions.githubusercontent.com:sub';
const audience = { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' };

export const cases: StandingCases = {
  signal: openTrust,
  fires: [
    {
      name: 'anyone on AWS may assume the role',
      standing: trusting({ Principal: '*', Action: 'sts:AssumeRole' }),
      now,
      expect: { bits: [12, 16], says: ['anyone with an AWS account'] },
    },
    {
      name: 'any GitHub repository may, since only the audience is asked for',
      standing: trusting(github({ StringEquals: audience })),
      now,
      expect: { bits: [12, 16], says: ['token.actions.githubusercontent.com'] },
    },
    {
      name: 'a subject that begins with a wildcard is no subject',
      standing: trusting(github({ StringLike: { [sub]: 'repo:*' } })),
      now,
      expect: { bits: [12, 16] },
    },
    {
      name: 'an account outside the organisation, without an external id',
      standing: trusting({ Principal: { AWS: 'arn:aws:iam::999988887777:root' }, Action: 'sts:AssumeRole' }),
      now,
      expect: { bits: [8, 10], says: ['999988887777'] },
    },
    {
      name: 'everybody but one is still everybody',
      standing: trusting({
        Principal: '*',
        Action: 'sts:AssumeRole',
        Condition: { StringNotEquals: { 'aws:PrincipalAccount': '999988887777' } },
      }),
      now,
      expect: { bits: [12, 16] },
    },
  ],
  silent: [
    {
      name: 'a sister account of the organisation',
      standing: trusting({ Principal: { AWS: 'arn:aws:iam::222233334444:role/deploy' }, Action: 'sts:AssumeRole' }),
      now,
      expect: null,
    },
    {
      name: 'the organisation is not known, so no account can be called a stranger',
      standing: trusting({ Principal: { AWS: 'arn:aws:iam::999988887777:root' }, Action: 'sts:AssumeRole' }, null),
      now,
      expect: null,
    },
  ],
  lookalike: [
    {
      name: 'a vendor with an external id',
      standing: trusting({
        Principal: { AWS: 'arn:aws:iam::999988887777:root' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': 'k-7311' } },
      }),
      now,
      expect: null,
    },
    {
      name: 'everyone, as far as they are of the organisation',
      standing: trusting({
        Principal: '*',
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-acme' } },
      }),
      now,
      expect: null,
    },
    {
      name: 'every branch of one repository',
      standing: trusting(github({ StringEquals: audience, StringLike: { [sub]: 'repo:acme/shop:*' } })),
      now,
      expect: null,
    },
    {
      name: 'an AWS service',
      standing: trusting({ Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }),
      now,
      expect: null,
    },
  ],
};
