import type { Instant } from '../../core/model/instant.ts';
import type { Account, Person } from '../organisation/organisation.ts';
import type { Place } from '../organisation/places.ts';
import type { Stock } from '../organisation/stock.ts';
import type { Weighted } from '../random.ts';
import type { Role, User } from '../record/identity.ts';
import type { Federation } from '../record/mint.ts';
import type { Signer } from '../record/signer.ts';
import type { Rhythm } from './rhythm.ts';

export type Archetype =
  | 'ci-key'
  | 'ci-oidc'
  | 'lambda'
  | 'ec2'
  | 'ecs'
  | 'developer'
  | 'person'
  | 'console'
  | 'admin'
  | 'root'
  | 'vendor'
  | 'backup'
  | 'batch'
  | 'quarterly'
  | 'auditor'
  | 'agent'
  | 'bedrock-key'
  | 'data-service'
  | 'chain'
  | 'dormant'
  | 'canary'
  | 'unused'
  | 'founder'
  | 'hub'
  | 'glue-job'
  | 'cluster'
  | 'analyst'
  | 'trainer'
  | 'tenant'
  | 'on-premises'
  | 'monthly'
  | 'saml-person'
  | 'checks'
  | 'worker'
  | 'task'
  | 'researcher'
  | 'notebook'
  | 'explorer'
  | 'technician';

/** Whom the rarer archetypes resemble in what may happen to them. */
const resembled: Readonly<Partial<Record<Archetype, Archetype>>> = {
  founder: 'developer',
  'glue-job': 'ecs',
  cluster: 'ec2',
  analyst: 'person',
  trainer: 'ecs',
  tenant: 'ecs',
  'on-premises': 'batch',
  'saml-person': 'person',
  worker: 'ec2',
  task: 'ecs',
  researcher: 'person',
  notebook: 'ecs',
  explorer: 'agent',
  technician: 'person',
};

export function isOneOf({ archetype }: Pick<Actor, 'archetype'>, archetypes: readonly Archetype[]): boolean {
  const alike = resembled[archetype];
  return archetypes.includes(archetype) || (alike !== undefined && archetypes.includes(alike));
}

/** An access key while it is the one in use. */
export interface KeySpan {
  readonly id: string;
  readonly from: Instant;
  readonly until: Instant;
}

/** How an actor comes by the session that signs its calls. */
export type Access =
  | { readonly kind: 'key'; readonly user: User; readonly keys: KeySpan[] }
  | {
      readonly kind: 'compute';
      readonly role: Role;
      readonly service: ComputeService;
      readonly sessionName: string;
      readonly refreshHours: number;
      /** Every session is another machine's. */
      readonly ephemeral?: true;
    }
  | {
      readonly kind: 'federated';
      readonly role: Role;
      readonly sessionName: string;
      readonly federation: Federation;
      readonly hours: number;
      readonly person?: Person;
    }
  | { readonly kind: 'console'; readonly user: User; readonly mfa: boolean }
  | { readonly kind: 'root'; readonly accountId: string }
  | {
      readonly kind: 'assumed';
      readonly role: Role;
      readonly parent: Signer;
      /** The role in between, where the session is chained. */
      readonly through?: Role;
      readonly sessionName: string;
      readonly sourceIdentity?: string;
    }
  | {
      /** A person's sign-on to one role, and another taken on from there under a name that says nothing. */
      readonly kind: 'chained';
      readonly role: Role;
      readonly signedOn: Extract<Access, { kind: 'federated' }>;
      readonly sessionName: string;
    }
  | {
      readonly kind: 'external';
      readonly role: Role;
      readonly vendor: Signer;
      readonly sessionName: string;
      readonly externalId: string;
    }
  | { readonly kind: 'bearer'; readonly user: User };

export type ComputeService = 'lambda' | 'ec2' | 'ecs-tasks' | 'glue' | 'sagemaker';

export type Workload = Weighted<string>;

/** A stretch of time in which an actor works differently. Later episodes win. */
export interface Episode {
  readonly from: Instant;
  readonly until: Instant;
  /** Works from here, wherever it would have been. */
  readonly place?: Place;
  /** One of its places has become another: a new line, a new gateway. */
  readonly move?: { readonly from: Place; readonly to: Place };
  readonly agent?: string;
  /** At another machine, onto which no open session is carried. */
  readonly otherMachine?: true;
  readonly region?: string;
  /** Done besides the usual. */
  readonly extra?: Workload;
  /** 0 silences, 5 makes five times as many calls. */
  readonly rate?: number;
}

/** What the owner wrote down; the simulator's own knowledge of the actor is the rest of `Actor`. */
export interface Entry {
  readonly kind: string;
  readonly owner: string | null;
  readonly purpose: string | null;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant | null;
  readonly granted: readonly string[];
  /** How much of `expected` the owner filled in. */
  readonly expectations: 'none' | 'places' | 'places-and-actions';
  /** Absent from credentials.json altogether. */
  readonly unregistered: boolean;
}

export interface Actor {
  /** Seeds the actor's own stream of chance: `lambda-3`. */
  readonly name: string;
  readonly archetype: Archetype;
  readonly account: Account;
  readonly region: string;
  readonly access: Access;
  readonly rhythm: Rhythm;
  readonly workload: Workload;
  readonly stock: Stock;
  readonly places: Weighted<Place>;
  /** Services that it reaches through its account's VPC endpoint, wherever the rest goes out. */
  readonly byEndpoint: readonly string[];
  /** Asks for another model every time. */
  readonly improvises: boolean;
  readonly agents: readonly string[];
  /** Shares of calls that are refused, throttled, or aimed at something that is gone. */
  readonly mishaps: { readonly denied: number; readonly throttled: number; readonly missing: number };
  readonly entry: Entry;
  readonly episodes: Episode[];
  readonly active: { readonly from: Instant; readonly until: Instant };
  readonly person?: Person;
}

/** What the decisions file calls this actor's credential at `at`. */
export function credentialOf(actor: Actor, at: Instant): string {
  const { access } = actor;
  switch (access.kind) {
    case 'key':
      return keyAt(access.keys, at).id;
    case 'compute':
    case 'federated':
    case 'assumed':
    case 'chained':
    case 'external':
      return access.role.arn;
    case 'console':
    case 'bearer':
      return access.user.arn;
    case 'root':
      return `arn:aws:iam::${access.accountId}:root`;
  }
}

export function keyAt(keys: readonly KeySpan[], at: Instant): KeySpan {
  const key = keys.find((span) => at >= span.from && at < span.until) ?? keys.at(-1);
  if (key === undefined) throw new Error('a key user without a key');
  return key;
}

/** One actor for each credential: people with the same permission set share a role. */
export function firstHolders(actors: readonly Actor[]): Actor[] {
  const seen = new Set<string>();
  return actors.filter((actor) => {
    const credential = credentialOf(actor, Number.NEGATIVE_INFINITY);
    const first = !seen.has(credential);
    seen.add(credential);
    return first;
  });
}
