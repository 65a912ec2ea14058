import type { Organisation } from '../organisation/organisation.ts';
import type { Actor, Archetype } from './actor.ts';
import { hire } from './archetypes.ts';

/** How many of each archetype there are, next to the others. */
export type Cast = Readonly<Partial<Record<Archetype, number>>>;

/** How a small company of sixty credentials is made up. */
export const smallCompany: Cast = {
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

/** At least one of every archetype in the cast, then in proportion. */
export function castOf(organisation: Organisation, cast: Cast, credentials: number): Actor[] {
  const entries = Object.entries(cast) as [Archetype, number][];
  const total = entries.reduce((sum, [, share]) => sum + share, 0);
  return entries.flatMap(([archetype, share]) => {
    const count = Math.max(1, Math.round((share * credentials) / total));
    return Array.from({ length: count }, (_, number) => hire(organisation, archetype, number));
  });
}
