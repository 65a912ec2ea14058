import type { Arn, Untrusted } from '../../core/model/brand.ts';
import { newPeer } from '../../core/signals/anomalous/new-peer.ts';
import type { UseCases } from './case.ts';
import { days } from './history.ts';
import { home, lima } from './places.ts';
import { mia, pipeline, use } from './use.ts';

const from = (subject: string) => ({ ...pipeline, federatedSubject: subject });

const gitlab = 'arn:aws:iam::111122223333:oidc-provider/gitlab.com' as Arn;
const ofGitlab = (project: string) => {
  const subject = `project_path:${project}` as Untrusted;
  return { federatedSubject: subject, federation: { kind: 'oidc', provider: gitlab, subject } } as const;
};

const ofGithub = (subject: string) => {
  const provider = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' as Arn;
  const federation = { kind: 'oidc', provider, subject: subject as Untrusted } as const;
  return { federatedSubject: federation.subject, federation };
};

export const cases: UseCases = {
  signal: newPeer,
  fires: [
    {
      name: 'a colleague’s session assumes the role from a place new to that colleague',
      history: days(30, { ...pipeline, sourceIdentity: 'operations' }),
      hands: days(30, { ...mia, by: pipeline.by, from: home }),
      use: use({ ...pipeline, sourceIdentity: 'support', from: lima }),
      expect: { bits: [3, 6], authority: 'corroborate' },
    },
    {
      name: 'the deploy role is assumed by a fork of the repository',
      history: days(30, from('repo:acme/shop:ref:refs/heads/main')),
      use: use(from('repo:mallory/shop:ref:refs/heads/main')),
      expect: { bits: [10, 12], says: ['repo:mallory/shop', 'repo:acme/shop'], authority: 'pin' },
    },
    {
      name: 'another project of the provider that always vouched takes the deploy role on',
      history: days(30, from('project_path:acme/shop')),
      madeFor: ofGitlab('mallory/shop'),
      use: use(pipeline),
      expect: { bits: [3, 6], says: ['project_path:mallory/shop'], authority: 'corroborate' },
    },
    ...[
      { whom: 'a user', by: 'arn:aws:iam::111122223333:user/deploy' },
      { whom: 'a service of AWS', by: 'codebuild.amazonaws.com' },
      { whom: 'a pod', by: 'system:serviceaccount:shop:deploy' },
      { whom: 'nobody who is on record' },
    ].map(({ whom, by }) => ({
      name: `a project takes on what ${whom} always did: no move from one provider to another`,
      history: days(30, by === undefined ? pipeline : from(by)),
      madeFor: ofGitlab('mallory/shop'),
      use: use(pipeline),
      expect: { bits: [3, 6], authority: 'corroborate' } as const,
    })),
    ...[
      ['repo:acme/shop:ref:refs/heads/main', 'repository_owner:mallory:environment:production'],
      ['repository_owner:acme:environment:production', 'repository_owner:mallory:environment:production'],
      ['job_workflow_ref:acme/flows/.github/workflows/a.yml', 'repository:mallory/shop'],
    ].map(([known = '', subject = '']) => ({
      name: `GitHub’s ${subject}, where it vouched for ${known}: whoever has a repository there chooses by which claims`,
      history: days(30, from(known)),
      madeFor: ofGithub(subject),
      use: use(pipeline),
      expect: { bits: [3, 6], authority: 'corroborate' } as const,
    })),
    {
      name: 'a repository of another house, whose name is too long to be remembered whole, takes the deploy role on',
      history: days(30, from('repo:acme-corporation/shop:ref:refs/heads/main')),
      use: use(from('repo:mallory-corporation/shop:ref:refs/heads/main')),
      expect: { bits: [10, 12], authority: 'pin' },
    },
    {
      name: 'one of a house that is called like another and more, where only the repository is too long to be remembered',
      history: days(30, from('repo:acme/shop-for-everything:ref:refs/heads/main')),
      use: use(from('repo:acme-mallory/shop:ref:refs/heads/main')),
      expect: { bits: [10, 12], authority: 'pin' },
    },
    {
      name: 'another organisation of a provider whose word for it is too long to be remembered: no move either',
      history: days(30, from('organization_slug:acme:pipeline:shop')),
      madeFor: ofGithub('organization_slug:mallory:pipeline:shop'),
      use: use(pipeline),
      expect: { bits: [3, 6], authority: 'corroborate' },
    },
    {
      name: 'a second one of the same house, of which only the beginning is remembered',
      history: days(30, from('repo:acme-corporation/shop:ref:refs/heads/main')),
      use: use(from('repo:acme-corporation/web:ref:refs/heads/main')),
      expect: { bits: [3, 6], authority: 'pin' },
    },
    {
      name: 'a second repository of the same house takes the deploy role on',
      history: days(30, from('repo:acme@12/shop@34:ref:refs/heads/main')),
      use: use(from('repo:Acme@12/infra@35:ref:refs/heads/main')),
      expect: { bits: [3, 6], says: ['repo:Acme@12/infra'], authority: 'pin' },
    },
    {
      name: 'somebody else opens a session in the name that it is usually opened for',
      history: days(30, { ...from('certificate build-1'), sourceIdentity: 'deploy' }),
      use: use({ ...from('certificate laptop-7'), sourceIdentity: 'deploy' }),
      expect: { bits: [3, 6], says: ['deploy by certificate laptop-7'], authority: 'corroborate' },
    },
    {
      name: 'another service opens the role, and its session is used outside AWS',
      history: days(30, from('ec2.amazonaws.com')),
      use: use({ ...from('ecs-tasks.amazonaws.com'), from: lima }),
      expect: { bits: [3, 6], says: ['ecs-tasks.amazonaws.com'], authority: 'corroborate' },
    },
    {
      name: 'another service of AWS opens the role, in AWS, and its session makes a user',
      history: days(30, from('lambda.amazonaws.com')),
      use: use({ ...from('ec2.amazonaws.com'), action: 'iam:CreateUser' }),
      expect: { bits: [3, 6], says: ['ec2.amazonaws.com'], authority: 'corroborate' },
    },
    {
      name: 'a role is assumed for a person who never held it',
      history: days(30, { ...pipeline, sourceIdentity: 'mia' }),
      use: use({ ...pipeline, sourceIdentity: 'tom' }),
      expect: { bits: [3, 6], says: ['tom', 'mia'], authority: 'corroborate' },
    },
    {
      name: 'a pull request takes the deploy role on, which only the main branch did',
      history: days(30, from('repo:acme/shop:ref:refs/heads/main')),
      use: use(from('repo:acme/shop:pull_request')),
      expect: { bits: [3, 6], says: ['repo:acme/shop:pull_request'], authority: 'corroborate' },
    },
  ],
  silent: [
    {
      name: 'the repository it always deploys from',
      history: days(30, from('repo:acme/shop:ref:refs/heads/main')),
      use: use(from('repo:acme/shop:ref:refs/heads/main')),
      expect: null,
    },
    { name: 'a long-lived key has no peer', history: days(30), use: use(), expect: null },
  ],
  lookalike: [
    {
      name: 'jobs move to another provider, whose place and program are new as well: one change',
      history: days(30, from('repo:acme/shop:ref:refs/heads/main')),
      madeFor: ofGitlab('acme/shop'),
      use: use(pipeline),
      expect: { bits: [3, 6], authority: 'notify' },
    },
    {
      name: 'a house moves away from a provider whose word for it is too long to be remembered',
      history: days(30, from('organization_slug:acme:pipeline:shop')),
      madeFor: ofGithub('repo:acme/shop:ref:refs/heads/main'),
      use: use(pipeline),
      expect: { bits: [3, 6], authority: 'notify' },
    },
    {
      name: 'a workload moves from machines to tasks: another service of AWS opens its role, in AWS',
      history: days(30, from('ec2.amazonaws.com')),
      use: use(from('ecs-tasks.amazonaws.com')),
      expect: { bits: [1.5, 2], says: ['ecs-tasks.amazonaws.com'] },
    },
    {
      name: 'a workload moves to tasks, and runs some itself',
      history: days(30, from('ec2.amazonaws.com')),
      use: use({ ...from('ecs-tasks.amazonaws.com'), action: 'ecs:RunTask' }),
      expect: { bits: [1.5, 2], says: ['ecs-tasks.amazonaws.com'] },
    },
    ...['deploy', 'sanne.weiss@acme.example'].map((sourceIdentity) => ({
      name: `for ${sourceIdentity} as ever, before the record comes of who opened the session`,
      history: days(30, { ...from('certificate build-1'), sourceIdentity }),
      use: use({ ...pipeline, sourceIdentity }),
      expect: null,
    })),
    {
      name: 'a colleague who is known takes the role on at the desk, with the usual tools: another duty, and no other hands',
      history: days(30, { ...pipeline, sourceIdentity: 'operations' }),
      hands: days(30, { ...mia, by: pipeline.by, from: home }),
      use: use({ ...pipeline, sourceIdentity: 'support', from: home }),
      expect: { bits: [1, 3], authority: 'notify' },
    },
    {
      name: 'a second administrator signs in by the company’s own provider',
      history: days(30, from('mia@example.com')),
      madeFor: {
        federatedSubject: 'tom@example.com' as Untrusted,
        federation: {
          kind: 'saml',
          provider: 'arn:aws:iam::111122223333:saml-provider/company' as Arn,
          subject: 'tom',
        },
      },
      use: use(pipeline),
      expect: { bits: [1.9, 2], says: ['tom@example.com'], authority: 'corroborate' },
    },
    {
      name: 'a role for the checks of pull requests',
      history: days(30, from('repo:acme/shop:pull_request')),
      use: use(from('repo:acme/shop:pull_request')),
      expect: null,
    },
    {
      name: 'another branch of the same repository',
      history: days(30, from('repo:acme/shop:ref:refs/heads/main')),
      use: use(from('repo:acme/shop:ref:refs/heads/fix-42')),
      expect: null,
    },
  ],
};
