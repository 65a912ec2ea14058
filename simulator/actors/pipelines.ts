import { aNetwork } from '../organisation/networks.ts';
import { anywhereIn, type Place } from '../organisation/places.ts';
import type { Access } from './actor.ts';
import type { Casting, Casts } from './part.ts';
import { aRole, keyAccess } from './principals.ts';

/** Continuous integration, with a key of its own or vouched for by the code host. */
export const pipelines: Casts<'ci-key' | 'ci-oidc'> = {
  'ci-key': (c) => ({
    access: keyAccess(c, `ci-${c.stock.service}`),
    rhythm: { kind: 'jobs', jobsPerDay: 1.5 + c.random.next() * 2, calls: [8, 18] },
    workload: c.random.pick(['deploy', 'stack']),
    places: [[runners(c), 1]],
    tools: [c.random.pick(['cli', 'boto3', 'go'])],
  }),
  'ci-oidc': (c) => ({
    access: oidc(c),
    rhythm: { kind: 'jobs', jobsPerDay: 1.5 + c.random.next() * 2, calls: [8, 18] },
    // The first pipeline is the one that builds the infrastructure.
    workload: c.number === 0 ? 'infrastructure' : c.random.pick(['deploy', 'stack']),
    places: [[runners(c), 1]],
    tools: [c.number === 0 ? 'terraform' : 'githubAction'],
  }),
};

function runners(c: Casting): Place {
  const hosted = anywhereIn(aNetwork(c.random, { kind: 'cloud', organisation: 'Microsoft' }));
  return c.random.chance(0.65) ? hosted : c.account.nat;
}

function oidc(c: Casting): Access {
  const provider = `arn:aws:iam::${c.account.id}:oidc-provider/token.actions.githubusercontent.com`;
  const subject = `repo:${c.organisation.company}/${c.stock.service}:${c.random.pick(['ref:refs/heads/main', 'environment:production'])}`;
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
