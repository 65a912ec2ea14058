import { day, type Instant } from '../../core/model/instant.ts';
import type { Random } from '../random.ts';

export type NetworkKind = 'cloud' | 'isp' | 'corp' | 'hosting' | 'vpn' | 'tor';

/** One line of `networks.csv`. `octets` are the fixed leading octets of the prefix. */
export interface Network {
  readonly octets: readonly number[];
  readonly asn: number;
  readonly country: string;
  readonly organisation: string;
  readonly kind: NetworkKind;
  /** `2001:638`: what its IPv6 addresses begin with, where it has any. */
  readonly sixth?: string;
}

/** Where a caller sits: a network and the addresses it sends from (`any`: a new one each time), or a VPC endpoint. */
export interface Place {
  readonly network: Network | null;
  readonly addresses: readonly string[] | 'any';
  /** Days after which the provider gives the line another address. */
  readonly renewedAfter?: number;
  readonly endpoint?: { readonly id: string; readonly accountId: string };
}

export interface Origin {
  readonly address: string;
  readonly endpoint?: { readonly id: string; readonly accountId: string };
}

export function originAt(place: Place, at: Instant, random: Random): Origin {
  const fixed =
    place.addresses === 'any' ? addressIn(place.network?.octets ?? [10], random) : random.pick(place.addresses);
  const address =
    place.renewedAfter === undefined ? fixed : renewed(fixed, Math.floor(at / (place.renewedAfter * day)));
  return place.endpoint === undefined ? { address } : { address, endpoint: place.endpoint };
}

/** Another host of the same prefix for every term. */
function renewed(address: string, term: number): string {
  const [a, b, c, d] = address.split('.').map(Number);
  return [a, b, c, 1 + (((d ?? 0) + 89 * term) % 254)].join('.');
}

export function addressIn(octets: readonly number[], random: Random): string {
  const address = [...octets];
  while (address.length < 4) address.push(random.between(1, 254));
  return address.join('.');
}

/** A place with its own few addresses, as a home line, an office or a NAT gateway has. */
export function placeIn(network: Network, random: Random, addresses = 1): Place {
  return { network, addresses: Array.from({ length: addresses }, () => addressIn(network.octets, random)) };
}

/** The same line by IPv6: a fixed host part behind the network's own prefix. */
export function sixthPlaceIn(network: Network, random: Random): Place {
  const word = () => random.between(1, 65_535).toString(16);
  return { network, addresses: [`${network.sixth}:${word()}:${word()}::${word()}`] };
}

export function anywhereIn(network: Network): Place {
  return { network, addresses: 'any' };
}

/** Private addresses behind an interface endpoint of the VPC. */
export function behindEndpoint(vpc: { second: number; endpoint: string; accountId: string }, random: Random): Place {
  const addresses = Array.from({ length: 3 }, () => addressIn([10, vpc.second, random.between(0, 15)], random));
  return { network: null, addresses, endpoint: { id: vpc.endpoint, accountId: vpc.accountId } };
}

export function prefixOf(network: Network): string {
  const padded = [...network.octets, 0, 0, 0].slice(0, 4);
  return `${padded.join('.')}/${network.octets.length * 8}`;
}
