import { aNetwork } from '../organisation/networks.ts';
import { anywhereIn, type Place } from '../organisation/places.ts';
import type { Access, Workload } from './actor.ts';
import type { Casting, Casts } from './part.ts';
import { aRole, keyAccess } from './principals.ts';

const plan: Workload = [
  ['sts:GetCallerIdentity', 3],
  ['ec2:DescribeInstances', 5],
  ['iam:GetRole', 6],
  ['iam:ListRolePolicies', 4],
  ['iam:ListAttachedRolePolicies', 4],
  ['s3:GetBucketPolicy', 3],
  ['dynamodb:DescribeTable', 3],
  ['lambda:GetFunction20150331v2', 4],
];

/** Continuous integration, with a key of its own or vouched for by the code host. */
export const pipelines: Casts<'ci-key' | 'ci-oidc' | 'checks'> = {
  'ci-key': (c) => ({
    access: keyAccess(c, `ci-${c.stock.service}`),
    rhythm: { kind: 'jobs', jobsPerDay: 1.5 + c.random.next() * 2, calls: [8, 18] },
    workload: c.random.pick(['deploy', 'stack']),
    places: [[runners(c), 1]],
    tools: [c.random.pick(['cli', 'boto3', 'go'])],
  }),
  'ci-oidc': (c) => ({
    access: oidc(c, c.random.pick(['ref:refs/heads/main', 'environment:production'])),
    rhythm: { kind: 'jobs', jobsPerDay: 1.5 + c.random.next() * 2, calls: [8, 18] },
    // The first pipeline is the one that builds the infrastructure.
    workload: c.number === 0 ? 'infrastructure' : c.random.pick(['deploy', 'stack']),
    places: [[runners(c), 1]],
    tools: [c.number === 0 ? 'terraform' : 'githubAction'],
  }),
  // What every pull request may run: a plan that reads and changes nothing.
  checks: (c) => ({
    access: oidc(c, 'pull_request'),
    rhythm: { kind: 'jobs', jobsPerDay: 4 + c.random.next() * 4, calls: [6, 14] },
    workload: plan,
    places: [[anywhereIn(aNetwork(c.random, { kind: 'cloud', organisation: 'Microsoft' })), 1]],
    tools: ['terraform'],
  }),
};

function runners(c: Casting): Place {
  const hosted = anywhereIn(aNetwork(c.random, { kind: 'cloud', organisation: 'Microsoft' }));
  return c.random.chance(0.65) ? hosted : c.account.nat;
}

function oidc(c: Casting, ref: string): Access {
  const provider = `arn:aws:iam::${c.account.id}:oidc-provider/token.actions.githubusercontent.com`;
  const subject = `repo:${c.organisation.company}/${c.stock.service}:${ref}`;
  return {
    kind: 'federated',
    role: aRole(c, `gha-${c.stock.service}`),
    sessionName: 'GitHubActions',
    federation: {
      kind: 'web-identity',
      provider,
      issuer: 'token.actions.githubusercontent.com',
      subject,
      audience: 'sts.amazonaws.com',
    },
    hours: 1,
  };
}
