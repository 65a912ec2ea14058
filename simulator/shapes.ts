import { type Cast, smallCompany } from './actors/cast.ts';
import { changeKinds, furtherChangeKinds, unusualChangeKinds } from './changes/changes.ts';
import { furtherTechniques, techniques, unusualTechniques } from './incidents/incidents.ts';
import { interleave } from './interleave.ts';
import type { Premises } from './organisation/organisation.ts';

/** A kind of organisation: who works there, where, and what may happen to it. */
export interface Shape extends Premises {
  readonly name: string;
  readonly story: string;
  readonly cast: Cast;
  readonly changes: readonly string[];
  readonly techniques: readonly string[];
}

const anything = {
  changes: interleave(unusualChangeKinds, changeKinds),
  techniques: interleave(unusualTechniques, techniques),
} as const;

const shapes: readonly Shape[] = [
  {
    name: 'small-company',
    story: 'some of everything: what the rest of the simulator was first made for',
    accounts: [2, 6],
    cast: smallCompany,
    changes: changeKinds,
    techniques,
  },
  {
    ...anything,
    name: 'start-up',
    story: 'everybody is an administrator, with a key, a laptop and few roles',
    accounts: [1, 2],
    cast: {
      founder: 14,
      lambda: 10,
      ecs: 5,
      'ci-key': 6,
      'bedrock-key': 3,
      vendor: 4,
      root: 1,
      console: 4,
      dormant: 3,
      unused: 2,
    },
  },
  {
    ...anything,
    name: 'enterprise',
    story: 'many accounts, single sign-on, and pipelines that go from a hub into each of them',
    accounts: [8, 14],
    cast: {
      person: 24,
      hub: 8,
      'ci-oidc': 6,
      lambda: 10,
      ec2: 12,
      ecs: 6,
      vendor: 5,
      auditor: 2,
      backup: 4,
      batch: 4,
      admin: 1,
      root: 1,
      canary: 2,
      dormant: 4,
      quarterly: 2,
      monthly: 3,
    },
  },
  {
    ...anything,
    name: 'data-platform',
    story: 'clusters, extracts and analysts over one warehouse',
    accounts: [2, 5],
    cast: {
      'glue-job': 14,
      cluster: 6,
      analyst: 14,
      batch: 8,
      'data-service': 4,
      lambda: 4,
      'ci-oidc': 3,
      'ci-key': 2,
      person: 4,
      developer: 3,
      backup: 2,
      monthly: 2,
      admin: 1,
    },
  },
  {
    ...anything,
    name: 'model-shop',
    story: 'trains models on rented processors and sells answers of agents',
    accounts: [2, 4],
    cast: {
      trainer: 10,
      agent: 10,
      'bedrock-key': 6,
      lambda: 6,
      ecs: 6,
      developer: 8,
      person: 6,
      'ci-oidc': 4,
      analyst: 4,
      'ci-key': 2,
      admin: 1,
      vendor: 2,
    },
  },
  {
    ...anything,
    name: 'vendor',
    story: 'works inside the accounts of its customers',
    accounts: [3, 6],
    cast: {
      tenant: 14,
      ecs: 8,
      lambda: 10,
      person: 10,
      'ci-oidc': 6,
      chain: 4,
      developer: 4,
      admin: 1,
      auditor: 1,
      canary: 1,
      vendor: 2,
      batch: 3,
    },
  },
  {
    ...anything,
    name: 'data-centre',
    story: 'most of it on own ground, behind two addresses that never change, with long-lived keys',
    accounts: [1, 3],
    house: true,
    cast: {
      'on-premises': 22,
      developer: 10,
      console: 5,
      'ci-key': 4,
      ec2: 6,
      backup: 3,
      batch: 3,
      monthly: 4,
      quarterly: 3,
      dormant: 4,
      unused: 3,
      admin: 2,
      root: 1,
    },
  },
  {
    name: 'laboratory',
    story: 'one sign-on and one role for everybody, machines with two doors, researchers who improvise',
    accounts: [2, 4],
    gateway: true,
    changes: interleave(furtherChangeKinds, unusualChangeKinds, changeKinds),
    techniques: interleave(furtherTechniques, unusualTechniques, techniques),
    cast: {
      'saml-person': 14,
      researcher: 6,
      notebook: 5,
      explorer: 3,
      worker: 6,
      task: 6,
      lambda: 6,
      developer: 4,
      console: 2,
      'ci-oidc': 4,
      checks: 2,
      'ci-key': 2,
      batch: 2,
      admin: 1,
      auditor: 1,
      'bedrock-key': 1,
      vendor: 1,
      canary: 1,
      dormant: 1,
    },
  },
  {
    name: 'service-desk',
    story:
      'technicians sign on at home and take on one role in each customer’s account, by a rented server that nobody wrote down',
    accounts: [4, 7],
    gateway: 'unlisted',
    changes: interleave(['company-vpn', 'call-night-across-accounts'], unusualChangeKinds, changeKinds),
    techniques: interleave(unusualTechniques, techniques),
    cast: {
      technician: 16,
      person: 10,
      lambda: 8,
      ec2: 4,
      ecs: 6,
      'ci-oidc': 4,
      hub: 3,
      vendor: 1,
      auditor: 1,
      backup: 2,
      batch: 2,
      admin: 1,
      canary: 1,
      dormant: 1,
    },
  },
];

export const shapeNames: readonly string[] = shapes.map((shape) => shape.name);

export function shapeCalled(name: string): Shape {
  const shape = shapes.find((one) => one.name === name);
  if (shape === undefined) throw new Error(`unknown shape ${name}; known are ${shapeNames.join(', ')}`);
  return shape;
}
