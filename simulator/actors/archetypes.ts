import { hex, letters, uniqueId } from '../organisation/ids.ts';
import { aNetwork, awsIn } from '../organisation/networks.ts';
import { type Account, anAccount, aPerson, type Organisation, type Person } from '../organisation/organisation.ts';
import { anywhereIn, type Place, placeIn } from '../organisation/places.ts';
import { type Stock, stockOf } from '../organisation/stock.ts';
import { agentOf, type Tool } from '../organisation/user-agents.ts';
import type { Random, Weighted } from '../random.ts';
import { userKey } from '../record/identity.ts';
import type { Signer } from '../record/signer.ts';
import type { Access, Actor, Archetype, ComputeService, Entry, Workload } from './actor.ts';
import { entryOf } from './entry.ts';
import { aRole, aUser, keyAccess } from './principals.ts';
import type { Rhythm } from './rhythm.ts';
import { type WorkloadName, workloads } from './workloads.ts';

/** What distinguishes one archetype from another; the rest every actor has alike. */
export interface Part {
  readonly access: Access;
  readonly rhythm: Rhythm;
  readonly workload: WorkloadName | Workload;
  readonly places: Weighted<Place>;
  readonly tools: readonly Tool[];
  readonly account?: Account;
  readonly person?: Person;
  readonly denied?: number;
  readonly entry?: Partial<Entry>;
}

export interface Casting {
  readonly organisation: Organisation;
  readonly account: Account;
  readonly stock: Stock;
  readonly random: Random;
  readonly number: number;
}

/** The `number`-th actor of an archetype; the same whoever else is hired. */
export function hire(organisation: Organisation, archetype: Archetype, number: number, account?: Account): Actor {
  const name = `${archetype}-${number}`;
  const random = organisation.random.fork(`actor/${name}`);
  const casting: Casting = {
    organisation,
    account: account ?? anAccount(organisation, random),
    stock: stockOf(random, organisation.company),
    random,
    number,
  };
  const part = parts[archetype](casting);
  const workload: Workload = typeof part.workload === 'string' ? workloads[part.workload] : part.workload;
  const own = part.account ?? casting.account;
  return {
    name,
    archetype,
    account: own,
    region: own.region,
    access: part.access,
    rhythm: part.rhythm,
    workload: habit(workload, random),
    stock: casting.stock,
    places: part.places,
    agents: part.tools.map((tool) => agentOf(tool, random)),
    mishaps: {
      denied: (part.denied ?? 0.002) * organisation.clumsiness,
      throttled: 0.003 * organisation.clumsiness,
      missing: 0.004 * organisation.clumsiness,
    },
    entry: entryOf(archetype, part, casting, workload),
    episodes: [],
    active: { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY },
    ...(part.person === undefined ? {} : { person: part.person }),
  };
}

/** Nobody uses quite all of what their kind uses, nor in the same shares. */
function habit(workload: Workload, random: Random): Workload {
  const kept = workload.filter((_, index) => index < 2 || random.chance(0.85));
  return kept.map(([action, weight]) => [action, weight * (0.4 + random.next() * 1.2)]);
}

const parts: Readonly<Record<Archetype, (c: Casting) => Part>> = {
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
  lambda: (c) => ({
    access: compute(c, 'lambda', c.stock.functionName, c.random.between(3, 11)),
    rhythm: { kind: 'steady', stintsPerDay: 10 + c.random.next() * 12, calls: [1, 3] },
    workload: c.number % 3 === 0 ? 'secretReader' : 'function',
    places: inside(c, 'lambda'),
    tools: [c.random.pick(['lambdaPython', 'lambdaNode'])],
  }),
  ec2: (c) => ({
    access: compute(c, 'ec2', c.stock.instance, 6),
    rhythm: { kind: 'steady', stintsPerDay: 14 + c.random.next() * 8, calls: [1, 2] },
    workload: 'instance',
    places: inside(c, 'ec2'),
    tools: ['ssmAgent', c.random.pick(['java', 'boto3'])],
  }),
  ecs: (c) => ({
    access: compute(c, 'ecs-tasks', hex(c.random, 32), 6),
    rhythm: { kind: 'steady', stintsPerDay: 12 + c.random.next() * 8, calls: [1, 3] },
    workload: 'container',
    places: inside(c, 'ecs-tasks'),
    tools: ['ecs'],
  }),
  developer: (c) =>
    laptop(c, keyAccess(c, aPerson(c.organisation, c.random.fork('person')).name), 'developer', ['cli', 'boto3']),
  person: (c) => {
    const person = aPerson(c.organisation, c.random.fork('person'));
    return laptop(c, singleSignOn(c, person), c.random.pick(['developer', 'operator']), ['cli', 'browser']);
  },
  console: (c) => {
    const person = aPerson(c.organisation, c.random.fork('person'));
    const user = aUser(c, person.name);
    return laptop(c, { kind: 'console', user, mfa: c.random.chance(0.8) }, 'operator', ['browser']);
  },
  admin: (c) =>
    laptop(c, keyAccess(c, aPerson(c.organisation, c.random.fork('person')).name), 'admin', ['cli', 'terraform']),
  root: (c) => ({
    access: { kind: 'root', accountId: c.account.id },
    rhythm: { kind: 'never' },
    workload: 'admin',
    places: [[c.organisation.office, 1]],
    tools: ['browser'],
  }),
  vendor: (c) => {
    const vendor = vendorSigner(c.random);
    return {
      access: {
        kind: 'external',
        role: aRole(c, `${c.random.pick(['monitoring', 'finops', 'siem'])}-integration-${hex(c.random, 4)}`),
        vendor,
        sessionName: `collector-${hex(c.random, 6)}`,
        externalId: hex(c.random, 24),
      },
      rhythm: { kind: 'clock', everyHours: c.random.pick([3, 4, 6]), offsetHours: 0, calls: [4, 9] },
      workload: 'vendor',
      places: [[placeIn(awsIn('us-east-1'), c.random, 4), 1]],
      tools: [c.random.pick(['go', 'boto3', 'java'])],
    };
  },
  backup: (c) => ({
    access:
      c.number % 2 === 0
        ? compute(c, 'lambda', `backup-${c.stock.service}`, 6)
        : keyAccess(c, `backup-${c.stock.service}`),
    rhythm: { kind: 'clock', everyHours: 24, offsetHours: c.random.between(1, 5), calls: [12, 30] },
    workload: 'backup',
    places: inside(c, 'ec2'),
    tools: ['boto3'],
  }),
  batch: (c) => ({
    access: keyAccess(c, `batch-${c.stock.service}`),
    rhythm: {
      kind: 'clock',
      everyHours: c.random.pick([6, 12, 24]),
      offsetHours: c.random.between(0, 5),
      calls: [10, 22],
    },
    workload: 'batch',
    places: [[c.account.nat, 1]],
    tools: [c.random.pick(['java', 'boto3'])],
  }),
  quarterly: (c) => ({
    access: keyAccess(c, `quarterly-close-${c.number}`),
    rhythm: { kind: 'never' },
    workload: 'quarterly',
    places: [[c.account.nat, 1]],
    tools: ['boto3'],
    entry: { purpose: 'quarterly close, four runs a year', lastUsedAt: c.organisation.span.start - 70 * 86_400_000 },
  }),
  auditor: (c) => ({
    access: c.number % 2 === 0 ? assumed(c, 'audit-reader') : keyAccess(c, `compliance-scan-${c.number}`),
    rhythm: { kind: 'clock', everyHours: 24 * 7, offsetHours: c.random.between(20, 140), calls: [90, 160] },
    workload: 'auditor',
    places: [[c.account.nat, 1]],
    tools: ['boto3'],
    denied: 0.03,
  }),
  agent: (c) => ({
    access:
      c.number % 2 === 0
        ? assumed(c, 'support-agent', `agent-${c.stock.service}`)
        : compute(c, 'ecs-tasks', hex(c.random, 32), 6),
    rhythm: { kind: 'steady', stintsPerDay: 5 + c.random.next() * 5, calls: [4, 14] },
    workload: 'agent',
    places: [[c.account.nat, 1]],
    tools: ['langchain'],
    denied: 0.01,
  }),
  'bedrock-key': (c) => ({
    access: { kind: 'bearer', user: aUser(c, `BedrockAPIKey-${letters(c.random, 4).toLowerCase()}`) },
    rhythm: { kind: 'steady', stintsPerDay: 8, calls: [1, 3] },
    workload: 'chatbot',
    places: [[c.account.nat, 1]],
    tools: ['boto3'],
  }),
  'data-service': (c) => ({
    access: compute(c, 'ecs-tasks', hex(c.random, 32), 6),
    rhythm: { kind: 'steady', stintsPerDay: 20, calls: [1, 3] },
    workload: 'dataService',
    places: [[c.account.endpoint, 1]],
    tools: ['java'],
  }),
  chain: (c) => ({
    access: crossAccount(c),
    rhythm: { kind: 'clock', everyHours: 4, offsetHours: 1, calls: [4, 9] },
    workload: 'reporting',
    places: [[c.account.nat, 1]],
    tools: ['boto3'],
  }),
  dormant: (c) =>
    sleeping(c, `legacy-${c.stock.service}`, {
      lastUsedAt: c.organisation.span.start - c.random.between(100, 500) * 86_400_000,
    }),
  canary: (c) =>
    sleeping(c, `svc-${c.stock.service}-deploy`, {
      kind: 'canary',
      purpose: 'canary: planted, nobody has a reason to use it',
      lastUsedAt: null,
      unregistered: false,
    }),
  unused: (c) => sleeping(c, `tmp-${c.stock.service}`, { lastUsedAt: null }),
};

function sleeping(c: Casting, name: string, entry: Partial<Entry>): Part {
  return {
    access: keyAccess(c, name),
    rhythm: { kind: 'never' },
    workload: 'reporting',
    places: [[c.account.nat, 1]],
    tools: ['boto3'],
    entry,
  };
}

function laptop(c: Casting, access: Access, workload: WorkloadName, tools: readonly Tool[]): Part {
  const person = aPerson(c.organisation, c.random.fork('person'));
  const remote = c.random.next();
  return {
    access,
    person,
    rhythm: { kind: 'office', stintsPerDay: 3 + c.random.next() * 2, calls: [4, 12], overtime: c.random.next() * 0.2 },
    workload,
    places: [
      [c.organisation.office, 1 - remote],
      [person.home, remote],
      [person.mobile, c.random.next() * 0.08],
    ],
    tools,
    denied: 0.02,
  };
}

function runners(c: Casting): Place {
  const hosted = anywhereIn(aNetwork(c.random, { kind: 'cloud', organisation: 'Microsoft' }));
  return c.random.chance(0.65) ? hosted : c.account.nat;
}

function inside(c: Casting, service: ComputeService): Weighted<Place> {
  if (c.random.chance(0.25)) return [[c.account.endpoint, 1]];
  if (service === 'lambda' && c.random.chance(0.5)) return [[placeIn(awsIn(c.account.region), c.random, 12), 1]];
  return [[c.account.nat, 1]];
}

function compute(c: Casting, service: ComputeService, sessionName: string, refreshHours: number): Access {
  return { kind: 'compute', role: aRole(c, `${c.stock.service}-${service}-role`), service, sessionName, refreshHours };
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

function singleSignOn(c: Casting, person: Person): Access {
  const set = c.random.pick(['DeveloperAccess', 'PowerUserAccess', 'ReadOnlyAccess']);
  const path = `/aws-reserved/sso.amazonaws.com/${c.account.region}/`;
  const provider = `arn:aws:iam::${c.account.id}:saml-provider/AWSSSO_${hex(c.random, 16)}_DO_NOT_DELETE`;
  return {
    kind: 'federated',
    role: aRole(c, `AWSReservedSSO_${set}_${hex(c.random, 16)}`, path),
    sessionName: person.email,
    federation: {
      kind: 'saml',
      provider,
      issuer: c.organisation.identityStoreArn,
      subject: person.email,
      audience: '',
    },
    hours: 8,
    person,
  };
}

function assumed(c: Casting, name: string, sourceIdentity?: string): Access {
  const user = aUser(c, `${name}-runner-${c.number}`);
  const parent = userKey(user, uniqueId(c.random, 'AKIA'));
  const source = sourceIdentity === undefined ? {} : { sourceIdentity };
  return {
    kind: 'assumed',
    role: aRole(c, `${name}-${c.number}`),
    parent,
    sessionName: `${name}-${hex(c.random, 4)}`,
    ...source,
  };
}

function crossAccount(c: Casting): Access {
  const others = c.organisation.accounts.filter((account) => account.id !== c.account.id);
  const user = aUser({ ...c, account: c.random.pick(others) }, `reporting-${c.stock.service}`);
  const parent = userKey(user, uniqueId(c.random, 'AKIA'));
  return {
    kind: 'assumed',
    role: aRole(c, `reporting-reader-${c.number}`),
    parent,
    sessionName: `report-${hex(c.random, 6)}`,
  };
}

function vendorSigner(random: Random): Signer {
  const accountId = `4${random.text('0123456789', 11)}`;
  const id = uniqueId(random, 'AROA');
  const arn = `arn:aws:sts::${accountId}:assumed-role/collector/main`;
  const identity = { type: 'AssumedRole', principalId: `${id}:main`, arn, accountId };
  return { accountId, arn, accessKeyId: null, identity: () => identity, console: false, bearer: false };
}
