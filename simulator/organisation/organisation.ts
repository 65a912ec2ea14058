import { day, hour, type Instant, weekdayOf } from '../../core/model/instant.ts';
import type { Random } from '../random.ts';
import { accountNumber, hex, uuid } from './ids.ts';
import { aNetwork, awsIn } from './networks.ts';
import { anywhereIn, behindEndpoint, type Network, type Place, placeIn } from './places.ts';

export interface Span {
  readonly start: Instant;
  readonly end: Instant;
}

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  /** The public addresses that private subnets leave from. */
  readonly nat: Place;
  /** Private addresses behind the account's own VPC endpoint. */
  readonly endpoint: Place;
}

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly identityStoreId: string;
  readonly country: string;
  readonly home: Place;
  readonly mobile: Place;
}

export interface Organisation {
  readonly company: string;
  readonly country: string;
  /** Hours ahead of UTC. */
  readonly zone: number;
  readonly accounts: readonly Account[];
  readonly office: Place;
  /** The company's own way out: one address at a hoster, mostly written down as its own. */
  readonly gateway: Place | null;
  readonly identityStoreArn: string;
  readonly holidays: ReadonlySet<number>;
  /** 0.5 to 2: how often things fail here. */
  readonly clumsiness: number;
  readonly span: Span;
  readonly random: Random;
}

const companies = [
  'tamarind',
  'heronworks',
  'oakline',
  'brightcove',
  'lumenfold',
  'sandpiper',
  'quarrystone',
  'fernleaf',
];
const homes = [
  { country: 'DE', zone: 1, regions: ['eu-central-1', 'eu-west-1'] },
  { country: 'GB', zone: 0, regions: ['eu-west-2', 'eu-west-1'] },
  { country: 'FR', zone: 1, regions: ['eu-west-3', 'eu-west-1'] },
  { country: 'US', zone: -5, regions: ['us-east-1', 'us-west-2'] },
  { country: 'US', zone: -8, regions: ['us-west-2', 'us-east-1'] },
] as const;
const accountNames = ['prod', 'shared', 'data', 'staging', 'sandbox', 'security'];

/** What distinguishes the premises of one kind of company from another's. */
export interface Premises {
  readonly accounts: readonly [least: number, most: number];
  /** The office has a network of its own, with IPv6; else a line of some provider. */
  readonly house?: true;
  /** Laptops may go out through a gateway that the company rents; `unlisted` where nobody wrote down that it is its own. */
  readonly gateway?: true | 'unlisted';
}

export function foundOrganisation(random: Random, span: Span, premises: Premises): Organisation {
  const company = random.pick(companies);
  const home = random.pick(homes);
  const count = random.between(...premises.accounts);
  const accounts = Array.from({ length: count }, (_, i) => accountNames[i] ?? `unit-${i}`).map((name, index) => {
    const region = index < 2 || random.chance(0.7) ? home.regions[0] : home.regions[1];
    return openAccount(random.fork(`account/${name}`), `${company}-${name}`, region);
  });
  return {
    company,
    country: home.country,
    zone: home.zone,
    accounts,
    office: placeIn(officeNetwork(random, home.country, premises), random, random.between(1, 2)),
    gateway: premises.gateway === undefined ? null : rentedGateway(random.fork('gateway'), company, premises.gateway),
    identityStoreArn: `arn:aws:identitystore::${accounts[1]?.id}:identitystore/d-${hex(random, 10)}`,
    holidays: holidaysIn(random, span),
    clumsiness: 0.5 + random.next() * 1.5,
    span,
    random,
  };
}

function officeNetwork(random: Random, country: string, { house }: Premises): Network {
  return aNetwork(random, { kind: 'isp', country, ...(house === undefined ? {} : { house }) });
}

function rentedGateway(random: Random, company: string, listed: NonNullable<Premises['gateway']>): Place {
  const rented = aNetwork(random, { kind: 'hosting' });
  const place = placeIn(rented, random);
  if (listed === 'unlisted') return place;
  const [address = ''] = place.addresses;
  const octets = address.split('.').map(Number);
  return { network: { ...rented, octets, organisation: `${company} VPN gateway`, kind: 'corp' }, addresses: [address] };
}

export function openAccount(random: Random, name: string, region: string): Account {
  const id = accountNumber(random);
  const vpc = { second: random.between(0, 63), endpoint: `vpce-0${hex(random, 16)}`, accountId: id };
  return {
    id,
    name,
    region,
    nat: placeIn(awsIn(region), random, random.between(1, 3)),
    endpoint: behindEndpoint(vpc, random),
  };
}

function holidaysIn(random: Random, span: Span): Set<number> {
  const days = Math.floor((span.end - span.start) / day);
  const count = Math.round(days / 30);
  const first = Math.floor(span.start / day);
  return new Set(Array.from({ length: count }, () => first + random.between(1, Math.max(1, days - 1))));
}

const givenNames = [
  'ada',
  'bela',
  'carim',
  'dorte',
  'emil',
  'farah',
  'goran',
  'hanna',
  'imre',
  'joana',
  'kofi',
  'lena',
  'mirko',
  'nadia',
  'otis',
  'petra',
  'rafi',
  'sanne',
  'tariq',
  'ulla',
  'vera',
  'wanda',
  'yara',
  'zeno',
];
const familyNames = [
  'abel',
  'bruns',
  'castro',
  'dahl',
  'engel',
  'fabre',
  'grau',
  'holt',
  'ilves',
  'jonker',
  'klee',
  'lind',
  'marek',
  'novak',
  'okoro',
  'pohl',
  'quist',
  'roth',
  'silva',
  'thys',
  'vogt',
  'weiss',
];

export function aPerson(organisation: Organisation, random: Random): Person {
  const name = `${random.pick(givenNames)}.${random.pick(familyNames)}`;
  const country = random.chance(0.85) ? organisation.country : random.pick(['ES', 'IT', 'DE', 'GB']);
  const isp = aNetwork(random, { kind: 'isp', country });
  const mobile = aNetwork(random, { kind: 'isp', country });
  const home = placeIn(isp, random);
  const renewedAfter = random.pick([null, 1, 4, 14]);
  return {
    name,
    email: `${name}@${organisation.company}.example`,
    identityStoreId: uuid(random),
    country,
    // Some lines keep their address for years, and others get one every night; phones share what there is.
    home: renewedAfter === null ? home : { ...home, renewedAfter },
    mobile: anywhereIn(mobile),
  };
}

export function anAccount(organisation: Organisation, random: Random): Account {
  return random.pick(organisation.accounts);
}

/** Whether people are at work on the local day of `at`. */
export function isWorkday(organisation: Organisation, at: Instant): boolean {
  const local = at + organisation.zone * hour;
  const weekday = weekdayOf(local);
  return weekday !== 0 && weekday !== 6 && !organisation.holidays.has(Math.floor(local / day));
}
