import type { Grants } from '../../core/context/grants/grants.ts';
import { adminEquivalent } from '../../core/signals/overprivileged/admin-equivalent.ts';
import type { StandingCases } from './case.ts';
import { declared, granted, now, observed, role, root, standing } from './standing.ts';

const everythingWithMfa: Grants = {
  statements: [{ effect: 'allow', actions: ['*'], except: false, resources: ['*'], conditional: true, since: null }],
  boundary: null,
  unread: [],
  source: 'authorization-details',
};

export const cases: StandingCases = {
  signal: adminEquivalent,
  fires: [
    {
      name: "an administrator's long-lived key",
      standing: standing({ grants: granted('AdministratorAccess') }),
      now,
      expect: { bits: [10, 10], says: ['everything'] },
    },
    {
      name: 'a role that can pass any role to a new function',
      standing: standing({ credential: role, grants: granted('iam:PassRole', 'lambda:CreateFunction') }),
      now,
      expect: { bits: [8, 8], says: ['iam:PassRole with lambda:CreateFunction'] },
    },
    {
      name: 'a declared administrator is worth knowing and no notice',
      standing: standing({ credential: role, grants: granted('*'), declared: declared({ kind: 'admin' }) }),
      now,
      expect: { bits: [1, 7.9] },
    },
    {
      name: 'the root user has a key',
      standing: standing({ credential: root }),
      now,
      expect: { bits: [12, 12], says: ['root'] },
    },
  ],
  silent: [
    { name: 'reads only', standing: standing({ grants: granted('ReadOnlyAccess') }), now, expect: null },
    { name: 'nobody knows what it holds', standing: standing(), now, expect: null },
    {
      name: 'passes roles with nothing to pass them to',
      standing: standing({ grants: granted('iam:PassRole') }),
      now,
      expect: null,
    },
  ],
  lookalike: [
    {
      name: 'everything in three services, but nothing in IAM',
      standing: standing({ grants: granted('s3:*', 'dynamodb:*', 'sqs:*') }),
      now,
      expect: null,
    },
    {
      name: 'an administrator only with a second factor',
      standing: standing({ grants: everythingWithMfa }),
      now,
      expect: null,
    },
    {
      name: 'an Identity Center administrator is answered for there',
      standing: standing({ credential: role, keeper: 'identity-center', grants: granted('AdministratorAccess') }),
      now,
      expect: null,
    },
    {
      name: 'a deployment pipeline that uses its power, below a notice',
      standing: standing({
        credential: role,
        grants: granted('cloudformation:*', 'iam:PassRole'),
        observed: observed({ usedActions: ['cloudformation:CreateStack'] }),
      }),
      now,
      expect: { bits: [1, 7.9] },
    },
  ],
};
