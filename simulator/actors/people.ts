import { hex, letters } from '../organisation/ids.ts';
import { aPerson, type Person } from '../organisation/organisation.ts';
import type { Tool } from '../organisation/user-agents.ts';
import type { Access } from './actor.ts';
import type { Casting, Casts, Part } from './part.ts';
import { aRole, aUser, keyAccess } from './principals.ts';
import type { WorkloadName } from './workloads.ts';

/** People at their laptops, by whatever way they come in. */
export const people: Casts<'developer' | 'person' | 'saml-person' | 'console' | 'admin' | 'root'> = {
  developer: (c) => laptop(c, keyAccess(c, personOf(c).name), 'developer', ['cli', 'boto3']),
  person: (c) => {
    const person = personOf(c);
    const set = c.random.pick(Object.keys(permissionSets));
    const { workload = 'developer', granted } = permissionSets[set] ?? {};
    const entry = { owner: 'team-platform', ...(granted === undefined ? {} : { granted }) };
    return { ...laptop(c, singleSignOn(c, person, set), workload, ['cli', 'browser']), entry };
  },
  'saml-person': (c) => {
    const person = personOf(c);
    const part = laptop(c, identityProvider(c, person), 'developer', ['cli', 'browser']);
    const desk = deskOf(c, 0.25);
    return { ...part, places: [[person.home, 0.7], ...desk, [person.mobile, 0.05]], entry: { owner: 'team-platform' } };
  },
  console: (c) => {
    const person = personOf(c);
    const user = aUser(c, person.name);
    return laptop(c, { kind: 'console', user, mfa: c.random.chance(0.8) }, 'operator', ['browser']);
  },
  admin: (c) => laptop(c, keyAccess(c, personOf(c).name), 'admin', ['cli', 'terraform']),
  root: (c) => ({
    access: { kind: 'root', accountId: c.account.id },
    rhythm: { kind: 'never' },
    workload: 'admin',
    places: [[c.organisation.office, 1]],
    tools: ['browser'],
  }),
};

/** Always the same for one casting. */
export function personOf(c: Casting): Person {
  return aPerson(c.organisation, c.random.fork('person'));
}

export function laptop(c: Casting, access: Access, workload: WorkloadName, tools: readonly Tool[]): Part {
  const person = personOf(c);
  const remote = c.random.next();
  return {
    access,
    person,
    rhythm: { kind: 'office', stintsPerDay: 3 + c.random.next() * 2, calls: [4, 12], overtime: c.random.next() * 0.2 },
    workload,
    places: [...deskOf(c, 1 - remote), [person.home, remote], [person.mobile, c.random.next() * 0.08]],
    tools,
    denied: 0.02,
  };
}

/** The office line; where the company has a way out of its own, every other person mostly takes that. */
function deskOf({ organisation: { office, gateway }, number }: Casting, weight: number): Part['places'] {
  if (gateway === null || number % 2 === 1) return [[office, weight]];
  return [
    [office, weight * 0.3],
    [gateway, weight * 0.7],
  ];
}

/** Permission sets, and what their people do with them. Everybody with the same set in an account shares one role. */
const permissionSets: Readonly<Record<string, { workload: WorkloadName; granted?: readonly string[] }>> = {
  DeveloperAccess: { workload: 'developer' },
  PowerUserAccess: { workload: 'operator', granted: ['PowerUserAccess'] },
  ReadOnlyAccess: { workload: 'operator', granted: ['ReadOnlyAccess'] },
};

export function singleSignOn(c: Casting, person: Person, set: string): Access {
  const { account, organisation } = c;
  const own = organisation.random.fork(`single-sign-on/${account.id}`);
  const provider = `arn:aws:iam::${account.id}:saml-provider/AWSSSO_${hex(own, 16)}_DO_NOT_DELETE`;
  const random = own.fork(set);
  const path = `/aws-reserved/sso.amazonaws.com/${account.region}/`;
  return {
    kind: 'federated',
    role: aRole({ account, random }, `AWSReservedSSO_${set}_${hex(random, 16)}`, path),
    sessionName: person.email,
    federation: { kind: 'saml', provider, issuer: organisation.identityStoreArn, subject: person.email, audience: '' },
    hours: random.pick([1, 4, 8]),
    person,
  };
}

/** A provider outside AWS, which lets everybody in an account into one role under their plain names. */
function identityProvider(c: Casting, person: Person): Access {
  const { account, organisation } = c;
  const random = organisation.random.fork(`identity-provider/${account.id}`);
  const provider = `arn:aws:iam::${account.id}:saml-provider/okta`;
  const issuer = `http://www.okta.com/exk${letters(organisation.random.fork('identity-provider'), 17)}`;
  return {
    kind: 'federated',
    role: aRole({ account, random }, 'okta-engineer'),
    sessionName: person.name,
    federation: { kind: 'saml', provider, issuer, subject: person.name, audience: '' },
    hours: random.pick([1, 4, 12]),
    person,
  };
}
