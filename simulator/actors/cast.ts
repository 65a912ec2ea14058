import type { Organisation } from '../organisation/organisation.ts';
import type { Actor, Archetype } from './actor.ts';
import { hire } from './archetypes.ts';

/** How an organisation of sixty credentials is made up. */
const shares: Readonly<Record<Archetype, number>> = {
  lambda: 9,
  person: 8,
  developer: 6,
  'ci-oidc': 5,
  ec2: 5,
  ecs: 5,
  'ci-key': 3,
  console: 2,
  admin: 1,
  root: 1,
  vendor: 2,
  backup: 2,
  batch: 2,
  quarterly: 1,
  auditor: 1,
  agent: 2,
  'bedrock-key': 1,
  'data-service': 1,
  chain: 1,
  dormant: 2,
  canary: 1,
  unused: 1,
};

const archetypes = Object.keys(shares) as Archetype[];
const total = archetypes.reduce((sum, archetype) => sum + shares[archetype], 0);

/** At least one of every archetype, then in proportion. */
export function castOf(organisation: Organisation, credentials: number): Actor[] {
  return archetypes.flatMap((archetype) => {
    const count = Math.max(1, Math.round((shares[archetype] * credentials) / total));
    return Array.from({ length: count }, (_, number) => hire(organisation, archetype, number));
  });
}
