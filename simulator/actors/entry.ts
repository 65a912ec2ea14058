import { day } from '../../core/model/instant.ts';
import type { Random } from '../random.ts';
import { permissionOf } from '../record/permission.ts';
import type { Archetype, Entry, Workload } from './actor.ts';
import type { Casting, Part } from './part.ts';

const kinds: Readonly<Record<Archetype, string>> = {
  'ci-key': 'ci',
  'ci-oidc': 'ci',
  lambda: 'lambda',
  ec2: 'ec2',
  ecs: 'ecs',
  developer: 'dev',
  person: 'dev',
  console: 'dev',
  admin: 'admin',
  root: 'admin',
  vendor: 'saas',
  backup: 'batch',
  batch: 'batch',
  quarterly: 'batch',
  auditor: 'audit',
  agent: 'agent',
  'bedrock-key': 'agent',
  'data-service': 'ecs',
  chain: 'batch',
  dormant: 'batch',
  canary: 'canary',
  unused: 'batch',
  founder: 'dev',
  hub: 'ci',
  'glue-job': 'batch',
  cluster: 'ec2',
  analyst: 'dev',
  trainer: 'batch',
  tenant: 'ecs',
  'on-premises': 'batch',
  monthly: 'batch',
  'saml-person': 'dev',
  checks: 'ci',
  worker: 'ec2',
  task: 'ecs',
  researcher: 'dev',
  notebook: 'dev',
  explorer: 'agent',
  technician: 'dev',
};

const purposes: Readonly<Record<Archetype, string>> = {
  'ci-key': 'deploys',
  'ci-oidc': 'deploys from the main branch',
  lambda: 'runs the function',
  ec2: 'runs the instance',
  ecs: 'runs the task',
  developer: 'daily development',
  person: 'daily work through single sign-on',
  console: 'operations in the console',
  admin: 'administers the organisation',
  root: 'break glass',
  vendor: 'outside monitoring',
  backup: 'nightly backup',
  batch: 'scheduled batch',
  quarterly: 'quarterly close',
  auditor: 'weekly compliance scan',
  agent: 'answers customers with a language model and read-only tools',
  'bedrock-key': 'chat assistant of the website',
  'data-service': 'serves files inside the VPC',
  chain: 'reporting across accounts',
  dormant: 'kept from a former system',
  canary: 'canary',
  unused: 'made for a trial',
  founder: 'everything',
  hub: 'deploys from the hub into every account',
  'glue-job': 'loads the warehouse',
  cluster: 'computes on a cluster',
  analyst: 'answers questions from the warehouse',
  trainer: 'trains models',
  tenant: 'works in the customers’ accounts',
  'on-premises': 'copies data from the own data centre',
  monthly: 'monthly invoices',
  'saml-person': 'daily work through the identity provider',
  checks: 'plans for pull requests',
  worker: 'runs the instance',
  task: 'runs the task',
  researcher: 'research on models and data',
  notebook: 'notebooks of the research team',
  explorer: 'answers research questions with whatever tool fits',
  technician: 'looks after the customers’ accounts',
};

/** What the owner wrote down about this credential: often little, sometimes nothing. */
export function entryOf(archetype: Archetype, part: Part, c: Casting, workload: Workload): Entry {
  const random = c.random.fork('entry');
  const age = random.chance(0.2) ? random.between(400, 1200) : random.between(20, 300);
  const owned = random.chance(0.88);
  const owner = part.person?.email ?? `team-${c.stock.service.split('-')[0]}`;
  return {
    kind: kinds[archetype],
    owner: owned ? owner : null,
    purpose: random.chance(0.6) ? `${purposes[archetype]} of ${c.stock.service}` : null,
    createdAt: c.organisation.span.start - age * day,
    lastUsedAt: c.organisation.span.start - random.between(1, 40) * 3_600_000,
    granted: grants(archetype, workload, random),
    expectations: random.weighted([
      ['none', 5],
      ['places', 3],
      ['places-and-actions', 2],
    ] as const),
    unregistered: random.chance(0.08),
    ...part.entry,
  };
}

function grants(archetype: Archetype, workload: Workload, random: Random): string[] {
  if (archetype === 'admin' || archetype === 'root' || archetype === 'founder') return ['AdministratorAccess'];
  if (archetype === 'auditor') return ['SecurityAudit', 'ViewOnlyAccess'];
  if (random.chance(0.06)) return ['AdministratorAccess'];
  const used = workload.map(([action]) => permissionOf(action));
  if (random.chance(0.3)) return [...new Set(used.map((action) => `${action.split(':')[0]}:*`))].sort();
  return [...new Set(used)].sort();
}
